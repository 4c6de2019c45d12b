"""What happens on the way to an answer, in the order in which it happens."""

from dataclasses import dataclass
from typing import Literal

from assistant.answers import Answer, Statement
from vectorstore.documents import Corpus, Passage

Stage = Literal["searching", "judging", "composing"]
STAGES: dict[Stage, str] = {
    "searching": "Searching the texts",
    "judging": "Passages found, checking whether they answer",
    "composing": "Writing",
}
"""Each stage in the words that a reader sees."""


@dataclass(frozen=True)
class StatusEvent:
    """A stage begins."""

    stage: Stage


@dataclass(frozen=True)
class PassagesEvent:
    """What was found, before anybody has judged whether it answers."""

    passages: tuple[Passage, ...]
    corpus: Corpus
    """What the passages are of."""


@dataclass(frozen=True)
class StatementEvent:
    """One statement that has passed verification."""

    statement: Statement


@dataclass(frozen=True)
class AnswerEvent:
    """The whole answer: the last event, and the authority."""

    answer: Answer


Event = StatusEvent | PassagesEvent | StatementEvent | AnswerEvent
