"""Runs and the folders in which they are written. Importing this module loads Chroma (about a second)."""

from collections.abc import Sequence
from pathlib import Path

from assistant.settings import Settings
from evals.about import results_folder
from evals.asking import Manner
from evals.beside import beside
from evals.cases import load_sets
from evals.dataset import load_dataset
from evals.public import PublicRun, public_json, public_markdown, run_dataset
from evals.report import markdown
from evals.results import as_json
from evals.run import Run, run_questions
from evals.terminal import Report, dumped, write


def run_items(
    items: Sequence[str],
    settings: Settings,
    manner: Manner,
    out: Path,
    limit: int | None,
    progress: Report,
    around: Path | None = None,
) -> tuple[Run, Path]:
    """A run over question sets, given by name or file, and its new folder with results.json and report.md.

    Texts of the public set in the folder `around` are stored beside what is asked about.

    Raises:
        CasesError: a set cannot be used.
        DatasetError: the public set cannot be used.
        AssistantError, StoreError: as `run_questions`.
    """
    sets = tuple(each.first(limit) for each in load_sets(items))
    others = beside(around) if around is not None else ()
    run = run_questions(sets, settings, manner, lambda done, total: progress("questions", done, total), others)
    folder = results_folder(out, run.about)
    write(folder / "results.json", dumped(as_json(run)))
    write(folder / "report.md", markdown(run))
    return run, folder


def run_public(
    path: Path, settings: Settings, manner: Manner, out: Path, limit: int | None, progress: Report
) -> tuple[PublicRun, Path]:
    """A run over a public set, and its new folder with results.json and report.md.

    Raises:
        DatasetError: the set cannot be used.
        AssistantError, StoreError: as `run_dataset`.
    """
    run = run_dataset(load_dataset(path).first(limit), settings, manner, progress)
    folder = results_folder(out, run.about)
    write(folder / "results.json", dumped(public_json(run)))
    write(folder / "report.md", public_markdown(run))
    return run, folder
