"""The command `accord ingest`."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from ingest.addresses import is_address
from vectorstore.errors import StoreBusy, StoreError
from vectorstore.lock import WAIT, OwnerLock
from vectorstore.owner import OwnerClient
from vectorstore.settings import StoreSettings

out = Console()
err = Console(stderr=True)

_FLAGS = {
    "hidden": "not seen by a reader, left out",
    "instruction": "reads like an order to a language model, kept",
    "scan": "a picture of a page, not read",
    "table": "read row by row",
}
_FIRST_FLAGS = 3
"""Odd things of one kind that are shown."""
_PERIOD = 120.0
"""Seconds of which the time that is left is estimated: documents are stored some at a time."""


def ingest(
    context: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH|URL]...", help="Files, folders or addresses; none: the bundled documents."),
    ] = None,
    kind: Annotated[str, typer.Option(help="Of documents without a manifest: primary or coverage.")] = "coverage",
    refresh: Annotated[bool, typer.Option("--refresh", help="Read again all that was read from the web.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Embed everything again, with the set model.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON.")] = False,
) -> None:
    """Store documents: text, Markdown, HTML, PDF and Word files, folders with or without a manifest.json, or web pages.

    Storing the same again changes nothing; a changed document changes only its own clauses; a file that cannot be
    read stops nothing else. Exit code 1 where one failed.

    Pages are read only from the hosts that ACCORD_URL_HOSTS names. With [bold]--refresh[/bold] those that are stored
    are read again, and what changed is told clause by clause; a page that is gone stays stored.

    Example: [bold]accord ingest notes/briefing.md --kind coverage[/bold]

    Example: [bold]ACCORD_URL_HOSTS=www.gov.uk accord ingest https://www.gov.uk/... --kind primary[/bold]
    """
    if kind not in ("primary", "coverage"):
        _stop(f"--kind cannot be {kind!r}: give primary or coverage.", code=2)
    if refresh and paths:
        _stop("--refresh reads all again that was read from the web: give no paths with it.", code=2)
    settings: StoreSettings = context.obj.store
    wanted: dict[str, Any] = {
        "paths": None if not paths else [each if is_address(each) else str(Path(each).resolve()) for each in paths],
        "kind": kind,
        "refresh": refresh,
    }
    try:
        report = _report(settings, wanted, context.obj.hosts, rebuild=rebuild)
    except StoreError as error:
        _stop(str(error))
    if as_json:
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    else:
        _show(report)
    if any(entry["status"] == "failed" for entry in report["entries"]):
        raise typer.Exit(1)


def _report(
    settings: StoreSettings, wanted: dict[str, Any], hosts: tuple[str, ...], *, rebuild: bool
) -> dict[str, Any]:
    """By the server that owns the data folder, and with its hosts, or in this process where none does."""
    lock = OwnerLock(settings.folder)
    try:
        lock.acquire(wait=WAIT)
    except StoreBusy as busy:
        if rebuild:
            raise
        return OwnerClient(busy).post("/v1/ingest", wanted)
    # Chroma takes a second to import.
    from ingest.live import ingest as ingest_into
    from vectorstore.build import build_store

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, speed_estimate_period=_PERIOD) as bar:
        task = bar.add_task("Opening the store", total=None)
        store = build_store(settings, lock, rebuild=rebuild, progress=lambda what: bar.update(task, description=what))
        try:
            return ingest_into(
                store,
                wanted["paths"],
                wanted["kind"],
                lambda what, done, total: bar.update(task, description=what, completed=done, total=total),
                hosts,
                refresh=wanted["refresh"],
            )
        finally:
            store.close()


def _show(report: dict[str, Any]) -> None:
    table = Table("Document", "Status", "Clauses", "Added", "Changed", "Removed", "Reason")
    for entry in report["entries"]:
        numbers = (str(entry[key]) for key in ("clauses", "added", "changed", "removed"))
        reason = f"{entry['code']}: {entry['reason']}" if entry["reason"] else ""
        table.add_row(Text(entry["source"]), entry["status"], *numbers, Text(reason))
    out.print(table)
    for entry in report["entries"]:
        if entry["flags"]:
            out.print(_flags(entry))
        if entry["changes"]:
            out.print(_changes(entry))
    out.print(f"Corpus version {report['corpus_version']}")


def _flags(entry: dict[str, Any]) -> Table:
    """What is odd in a file: how often of each kind, and the first of them."""
    kinds = Counter(each["kind"] for each in entry["flags"])
    table = Table("Odd", "Times", "Page", "First", title=Text(f"To look at in {entry['source']}"), title_justify="left")
    for kind, number in kinds.items():
        firsts = [each for each in entry["flags"] if each["kind"] == kind][:_FIRST_FLAGS]
        for at, each in enumerate(firsts):
            told = (f"{kind}: {_FLAGS[kind]}", str(number)) if at == 0 else ("", "")
            table.add_row(*told, str(each["page"] or ""), Text(each["text"]))
    return table


def _changes(entry: dict[str, Any]) -> Table:
    """What is another clause than before."""
    table = Table("", "Clause", "Text", title=Text(f"Changed in {entry['source']}"), title_justify="left")
    for each in entry["changes"]:
        was = f"\n(was: {each['before']})" if each["before"] is not None else ""
        table.add_row(each["what"], Text(each["label"]), Text(each["text"] + was))
    return table


def _stop(message: str, code: int = 1) -> NoReturn:
    err.print(message, style="red", markup=False, highlight=False)
    raise typer.Exit(code)
