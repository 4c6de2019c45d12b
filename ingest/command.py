"""The command `accord ingest`."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from vectorstore.documents import Kind
from vectorstore.errors import StoreBusy, StoreError
from vectorstore.lock import WAIT, OwnerLock
from vectorstore.owner import OwnerClient
from vectorstore.settings import StoreSettings

out = Console()
err = Console(stderr=True)


def ingest(
    context: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders; none: the bundled documents.")] = None,
    kind: Annotated[str, typer.Option(help="Of documents without a manifest: primary or coverage.")] = "coverage",
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Embed everything again, with the set model.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON.")] = False,
) -> None:
    """Store documents: PDF, Word, HTML, Markdown and text files, or folders of them, with or without a manifest.json.

    Storing the same again changes nothing; a changed document changes only its own clauses; a file that cannot be
    read stops nothing else. Exit code 1 where one failed.

    Example: [bold]accord ingest notes/briefing.md --kind coverage[/bold]
    """
    if kind not in ("primary", "coverage"):
        _stop(f"--kind cannot be {kind!r}: give primary or coverage.", code=2)
    settings: StoreSettings = context.obj.store
    places = None if not paths else [str(path.resolve()) for path in paths]
    try:
        report = _report(settings, places, "primary" if kind == "primary" else "coverage", rebuild=rebuild)
    except StoreError as error:
        _stop(str(error))
    if as_json:
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    else:
        _show(report)
    if any(entry["status"] == "failed" for entry in report["entries"]):
        raise typer.Exit(1)


def _report(settings: StoreSettings, places: list[str] | None, kind: Kind, *, rebuild: bool) -> dict[str, Any]:
    """By the server that owns the data folder, or in this process where none does."""
    lock = OwnerLock(settings.folder)
    try:
        lock.acquire(wait=WAIT)
    except StoreBusy as busy:
        if rebuild:
            raise
        return OwnerClient(busy).post("/v1/ingest", {"paths": places, "kind": kind})
    # torch and Chroma take five seconds to import.
    from ingest.live import ingest as ingest_into
    from vectorstore.build import build_store

    columns = TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=err) as bar:
        task = bar.add_task("Opening the store", total=None)
        store = build_store(settings, lock, rebuild=rebuild, progress=lambda what: bar.update(task, description=what))
        try:
            return ingest_into(
                store,
                places,
                kind,
                lambda what, done, total: bar.update(task, description=what, completed=done, total=total),
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
    out.print(f"Corpus version {report['corpus_version']}")


def _stop(message: str, code: int = 1) -> NoReturn:
    err.print(message, style="red", markup=False, highlight=False)
    raise typer.Exit(code)
