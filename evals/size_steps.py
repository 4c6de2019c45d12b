"""The steps of measuring size, each in a process of its own, as a server or the command line would take them: what one
step holds in memory is not counted for the next.

    python -m evals.size_steps STEP '{"data": ..., ...}'    writes its figures as JSON
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.ask import Assistant
from assistant.questions import Question
from evals.hashed import HashedWords
from evals.server import memory
from evals.summary import spread
from ingest.sources import bundled, from_path
from ingest.sync import sync
from vectorstore.build import embedder_for
from vectorstore.documents import EVERYTHING, Filters
from vectorstore.embedder import Embedder
from vectorstore.lock import OwnerLock
from vectorstore.settings import StoreSettings
from vectorstore.store import Store, open_store

HASHED = "hashed"
"""In the place of a model's name: `evals.hashed`."""
PASSAGES = 8


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the data of a measurement lies and what embeds it."""

    data: str
    model: str


def ingest(place: Place, texts: str) -> dict[str, Any]:
    """Store the bundled documents and a folder of texts; what is stored already is passed over."""
    with _opened(place) as (store, opening):
        sync(store, bundled())
        before, start = len(store.corpus.clauses), time.perf_counter()
        report = sync(store, from_path(Path(texts)), _shown)
        seconds = time.perf_counter() - start
        new = len(store.corpus.clauses) - before
        failed = [entry for entry in report.entries if entry.status == "failed"]
        if failed:
            raise SystemExit(f"{failed[0].source}: {failed[0].reason}")
        return {
            **opening,
            "seconds": seconds,
            "documents": len(store.corpus.documents),
            "clauses": len(store.corpus.clauses),
            "texts": sum(1 + len(each.sentences) for each in store.corpus.clauses.values()),
            "new_clauses": new,
            "clauses_per_second": new / seconds if new else None,
            "memory_mb": _memory(),
            "disk_mb": sum(each.stat().st_size for each in Path(place.data).rglob("*") if each.is_file()) / 1e6,
        }


def search(place: Place, queries: Sequence[str], questions: Sequence[str]) -> dict[str, Any]:
    """Open what is stored, search it with and without filters, and ask the assistant with the quick judge."""
    with _opened(place) as (store, opening):
        documents = list(store.corpus.documents)
        start = time.perf_counter()
        store.search(queries[0], PASSAGES)
        first = time.perf_counter() - start
        filters = {
            "everything": EVERYTHING,
            "coverage": Filters(kinds=("coverage",)),
            "primary": Filters(kinds=("primary",)),
            "one document": Filters(documents=(documents[-1],)),
            "half of the documents": Filters(documents=tuple(documents[::2])),
        }
        found = {
            "first_search_seconds": first,
            "search_ms": {name: _spread(_times(store, queries, each)) for name, each in filters.items()},
            "searching_memory_mb": _memory(),
        }
        assistant = Assistant(store)
        start = time.perf_counter()
        assistant.ask(Question(text="warm up", judge="quick", composer="quote", store=False))
        asked = {"first_answer_seconds": time.perf_counter() - start}
        times: list[float] = []
        for text in questions:
            start = time.perf_counter()
            assistant.ask(Question(text=text, judge="quick", composer="quote", store=False))
            times.append((time.perf_counter() - start) * 1000)
        return {**opening, **found, **asked, "answer_ms": _spread(times), "memory_mb": _memory()}


def index(place: Place) -> dict[str, Any]:
    """Open what is stored; where the index of vectors is gone, it is made again."""
    with _opened(place) as (_, opening):
        return {**opening, "memory_mb": _memory()}


@contextmanager
def _opened(place: Place) -> Iterator[tuple[Store, dict[str, Any]]]:
    """The store, and how long the model and the store took to open."""
    start = time.perf_counter()
    embedder = _embedder(place.model)
    loaded = time.perf_counter()
    lock = OwnerLock(Path(place.data))
    lock.acquire()
    store = open_store(StoreSettings(Path(place.data), place.model), embedder, lock)
    opened = time.perf_counter()
    try:
        yield store, {"load_seconds": loaded - start, "open_seconds": opened - loaded}
    finally:
        store.close()


def _embedder(model: str) -> Embedder:
    if model == HASHED:
        return HashedWords()
    return embedder_for(model)


def _times(store: Store, queries: Sequence[str], filters: Filters) -> list[float]:
    times: list[float] = []
    for query in queries:
        start = time.perf_counter()
        store.search(query, PASSAGES, filters)
        times.append((time.perf_counter() - start) * 1000)
    return times


def _spread(times: Sequence[float]) -> dict[str, Any] | None:
    told = spread(times)
    return asdict(told) if told else None


def _memory() -> dict[str, float] | None:
    used = memory(os.getpid())
    return asdict(used) if used else None


def _shown(what: str, done: int, total: int) -> None:
    sys.stderr.write(f"{done} {total} {what}\n")
    sys.stderr.flush()


STEPS: dict[str, Callable[..., dict[str, Any]]] = {"ingest": ingest, "search": search, "index": index}


def main() -> None:
    """One step."""
    given = json.loads(sys.argv[2])
    place = Place(data=given.pop("data"), model=given.pop("model"))
    json.dump(STEPS[sys.argv[1]](place, **given), sys.stdout)


if __name__ == "__main__":
    main()
