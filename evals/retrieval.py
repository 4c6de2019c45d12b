"""Retrieval on a public set in BEIR's form, through the same store and search that answers are made from.

nDCG and recall come from ir_measures; this is the only door to it. Importing this module loads Chroma (about a second).
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ir_measures
from ir_measures import R, nDCG

from evals.dataset import Dataset, Text
from evals.summary import Spread, spread
from evals.tables import Table
from ingest.sentences import sentence_spans
from vectorstore.documents import Clause, Document, Passage, text_hash
from vectorstore.store import Store

DEPTH = 10
"""How many texts of each ranking are measured."""
MEASURES = {"nDCG@10": nDCG @ 10, "recall@1": R @ 1, "recall@5": R @ 5, "recall@8": R @ 8}
RANKINGS: dict[str, Callable[[Passage], float]] = {
    "fused": lambda passage: passage.score,
    "dense clauses": lambda passage: passage.scores.clause,
    "dense sentences": lambda passage: passage.scores.sentence,
    "BM25": lambda passage: passage.scores.words,
}
"""The ranking that is served, and the three lists that it is fused from."""


@dataclass(frozen=True, kw_only=True)
class Retrieval:
    """How well the right texts are found."""

    queries: int
    """Those that have a right text."""
    measures: dict[str, dict[str, float]]
    """By ranking, then by measure."""
    latency_ms: Spread | None
    """Of searches for `DEPTH` passages."""


def measure_retrieval(store: Store, dataset: Dataset, progress: Callable[[int, int], None]) -> Retrieval:
    """Search a store that holds a dataset's texts for every query that has a right one.

    Args:
        progress: called with how many queries are done and how many there are.

    Raises:
        StoreError: the store cannot be searched.
    """
    queries = {each.id: each.question for each in dataset.queries if each.id in dataset.relevant}
    rankings: dict[str, dict[str, list[str]]] = {name: {} for name in RANKINGS}
    for done, (query_id, question) in enumerate(queries.items(), start=1):
        for name, ranking in ranked(store, question).items():
            rankings[name][query_id] = ranking
        progress(done, len(queries))
    latencies = [_latency_ms(store, question) for question in queries.values()]
    return Retrieval(
        queries=len(queries),
        measures={name: measure(dataset.relevant, by_query) for name, by_query in rankings.items()},
        latency_ms=spread(latencies),
    )


def as_stored(text: Text) -> tuple[Document, list[Clause]]:
    """A text of a dataset as a document with one clause: its title and its words."""
    whole = f"{text.title}\n\n{text.text}".strip()
    document = Document(
        id=text.id,
        name=text.title or text.id,
        kind="coverage",
        title=text.title or text.id,
        text=whole,
        sha256=text_hash(whole),
    )
    clause = Clause(
        id=text.id,
        document_id=text.id,
        label=text.title or text.id,
        role="paragraph",
        heading=(),
        start=0,
        end=len(whole),
        hash=text_hash(whole),
        sentences=sentence_spans(whole, 0, len(whole)),
    )
    return document, [clause]


def ranked(store: Store, question: str) -> dict[str, list[str]]:
    """The best texts for a question in every ranking, best first.

    One search without a limit gives the union of the three lists with their raw scores, so that each list can be
    put in its own order again, exactly as it was served to the fusion. A text that a list lacks has 0 there.
    """
    passages = store.search(question, limit=len(store.corpus.clauses))
    return {
        name: [passage.clause.id for passage in sorted(passages, key=_order(score)) if score(passage) > 0][:DEPTH]
        for name, score in RANKINGS.items()
    }


def measure(relevant: Mapping[str, Mapping[str, int]], rankings: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """The measures of rankings, by query, against what is relevant, by query."""
    qrels = [
        ir_measures.Qrel(query_id, text_id, grade)
        for query_id, grades in relevant.items()
        for text_id, grade in grades.items()
    ]
    found = list(_scored(rankings))
    # A query for which nothing was found counts as 0: ir_measures averages over all queries of the qrels.
    figures = ir_measures.calc_aggregate(list(MEASURES.values()), qrels, found) if found else {}
    return {name: float(figures.get(measured, 0.0)) for name, measured in MEASURES.items()}


def figures_table(retrieval: Retrieval) -> Table:
    """One row per ranking."""
    return Table(
        heading=f"Retrieval, {retrieval.queries} queries",
        columns=("ranking", *MEASURES),
        rows=[[name, *(f"{value:.3f}" for value in figures.values())] for name, figures in retrieval.measures.items()],
    )


def _order(score: Callable[[Passage], float]) -> Callable[[Passage], tuple[float, str]]:
    return lambda passage: (-score(passage), passage.clause.id)


def _scored(rankings: Mapping[str, Sequence[str]]) -> Iterator[Any]:
    """Falling scores by rank: ir_measures would break ties of real ones in its own way."""
    for query_id, ranking in rankings.items():
        for rank, text_id in enumerate(ranking, start=1):
            yield ir_measures.ScoredDoc(query_id, text_id, 1.0 / rank)


def _latency_ms(store: Store, question: str) -> float:
    start = time.perf_counter()
    store.search(question, DEPTH)
    return (time.perf_counter() - start) * 1000
