"""One hybrid search: dense clauses, dense sentences and BM25, filtered before ranking, fused by score."""

from collections.abc import Mapping, Set

from vectorstore.dense import FEW, Dense
from vectorstore.documents import EVERYTHING, Clause, Corpus, Filters, Passage, Scores, SentenceScores
from vectorstore.embedder import Vector
from vectorstore.fuse import fuse
from vectorstore.words import WordIndex, share

DEPTH = 200
"""How many hits each dense list brings; a corpus with fewer clauses and sentences is ranked whole."""


def hybrid(
    query: str, vector: Vector, limit: int, filters: Filters, corpus: Corpus, dense: Dense, words: WordIndex
) -> list[Passage]:
    """The `limit` best clauses for a query, best first, with their raw scores."""
    within = _documents(corpus, filters)

    def allowed(clause_id: str) -> bool:  # the indexes may know newer clauses, or older ones
        clause = corpus.clauses.get(clause_id)
        return clause is not None and (within is None or clause.document_id in within)

    nearest = dense.nearest("clauses", vector, DEPTH, within, corpus)
    clauses = {clause_id: cosine for (clause_id, _), cosine in nearest.items()}
    sentences = dense.nearest("sentences", vector, DEPTH, within, corpus)
    best_sentences: dict[str, float] = {}
    for (clause_id, _), cosine in sentences.items():  # best first
        best_sentences.setdefault(clause_id, cosine)
    near = [
        {clause_id: cosine for clause_id, cosine in cosines.items() if allowed(clause_id)}
        for cosines in (clauses, best_sentences)
    ]
    # Of clauses that no dense list has, only so many can come out among the first: their words alone rank them.
    lists = [*near, words.best(query, limit, allowed=allowed, among=_few(within, corpus), also={*near[0], *near[1]})]
    fused = fuse(lists[:2], lists[2])
    asked = words.rarity(query)
    found = sorted(fused, key=lambda clause_id: (-fused[clause_id], clause_id))[:limit]
    return [
        Passage(
            clause=corpus.clauses[clause_id],
            score=fused[clause_id],
            scores=Scores(*(scores.get(clause_id, 0.0) for scores in lists)),
            sentences=_sentences(corpus, corpus.clauses[clause_id], sentences, asked),
        )
        for clause_id in found
    ]


def _documents(corpus: Corpus, filters: Filters) -> set[str] | None:
    """The ids of the documents that may be found; null where all may. What kind a document is, the corpus knows."""
    if filters == EVERYTHING:
        return None
    return {document.id for document in corpus.documents.values() if filters.allows(document)}


def _few(within: Set[str] | None, corpus: Corpus) -> list[str] | None:
    """The ids of all clauses that may be found, where these are few."""
    if within is None or corpus.number_of(within) > FEW:
        return None
    return [clause.id for document_id in within for clause in corpus.of(document_id)]


def _sentences(
    corpus: Corpus, clause: Clause, cosines: Mapping[tuple[str, int], float], asked: Mapping[str, float]
) -> tuple[SentenceScores, ...]:
    return tuple(
        SentenceScores(
            cosine=cosines.get((clause.id, ordinal), 0.0),
            words=share(asked, corpus.quote(clause.document_id, span)),
        )
        for ordinal, span in enumerate(clause.sentences, start=1)
    )
