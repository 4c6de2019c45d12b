"""The page on which staff make briefings: the form, and the briefing with its notes below."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.access.who import Who
from assistant.briefing.briefing import Briefing, Paragraph
from assistant.briefing.footnotes import footnotes, marked
from assistant.briefing.make import MAX_QUESTIONS, Made
from assistant.briefing.markdown import closing
from assistant.briefing.topic import MAX_TOPIC
from assistant.questions import MAX_QUESTION, Composer
from ui.frame import around
from ui.marks import SHAPES
from ui.templating import page
from vectorstore.documents import Kind

TEMPLATES = {"one-page": "One page", "qa": "Questions and answers"}
COMPOSERS: dict[Composer, str] = {
    "auto": "As set up",
    "quote": "Quoted word for word",
    "generate": "Written by the language model",
}
_WORDS: dict[Kind, str] = {"primary": "Official text", "coverage": "Coverage"}


@dataclass(frozen=True)
class ParagraphView:
    """A paragraph as pieces of text, each with the note that follows it."""

    label: str | None
    item: bool
    pieces: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class SectionView:
    """A heading with what stands under it."""

    heading: str
    paragraphs: tuple[ParagraphView, ...]
    question: str | None
    """Null where it cannot be made again with another one."""


@dataclass(frozen=True)
class NoteView:
    """A note, and the path of its clause."""

    number: int
    kind: Kind
    shape: str
    word: str
    text: str
    path: str | None


def briefing_html(
    made: Made | None,
    files: Mapping[str, str],
    typed: Mapping[str, str],
    id_: str,
    problem: str | None,
    who: Who,
    *,
    can_write: bool,
) -> str:
    """The form, and the briefing where there is one; `id_` is where it is held."""
    briefing = made.briefing if made else None
    return page(
        "briefing.html",
        here="briefing",
        **around(who),
        typed=typed,
        made=id_,
        composers=COMPOSERS if can_write else {},
        most_question=MAX_QUESTION,
        templates=TEMPLATES,
        most_topic=MAX_TOPIC,
        most_questions=MAX_QUESTIONS,
        problem=problem,
        briefing=briefing,
        sections=_sections(made) if made else [],
        notes=_notes(briefing) if briefing else [],
        closing=closing(briefing) if briefing else None,
        files=files,
    )


def _sections(made: Made) -> list[SectionView]:
    quotes = {each.number: each.quote for each in made.briefing.citations}
    return [
        SectionView(each.heading, tuple(_paragraph(one, quotes) for one in each.paragraphs), each.question)
        for each in made.briefing.sections
    ]


def _paragraph(paragraph: Paragraph, quotes: Mapping[int, str]) -> ParagraphView:
    pieces: list[tuple[str, int | None]] = []
    for at, sentence in enumerate(paragraph.sentences):
        pieces += [(" ", None)] if at else []
        pieces += marked(sentence, quotes)
    return ParagraphView(paragraph.label, paragraph.item and not paragraph.label, tuple(pieces))


def _notes(briefing: Briefing) -> list[NoteView]:
    return [
        NoteView(each.number, note.kind, SHAPES[note.kind], _WORDS[note.kind], each.text, note.link)
        for each, note in zip(footnotes(briefing.notes), briefing.notes, strict=True)
    ]
