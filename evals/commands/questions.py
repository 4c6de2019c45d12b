"""Commands that ask question sets: `run` and `unchecked`."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evals.commands.options import (
    DEFAULT_OUT,
    ComposerOption,
    ItemsOption,
    JsonOption,
    JudgeOption,
    LimitOption,
    OutOption,
)
from evals.terminal import dumped, fail, failures_named, progress, show, show_written, write

if TYPE_CHECKING:
    from assistant.settings import Settings
    from evals.asking import Manner
    from evals.run import Run


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
    beside: Annotated[
        Path | None,
        typer.Option("--beside", file_okay=False, help="Store 1,000 texts of a public set beside the documents."),
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

    Example: [bold]accord eval run --beside scifact --judge quick[/bold]

    Example: [bold]accord eval run --dataset squad2 --judge model[/bold]
    """
    # Loads chromadb: see the top of this package.
    from evals.asking import Manner

    if (items or beside) and dataset is not None:
        raise typer.BadParameter("Give --dataset, or --items and --beside, not both.")
    manner = Manner(composer=composer, judge=judge)
    with failures_named():
        if dataset is not None:
            _run_dataset(ctx.obj, dataset, manner, out, limit, as_json=as_json)
        else:
            _run_items(ctx.obj, items or ["given"], manner, out, limit, beside, as_json=as_json)


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
    # Loads chromadb: see the top of this package.
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


def measure(
    settings: "Settings", items: list[str], manner: "Manner", out: Path, limit: int | None, beside: Path | None = None
) -> "tuple[Run, Path]":
    """The run over these sets, and the folder that it was written to.

    Raises:
        typer.BadParameter: one of the sets cannot be used.
    """
    # Loads chromadb: see the top of this package.
    from evals.cases import CasesError
    from evals.dataset import DatasetError
    from evals.written import run_items

    try:
        with progress() as told:
            return run_items(items, settings, manner, out, limit, told, beside)
    except DatasetError as error:
        raise typer.BadParameter(str(error), param_hint="--beside") from error
    except CasesError as error:
        raise typer.BadParameter(str(error), param_hint="--items") from error


def _run_items(
    settings: "Settings",
    items: list[str],
    manner: "Manner",
    out: Path,
    limit: int | None,
    beside: Path | None,
    *,
    as_json: bool,
) -> None:
    # Loads chromadb: see the top of this package.
    from evals.report import tables
    from evals.results import as_json as results_json

    measured, folder = measure(settings, items, manner, out, limit, beside)
    show_written(folder, results_json(measured), tables(measured), as_json=as_json)


def _run_dataset(
    settings: "Settings", path: Path, manner: "Manner", out: Path, limit: int | None, *, as_json: bool
) -> None:
    # Loads chromadb and ir_measures: see the top of this package.
    from evals.dataset import DatasetError
    from evals.public import public_json, public_tables
    from evals.written import run_public

    try:
        with progress() as told:
            measured, folder = run_public(path, settings, manner, out, limit, told)
    except DatasetError as error:
        raise typer.BadParameter(str(error), param_hint="--dataset") from error
    show_written(folder, public_json(measured), public_tables(measured), as_json=as_json)
