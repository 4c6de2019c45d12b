"""Drafts as they are taken: typed or as a file, up to a length that is checked in a bearable time."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant import parts
from assistant.draft.check import Sentence
from assistant.errors import DraftRefused, Stopped
from assistant.questions import checked_characters
from vectorstore.intakes import Refusal
from vectorstore.words import foreign_language

MOST_CHARACTERS = 120_000
MOST_SENTENCES = 800
"""Of a draft of about forty pages: they take about 40 seconds."""
_NEXT = "Check it in parts."
Note = tuple[str, str]
"""A stable code and a sentence."""
_NOTES = {
    "insertions": "The file has tracked changes: text that is inserted was checked.",
    "deletions": "The file has tracked changes: text that is deleted was not checked.",
    "pictures": "The file has pictures: what is written in them was not read.",
    "comments": "The file has comments already: they were not checked, and stay.",
    "language": "The draft seems not to be in English, and the texts are: check an English version of it.",
    "nothing": "There are no sentences in the draft.",
}


@dataclass(frozen=True)
class Placed:
    """One sentence of a draft, and where it stands."""

    sentence: Sentence
    paragraph: int
    """Counted from 1."""
    start: int | None
    end: int | None
    """In the text that was typed; null of a file."""


@dataclass(frozen=True)
class Draft:
    """What is to be checked."""

    paragraphs: tuple[str, ...]
    sentences: tuple[Placed, ...]
    notes: tuple[Note, ...] = ()
    """What was not checked, and why."""
    file: bytes = b""
    """The Word file that it is; empty where it is none."""


def typed(text: str) -> Draft:
    """A text that was typed or pasted.

    Raises:
        DraftRefused: `empty` or `too_long`.
        QuestionError: `control_character` or `lone_surrogate`.
    """
    if len(text) > MOST_CHARACTERS:
        raise _too_long(len(text), "characters", MOST_CHARACTERS)
    if not text.strip():
        raise DraftRefused("The draft is empty. Type or paste it, or give it as a file.", code="empty")
    return _made(parts.draft_reader().draft_of_text(checked_characters(text)))


def given(name: str, data: bytes, stop: Callable[[], bool]) -> Draft:
    """A file that was given, by its name and bytes.

    Raises:
        DraftRefused: as `typed`, or it cannot be read: the codes of `ingest.errors`.
        Stopped: nobody wants it any more.
    """
    read = parts.draft_reader().draft_of_file(name, data, stop)
    if read is None:
        raise Stopped
    if isinstance(read, Refusal):
        raise DraftRefused(read.message, code=read.code)
    is_word = data.startswith(b"PK")
    return _made(read, data if is_word else b"")


def _made(read: parts.DraftText, file: bytes = b"") -> Draft:
    texts = tuple(each.text for each in read.parts)
    if (count := sum(map(len, texts))) > MOST_CHARACTERS:
        raise _too_long(count, "characters", MOST_CHARACTERS)
    placed = tuple(
        Placed(
            Sentence(" ".join(part.text[start:end].split()), part.title),
            number,
            None if part.start is None else part.start + start,
            None if part.start is None else part.start + end,
        )
        for number, part in enumerate(read.parts, start=1)
        for start, end in part.sentences
    )
    if len(placed) > MOST_SENTENCES:
        raise _too_long(len(placed), "sentences", MOST_SENTENCES)
    codes = list(read.noticed)
    if not placed:
        codes.append("nothing")
    elif foreign_language(" ".join(texts)) is not None:
        codes.append("language")
    return Draft(texts, placed, tuple((each, _NOTES[each]) for each in codes), file)


def _too_long(count: int, what: str, most: int) -> DraftRefused:
    limits = f"{MOST_CHARACTERS:,} characters and {MOST_SENTENCES:,} sentences"
    told = f"The draft has {count:,} {what}; a draft may have {limits}, about forty pages. {_NEXT}"
    return DraftRefused(told, code="too_long")
