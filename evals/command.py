"""`accord eval`: measure answers, retrieval and speed.

What a command needs is imported when it runs: torch, chromadb and the measuring libraries take seconds to load, and
`accord --help` imports this module.
"""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from assistant.questions import Composer, Judge
from evals.terminal import dumped, fail, failures_named, progress, show, show_written, write

if TYPE_CHECKING:
    from assistant.settings import Settings
    from evals.asking import Manner
    from evals.kept import Results
    from evals.run import Run


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
ItemsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--items",
        "--questions",
        metavar="given|measured|calibrate|FILE",
        help="Question set, by name or as a file with one JSON object a line (repeatable); default: given, all three "
        "for the gate, calibrate for calibrating.",
    ),
]
ComposerOption = Annotated[Composer, typer.Option("--composer", help="How answers are put together.")]
JudgeOption = Annotated[Judge, typer.Option("--judge", help="Who decides whether the passages answer.")]
LimitOption = Annotated[int | None, typer.Option("--limit", min=1, help="Only the first N cases or queries of a set.")]
FloorsOption = Annotated[
    Path | None, typer.Option("--floors", dir_okay=False, help="Floors and targets, TOML; default: the bundled.")
]
DEFAULT_OUT = Path("results")


@app.callback()
def evaluate() -> None:
    """Measure answers, retrieval and speed.

    Without a command it is the same as: [bold]accord eval run[/bold]
    """


@app.command()
def run(
    ctx: typer.Context,
    items: ItemsOption = None,
    dataset: Annotated[
        Path | None,
        typer.Option(
            "--dataset",
            file_okay=False,
            help="Measure on a public set: a folder with corpus.jsonl, queries.jsonl and qrels.tsv.",
        ),
    ] = None,
    composer: ComposerOption = "auto",
    judge: JudgeOption = "auto",
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
    limit: LimitOption = None,
) -> None:
    """Ask the questions of sets, score the answers, and write results.json and report.md.

    Each run makes a store of its own in a temporary folder; your data is neither read nor changed.

    Example: [bold]accord eval run --items given --items measured --judge quick[/bold]

    Example: [bold]accord eval run --items my-questions.jsonl --limit 10 --out my-results[/bold]

    Example: [bold]accord eval run --dataset squad2 --judge model[/bold]
    """
    # Loads torch and chromadb: see the top of this file.
    from evals.asking import Manner

    if items and dataset is not None:
        raise typer.BadParameter("Give either --items or --dataset, not both.")
    manner = Manner(composer=composer, judge=judge)
    with failures_named():
        if dataset is not None:
            _run_dataset(ctx.obj, dataset, manner, out, limit, as_json=as_json)
        else:
            _run_items(ctx.obj, items or ["given"], manner, out, limit, as_json=as_json)


@app.command()
def unchecked(
    ctx: typer.Context,
    items: ItemsOption = None,
    out: OutOption = DEFAULT_OUT,
    limit: LimitOption = None,
) -> None:
    """Ask the same language model as LangChain's tutorial does, with nothing checked: the baseline of written answers.

    Writes unchecked.json with every sentence, whether a sentence of the documents carries it, and which of its words
    stand nowhere in what it was given.

    Example: [bold]accord eval unchecked --items given --limit 40[/bold]
    """
    # Loads torch and chromadb: see the top of this file.
    from evals.about import about_now, results_folder
    from evals.cases import CasesError, load_sets
    from evals.unchecked import run_unchecked, table

    about = about_now()
    try:
        with failures_named(), progress() as bars:
            sets = tuple(each.first(limit) for each in load_sets(items or ["given"]))
            found = run_unchecked(sets, ctx.obj, lambda done, total: bars("questions", done, total))
    except CasesError as error:
        fail(str(error))
    folder = results_folder(out, about)
    write(folder / "unchecked.json", dumped({"about": asdict(about), "answers": [asdict(each) for each in found]}))
    show([table(found)])
    typer.echo(f"Written to {folder}")


