"""A server under a steady load: how long questions wait, what becomes of them, and whether its memory grows."""

import os
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from assistant.questions import Composer, Judge
from assistant.settings import Settings
from evals.about import About, about_now
from evals.arrivals import Reply, ask_at_rate
from evals.cases import load_sets
from evals.growth import Growth, growth, sampled
from evals.load import is_ready, measure_load
from evals.server import NO_MODEL, ServerError, model_environment, serving
from evals.summary import SEED
from evals.tables import Table

SETS = ("given", "measured")
WARMING = 10
"""Questions that are asked before, one after another, and not counted."""
TOO_MANY, UNAVAILABLE = 429, 503

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, kw_only=True)
class Arriving:
    """How questions come and how they are to be answered."""

    rate: float
    """In a second."""
    seconds: float
    judge: Judge
    composer: Composer

    @property
    def number(self) -> int:
        """How many come in all."""
        return max(round(self.rate * self.seconds), 1)


@dataclass(frozen=True, kw_only=True)
class Times:
    """The spread of n times in milliseconds."""

    p50: float
    p95: float
    p99: float
    max: float
    n: int


@dataclass(frozen=True, kw_only=True)
class Steady:
    """The figures. What only the own server can tell is None where another one was measured."""

    about: About
    load_after: float | None
    """The machine's load average at the end."""
    own_server: bool
    stored: bool
    """Whether the server was to keep the conversations."""
    model: str | None
    """The language model that the server was started with."""
    arriving: Arriving
    answered: int
    too_many: int
    """Turned away with status 429."""
    unavailable: int
    """Turned away with status 503."""
    errors: int
    """Neither answered nor turned away so."""
    first_error: str | None
    """What the first question that was not answered got, for whoever has to find out why."""
    latency_ms: Times | None
    """Of the questions that were answered, from when they were due."""
    turned_away_ms: Times | None
    """Of those that were turned away."""
    judged_by: dict[str, int]
    """Answers by who judged them."""
    fallbacks: dict[str, int]
    """Answers by why they were not judged or written as they might have been; those without a reason are left out."""
    longest_verdict_ms: float | None
    """The longest time that an answer took to be judged, by the server's own clock."""
    sent_late_ms: float
    """By how much a question was sent late at most: what is measured may be this machine where it is much."""
    memory_mb: Growth | None
    """Of the server's process; a language model of its own is another one."""


def bundled_questions() -> list[str]:
    """The questions of the bundled sets in an order that is the same every time."""
    questions = [turn.question for each in load_sets(SETS) for case in each.cases for turn in case.turns]
    random.Random(SEED).shuffle(questions)
    return questions


def load_server(url: str, questions: Sequence[str], arriving: Arriving, progress: Progress) -> Steady:
    """Put a load on a server that runs already. It is asked to keep nothing.

    Raises:
        ServerError: it is not ready.
        ValueError: that is no URL.
    """
    about = about_now()
    if not is_ready(url):
        raise ServerError(f"No server that is ready answers at {url!r}. Start one with: accord serve")
    replies, grown = _put(url, None, questions, arriving, store=False, progress=progress)
    return _steady(about, arriving, replies, grown, own_server=False, model=None)


