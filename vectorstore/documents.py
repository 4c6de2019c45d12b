"""The words of the project as values: documents, clauses, and what a search finds.

Everything is addressed by `start:end` character offsets into a document's canonical text.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

Kind = Literal["primary", "coverage"]
Role = Literal["title", "paragraph", "opening", "commitment", "item", "author", "office"]
Span = tuple[int, int]
BUNDLED = "bundled"
"""The origin of documents that come with the program: they come back by themselves at every start."""
FACTS = (
    "kind",
    "name",
    "title",
    "publisher",
    "author",
    "author_office",
    "place",
    "published",
    "url",
    "licence",
)
"""What a document's record tells of it, and staff can set right."""

_COUNTED = re.compile(r"\b(?:paragraph|item|commitment) (\d+)(?:, piece \d+ of \d+)?$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Document:
    """One source: its canonical text and its record (facts that are null where not known)."""

    id: str
    name: str
    """What an answer calls it: "The Accord", "techUK"."""
    kind: Kind
    title: str
    text: str
    """Canonical text."""
    sha256: str
    """Of the bytes that were supplied."""
    publisher: str | None = None
    author: str | None = None
    author_office: str | None = None
    place: str | None = None
    published: str | None = None
    """ISO date, or null where the source does not state one."""
    url: str | None = None
    licence: str | None = None
    ingested_at: str | None = None
    """ISO time in UTC; null until stored."""
    origin: str | None = None
    """The folder it came from, or "bundled"; of a document given as a single file, that file; of a page of the web, its
    address."""
    retrieved: str | None = None
    """ISO time in UTC at which these bytes were read from the web; null of files."""
    corrected: tuple[str, ...] = ()
    """The facts of its record that somebody set right: they stay when its source is read again."""

    def as_supplied(self) -> "Document":
        """The same document without when it was read and stored: equal for equal sources."""
        return replace(self, ingested_at=None, retrieved=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """The smallest citable unit: a paragraph or bullet of one document."""

    id: str
    document_id: str
    label: str
    role: Role
    heading: tuple[str, ...]
    start: int
    end: int
    hash: str
    """SHA-256 of its text."""
    sentences: tuple[Span, ...]
    """Spans into the canonical text, in order; one span where the clause is one sentence."""
    pages: tuple[int, ...] = ()
    opening_id: str | None = None
    """The clause whose "... we will:" this bullet completes."""


def text_hash(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True)
class Corpus:
    """One unchanging state of everything that is stored: an answer reads from exactly one."""

    documents: Mapping[str, Document]
    clauses: Mapping[str, Clause]
    """By id, in reading order within each document."""
    version: str

    def text(self, clause: Clause) -> str:
        """The clause's own words."""
        return self.quote(clause.document_id, (clause.start, clause.end))

    def quote(self, document_id: str, span: Span) -> str:
        """`canonical_text[start:end]`: the only way to make a quote."""
        return self.documents[document_id].text[span[0] : span[1]]

    def numbered_by_us(self, clause: Clause) -> bool:
        """Whether the number that a clause's label ends in is ours: not where its own words begin with it."""
        found = _COUNTED.search(clause.label)
        return found is not None and re.match(rf"\W?{found[1]}\b", self.text(clause)) is None

    def of(self, document_id: str) -> list[Clause]:
        """The clauses of one document, in reading order."""
        return list(self._by_document.get(document_id, ()))

    def of_bytes(self, sha256: str) -> Document | None:
        """The document that was made of these bytes."""
        return next((each for each in self.documents.values() if each.sha256 == sha256), None)

    def number_of(self, document_ids: Iterable[str]) -> int:
        """How many clauses these documents have."""
        return sum(len(self._by_document.get(document_id, ())) for document_id in document_ids)

    @cached_property
    def _by_document(self) -> Mapping[str, Sequence[Clause]]:
        found: dict[str, list[Clause]] = {}
        for clause in self.clauses.values():
            found.setdefault(clause.document_id, []).append(clause)
        return found

    def context(self, clause: Clause) -> str:
        """What a reader needs to know to read the clause on its own; never part of a quote."""
        parts = [self.documents[clause.document_id].title, *clause.heading]
        if clause.opening_id is not None:
            parts.append(self.text(self.clauses[clause.opening_id]))
        return " - ".join(parts)


def corpus_version(documents: Iterable[Document], clauses: Iterable[Clause]) -> str:
    """Hash over every document's canonical text, clause ids and offsets (16 hexadecimal digits)."""
    digest = hashlib.sha256()
    for document in sorted(documents, key=lambda each: each.id):
        digest.update(f"{document.id}\0{text_hash(document.text)}\n".encode())
    for clause in sorted(clauses, key=lambda each: each.id):
        digest.update(f"{clause.id}\0{clause.start}\0{clause.end}\n".encode())
    return digest.hexdigest()[:16]


def make_corpus(documents: Iterable[Document], clauses: Iterable[Clause]) -> Corpus:
    """A corpus from its parts; clauses must come in reading order."""
    by_id = {document.id: document for document in documents}
    clauses_by_id = {clause.id: clause for clause in clauses}
    return Corpus(by_id, clauses_by_id, corpus_version(by_id.values(), clauses_by_id.values()))


@dataclass(frozen=True)
class Filters:
    """Which documents may be found; an empty tuple does not restrict."""

    documents: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()

    def allows(self, document: Document) -> bool:
        """True where a document passes both filters."""
        return (not self.documents or document.id in self.documents) and (not self.kinds or document.kind in self.kinds)


EVERYTHING = Filters()


@dataclass(frozen=True)
class Scores:
    """Raw scores of one passage: cosines in [-1, 1] of the clause and of its best sentence, BM25 in [0, inf)."""

    clause: float
    sentence: float
    words: float


@dataclass(frozen=True)
class SentenceScores:
    """Raw scores of one sentence: cosine in [-1, 1], and the share of the query's words, by rarity, in [0, 1]."""

    cosine: float
    words: float


@dataclass(frozen=True)
class Passage:
    """A clause found for a query. `score` ranks within one search and says nothing of relevance."""

    clause: Clause
    score: float
    scores: Scores
    sentences: tuple[SentenceScores, ...]
    """One for each of the clause's sentences."""
