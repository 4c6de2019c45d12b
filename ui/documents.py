"""The documents as pages that need no script: their list, a whole text, and one clause in its surroundings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from assistant.access.who import Who
from assistant.carrying.provenance import NOT_STATED, day
from ui.frame import around
from ui.marks import SHAPES, web_host
from ui.templating import page
from vectorstore.documents import Clause, Corpus, Document, Kind, Span

_KIND_WORDS: dict[Kind, str] = {"primary": "Official text", "coverage": "Coverage: what others write"}
_SHORTEST_SEARCH = 2
"""Characters: a single letter is in every line."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, marked or not."""

    text: str
    marked: bool


@dataclass(frozen=True)
class ClauseView:
    """A clause as it is shown."""

    label: str
    short: str
    """In the outline, below its heading."""
    role: str
    anchor: str
    path: str
    heading: tuple[str, ...]
    pieces: tuple[Piece, ...]
    hits: int


@dataclass(frozen=True)
class PartView:
    """The clauses under one heading."""

    heading: str
    clauses: tuple[ClauseView, ...]


@dataclass(frozen=True)
class DocumentView:
    """A document's record as it is shown."""

    kind: Kind
    kind_word: str
    shape: str
    title: str
    path: str
    managed: str
    compared: str | None
    """Of coverage: where it stands beside the official text."""
    by: str
    published: str
    clauses: int
    numbered: bool
    """Whether its clauses have numbers, which are ours."""
    facts: tuple[tuple[str, str], ...]


def documents_html(corpus: Corpus, who: Who) -> str:
    """The list of all documents."""
    views = [_document(each, corpus) for each in corpus.documents.values()]
    return page("documents.html", here="documents", **around(who), documents=views, version=corpus.version)


def document_html(corpus: Corpus, document_id: str, query: str, who: Who) -> str | None:
    """A whole text with its outline, the places marked where the query stands; null where there is none."""
    document = corpus.documents.get(document_id)
    if document is None:
        return None
    query = " ".join(query.split())
    parts = []
    for heading, clauses in groupby(corpus.of(document_id), key=lambda each: each.heading):
        views = tuple(_clause(each, corpus, hits(corpus.text(each), query)) for each in clauses)
        parts.append(PartView(" › ".join(heading), views))
    return page(
        "document.html",
        here="documents",
        **around(who),
        document=_document(document, corpus),
        parts=parts,
        query=query,
        found=_found(query, sum(view.hits for part in parts for view in part.clauses)),
    )


def clause_html(corpus: Corpus, clause_id: str, span: Span | None, who: Who) -> str | None:
    """One clause between its neighbours, a span of the document marked in it; null where there is no such clause."""
    clause = corpus.clauses.get(clause_id)
    if clause is None:
        return None
    order = corpus.of(clause.document_id)
    at = order.index(clause)
    marked = []
    if span is not None and clause.start <= span[0] < span[1] <= clause.end:
        marked = [(span[0] - clause.start, span[1] - clause.start)]
    return page(
        "clause.html",
        here="documents",
        **around(who),
        document=_document(corpus.documents[clause.document_id], corpus),
        clause=_clause(clause, corpus, marked),
        around=[_clause(each, corpus, marked if each is clause else []) for each in order[max(at - 1, 0) : at + 2]],
        version=corpus.version,
    )


def missing_html(message: str, who: Who) -> str:
    """What is asked for is not there."""
    back = "/documents", "All documents"
    return page("missing.html", here="documents", **around(who), message=message, back=back)


def hits(text: str, query: str) -> list[Span]:
    """Where a query stands in a text, whatever its case and white space."""
    if len(query) < _SHORTEST_SEARCH:
        return []
    wanted = r"\s+".join(re.escape(word) for word in query.split())
    return [match.span() for match in re.finditer(wanted, text, re.IGNORECASE)]


def _found(query: str, count: int) -> str | None:
    if not query:
        return None
    if len(query) < _SHORTEST_SEARCH:
        return f"“{query}” is too short to search for."
    if not count:
        return f"“{query}” does not stand in this text, word for word."
    return f"“{query}” stands here {'once' if count == 1 else 'twice' if count == 2 else f'{count} times'}."


def _clause(clause: Clause, corpus: Corpus, marked: Sequence[Span]) -> ClauseView:
    inner = clause.id.removeprefix(f"{clause.document_id}/")
    label = clause.label.rsplit(", ", 1)[-1]
    return ClauseView(
        label=clause.label,
        short=label[0].upper() + label[1:],
        role=clause.role,
        anchor="c-" + inner.replace("/", "-"),
        path=f"/documents/{quote(clause.id)}",
        heading=clause.heading,
        pieces=tuple(_pieces(corpus.text(clause), marked)),
        hits=len(marked),
    )


def _pieces(text: str, marked: Sequence[Span]) -> Iterator[Piece]:
    at = 0
    for start, end in marked:
        yield Piece(text[at:start], marked=False)
        yield Piece(text[start:end], marked=True)
        at = end
    yield Piece(text[at:], marked=False)


def _document(document: Document, corpus: Corpus) -> DocumentView:
    clauses = corpus.of(document.id)
    dated = day(document.published)
    author = ", ".join(each for each in (document.author, document.author_office) if each)
    facts = {
        "Author": author or NOT_STATED,
        "Publisher": document.publisher or NOT_STATED,
        "Date": dated,
        "Place": document.place or NOT_STATED,
        "Address": document.url if document.url and web_host(document.url) else NOT_STATED,
        "Licence": document.licence or NOT_STATED,
        **({"Retrieved": _minute(document.retrieved)} if document.retrieved else {}),
        "Ingested": _minute(document.ingested_at) if document.ingested_at else NOT_STATED,
        "SHA-256 of the file": document.sha256,
    }
    return DocumentView(
        kind=document.kind,
        kind_word=_KIND_WORDS[document.kind],
        shape=SHAPES[document.kind],
        title=document.title,
        path=f"/documents/{quote(document.id)}",
        managed=f"/manage/document/{quote(document.id)}",
        compared=_compared(document, corpus),
        by=document.publisher or author or document.name,
        published=dated if document.published else f"Date {NOT_STATED}",
        clauses=len(clauses),
        numbered=any(corpus.numbered_by_us(each) for each in clauses),
        facts=tuple(facts.items()),
    )


def _compared(document: Document, corpus: Corpus) -> str | None:
    official = any(each.kind == "primary" for each in corpus.documents.values())
    return f"/compare?coverage={quote(document.id)}" if official and document.kind == "coverage" else None


def _minute(iso: str) -> str:
    return iso[:16].replace("T", " ") + " UTC"
