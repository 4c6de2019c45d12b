"""The baseline: retrieval as LangChain's tutorial does it. Splits of fixed size, dense search, the best four shown.

It gets the same documents, the same embedding model and the same questions, and is scored by the same metrics. It
never declines and, as in the tutorial, reads every question on its own.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from langchain_text_splitters import RecursiveCharacterTextSplitter

from evals.cases import CaseKind, Turn
from evals.metrics import CUTS, normalise
from evals.scores import Scores, score_splits
from vectorstore.documents import Corpus, Span
from vectorstore.embedder import Embedder

SIZE, OVERLAP, SHOWN = 1000, 200, 4
"""The tutorial's values: characters per split, characters that neighbours share, splits per question."""


@dataclass(frozen=True, kw_only=True)
class Split:
    """A piece of one document."""

    document_id: str
    span: Span
    text: str

    @property
    def id(self) -> str:
        """Document and place."""
        return f"{self.document_id}:{self.span[0]}-{self.span[1]}"


@dataclass(frozen=True, kw_only=True)
class BaselineAnswer:
    """The splits found for a question, best first."""

    found: tuple[Split, ...]
    latency_ms: float

    @property
    def shown(self) -> tuple[Split, ...]:
        """What a reader, or a model, is given."""
        return self.found[:SHOWN]


class Baseline:
    """Splits of a corpus and their vectors."""

    def __init__(self, corpus: Corpus, embedder: Embedder) -> None:
        self._embedder = embedder
        self.splits = [split for document_id in corpus.documents for split in split_document(corpus, document_id)]
        self._vectors = embedder.embed([split.text for split in self.splits])

    def ask(self, question: str) -> BaselineAnswer:
        """The splits nearest to a question."""
        start = time.perf_counter()
        cosines = self._vectors @ self._embedder.embed_query(question)
        best = np.argsort(-cosines, kind="stable")[: max(CUTS)]
        latency_ms = (time.perf_counter() - start) * 1000
        return BaselineAnswer(found=tuple(self.splits[at] for at in best), latency_ms=latency_ms)

    def score(self, kind: CaseKind, turn: Turn, answer: BaselineAnswer) -> Scores:
        """The scores of what was found for a turn."""
        return score_splits(
            kind,
            turn,
            [split.id for split in answer.found],
            self._gold_by_document(turn),
            [split.text for split in answer.shown],
            answer.latency_ms,
        )

    def _gold_by_document(self, turn: Turn) -> Sequence[set[str]]:
        groups: dict[str, set[str]] = {}
        for gold in turn.gold:
            wanted = normalise(gold.quote)
            members = (split for split in self.splits if split.document_id == gold.document_id)
            holding = {split.id for split in members if wanted in normalise(split.text)}
            groups.setdefault(gold.document_id, set()).update(holding)
        return list(groups.values())


def split_document(corpus: Corpus, document_id: str) -> list[Split]:
    """A document's canonical text in overlapping splits, each with its place."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=SIZE, chunk_overlap=OVERLAP, add_start_index=True)
    pieces = splitter.create_documents([corpus.documents[document_id].text])
    return [
        Split(
            document_id=document_id,
            span=(piece.metadata["start_index"], piece.metadata["start_index"] + len(piece.page_content)),
            text=piece.page_content,
        )
        for piece in pieces
    ]
