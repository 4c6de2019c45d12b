"""Where a citation stands: which bullet or paragraph it is, for readers of a copy that has no numbers, and its page."""

from urllib.parse import quote

from assistant.answers import Citation
from vectorstore.documents import Clause, Corpus, Role

NUMBERED_BY_US = "Numbering added by us: the numbers of parts, paragraphs and commitments are not the texts' own."

_SHAPES: dict[Role, str] = {
    "commitment": "bullet",
    "item": "bullet",
    "paragraph": "paragraph",
    "opening": "paragraph",
}
"""What a clause is for the eye; all others have no number."""


def numbered(clause_id: str, corpus: Corpus) -> bool:
    """Whether the number of a clause's label is ours: that of "Part 2, commitment 6", and not of "Article 4(2)"."""
    clause = corpus.clauses.get(clause_id)
    return clause is not None and corpus.numbered_by_us(clause)


def place(clause: Clause, corpus: Corpus) -> str | None:
    """Where to count to: "6th bullet under it" (its heading); null where the clause's label has no number of ours."""
    shape = _SHAPES.get(clause.role)
    if shape is None or not corpus.numbered_by_us(clause):
        return None
    every = corpus.of(clause.document_id)
    alike = [each.id for each in every if _part(each) == _part(clause) and _SHAPES.get(each.role) == shape]
    where = "of the text"
    if clause.heading:
        where = "under it"
    elif any(each.heading for each in every):
        where = "before the first heading"
    return f"{_ordinal(alike.index(clause.id) + 1)} {shape} {where}"


def clause_path(citation: Citation, corpus: Corpus) -> str | None:
    """The path of the clause's page with the quote marked; null where there is no such clause any more.

    Nothing is marked where other words stand at the quote's place by now.
    """
    if citation.clause_id not in corpus.clauses:
        return None
    path = f"/documents/{quote(citation.clause_id)}"
    stands = corpus.quote(citation.document_id, (citation.start, citation.end)) == citation.quote
    return f"{path}?start={citation.start}&end={citation.end}" if stands else path


def _part(clause: Clause) -> str:
    """What the ids of all clauses under one heading begin with: two headings may have the same words."""
    return clause.id.rpartition("/")[0]


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
