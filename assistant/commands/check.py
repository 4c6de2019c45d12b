"""The command `accord check`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from assistant.commands.console import err, out, print_json, stop
from assistant.errors import AssistantError
from assistant.questions import Judge
from vectorstore.errors import StoreBusy, StoreError
from vectorstore.lock import WAIT, OwnerLock
from vectorstore.owner import OwnerClient

if TYPE_CHECKING:  # importing it would cost the command line its quick start
    from assistant.settings import Settings

_STYLES = {
    "supported": "green",
    "partly": "yellow",
    "coverage_only": "yellow",
    "opinion": "dim",
    "no_claim": "dim",
}


def check(
    context: typer.Context,
    draft: Annotated[Path, typer.Argument(help="A Word (.docx), Markdown or text file.")],
    to: Annotated[
        Path | None, typer.Option("--out", "-o", dir_okay=False, help="Write the Word file with comments here.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Everything that was found as JSON.")] = False,
    judge: Annotated[
        Judge, typer.Option(help="Whether a language model is asked too: quick, model, or auto.")
    ] = "auto",
) -> None:
    """Check a draft, sentence by sentence, against the texts.

    Example: [bold]accord check draft.docx -o checked.docx[/bold]
    """
    if to is not None and to.resolve() == draft.resolve():
        stop(f"The draft {str(draft)!r} would be written over. Give another name with -o.", code=2)
    try:
        data = draft.read_bytes()
    except OSError as error:
        stop(f"{str(draft)!r} cannot be read: {error.strerror}. Give the path of a draft.", code=2)
    try:
        found, commented = _checked(context.obj, draft.name, data, judge, wants_file=to is not None)
    except (AssistantError, StoreError) as error:
        stop(str(error))
    if to is not None and commented is not None:
        try:
            to.write_bytes(commented)
        except OSError as error:
            stop(f"{str(to)!r} cannot be written: {error.strerror}. Give another path with -o.")
    if as_json:
        print_json(found)
        return
    out.print(_table(found))
    for note in found["notes"]:
        out.print(note["message"], markup=False)
    out.print(", ".join(f"{name}: {count}" for name, count in found["counts"].items() if count), markup=False)
    if to is not None:
        out.print(f"Written to {to}", markup=False, highlight=False)


def _checked(
    settings: "Settings", name: str, data: bytes, judge: Judge, *, wants_file: bool
) -> tuple[dict[str, Any], bytes | None]:
    """What was found, and the file with comments: by the server that owns the data folder, or in this process."""
    lock = OwnerLock(settings.data)
    try:
        lock.acquire(wait=WAIT)
    except StoreBusy as busy:
        owner = OwnerClient(busy)
        found = json.loads(owner.post_file("/v1/check", name, data, {"judge": judge}))
        file = owner.post_file("/v1/check?format=docx", name, data, {"judge": judge}) if wants_file else None
        return found, file
    # Chroma and FastAPI take two seconds to import.
    from assistant.api.checking import as_body
    from assistant.draft.checked import with_comments
    from assistant.draft.taking import given
    from assistant.local import check_locally

    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=err, transient=True) as shown:
        shown.add_task("Checking the draft", total=None)
        try:
            taken = given(name, data, lambda: False)
        except AssistantError:
            lock.release()
            raise
        checked = check_locally(settings, lock, taken, judge)
        return as_body(checked), with_comments(checked, lambda: False) if wants_file else None


def _table(found: dict[str, Any]) -> Table:
    table = Table("", "Verdict", "Sentence", "Where", "Suggested", show_lines=True)
    for number, each in enumerate(found["sentences"], start=1):
        where = "\n".join(one["label"] for one in each["clauses"])
        verdict = Text(each["verdict"].replace("_", " "), style=_STYLES.get(each["verdict"], "red"))
        table.add_row(str(number), verdict, Text(each["text"]), Text(where), Text(each["suggestion"] or ""))
    return table
