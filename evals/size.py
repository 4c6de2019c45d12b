"""What many documents cost: storing, opening, searching, asking, memory and disk, at several sizes of one store."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evals.about import About, about_now
from evals.curves import Curve, curve
from evals.steady import bundled_questions
from evals.synthetic import MadeUp, made_up, questions
from evals.tables import Table

CLAUSES_EACH = 100
"""Clauses of a made-up document."""
SEARCHES, ANSWERS = 200, 60
TARGETS = "the mark: at 100,000 clauses at least 40 clauses a second, and search within 150 ms (p95)"

Progress = Callable[[str, int, int], None]
"""Called with what is being measured, how much of it is done, and how much there is."""


class SizeError(Exception):
    """A step failed; the message is what it wrote last."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """The figures of the steps at one size, see `evals.size_steps`."""

    clauses: int
    """Made-up ones; those of the bundled documents are beside them."""
    ingest: dict[str, Any]
    again: dict[str, Any]
    """The same folder once more: nothing is new."""
    search: dict[str, Any]
    index: dict[str, Any]
    """Opened without its index of vectors."""


@dataclass(frozen=True, kw_only=True)
class Size:
    """A measurement."""

    about: About
    model: str
    """What embedded; "hashed" is no model at all, and tells nothing of how long embedding takes."""
    marks: tuple[Mark, ...]


def measure_size(sizes: Sequence[int], model: str, progress: Progress) -> Size:
    """Let a store in a temporary folder grow to each of these numbers of clauses, and measure it there.

    Raises:
        SizeError: a step failed.
    """
    about = about_now()
    with TemporaryDirectory(prefix="accord-size-") as folder:
        texts = Path(folder) / "texts"
        texts.mkdir()
        every = made_up(max(sizes) // CLAUSES_EACH, CLAUSES_EACH)
        marks = [_mark(clauses, every, Path(folder), model, progress) for clauses in sorted(sizes)]
    return Size(about=about, model=model, marks=tuple(marks))


def _mark(clauses: int, every: Iterator[MadeUp], folder: Path, model: str, progress: Progress) -> Mark:
    texts, data = folder / "texts", folder / "data"
    documents = clauses // CLAUSES_EACH
    for each in islice(every, documents - len(list(texts.iterdir()))):
        (texts / each.file).write_text(each.text, encoding="utf-8")
    place = {"data": str(data), "model": model}
    name = f"{clauses:,} clauses"
    ingest = _step("ingest", {**place, "texts": str(texts)}, lambda done, of: progress(f"{name}: storing", done, of))
    again = _step("ingest", {**place, "texts": str(texts)}, lambda done, of: progress(f"{name}: again", done, of))
    asked = bundled_questions()[:ANSWERS]
    progress(f"{name}: searching", 0, 1)
    search = _step("search", {**place, "queries": questions(SEARCHES, documents), "questions": asked})
    progress(f"{name}: searching", 1, 1)
    kept = shutil.move(data / "chroma", folder / "chroma")
    progress(f"{name}: index", 0, 1)
    index = _step("index", place)
    progress(f"{name}: index", 1, 1)
    # On with the index that grew, as it would have: one that is made at once is another graph.
    shutil.rmtree(data / "chroma")
    shutil.move(kept, data / "chroma")
    return Mark(clauses=clauses, ingest=ingest, again=again, search=search, index=index)


def _step(name: str, given: dict[str, Any], told: Callable[[int, int], None] = lambda done, of: None) -> dict[str, Any]:
    command = [sys.executable, "-m", "evals.size_steps", name, json.dumps(given)]
    last = "it wrote nothing."
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        for line in process.stderr:
            done, _, rest = line.partition(" ")
            of = rest.partition(" ")[0]
            if done.isdigit() and of.isdigit():
                told(int(done), int(of))
            elif line.strip():
                last = line.strip()
        out = process.stdout.read()
    if process.returncode:
        raise SizeError(f"The step {name!r} ended with code {process.returncode}: {last}")
    found: dict[str, Any] = json.loads(out)
    return found


FIGURES: dict[str, tuple[str, Callable[[Mark], float | None]]] = {
    "storing": ("clauses a second", lambda mark: mark.ingest["clauses_per_second"]),
    "storing the same again": ("s", lambda mark: mark.again["seconds"]),
    "search, p50": ("ms", lambda mark: mark.search["search_ms"]["everything"]["p50"]),
    "search, p95": ("ms", lambda mark: mark.search["search_ms"]["everything"]["p95"]),
    "search in coverage, p95": ("ms", lambda mark: mark.search["search_ms"]["coverage"]["p95"]),
    "search in official text, p95": ("ms", lambda mark: mark.search["search_ms"]["primary"]["p95"]),
    "search in one document, p95": ("ms", lambda mark: mark.search["search_ms"]["one document"]["p95"]),
    "search in half of the documents, p95": (
        "ms",
        lambda mark: mark.search["search_ms"]["half of the documents"]["p95"],
    ),
    "answer, p50": ("ms", lambda mark: mark.search["answer_ms"]["p50"]),
    "answer, p95": ("ms", lambda mark: mark.search["answer_ms"]["p95"]),
    "first search": ("s", lambda mark: mark.search["first_search_seconds"]),
    "first answer": ("s", lambda mark: mark.search["first_answer_seconds"]),
    "opening the store": ("s", lambda mark: mark.search["open_seconds"]),
    "opening, index to be made": ("s", lambda mark: mark.index["open_seconds"]),
    "memory, storing, peak": ("MB", lambda mark: _most(mark.ingest)),
    "memory, searching and asking, peak": ("MB", lambda mark: _most(mark.search)),
    "disk": ("MB", lambda mark: mark.ingest["disk_mb"]),
}


def _most(step: dict[str, Any]) -> float | None:
    used: dict[str, float] | None = step["memory_mb"]
    return used["peak"] if used else None


def size_table(size: Size) -> Table:
    """One row per figure, one column per size."""
    rows = [
        [f"{name} ({unit})", *("-" if (at := value(mark)) is None else f"{at:,.1f}" for mark in size.marks)]
        for name, (unit, value) in FIGURES.items()
    ]
    rows.insert(0, ["documents / texts embedded", *(_counts(mark) for mark in size.marks)])
    embedded = "vectors of hashed words: embedding takes no time" if size.model == "hashed" else "embedding included"
    return Table(
        heading=f"By number of clauses, {embedded} ({size.about.cores} cores, load {size.about.load}); {TARGETS}",
        columns=("figure", *(f"{mark.clauses:,}" for mark in size.marks)),
        rows=rows,
    )


def _counts(mark: Mark) -> str:
    return f"{mark.ingest['documents']:,} / {mark.ingest['texts']:,}"


def size_curves(size: Size) -> list[Curve]:
    """How each figure grows."""
    every = [
        curve(name, unit, [(mark.clauses, at) for mark in size.marks if (at := value(mark)) is not None])
        for name, (unit, value) in FIGURES.items()
    ]
    return [each for each in every if each is not None]


def size_json(size: Size) -> dict[str, Any]:
    """The figures as plain values."""
    return {"form": "accord-eval-size", **asdict(size)}
