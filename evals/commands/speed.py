"""Commands that measure how fast a server is and what it bears: `bench`, `load`, `crowd` and `size`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evals.commands.options import DEFAULT_OUT, ComposerOption, JsonOption, JudgeOption, OutOption
from evals.terminal import dumped, fail, failures_named, progress, show_written, write

if TYPE_CHECKING:
    from assistant.settings import Settings

UrlOption = Annotated[
    str | None,
    typer.Option("--url", help="Measure the server that runs there; default: start one with data of its own."),
]


def bench(
    ctx: typer.Context,
    url: UrlOption = None,
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


def load(
    ctx: typer.Context,
    rate: Annotated[float, typer.Option("--rate", min=0.1, max=1000, help="Questions in a second.")] = 15.0,
    seconds: Annotated[float, typer.Option("--seconds", min=1, help="For how long.")] = 300.0,
    judge: JudgeOption = "quick",
    composer: ComposerOption = "quote",
    url: UrlOption = None,
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
) -> None:
    """Ask questions at a constant rate, whatever the answers take, and see how long they wait; writes load.json.

    The server that is started has the language model that is set only where judge or composer may ask it.

    Example: [bold]accord eval load --rate 15 --seconds 60[/bold]

    Example: [bold]accord eval load --judge auto --url http://127.0.0.1:8000[/bold]
    """
    # Loads numpy and pydantic: see the top of this package.
    from evals.about import results_folder
    from evals.server import ServerError
    from evals.steady import Arriving, bundled_questions, load_own, load_server, steady_json, steady_table

    arriving = Arriving(rate=rate, seconds=seconds, judge=judge, composer=composer)
    asked = bundled_questions()
    try:
        with progress() as told:
            measured = (
                load_own(ctx.obj, asked, arriving, told) if url is None else load_server(url, asked, arriving, told)
            )
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--url") from error
    except ServerError as error:
        fail(str(error))
    folder = results_folder(out, measured.about)
    write(folder / "load.json", dumped(steady_json(measured)))
    show_written(folder, steady_json(measured), [steady_table(measured)], as_json=as_json)


def crowd(
    ctx: typer.Context,
    people: Annotated[int, typer.Option("--people", min=1, max=32, help="Tabs at the same time.")] = 20,
    questions: Annotated[int, typer.Option("--questions", min=1, max=4000, help="In all.")] = 1000,
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
) -> None:
    """Let many people ask on the page at once, each in a tab of their own, and see how long they wait and whether
    anything is mixed up; writes crowd.json. The server that is started has no language model.

    Example: [bold]accord eval crowd --people 20 --questions 1000[/bold]
    """
    # Loads numpy and pydantic: see the top of this package.
    from evals.about import results_folder
    from evals.crowd import crowd_json, crowd_own, crowd_table
    from evals.server import ServerError

    settings: Settings = ctx.obj
    try:
        with progress() as told:
            measured = crowd_own(settings.embedding_model, people, questions, told)
    except ServerError as error:
        fail(str(error))
    folder = results_folder(out, measured.about)
    write(folder / "crowd.json", dumped(crowd_json(measured)))
    show_written(folder, crowd_json(measured), [crowd_table(measured)], as_json=as_json)


def size(
    ctx: typer.Context,
    clauses: Annotated[
        list[int] | None,
        typer.Option("--clauses", min=100, max=1_000_000, help="Sizes to measure at (repeatable); default: three."),
    ] = None,
    hashed: Annotated[
        bool,
        typer.Option("--hashed", help="Vectors of hashed words in place of the embedding model: all but embedding."),
    ] = False,
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
) -> None:
    """Let a store of made-up documents grow and measure storing, opening, searching, asking, memory and disk; writes
    size.json and size.html. With the embedding model 100,000 clauses take half an hour or more.

    Example: [bold]accord eval size --clauses 1000 --clauses 10000 --clauses 100000[/bold]

    Example: [bold]accord eval size --hashed[/bold]
    """
    # Loads numpy and pydantic: see the top of this package.
    from evals.about import results_folder
    from evals.size import SizeError, measure_size, size_json, size_table

    settings: Settings = ctx.obj
    with failures_named():
        # The same; and it may not be installed.
        from evals.page import size_page

        try:
            with progress() as told:
                model = "hashed" if hashed else settings.embedding_model
                measured = measure_size(clauses or [1_000, 10_000, 100_000], model, told)
        except SizeError as error:
            fail(str(error))
    folder = results_folder(out, measured.about)
    write(folder / "size.json", dumped(size_json(measured)))
    write(folder / "size.html", size_page(measured))
    show_written(folder, size_json(measured), [size_table(measured)], as_json=as_json)
