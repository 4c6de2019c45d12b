"""The command line `accord`. Heavy libraries are imported inside the commands, so that `--help` answers at once."""

import json
import re
import sys
from enum import StrEnum
from importlib.metadata import entry_points
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from assistant.errors import AssistantError
from assistant.parts import COMMANDS
from assistant.settings import Settings, SettingsError, load_settings
from vectorstore.errors import StoreBusy, StoreError
from vectorstore.lock import WAIT, OwnerLock
from vectorstore.owner import OwnerClient

app = typer.Typer(
    name="accord",
    help="Questions about the Hiroshima Accord and the coverage of it, answered with citations that can be checked.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
)
out = Console()
err = Console(stderr=True)


class JudgeChoice(StrEnum):
    """`assistant.questions.Judge`, as the command line takes it."""

    auto = "auto"
    quick = "quick"
    model = "model"


@app.callback()
def root(context: typer.Context) -> None:
    """Questions about the Hiroshima Accord and the coverage of it, answered with citations that can be checked."""
    try:
        context.obj = load_settings()
    except SettingsError as error:
        _stop(str(error), code=2)


@app.command()
def serve(context: typer.Context) -> None:
    """Serve the page, the API and its documentation.

    Example: [bold]ACCORD_PORT=8080 accord serve[/bold]
    """
    # FastAPI, Gradio and uvicorn take two seconds to import.
    from assistant.serve import CannotServe, serve_until_stopped

    try:
        serve_until_stopped(context.obj)
    except (CannotServe, StoreError) as error:
        _stop(str(error))


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="In one sentence or a few words.")],
    as_json: Annotated[bool, typer.Option("--json", help="The whole answer as JSON.")] = False,
    only: Annotated[list[str] | None, typer.Option("--document", help="Only this document (repeatable).")] = None,
    judge: Annotated[
        JudgeChoice, typer.Option(help="Who decides whether the texts answer: quick, model, or auto.")
    ] = JudgeChoice.auto,
) -> None:
    """Ask one question.

    Where no server runs, the language model is loaded only with [bold]--judge model[/bold] or where ACCORD_MODEL=local
    is set on purpose (half a minute, and more the first time); otherwise the answer is judged quickly.

    Example: [bold]accord ask "What will the Semiconductor Partnership cover?"[/bold]
    """
    body: dict[str, Any] = {"question": question, "documents": only, "store": False, "judge": judge.value}
    answer = _asked(context.obj, "/v1/ask", body)
    if as_json:
        _print_json(answer)
        return
    out.print(_answer_text(answer["text"]))
    if shown := [*answer["citations"], *answer["nearest"]]:
        out.print(_sources(shown))
    if answer["basis"]:
        out.print(answer["basis"], style="dim", markup=False)


@app.command()
def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="Words to look for.")],
    limit: Annotated[int, typer.Option(min=1, max=50, help="How many clauses.")] = 8,
    as_json: Annotated[bool, typer.Option("--json", help="The passages as JSON.")] = False,
) -> None:
    """Find the nearest clauses.

    Example: [bold]accord search "semiconductor skills" --limit 3[/bold]
    """
    found = _asked(context.obj, "/v1/search", {"query": query, "limit": limit})
    if as_json:
        _print_json(found)
        return
    table = Table("Score", "Clause", "Text", show_lines=True)
    for passage in found["passages"]:
        table.add_row(f"{passage['score']:.2f}", Text(passage["label"]), Text(passage["text"]))
    out.print(table)


def main() -> None:
    """Where the console script starts."""
    for entry in entry_points(group=COMMANDS):
        command = entry.load()
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=entry.name)
        else:
            app.command(entry.name)(command)
    app()


def _asked(settings: Settings, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """What the API answers: by the server that owns the data folder, or in this process where none does."""
    try:
        lock = OwnerLock(settings.data)
        lock.acquire(wait=WAIT)
    except StoreBusy as busy:
        try:
            return OwnerClient(busy).post(path, body)
        except StoreError as error:
            _stop(str(error))
    except StoreError as error:
        _stop(str(error))
    # torch, Chroma and FastAPI take six seconds to import.
    from assistant.local import answer_locally

    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn()
    try:
        with Progress(*columns, console=err, transient=True) as shown:
            task = shown.add_task("Opening the texts", total=None)

            def joining(done: int, total: int) -> None:
                about = "Joining the language model" if done < total else "Loading the language model"
                shown.update(task, description=about, completed=done, total=total if done < total else None)

            return answer_locally(settings, lock, path, body, joining)
    except (AssistantError, StoreError) as error:
        _stop(str(error))


def _sources(citations: list[dict[str, Any]]) -> Table:
    table = Table("", "Source", "Where", box=None, padding=(0, 1))
    for each in citations:
        table.add_row(Text(f"[{each['number']}]"), Text(each["source"]), Text(each["label"]))
    return table


def _answer_text(text: str) -> Text:
    """An answer as it is, but for the names of the sources, which are set bold: quotes stay word for word."""
    shown = Text()
    for line in text.splitlines(keepends=True):
        named = re.match(r"(- )?\*\*(.+?)\*\*(?=:)", line)
        if named:
            shown.append(named[1] or "").append(named[2], style="bold")
        shown.append(line[named.end() :] if named else line)
    return shown


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _stop(message: str, code: int = 1) -> NoReturn:
    err.print(message, style="red", markup=False, highlight=False)
    raise typer.Exit(code)
