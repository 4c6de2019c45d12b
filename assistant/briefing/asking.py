"""What the assistant is asked for a briefing. What was asked before is not asked again."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.answers import Answer
from assistant.ask import Assistant
from assistant.questions import Composer, Judge, Question
from vectorstore.documents import EVERYTHING, Filters, Kind


@dataclass(frozen=True)
class How:
    """How questions are answered, and for whom."""

    filters: Filters = EVERYTHING
    composer: Composer = "auto"
    judge: Judge = "auto"
    owner: str | None = None

    def question(self, text: str, kinds: tuple[Kind, ...] = (), composer: Composer | None = None) -> Question:
        """A question of a briefing; nothing of it is kept."""
        return Question(
            text=text,
            filters=Filters(self.filters.documents, kinds or self.filters.kinds),
            composer=composer or self.composer,
            judge=self.judge,
            store=False,
            owner=self.owner,
        )


@dataclass(frozen=True)
class Change:
    """How a question of a template is asked instead."""

    question: str
    composer: Composer


Answers = Mapping[tuple[str, tuple[Kind, ...]], Answer]
"""By the question as the template has it, and the kinds of source that were asked."""


@dataclass
class Asking:
    """Asks questions, one after the other."""

    assistant: Assistant
    how: How
    stop: threading.Event
    known: Answers = field(default_factory=dict)
    """What was answered before."""
    changes: Mapping[str, Change] = field(default_factory=dict)
    """By the question as the template has it."""
    given: dict[tuple[str, tuple[Kind, ...]], Answer] = field(default_factory=dict)
    """What it was answered, in order."""

    def __call__(self, text: str, kinds: tuple[Kind, ...] = ()) -> Answer:
        """The answer from these kinds of source; empty: from all that are allowed. Raises as `Assistant.events`."""
        key = (text, kinds)
        if key not in self.given:
            change = self.changes.get(text, Change(text, self.how.composer))
            question = self.how.question(change.question, kinds, change.composer)
            self.given[key] = self.known[key] if key in self.known else self.assistant.ask(question, self.stop)
        return self.given[key]

    @property
    def writes(self) -> bool:
        """Whether a language model writes the answers."""
        return self.assistant.writes(self.how.composer)

    def template_question(self, answer: Answer | None) -> str | None:
        """What the template asks where this was answered."""
        return next((text for (text, _), each in self.given.items() if each is answer), None)
