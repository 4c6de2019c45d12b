"""Commands that measure how fast a server is: `bench`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evals.commands.options import DEFAULT_OUT, JsonOption, OutOption
from evals.terminal import dumped, fail, progress, show_written, write

if TYPE_CHECKING:
    from assistant.settings import Settings


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
    # Loads numpy and pydantic: see the top of this package.
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