def load_own(settings: Settings, questions: Sequence[str], arriving: Arriving, progress: Progress) -> Steady:
    """Start a server with data of its own and put a load on it. It has the language model that is set where one may be
    asked, and keeps the conversations.

    Raises:
        ServerError: it could not be started, or its language model failed to load.
    """
    about = about_now()
    asks_model = settings.model != "none" and (arriving.judge != "quick" or arriving.composer != "quote")
    model = model_environment(settings) if asks_model else NO_MODEL
    with TemporaryDirectory(prefix="accord-load-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        progress("start", 0, 1)
        with serving(data, settings.embedding_model, model) as server:
            progress("start", 1, 1)
            replies, grown = _put(server.url, server.pid, questions, arriving, store=True, progress=progress)
    return _steady(about, arriving, replies, grown, own_server=True, model=settings.model if asks_model else "none")


def steady_table(steady: Steady) -> Table:
    """One row per figure."""
    about, arriving = steady.about, steady.arriving
    judged = "  ".join(f"{who} {count / steady.answered:.0%}" for who, count in sorted(steady.judged_by.items()))
    fell_back = "  ".join(f"{why} {count / steady.answered:.0%}" for why, count in sorted(steady.fallbacks.items()))
    rows = [
        ["load of the machine before / after", f"{_figure(about.load)} / {_figure(steady.load_after)}"],
        ["language model", steady.model or "not known"],
        ["questions", f"{arriving.number} in {arriving.seconds:g} s"],
        ["answered", str(steady.answered)],
        ["turned away: 429 / 503", f"{steady.too_many} / {steady.unavailable}"],
        ["errors", str(steady.errors)],
        *([["first that was not answered", steady.first_error]] if steady.first_error else []),
        ["answered: time from when due, p50 / p95 / p99 / max", _times(steady.latency_ms)],
        ["turned away: the same", _times(steady.turned_away_ms)],
        ["judged by", judged or "-"],
        ["fallbacks", fell_back or "-"],
        ["longest wait for a verdict", _ms(steady.longest_verdict_ms)],
        ["sent late, at most", _ms(steady.sent_late_ms)],
        *_memory_rows(steady.memory_mb),
    ]
    heading = (
        f"{arriving.rate:g} questions a second, judge {arriving.judge}, composer {arriving.composer} "
        f"({about.cores} cores, Python {about.python}, version {about.version})"
    )
    return Table(heading=heading, columns=("figure", "value"), rows=rows)


def steady_json(steady: Steady) -> dict[str, Any]:
    """The figures as plain values."""
    return asdict(steady)


def _put(
    url: str, pid: int | None, questions: Sequence[str], arriving: Arriving, *, store: bool, progress: Progress
) -> tuple[list[Reply], Growth | None]:
    measure_load(url, questions[:WARMING], 1, store=store)
    progress("questions", 0, arriving.number)
    numbers = iter(range(1, arriving.number + 1))
    with sampled(pid) as samples:
        replies = ask_at_rate(
            url,
            questions,
            rate=arriving.rate,
            seconds=arriving.seconds,
            how={"composer": arriving.composer, "judge": arriving.judge, "store": store},
            progress=lambda: progress("questions", next(numbers), arriving.number),
        )
    return replies, growth(samples)


def _steady(
    about: About,
    arriving: Arriving,
    replies: Sequence[Reply],
    grown: Growth | None,
    *,
    own_server: bool,
    model: str | None,
) -> Steady:
    answers = [each.judged for each in replies if each.judged is not None]
    away = [each for each in replies if each.status in (TOO_MANY, UNAVAILABLE)]
    return Steady(
        about=about,
        load_after=round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        own_server=own_server,
        stored=own_server,
        model=model,
        arriving=arriving,
        answered=len(answers),
        too_many=sum(each.status == TOO_MANY for each in away),
        unavailable=sum(each.status == UNAVAILABLE for each in away),
        errors=len(replies) - len(answers) - len(away),
        first_error=next((each.error for each in replies if each.error is not None), None),
        latency_ms=times([each.latency_ms for each in replies if each.judged is not None]),
        turned_away_ms=times([each.latency_ms for each in away]),
        judged_by=dict(Counter(each.judge for each in answers)),
        fallbacks=dict(Counter(each.fallback for each in answers if each.fallback)),
        longest_verdict_ms=max((each.ms for each in answers), default=None),
        sent_late_ms=max(each.late_ms for each in replies),
        memory_mb=grown,
    )


def times(values: Sequence[float]) -> Times | None:
    """The spread of times in milliseconds. None without any."""
    if not values:
        return None
    p50, p95, p99 = np.percentile(np.asarray(values, dtype=np.float64), [50, 95, 99])
    return Times(p50=float(p50), p95=float(p95), p99=float(p99), max=max(values), n=len(values))


def _memory_rows(memory: Growth | None) -> list[list[str]]:
    if memory is None:
        return [["memory of the server", "-"]]
    slope = "-" if memory.mb_per_minute is None else f"{memory.mb_per_minute:+.2f} MB a minute"
    return [
        ["memory of the server, first / last / most", f"{memory.first:.0f} / {memory.last:.0f} / {memory.most:.0f} MB"],
        ["memory of the server, growth after the warm-up", slope],
    ]


def _times(found: Times | None) -> str:
    return "-" if found is None else f"{found.p50:.0f} / {found.p95:.0f} / {found.p99:.0f} / {found.max:.0f} ms"


def _ms(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f} ms"


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
