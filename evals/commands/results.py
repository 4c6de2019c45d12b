"""Commands that read what a run has written: `report` and `compare`."""

from pathlib import Path
from typing import Annotated

import typer

from evals.commands.options import FloorsOption, JsonOption
from evals.terminal import dumped, failures_named, show, write


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
    # Loads numpy, pydantic and Jinja: see the top of this package.
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


def compare(
    before: Annotated[Path, typer.Argument(metavar="A", help="results.json of a run, or its folder.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="The same of another run over the same questions.")],
    as_json: JsonOption = False,
) -> None:
    """Compare two runs: figures with intervals of their differences, and the turns that changed.

    Example: [bold]accord eval compare results/before results/after[/bold]
    """
    # Loads numpy and pydantic: see the top of this package.
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
