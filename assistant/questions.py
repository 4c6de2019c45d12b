"""A question as the assistant takes it."""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.errors import QuestionError
from vectorstore.documents import EVERYTHING, Filters

Composer = Literal["auto", "quote", "generate"]
Judge = Literal["auto", "quick", "model"]

MAX_QUESTION = 2000
"""Characters."""
MAX_TITLE = 200
"""The same of a conversation's title that somebody gives it."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_UNSEEN = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Characters that are not seen but change how others are: without width, or from right to left."""
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SENTENCE = re.compile(r"[^.?!\n]+(?:[.](?=\w)[^.?!\n]+)*[.?!]*")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked, in which conversation, of which documents, and how it is to be answered."""

    text: str
    conversation_id: str | None = None
    filters: Filters = EVERYTHING
    composer: Composer = "auto"
    judge: Judge = "auto"
    store: bool = True
    owner: str | None = None
    replaces: str | None = None
    """The answer of the conversation that this one takes the place of: its question is asked differently."""

    @property
    def asker(self) -> str | None:
        """Who takes turns with others at the language model."""
        return self.owner or self.conversation_id


def checked_characters(text: str) -> str:
    """The same text, if it can be kept and shown.

    Raises:
        QuestionError: `control_character` or `lone_surrogate`.
    """
    if found := _SURROGATE.search(text):
        raise QuestionError(
            f"The text holds half a character ({found[0]!a}) at position {found.start()}. Send valid Unicode.",
            code="lone_surrogate",
        )
    if found := _CONTROL.search(text.replace("\r\n", "\n")):
        raise QuestionError(
            f"The text holds the control character {found[0]!a} at position {found.start()}. Remove it.",
            code="control_character",
        )
    return text


def checked_text(text: str) -> str:
    """The text of a question or query without white space at its ends.

    Raises:
        QuestionError: `empty`, `too_long`, `control_character` or `lone_surrogate`.
    """
    checked_characters(text)
    if not text.strip():
        raise QuestionError("The question is empty. Ask in one sentence or a few words.", code="empty")
    if len(text) > MAX_QUESTION:
        raise QuestionError(
            f"The question has {len(text):,} characters; {MAX_QUESTION:,} are allowed. Shorten it or ask in parts.",
            code="too_long",
        )
    return text.strip()


def checked_title(text: str) -> str:
    """A conversation's title on one line, without white space at its ends.

    Raises:
        QuestionError: `empty`, `too_long`, `control_character` or `lone_surrogate`.
    """
    checked_characters(text)
    if not text.strip():
        raise QuestionError("The title is empty. Send a few words.", code="empty")
    if len(text) > MAX_TITLE:
        raise QuestionError(
            f"The title has {len(text):,} characters; {MAX_TITLE:,} are allowed. Shorten it.", code="too_long"
        )
    return " ".join(text.split())


def typed_sentences(text: str) -> list[str]:
    """The sentences of a text as it was typed, each with its closing marks; a line's end closes one too."""
    return _SENTENCE.findall(text)


def repeated(text: str) -> str:
    """What a reader typed, as it may stand in an answer: no mark-up, link or control of it, and no marker like ours."""
    plain = _UNSEEN.sub("", re.sub(r"[*_`<>\\|]", "", " ".join(text.split()))).replace("![", "[")
    return re.sub(r"(?<=:)//", " ", plain).translate(str.maketrans("[]", "()"))