@app.command()
def report(
    results: Annotated[Path, typer.Argument(help="results.json of a run over questions, or its folder.")],
    out: Annotated[
        Path | None, typer.Option("--out", dir_okay=False, help="File to write; default: report.html beside it.")
    ] = None,
    floors: FloorsOption = None,
) -> None:
    """Write one HTML page about a run: figures, plots, and every miss with the reason for it.

    The page holds everything it shows and asks nothing of the network.

    Example: [bold]accord eval report results/2026-05-18T10-00-00[/bold]
    """
    # Loads numpy, pydantic and Jinja: see the top of this file.
    from evals.floors import BUNDLED_FLOORS, FloorsError, read_floors
    from evals.kept import ResultsError, read_results

    with failures_named():
        # The same; and it may not be installed.
        from evals.page import page

        try:
            text = page(read_results(results), read_floors(floors or BUNDLED_FLOORS))
        except ResultsError as error:
            raise typer.BadParameter(str(error), param_hint="RESULTS") from error
        except FloorsError as error:
            raise typer.BadParameter(str(error), param_hint="--floors") from error
    path = out or (results if results.is_dir() else results.parent) / "report.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, text)
    typer.echo(f"Written to {path}")


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(metavar="A", help="results.json of a run, or its folder.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="The same of another run over the same questions.")],
    as_json: JsonOption = False,
) -> None:
    """Compare two runs: figures with intervals of their differences, and the turns that changed.

    Example: [bold]accord eval compare results/before results/after[/bold]
    """
    # Loads numpy and pydantic: see the top of this file.
    from evals.compare import as_json as comparison_json
    from evals.compare import compare as compare_runs
    from evals.compare import tables
    from evals.kept import ResultsError, read_results

    try:
        comparison = compare_runs(read_results(before), read_results(after))
    except ResultsError as error:
        raise typer.BadParameter(str(error)) from error
    if as_json:
        typer.echo(dumped(comparison_json(comparison)))
    else:
        show(tables(comparison))


