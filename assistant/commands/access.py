"""`accord keys` and `accord users`: who may ask. Works on the records, whether or not a server runs."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from assistant.commands.console import err, out, stop
from assistant.errors import AssistantError
from assistant.settings import Settings
from vectorstore.errors import StoreError
from vectorstore.roles import Role, Scope

if TYPE_CHECKING:  # SQLAlchemy takes half a second to import
    from vectorstore.accounts import Accounts

keys = typer.Typer(
    no_args_is_help=True,
    help="API keys: what programs show to be let in.\n\nExample: [bold]accord keys create intranet --scope ask[/bold]",
)
users = typer.Typer(
    no_args_is_help=True,
    help="People who sign in on the page.\n\nExample: [bold]accord users add ann --role member[/bold]",
)


Name = Annotated[str, typer.Argument(help="Who or what it is for.")]
KeyId = Annotated[str, typer.Argument(metavar="ID", help="The eight letters and digits after acc_.")]
FromInput = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


@keys.command("create")
def create_key(
    context: typer.Context,
    name: Name,
    scope: Annotated[
        Scope, typer.Option(help="ask: questions; draft: also what staff draft; admin: everything.")
    ] = "ask",
    expires: Annotated[str, typer.Option(help="90d, 12m, 1y, a date such as 2027-01-31, or never.")] = "1y",
) -> None:
    """Make a key and show it, this once.

    Example: [bold]accord keys create intranet --scope ask --expires 90d[/bold]
    """
    # As all imports in this module's functions: the records take half a second to import.
    from assistant.access.keys import Keys, expiry

    with _accounts(context.obj) as accounts:
        _first_one(context.obj, accounts)
        key, _ = Keys(accounts).create(name, scope, expiry(expires), _by())
    _show_once(key)


@keys.command("list")
def list_keys(context: typer.Context) -> None:
    """All keys, those that open nothing any more included.

    Example: [bold]accord keys list[/bold]
    """
    # See above.
    from vectorstore.accounts import now_text

    table = Table("ID", "Name", "Scope", "Made", "Ends", "Last used", "State")
    with _accounts(context.obj) as accounts:
        for each in accounts.all_keys():
            state = "revoked" if each.revoked_at else "works" if each.valid(now_text()) else "expired"
            ends, used = (each.expires_at or "never")[:10], (each.last_used_at or "never")[:16].replace("T", " ")
            table.add_row(each.id, Text(each.name), each.scope, each.created_at[:10], ends, used, state)
    out.print(table)


@keys.command("revoke")
def revoke_key(context: typer.Context, key_id: KeyId) -> None:
    """From now on the key opens nothing; what was asked with it stays.

    Example: [bold]accord keys revoke k3f9a2bc[/bold]
    """
    # See above.
    from assistant.access.keys import Keys

    with _accounts(context.obj) as accounts:
        Keys(accounts).revoke(key_id, _by())
    out.print("The key opens nothing any more.")


@keys.command("rotate")
def rotate_key(context: typer.Context, key_id: KeyId) -> None:
    """Another secret for a key; what it was before opens nothing from now on.

    Example: [bold]accord keys rotate k3f9a2bc[/bold]
    """
    # See above.
    from assistant.access.keys import Keys

    with _accounts(context.obj) as accounts:
        key, _ = Keys(accounts).rotate(key_id, _by())
    _show_once(key)


@keys.command("log")
def log_acts(
    context: typer.Context, most: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="How many.")] = 50
) -> None:
    """What was done to keys, people and cleared answers, newest first.

    Example: [bold]accord keys log --limit 10[/bold]
    """
    table = Table("When (UTC)", "Who", "What", "To")
    with _accounts(context.obj) as accounts:
        for act in accounts.acts(most):
            table.add_row(act.at[:19].replace("T", " "), Text(act.who), act.act, Text(act.about))
    out.print(table)


@users.command("add")
def add_user(
    context: typer.Context,
    name: Name,
    role: Annotated[Role, typer.Option(help="member: asks; staff: also drafts; admin: everything.")] = "member",
    password_stdin: FromInput = False,
    no_password: Annotated[
        bool, typer.Option("--no-password", help="They only come through the proxy that ACCORD_PROXY_HEADER trusts.")
    ] = False,
) -> None:
    """Add a person; asks for the password, so that it stands in no command line.

    Example: [bold]accord users add ann --role member[/bold]
    """
    # See above.
    from assistant.access.people import People

    with _accounts(context.obj) as accounts:
        _first_one(context.obj, accounts)
        password = None if no_password else _password(from_input=password_stdin)
        People(accounts).add(name, role, password, _by())
    out.print(Text(f"{name.strip()} can sign in." if password is not None else f"{name.strip()} is known."))


@users.command("list")
def list_users(context: typer.Context) -> None:
    """All people and their roles.

    Example: [bold]accord users list[/bold]
    """
    table = Table("Name", "Role", "Added", "Signs in")
    with _accounts(context.obj) as accounts:
        for each in accounts.people():
            how = "by password" if each.password_hash else "through the proxy"
            table.add_row(Text(each.name), each.role, each.created_at[:10], how)
    out.print(table)


@users.command("role")
def change_role(context: typer.Context, name: Name, role: Annotated[Role, typer.Argument()]) -> None:
    """Another role; the person has to sign in again.

    Example: [bold]accord users role ann staff[/bold]
    """
    # See above.
    from assistant.access.people import People

    with _accounts(context.obj) as accounts:
        People(accounts).change(name, _by(), role=role)
    out.print(Text(f"{name} is {role} now."))


@users.command("password")
def change_password(context: typer.Context, name: Name, password_stdin: FromInput = False) -> None:
    """Another password; the person has to sign in again.

    Example: [bold]accord users password ann[/bold]
    """
    # See above.
    from assistant.access.people import People

    with _accounts(context.obj) as accounts:
        People(accounts).change(name, _by(), password=_password(from_input=password_stdin))
    out.print(Text(f"{name} has another password now."))


@users.command("remove")
def remove_user(context: typer.Context, name: Name) -> None:
    """Nobody of that name any more; what they asked stays until it is purged.

    Example: [bold]accord users remove ann[/bold]
    """
    # See above.
    from assistant.access.people import People

    with _accounts(context.obj) as accounts:
        People(accounts).remove(name, _by())
    out.print(Text(f"{name} cannot sign in any more."))


@contextmanager
def _accounts(settings: Settings) -> Iterator["Accounts"]:
    """The keys and people of the data folder; what goes wrong ends the command with a sentence."""
    # See above.
    from vectorstore.accounts import Accounts
    from vectorstore.records import Records

    try:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        records = Records(settings.store.records_url)
        try:
            yield Accounts(records)
        finally:
            records.close()
    except (AssistantError, StoreError) as error:
        stop(str(error))
    except OSError as error:
        stop(f"The data folder {str(settings.data)!r} cannot be used: {error.strerror}. Set ACCORD_DATA to another.")


def _password(*, from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt="The same again")
    return typed


def _by() -> str:
    """Who does this, as the log of acts names them: the account on this machine."""
    try:
        return f"machine:{getpass.getuser()}"
    except OSError:  # a machine may run programs for accounts that it does not name
        return "machine"


def _first_one(settings: Settings, accounts: "Accounts") -> None:
    if settings.proxy is None and not accounts.any():
        err.print("From now on everybody has to sign in or show a key. What was asked so far belongs to nobody.")


def _show_once(key: str) -> None:
    err.print("This is shown once. Send it as: Authorization: Bearer KEY")
    sys.stdout.write(f"{key}\n")
