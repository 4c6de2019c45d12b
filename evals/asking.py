"""How questions are asked of the assistant, and what is kept of what it makes of them.

Answers come from `Assistant.events`, where every other way in enters too: what is measured is what is served.
Importing this module loads Chroma (about a second).
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.answers import Answer
from assistant.ask import Assistant
from assistant.errors import AssistantError
from assistant.events import AnswerEvent, PassagesEvent
from assistant.models.chosen import chosen_model
from assistant.models.model import ModelFailed
from assistant.prompt import examples
from assistant.questions import Composer, Judge, Question
from assistant.settings import Settings
from vectorstore.documents import Passage
from vectorstore.errors import StoreError
from vectorstore.store import Store

PATIENCE = 120.0
"""Seconds that a question of a run waits for the language model: what is measured is what it says; how long it takes
is told beside."""


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How the questions of a run are to be answered."""

    composer: Composer = "auto"
    judge: Judge = "auto"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the assistant made of one question."""

    answer: Answer | None
    """None where the question failed."""
    error: str | None
    passages: tuple[Passage, ...]
    latency_ms: float


@contextmanager
def open_assistant(store: Store, settings: Settings, manner: Manner) -> Iterator[Assistant]:
    """The assistant that a run asks, made and warmed up as it is for serving: the first question pays for much.

    The language model is loaded only where it may be asked.

    Raises:
        AssistantError: it cannot answer in this manner.
        StoreError: searching failed.
    """
    asked = manner.judge != "quick" or manner.composer == "generate"
    model = chosen_model(settings, lambda done, total: None, examples()) if asked else None
    if model is not None:
        model.start()
        model.wait()
        if model.state == "failed":
            raise ModelFailed(model.problem or "The language model failed.")
    try:
        assistant = Assistant(store, model, PATIENCE)
        assistant.ask(Question(text="warm up", composer=manner.composer, judge=manner.judge, store=False))
        yield assistant
    finally:
        if model is not None:
            model.close()


def ask(assistant: Assistant, question: Question) -> Asked:
    """What the assistant makes of a question, with the passages it found on the way. Our own errors are kept."""
    passages: tuple[Passage, ...] = ()
    answer: Answer | None = None
    error: str | None = None
    start = time.perf_counter()
    try:
        for event in assistant.events(question):
            if isinstance(event, PassagesEvent):
                passages = event.passages
            elif isinstance(event, AnswerEvent):
                answer = event.answer
    except (AssistantError, StoreError) as failed:
        error = f"{failed.code}: {failed}"
    latency_ms = (time.perf_counter() - start) * 1000
    return Asked(answer=answer, error=error, passages=passages, latency_ms=latency_ms)


def found_for(assistant: Assistant, question: Question) -> list[str]:
    """Ids of the clauses that are found for a question, best first. Nothing is judged, composed or kept."""
    try:
        for event in assistant.events(question):
            if isinstance(event, PassagesEvent):
                return [passage.clause.id for passage in event.passages]
    except (AssistantError, StoreError):
        return []
    return []
