"""What the server counts and measures, for Prometheus; the only door to prometheus_client.

Every label has few values, and all of them are known beforehand: nothing that anybody sends becomes one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from assistant.answers import Answer
from assistant.errors import AssistantError, Stopped
from assistant.models.loading import State
from vectorstore.errors import StoreError
from vectorstore.feedback import Verdict

CONTENT_TYPE = CONTENT_TYPE_LATEST
STAGES = ("rewrite", "retrieve", "judge", "compose", "verify")
"""Steps of an answer, as `Timings` names them."""
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_STAGE_SECONDS = (0.0005, 0.001, 0.0025, *_SECONDS)

disable_created_metrics()  # type: ignore[no-untyped-call]  # when each series began: as many lines again, and nobody reads them


@dataclass(frozen=True)
class Now:
    """What is so at the moment of asking."""

    documents: int = 0
    clauses: int = 0
    model: State = "off"
    waiting: int = 0
    """Questions that wait for the language model or are served by it."""


class Metrics:
    """Counters and measures of one server. Its methods may be called from any thread."""

    def __init__(self, now: Callable[[], Now]) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        registry.register(_AtTheMoment(now))
        self._requests = Counter(
            "accord_http_requests", "Requests that have ended.", ["route", "method", "status"], registry=registry
        )
        self._durations = Histogram(
            "accord_http_request_duration_seconds",
            "From a request to the end of its response, streams included.",
            ["route"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._answers = Counter(
            "accord_answers",
            "Questions that were answered, whatever the outcome.",
            ["outcome", "composer", "judge", "fallback"],
            registry=registry,
        )
        self._unanswered = Counter(
            "accord_unanswered_questions",
            "Questions that ended without an answer, by the code of the error; stopped: whoever asked has gone.",
            ["code"],
            registry=registry,
        )
        self._stages = Histogram(
            "accord_answer_stage_duration_seconds",
            "Steps of questions that were answered.",
            ["stage"],
            buckets=_STAGE_SECONDS,
            registry=registry,
        )
        self._feedback = Counter(
            "accord_feedback",
            "Feedback on answers, also where it takes an earlier one's place.",
            ["verdict"],
            registry=registry,
        )
        self._in_flight = Gauge("accord_answers_in_flight", "Questions that are worked on.", registry=registry)

    def request(self, route: str, method: str, status: int | None, seconds: float) -> None:
        """A request has ended. `route` is a template; `status` is null where no response was begun."""
        self._requests.labels(route, method, "none" if status is None else str(status)).inc()
        self._durations.labels(route).observe(seconds)

    @contextmanager
    def question(self) -> Iterator[Callable[[Answer], None]]:
        """Entered while a question is worked on; what it gives takes the answer. An `assistant.observing.Observe`."""
        answered = False

        def note(answer: Answer) -> None:
            nonlocal answered
            answered = True
            self._answers.labels(answer.outcome, answer.composer, answer.judge, answer.fallback or "none").inc()
            for stage in STAGES:
                self._stages.labels(stage).observe(getattr(answer.timings_ms, stage) / 1000)

        with self._in_flight.track_inprogress():
            try:
                yield note
            except BaseException as error:
                if not answered:
                    self._unanswered.labels(_code(error)).inc()
                raise

    def feedback(self, verdict: Verdict) -> None:
        """Somebody has said what they make of an answer."""
        self._feedback.labels(verdict).inc()

    def exposition(self) -> bytes:
        """All of it, in the text format of `CONTENT_TYPE`."""
        return generate_latest(self._registry)


class _AtTheMoment(Collector):
    """Reads what is so when it is asked."""

    def __init__(self, now: Callable[[], Now]) -> None:
        self._now = now

    def describe(self) -> list[Metric]:
        return []  # so that nothing is read before there is something

    def collect(self) -> Iterator[Metric]:
        now = self._now()
        yield GaugeMetricFamily("accord_corpus_documents", "Documents that are stored.", now.documents)
        yield GaugeMetricFamily("accord_corpus_clauses", "Clauses that are stored.", now.clauses)
        yield GaugeMetricFamily("accord_model_waiting", "Waiting for the language model, or served by it.", now.waiting)
        states = GaugeMetricFamily("accord_model_state", "1 for the state of the language model.", labels=["state"])
        for state in get_args(State):
            states.add_metric([state], state == now.model)
        yield states


def _code(error: BaseException) -> str:
    """Why a question was not answered; whoever leaves closes its events."""
    if isinstance(error, GeneratorExit):
        return Stopped.code
    return error.code if isinstance(error, AssistantError | StoreError) else "internal"
