"""The citations of one or many answers as notes: numbered through, each quoted span once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from assistant.answers import Answer, Citation
from assistant.carrying.places import clause_path, numbered, place
from vectorstore.documents import Corpus, Document, Kind

_IN_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"
"""Characters that mean something in an address; all others but letters, digits and "-._" are written as %XX."""


@dataclass(frozen=True, kw_only=True)
class CitedBy:
    """Where an answer cites a note: the number that it has there."""

    answer_id: str
    number: int


@dataclass(frozen=True, kw_only=True)
class Note:
    """One quoted span, and all that is needed to find it again. Facts that are not known are null."""

    number: int
    cited_by: tuple[CitedBy, ...]
    clause_id: str
    label: str
    numbered: bool
    """Whether the number of its label is ours; false also of a clause that is no more."""
    heading: tuple[str, ...]
    place: str | None
    """Which bullet or paragraph it is: "6th bullet under it"; null where its number is not ours, or the text has
    changed."""
    quote: str
    """`canonical_text[start:end]`, as it was when the answer was given."""
    start: int
    end: int
    document_id: str
    title: str
    publisher: str | None
    published: str | None
    kind: Kind
    url: str | None
    """Of the document; null also where it is no address of the web."""
    link: str | None
    """To the clause, with the quote marked; a path where the server's address is not known."""
    retrieved_at: str | None
    """When the document was read from the web, or else stored; null where its text has changed since, so that another
    copy is meant."""
    corpus_versions: tuple[str, ...]
    """Of the answers that cite it."""
    changed: bool
    """True where the clause's text is another one now than when the answer was given."""


_Span = tuple[str, str, int, int, str]


def notes_of(answers: Sequence[Answer], corpus: Corpus, address: str) -> tuple[Note, ...]:
    """The notes of answers in their order, numbered from 1. `address` is what links begin with; may be empty."""
    spans: dict[_Span, list[tuple[Answer, Citation]]] = {}
    for answer in answers:
        for citation in (*answer.citations, *answer.nearest):
            spans.setdefault(_span(citation), []).append((answer, citation))
    return tuple(_note(number, cited, corpus, address) for number, cited in enumerate(spans.values(), start=1))


def notes_of_citations(citations: Sequence[Citation], corpus: Corpus, address: str) -> tuple[Note, ...]:
    """The notes of citations that are no answer's, one of each, with its number."""
    return tuple(_made(each.number, (), each, (corpus.version,), corpus, address) for each in citations)


def numbers_in(answer: Answer, notes: Sequence[Note]) -> Mapping[int, int]:
    """The number of the note, by the number that an answer itself has for it."""
    return {cited.number: each.number for each in notes for cited in each.cited_by if cited.answer_id == answer.id}


def _note(number: int, cited: Sequence[tuple[Answer, Citation]], corpus: Corpus, address: str) -> Note:
    by = tuple(CitedBy(answer_id=answer.id, number=each.number) for answer, each in cited)
    versions = tuple(dict.fromkeys(answer.corpus_version for answer, _ in cited))
    return _made(number, by, cited[0][1], versions, corpus, address)


def _made(
    number: int, cited_by: tuple[CitedBy, ...], first: Citation, versions: tuple[str, ...], corpus: Corpus, address: str
) -> Note:
    path = clause_path(first, corpus)
    clause = None if first.changed else corpus.clauses.get(first.clause_id)
    return Note(
        number=number,
        cited_by=cited_by,
        clause_id=first.clause_id,
        label=first.label,
        heading=first.heading,
        numbered=numbered(first.clause_id, corpus),
        place=place(clause, corpus) if clause is not None else None,
        quote=first.quote,
        start=first.start,
        end=first.end,
        document_id=first.document_id,
        title=first.title,
        publisher=first.publisher,
        published=first.published,
        kind=first.kind,
        url=web_address(first.url),
        link=address + path if path is not None else None,
        retrieved_at=_retrieved(corpus.documents[clause.document_id]) if clause is not None else None,
        corpus_versions=versions,
        changed=first.changed,
    )


def _retrieved(document: Document) -> str | None:
    return document.retrieved or document.ingested_at


def web_address(url: str | None) -> str | None:
    """An address of the web in characters that any text may hold; null for all else."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    if url is None or parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return quote(url, safe=_IN_ADDRESSES)


def _span(citation: Citation) -> _Span:
    return citation.clause_id, citation.clause_hash, citation.start, citation.end, citation.quote