@app.command()
def gate(
    ctx: typer.Context,
    items: ItemsOption = None,
    floors: FloorsOption = None,
    results: Annotated[
        Path | None, typer.Option("--results", help="Check these results instead of asking the questions.")
    ] = None,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Print floors just under what was reached, as TOML, and do not fail.")
    ] = False,
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Ask the bundled question sets without a language model and fail where a figure is below its floor.

    Example: [bold]accord eval gate[/bold]

    Example: [bold]accord eval gate --results results/2026-05-18T10-00-00[/bold]
    """
    # Loads numpy and pydantic: see the top of this file.
    from evals.cases import GATED
    from evals.floors import BUNDLED_FLOORS, FloorsError, read_floors
    from evals.gate import check, gate_table, hints, suggested
    from evals.kept import ResultsError, read_results

    try:
        marks = read_floors(floors or BUNDLED_FLOORS)
        with failures_named():
            kept = read_results(results) if results else _asked_for_gate(ctx.obj, items or list(GATED), out)
        checks = check(kept, marks)
    except FloorsError as error:
        raise typer.BadParameter(str(error), param_hint="--floors") from error
    except ResultsError as error:
        raise typer.BadParameter(str(error), param_hint="--results") from error
    if suggest:
        typer.echo(suggested(checks), nl=False)
        return
    show([gate_table(checks)])
    for hint in hints(checks):
        typer.echo(hint)
    if failed := [each.sentence for each in checks if not each.met]:
        fail("Below the floor:\n" + "\n".join(failed))


@app.command()
def calibrate(
    ctx: typer.Context,
    items: ItemsOption = None,
    judge: Annotated[Judge, typer.Option("--judge", help="Which judge; auto: the model where there is one.")] = "auto",
    out: Annotated[
        Path | None, typer.Option("--out", dir_okay=False, help="Calibrations to add to; default: the bundled.")
    ] = None,
    samples: Annotated[
        Path | None, typer.Option("--samples", dir_okay=False, help="Also write how each question was judged.")
    ] = None,
) -> None:
    """Find out how sure the judge may be, from questions whose outcome is known, and keep it.

    A calibration holds for one judge, one prompt and one embedding model; an earlier one for the same is replaced.

    Example: [bold]accord eval calibrate --judge quick[/bold]

    Example: [bold]ACCORD_EMBEDDING_MODEL=BAAI/bge-small-en-v1.5 accord eval calibrate --items my-questions.jsonl[/bold]
    """
    # Loads torch, chromadb and scikit-learn: see the top of this file.
    from evals.asking import Manner
    from evals.calibrate import CannotCalibrate, calibrated, written
    from evals.cases import CasesError, load_sets

    settings: Settings = ctx.obj
    wanted = judge if judge != "auto" else "model" if settings.model != "none" else "quick"
    try:
        with failures_named(), progress() as bars:
            sets = load_sets(items or ["calibrate"])
            found = calibrated(
                sets, settings, Manner(composer="quote", judge=wanted), lambda done, n: bars("questions", done, n)
            )
    except (CannotCalibrate, CasesError) as error:
        fail(str(error))
    if samples is not None:
        write(samples, found.lines())
    typer.echo(dumped(found.calibration.model_dump()))
    typer.echo(f"Written to {written(found.calibration, out)}")


@app.command()
def bench(
    ctx: typer.Context,
    url: Annotated[
        str | None,
        typer.Option("--url", help="Measure the server that runs there; default: start one with data of its own."),
    ] = None,
    questions: Annotated[
        Path | None, typer.Option("--questions", dir_okay=False, help="Question file; default: the bundled one.")
    ] = None,
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
        with progress() as told:
            measured = (
                bench_own(settings.embedding_model, asked, told) if url is None else bench_server(url, asked, told)
            )
    except CasesError as error:
        raise typer.BadParameter(str(error), param_hint="--questions") from error
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--url") from error
    except ServerError as error:
        fail(str(error))
    folder = results_folder(out, measured.about)
    write(folder / "bench.json", dumped(bench_json(measured)))
    show_written(folder, bench_json(measured), [bench_table(measured)], as_json=as_json)


def _run_items(
    settings: "Settings", items: list[str], manner: "Manner", out: Path, limit: int | None, *, as_json: bool
) -> None:
    # Loads torch and chromadb: see the top of this file.
    from evals.report import tables
    from evals.results import as_json as results_json

    measured, folder = _measured(settings, items, manner, out, limit)
    show_written(folder, results_json(measured), tables(measured), as_json=as_json)


def _asked_for_gate(settings: "Settings", items: list[str], out: Path) -> "Results":
    """What is served without a language model: the same on every machine, and quick."""
    # Loads torch and chromadb: see the top of this file.
    from evals.asking import Manner
    from evals.kept import read_results

    _, folder = _measured(settings, items, Manner(composer="quote", judge="quick"), out, None)
    typer.echo(f"Written to {folder}", err=True)
    return read_results(folder)


def _measured(
    settings: "Settings", items: list[str], manner: "Manner", out: Path, limit: int | None
) -> "tuple[Run, Path]":
    # Loads torch and chromadb: see the top of this file.
    from evals.cases import CasesError
    from evals.written import run_items

    try:
        with progress() as told:
            return run_items(items, settings, manner, out, limit, told)
    except CasesError as error:
        raise typer.BadParameter(str(error), param_hint="--items") from error


def _run_dataset(
    settings: "Settings", path: Path, manner: "Manner", out: Path, limit: int | None, *, as_json: bool
) -> None:
    # Loads torch, chromadb and ir_measures: see the top of this file.
    from evals.dataset import DatasetError
    from evals.public import public_json, public_tables
    from evals.written import run_public

    try:
        with progress() as told:
            measured, folder = run_public(path, settings, manner, out, limit, told)
    except DatasetError as error:
        raise typer.BadParameter(str(error), param_hint="--dataset") from error
    show_written(folder, public_json(measured), public_tables(measured), as_json=as_json)
