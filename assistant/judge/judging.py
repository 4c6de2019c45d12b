"""The judge: quick by signals alone, or with what a language model makes of the passages, and why it fell back."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.answers import Fallback, Judged
from assistant.errors import Stopped
from assistant.judge.absent import missing
from assistant.judge.calibration import QUICK, Calibration, find
from assistant.judge.decide import decide
from assistant.judge.reading import read
from assistant.judge.signals import seen
from assistant.judge.verdict import NO_TEXT, Verdict
from assistant.models.model import ChatModel, ModelError, fallback_of, never
from assistant.prompt import question_messages
from assistant.questions import Judge as Manner
from assistant.wholetext.absence import sought
from vectorstore.documents import Corpus, Filters, Passage
from vectorstore.embedder import Embedder

TIMEOUT = 8.0
"""Seconds that a language model has to judge all parts of a question, counted from when they are searched for."""
UNDER_LOAD = 2.5
"""The same where it is left to us whether the model is asked, and the question does not stay the only one: a model that
is told to stop takes up to half a second, and nobody is to wait for longer than three."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """The verdict on one question, and how it came about."""

    verdict: Verdict
    judged: Judged | None
    judge: Literal["quick", "model"] = "quick"
    fallback: Fallback | None = None


@dataclass(frozen=True)
class Asker:
    """Who waits for a judgement, since when, how it is to be made, and how to call it off."""

    manner: Manner
    stop: threading.Event
    name: str | None = None
    may_wait: bool = True
    """False where so many wait for the language model that there is no place for another one."""
    others: Callable[[], bool] = never
    """Whether other questions are being answered, at the moment of the call."""
    among_others: threading.Event = field(default_factory=threading.Event)
    """Set once that was so."""
    since: float = field(default_factory=time.monotonic)

    @property
    def waited(self) -> float:
        """Seconds."""
        return time.monotonic() - self.since

    def enough(self) -> bool:
        """True once it has waited as long as it may among others, where it is left to us whether it waits."""
        if self.others():
            self.among_others.set()
        return self.manner == "auto" and self.among_others.is_set() and self.waited > UNDER_LOAD


class PassageJudge:
    """Judges passages found with one embedding model, with a language model where there is one."""

    def __init__(self, embedder: Embedder, model: ChatModel | None, timeout: float = TIMEOUT) -> None:
        """`timeout` is how many seconds an asker waits for the model, from first to last."""
        self.model = model
        self._timeout = timeout
        self._embedder = embedder

    def judge(
        self, question: str, passages: Sequence[Passage], corpus: Corpus, filters: Filters, asker: Asker
    ) -> Judgement:
        """The judgement on what was found for a question within these filters.

        Raises:
            Stopped: the asker called it off.
        """
        if not passages:
            return Judgement(verdict=NO_TEXT, judged=None)
        yes, fallback = self._read(question, passages, corpus, asker)
        calibration = self._calibration(by_model=yes is not None)
        names = sought(question, corpus, filters)
        absent = missing(question, names.absent, passages, corpus, filters, self._embedder)
        judged = seen(question, passages, corpus, absent=absent, named=bool(names.found))
        if yes is not None:
            judged = replace(judged, model_yes=round(yes, 4))
        if calibration is not None:
            judged = replace(judged, probability=round(calibration.probability(judged), 4))
        return Judgement(
            verdict=decide(judged, calibration, texts=sum(map(filters.allows, corpus.documents.values()))),
            judged=judged,
            judge="quick" if yes is None else "model",
            fallback=fallback,
        )

    def _read(
        self, question: str, passages: Sequence[Passage], corpus: Corpus, asker: Asker
    ) -> tuple[float | None, Fallback | None]:
        if self.model is None or asker.manner == "quick":
            return None, None
        expected = self.model.expected  # 0 where it is free: then it is asked, however slow it was of late
        too_late = expected > 0 and asker.waited + expected > UNDER_LOAD
        if not asker.may_wait or (asker.manner == "auto" and too_late):
            return None, "busy"
        try:
            asked = question_messages(question, passages, corpus)
            left = max(self._timeout - asker.waited, 0.0)
            yes = read(self.model, asked, timeout=left, stop=asker.stop, asker=asker.name, enough=asker.enough)
            return yes, None
        except ModelError as error:
            if asker.stop.is_set():
                raise Stopped from error
            log.warning("a question is judged without the language model: %s", error)
            return None, fallback_of(error)

    def _calibration(self, *, by_model: bool) -> Calibration | None:
        judge = self.model.name if by_model and self.model is not None else QUICK
        return find(judge, self._embedder.fingerprint)
