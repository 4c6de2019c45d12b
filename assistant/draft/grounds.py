"""The sentences of the texts that a draft's sentence is held against."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.commitments.promise import Promise
from assistant.commitments.reading import Read, promises_of
from assistant.draft.lexicon import concept_of
from assistant.draft.words import Reading, read
from vectorstore.documents import Clause, Corpus, Passage, Span

_WE = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
_PAIR = re.compile(r"\b([A-Z]\w+)[-–]([A-Z]\w+)\b")
"""Who "we" are in a document, by its title: "UK-Japan ..."."""
_NOT_SAID = ("title", "opening")


@dataclass(frozen=True)
class Ground:
    """One sentence of a clause and what is promised in it; of coverage also a whole paragraph."""

    clause: Clause
    span: Span
    reading: Reading
    promises: tuple[Promise, ...]
    ours: bool
    """Those who speak are "we"."""
    parties: frozenset[str]
    """Who "we" are, as `concept_of` names them."""
    source: frozenset[str]
    """What its document is called."""
    primary: bool
    whole: bool
    """A whole paragraph."""
    near: float
    """Cosine of the passage."""

    def words_of(self, promise: Promise) -> range:
        """Which words of the sentence a promise has, counted from 0."""
        start, end = promise.span[0] - self.span[0], promise.span[1] - self.span[0]
        inside = [each.at for each in self.reading.words if start <= each.start < end]
        return range(inside[0], inside[-1] + 1) if inside else range(0)


def grounds(passages: Sequence[Passage], read_promises: Read, corpus: Corpus) -> list[Ground]:
    """The sentences of the clauses that were found."""
    return [ground for passage in passages for ground in _of_clause(passage, read_promises, corpus)]


def _of_clause(passage: Passage, read_promises: Read, corpus: Corpus) -> Iterator[Ground]:
    clause = passage.clause
    if clause.role in _NOT_SAID:
        return
    document = corpus.documents[clause.document_id]
    primary = document.kind == "primary"
    promises = promises_of(clause, read_promises, corpus) if primary else ()
    pair = _PAIR.search(document.title) if primary else None
    parties = frozenset(map(concept_of, pair.groups())) if pair else frozenset[str]()
    called = frozenset(each.concept for each in read(f"{document.name} {document.publisher or ''}").words)
    spans = list(zip(clause.sentences, (each.cosine for each in passage.sentences), strict=True))
    if not primary and len(spans) > 1:
        spans.append(((clause.start, clause.end), 0.0))
    for span, cosine in spans:
        text = corpus.quote(clause.document_id, span)
        begins = clause.opening_id is not None and span[0] == clause.start
        yield Ground(
            clause=clause,
            span=span,
            reading=read(text),
            promises=tuple(each for each in promises if span[0] <= each.span[0] < span[1]),
            parties=parties,
            ours=bool(parties) and (begins or _WE.search(text) is not None),
            source=called,
            primary=primary,
            whole=span not in clause.sentences,
            near=max(cosine, passage.scores.clause),
        )
