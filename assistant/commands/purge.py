"""The command `accord purge`."""

from typing import Annotated

import typer

from assistant.commands.console import err, out, stop
from assistant.settings import Settings
from vectorstore.errors import StoreError


def purge(
    context: typer.Context,
    older_than: Annotated[
        int | None, typer.Option(metavar="DAYS", min=1, max=36500, help="Those whose last answer is older.")
    ] = None,
    owner: Annotated[str | None, typer.Option(metavar="NAME", help="Those of one owner, such as user:ann.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how many there are.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")] = False,
) -> None:
    """Delete conversations with their answers, for good: from the database and from its files.

    May be used while a server runs. With [bold]--older-than[/bold] and [bold]--owner[/bold] together, those go that
    both are true of. Answers that were cleared stay, and copies that were made of the data folder are not touched.

    Example: [bold]accord purge --older-than 365 --dry-run[/bold]

    Example: [bold]accord purge --owner user:ann --yes[/bold]
    """
    if everything == (older_than is not None or owner is not None):
        stop("Say what to delete: --older-than DAYS, --owner NAME or both; or --all.", code=2)
    try:
        _purge(context.obj, older_than, owner, dry_run=dry_run, yes=yes)
    except StoreError as error:
        stop(str(error))


def _purge(settings: Settings, older_than: int | None, owner: str | None, *, dry_run: bool, yes: bool) -> None:
    # The database's libraries take half a second to import.
    from vectorstore.condition import records_exist
    from vectorstore.forgetting import Extent, Which, days_ago, extent, forget
    from vectorstore.records import Records

    def told(amount: Extent) -> str:
        return f"{_counted(amount.conversations, 'conversation')} with {_counted(amount.answers, 'answer')}"

    if not records_exist(settings.store):
        out.print("Nothing is kept yet: there are no records.", highlight=False)
        return
    which = Which(owner=owner, last_before=None if older_than is None else days_ago(older_than))
    records = Records(settings.store.records_url)
    try:
        found = extent(records, which)
        if dry_run:
            out.print(f"Would delete {told(found)}.", highlight=False)
            return
        if found.conversations and not yes:
            _ask(told(found))
        gone = forget(records, which)
    finally:
        records.close()
    out.print(f"Deleted {told(gone)}.", highlight=False)
    if not gone.wiped:
        stop(
            "What was deleted may still stand in the database's log, since somebody reads it just now. "
            "Run the command again in a moment: it empties the log."
        )


def _ask(what: str) -> None:
    try:
        if typer.confirm(f"Delete {what} for good?", err=True):
            return
    except typer.Abort:
        err.print()
        stop("Nothing was deleted. Where nobody can answer, add --yes.")
    stop("Nothing was deleted.")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
