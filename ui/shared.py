"""One answer on a page of its own, for those who have its link: no script, and nothing of its conversation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.access.who import Who
from assistant.answers import Answer, Citation, Statement
from assistant.carrying.outcomes import bands, changed_told
from assistant.carrying.places import NUMBERED_BY_US, clause_path, numbered
from assistant.carrying.provenance import day, moment
from assistant.render import IN_ITS_WORDS, carried_by
from ui.frame import around
from ui.marks import SHAPES, kind_word
from ui.quoted import Stretch, stretches
from ui.templating import page
from vectorstore.documents import Corpus, Kind


@dataclass(frozen=True)
class Marker:
    """The number of a citation, and where it leads; nowhere where the clause is no longer there."""

    number: int
    name: str
    path: str | None


@dataclass(frozen=True)
class Voice:
    """Whose words are shown."""

    kind: Kind
    shape: str
    word: str


@dataclass(frozen=True)
class Sentence:
    """One statement as it is shown."""

    stretches: tuple[Stretch, ...]
    markers: tuple[Marker, ...]


@dataclass(frozen=True)
class Block:
    """Neighbouring statements of one voice, as a list or as paragraphs."""

    voice: Voice | None
    listed: bool
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Quoted:
    """A quote that stands by itself."""

    marker: Marker
    voice: Voice
    label: str
    text: str


@dataclass(frozen=True)
class Source:
    """One clause of the source list, with all its numbers."""

    markers: tuple[Marker, ...]
    voice: Voice
    label: str
    title: str
    by: str
    """Publisher and date, as far as they are known."""


def shared_html(answer: Answer, corpus: Corpus, who: Who) -> str:
    """The page; `who` is whoever reads it."""
    every = (*answer.citations, *answer.nearest)
    markers = {each.number: _marker(each, corpus) for each in every}
    return page(
        "shared.html",
        here="shared",
        **around(who),
        question=answer.question,
        read_as=answer.standalone_question if answer.standalone_question != answer.question else None,
        bands=bands(answer),
        blocks=_blocks(answer.statements, {each.number: each for each in every}, markers),
        in_its_words=IN_ITS_WORDS,
        carrying=[_quoted(each, markers) for each in carried_by(answer)],
        readings=answer.suggestions if answer.outcome == "needs_clarification" else (),
        sources=_sources(answer.citations, markers),
        nearest=[_quoted(each, markers) for each in answer.nearest],
        nearest_title="The passages" if answer.outcome == "uncertain" else "Nearest passages",
        changed=changed_told(every),
        numbering=NUMBERED_BY_US if any(numbered(each.clause_id, corpus) for each in every) else None,
        hint=answer.hint,
        basis=answer.basis,
        given=moment(answer.created_at),
        version=answer.corpus_version,
    )


def _marker(citation: Citation, corpus: Corpus) -> Marker:
    name = f"[{citation.number}] {kind_word(citation)}, {citation.label}"
    return Marker(citation.number, name, clause_path(citation, corpus))


def _voice(citation: Citation) -> Voice:
    return Voice(citation.kind, SHAPES[citation.kind], kind_word(citation))


def _blocks(
    statements: Sequence[Statement], citations: Mapping[int, Citation], markers: Mapping[int, Marker]
) -> list[Block]:
    groups = groupby(statements, key=lambda each: (_speaker(each, citations), each.item))
    return [
        Block(voice, item, tuple(_sentence(each, citations, markers) for each in members))
        for (voice, item), members in groups
    ]


def _speaker(statement: Statement, citations: Mapping[int, Citation]) -> Voice | None:
    """The one source that a statement rests on; null where it rests on none, on several or on the whole records."""
    cited = [citations[number] for number in statement.citations]
    if statement.support == "records" or len({each.document_id for each in cited}) != 1:
        return None
    return Voice(cited[0].kind, SHAPES[cited[0].kind], cited[0].source)


def _sentence(statement: Statement, citations: Mapping[int, Citation], markers: Mapping[int, Marker]) -> Sentence:
    cited = [citations[number] for number in statement.citations]
    return Sentence(tuple(stretches(statement.text, cited)), tuple(markers[number] for number in statement.citations))


def _quoted(citation: Citation, markers: Mapping[int, Marker]) -> Quoted:
    return Quoted(markers[citation.number], _voice(citation), citation.label, citation.quote)


def _sources(citations: Sequence[Citation], markers: Mapping[int, Marker]) -> list[Source]:
    clauses: dict[str, list[Citation]] = {}
    for citation in citations:
        clauses.setdefault(citation.clause_id, []).append(citation)
    return [
        Source(
            markers=tuple(markers[each.number] for each in group),
            voice=_voice(group[0]),
            label=group[0].label,
            title=group[0].title,
            by=f"Publisher: {group[0].publisher or 'not stated'}. Date: {day(group[0].published)}.",
        )
        for group in clauses.values()
    ]
