"""What the commands of `accord eval` say and write: bars, tables, files, one sentence where something fails."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from assistant.errors import AssistantError
from vectorstore.errors import StoreError

if TYPE_CHECKING:  # importing it would load numpy, which `accord --help` need not wait for
    from evals.tables import Table

Report = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

_MEASURING = ("ir_measures", "langchain_text_splitters", "jinja2")


@contextmanager
def failures_named() -> Iterator[None]:
    """One sentence for what can go wrong with a run: no store, no such model, libraries that are missing."""
    try:
        yield
    except (AssistantError, StoreError) as error:
        fail(str(error))
    except ModuleNotFoundError as error:
        if error.name not in _MEASURING:
            raise
        fail(f"The package {error.name} is not installed. Install it with: pip install -e '.[evals]'")


@contextmanager
def progress() -> Iterator[Report]:
    """A bar for each thing that is measured, on standard error, so that --json can be piped."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done)

        yield report


def show_written(folder: Path, result: dict[str, Any], tables: "Sequence[Table]", *, as_json: bool) -> None:
    """The result as JSON, or as tables and where the files are."""
    if as_json:
        typer.echo(dumped(result))
        return
    show(tables)
    typer.echo(f"Written to {folder}")


def show(tables: "Sequence[Table]") -> None:
    """Tables on standard output."""
    # Loads numpy: `accord --help` imports this module.
    from evals.tables import as_terminal

    console = Console()
    for table in tables:
        console.print(as_terminal(table), markup=False)


def fail(message: str) -> NoReturn:
    """End with code 1 and a sentence on standard error."""
    typer.echo(message, err=True)
    raise typer.Exit(1)


def dumped(result: Any) -> str:
    """JSON for files and pipes."""
    return json.dumps(result, ensure_ascii=False, indent=2)


def write(path: Path, text: str) -> None:
    """A text file that ends with a line break."""
    path.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")
