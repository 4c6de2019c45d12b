"""Commands that hold figures against marks and set them: `gate` and `calibrate`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.questions import Judge
from evals.commands.options import DEFAULT_OUT, FloorsOption, ItemsOption, OutOption
from evals.commands.questions import measure
from evals.terminal import dumped, fail, failures_named, progress, show, write

if TYPE_CHECKING:
    from assistant.settings import Settings
    from evals.kept import Results


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
    # Loads numpy and pydantic: see the top of this package.
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
    # Loads chromadb and scikit-learn: see the top of this package.
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


def _asked_for_gate(settings: "Settings", items: list[str], out: Path) -> "Results":
    """What is served without a language model: the same on every machine, and quick."""
    # Loads chromadb: see the top of this package.
    from evals.asking import Manner
    from evals.kept import read_results

    _, folder = measure(settings, items, Manner(composer="quote", judge="quick"), out, None)
    typer.echo(f"Written to {folder}", err=True)
    return read_results(folder)
