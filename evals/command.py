"""`accord eval`: measure answers, retrieval and speed.

What a command needs is imported when it runs: torch, chromadb and the measuring libraries take seconds to load, and
`accord --help` imports this module.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from typer.core import TyperGroup

from vectorstore.errors import StoreError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from evals.tables import Table


class _RunByDefault(TyperGroup):
    """`accord eval --limit 3` is `accord eval run --limit 3`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        names_command = bool(args) and (not args[0].startswith("-") or args[0] == "--help")
        return super().parse_args(ctx, args if names_command else ["run", *args])


app = typer.Typer(cls=_RunByDefault, rich_markup_mode="rich")

OutOption = Annotated[
    Path, typer.Option("--out", file_okay=False, help="Folder that gets a folder with the results of each run.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the whole result as JSON instead of tables.")]
QuestionsOption = Annotated[
    Path | None,
    typer.Option("--questions", dir_okay=False, help="Question file, one JSON object a line; default: the bundled."),
]
DEFAULT_OUT = Path("results")

Report = Callable[[str, int, int], None]


@app.callback()
def evaluate() -> None:
    """Measure answers, retrieval and speed.

    Without a command it is the same as: [bold]accord eval run[/bold]
    """


@app.command()
def run(
    ctx: typer.Context,
    questions: QuestionsOption = None,
    dataset: Annotated[
        Path | None,
        typer.Option(
            "--dataset",
            file_okay=False,
            help="Measure retrieval alone, on a public set: a folder with corpus.jsonl, queries.jsonl and qrels.tsv.",
        ),
    ] = None,
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Only the first N cases or queries.")] = None,
) -> None:
    """Ask the questions of a set, score the answers, and write results.json and report.md.

    Each run makes a store of its own in a temporary folder; your data is neither read nor changed.

    Example: [bold]accord eval run --limit 10[/bold]

    Example: [bold]accord eval run --questions my-questions.jsonl --out my-results[/bold]

    Example: [bold]accord eval run --dataset scifact[/bold]
    """
    if questions is not None and dataset is not None:
        raise typer.BadParameter("Give either --questions or --dataset, not both.")
    with _failures_named():
        if dataset is not None:
            _run_dataset(ctx.obj, dataset, out, limit, as_json=as_json)
        else:
            _run_questions(ctx.obj, questions, out, limit, as_json=as_json)


@app.command()
def bench(
    ctx: typer.Context,
    url: Annotated[
        str | None,
        typer.Option("--url", help="Measure the server that runs there; default: start one with data of its own."),
    ] = None,
    questions: QuestionsOption = None,
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
) -> None:
    """Measure how fast answers are served, how long a start takes and how much memory it needs; writes bench.json.

    Example: [bold]accord eval bench[/bold]

    Example: [bold]accord eval bench --url http://127.0.0.1:8000[/bold]
    """
    # Loads numpy and pydantic: see the top of this file.
    from evals.about import results_folder
    from evals.bench import bench_json, bench_own, bench_server, bench_table
    from evals.cases import BUNDLED, CasesError, load_questions
    from evals.server import ServerError

    settings: Settings = ctx.obj
    try:
        asked = [turn.question for case in load_questions(questions or BUNDLED).cases for turn in case.turns]
        with _progress() as report:
            measured = (
                bench_own(settings.embedding_model, asked, report) if url is None else bench_server(url, asked, report)
            )
    except CasesError as error:
        raise typer.BadParameter(str(error), param_hint="--questions") from error
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--url") from error
    except ServerError as error:
        _fail(str(error))
    folder = results_folder(out, measured.about)
    _write(folder / "bench.json", _dumped(bench_json(measured)))
    _show(folder, bench_json(measured), [bench_table(measured)], as_json=as_json)


def _run_questions(settings: "Settings", path: Path | None, out: Path, limit: int | None, *, as_json: bool) -> None:
    # Loads torch and chromadb: see the top of this file.
    from evals.about import results_folder
    from evals.cases import BUNDLED, CasesError, load_questions
    from evals.report import as_json as report_json
    from evals.report import by_kind, markdown, misses, outcomes, overall
    from evals.run import run_questions

    try:
        asked = load_questions(path or BUNDLED).first(limit)
        with _progress() as report:
            measured = run_questions(asked, settings, lambda done, total: report("questions", done, total))
    except CasesError as error:
        raise typer.BadParameter(str(error), param_hint="--questions") from error
    folder = results_folder(out, measured.about)
    _write(folder / "results.json", _dumped(report_json(measured)))
    _write(folder / "report.md", markdown(measured))
    tables = [overall(measured), by_kind(measured), outcomes(measured), misses(measured)]
    _show(folder, report_json(measured), tables, as_json=as_json)


def _run_dataset(settings: "Settings", path: Path, out: Path, limit: int | None, *, as_json: bool) -> None:
    # Loads torch, chromadb and ir_measures: see the top of this file.
    from evals.about import results_folder
    from evals.dataset import DatasetError, load_dataset
    from evals.retrieval import figures_table, retrieval_json, retrieval_markdown, run_dataset

    try:
        dataset = load_dataset(path).first(limit)
    except DatasetError as error:
        raise typer.BadParameter(str(error), param_hint="--dataset") from error
    with _progress() as report:
        measured = run_dataset(
            dataset,
            settings.embedding_model,
            lambda done, total: report("texts embedded", done, total),
            lambda done, total: report("queries", done, total),
        )
    folder = results_folder(out, measured.about)
    _write(folder / "results.json", _dumped(retrieval_json(measured)))
    _write(folder / "report.md", retrieval_markdown(measured))
    _show(folder, retrieval_json(measured), [figures_table(measured)], as_json=as_json)


@contextmanager
def _failures_named() -> Iterator[None]:
    """One sentence for what can go wrong with a run: a store that cannot be made, libraries that are missing."""
    try:
        yield
    except StoreError as error:
        _fail(str(error))
    except ModuleNotFoundError as error:
        if error.name not in ("ir_measures", "langchain_text_splitters"):
            raise
        _fail(f"The package {error.name} is not installed. Install it with: pip install -e '.[evals]'")


@contextmanager
def _progress() -> Iterator[Report]:
    """A bar for each thing that is measured, on standard error, so that --json can be piped."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done)

        yield report


def _show(folder: Path, result: dict[str, Any], tables: "list[Table]", *, as_json: bool) -> None:
    # Loads numpy: see the top of this file.
    from evals.tables import as_terminal

    if as_json:
        typer.echo(_dumped(result))
        return
    console = Console()
    for table in tables:
        console.print(as_terminal(table), markup=False)
    console.print(f"Written to {folder}", markup=False)


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)


def _dumped(result: dict[str, Any]) -> str:
    return json.dumps(result, ensure_ascii=False, indent=2)


def _write(path: Path, text: str) -> None:
    path.write_text(text + "\n" if not text.endswith("\n") else text, encoding="utf-8")
