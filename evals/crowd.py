"""Many people on the page at once, each in a tab of their own: how long they wait, and whether anything is mixed up.

Everybody asks one question after another and reads nothing. No question is asked by two of them, so that what belongs
to somebody else, or to another question, is seen; what was shown is compared with what the server kept for that person.
"""

import itertools
import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evals.about import About, about_now
from evals.growth import Growth, growth, sampled
from evals.server import serving
from evals.steady import Progress, Times, bundled_questions, times
from evals.tab import Shown, Tab
from evals.tables import Table


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """The figures."""

    about: About
    load_after: float | None
    """The machine's load average at the end."""
    people: int
    questions: int
    seconds: float
    """From the first question to the last answer."""
    latency_ms: Times | None
    """From sending a question to the whole answer, of those that were answered."""
    errors: int
    first_error: str | None
    mixed_up: int
    """What was shown to somebody and was not theirs, or not to their question."""
    first_mixed_up: str | None
    memory_mb: Growth | None


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What one person saw, and what was wrong with it."""

    shown: Sequence[Shown]
    """The questions that were answered."""
    errors: Sequence[str]
    mixed_up: Sequence[str]


def crowd_own(embedding_model: str, people: int, questions: int, progress: Progress) -> Crowd:
    """Start a server without a language model on data of its own, and let so many people ask so many questions in all.

    Raises:
        ServerError: it could not be started.
        ValueError: there are not enough questions for so many people.
    """
    about = about_now()
    asked = own_questions(bundled_questions(), people, questions)
    with TemporaryDirectory(prefix="accord-crowd-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        progress("start", 0, 1)
        with serving(data, embedding_model) as server:
            progress("start", 1, 1)
            numbers = itertools.count(1)
            with sampled(server.pid) as samples:
                start = time.perf_counter()
                with ThreadPoolExecutor(people) as pool:
                    visits = list(
                        pool.map(
                            lambda own: visit(server.url, own, lambda: progress("questions", next(numbers), questions)),
                            asked,
                        )
                    )
                seconds = time.perf_counter() - start
    return _crowd(about, questions, visits, seconds, growth(samples))


def own_questions(questions: Sequence[str], people: int, number: int) -> list[list[str]]:
    """For each person questions that nobody else asks, `number` in all; asked from the first on again after the last.

    Raises:
        ValueError: there are fewer questions than people.
    """
    different = list(dict.fromkeys(questions))
    if len(different) < people:
        raise ValueError(f"There are {len(different)} questions, too few for {people} people to have their own.")
    return [
        list(itertools.islice(itertools.cycle(different[person::people]), len(range(person, number, people))))
        for person in range(people)
    ]


def visit(url: str, questions: Sequence[str], progress: Callable[[], None] = lambda: None) -> Visit:
    """One person asks all their questions, and then looks at what was kept."""
    with closing(Tab(url)) as tab:
        shown = []
        for question in questions:
            shown.append(tab.ask(question))
            progress()
        return looked_at(shown, tab.kept())


def looked_at(shown: Sequence[Shown], kept: Sequence[Mapping[str, Any]]) -> Visit:
    """What somebody was shown beside the answers that were kept for them, both in their order."""
    answered, errors, mixed_up = [], [each.error for each in shown if each.error is not None], []
    left = list(kept)
    for each in shown:
        if each.error is not None:
            continue
        if each.asked not in each.text:
            mixed_up.append(f"{each.asked!r} was asked; {each.text[:200]!r} was shown")
            continue
        at = next((number for number, answer in enumerate(left) if answer["question"] == each.asked), None)
        if at is None:
            errors.append(f"{each.asked!r} has no answer; {each.text[:200]!r} was shown")
            continue
        answer = left.pop(at)
        answered.append(each)
        if missing := [said["text"] for said in answer["statements"] if _bare(said["text"]) not in _bare(each.text)]:
            mixed_up.append(f"{each.asked!r} was answered {missing[0]!r}; {each.text[:200]!r} was shown")
    asked = {each.asked for each in shown}
    mixed_up += [f"{each['question']!r} was kept, but not asked" for each in left if each["question"] not in asked]
    return Visit(shown=answered, errors=errors, mixed_up=mixed_up)


def crowd_table(crowd: Crowd) -> Table:
    """One row per figure."""
    found, memory = crowd.latency_ms, crowd.memory_mb
    spread = "-" if found is None else f"{found.p50:.0f} / {found.p95:.0f} / {found.p99:.0f} / {found.max:.0f} ms"
    rows = [
        ["load of the machine before / after", f"{_figure(crowd.about.load)} / {_figure(crowd.load_after)}"],
        ["questions", f"{crowd.questions} in {crowd.seconds:.1f} s, {crowd.questions / crowd.seconds:.1f} a second"],
        ["time to the whole answer, p50 / p95 / p99 / max", spread],
        ["errors", str(crowd.errors)],
        *([["first error", crowd.first_error]] if crowd.first_error else []),
        ["mixed up", str(crowd.mixed_up)],
        *([["first that was mixed up", crowd.first_mixed_up]] if crowd.first_mixed_up else []),
        ["memory of the server, most", "-" if memory is None else f"{memory.most:.0f} MB"],
    ]
    about = crowd.about
    heading = (
        f"{crowd.people} people on the page at once ({about.cores} cores, Python {about.python}, "
        f"version {about.version})"
    )
    return Table(heading=heading, columns=("figure", "value"), rows=rows)


def crowd_json(crowd: Crowd) -> dict[str, Any]:
    """The figures as plain values."""
    return asdict(crowd)


def _crowd(about: About, questions: int, visits: Sequence[Visit], seconds: float, memory: Growth | None) -> Crowd:
    errors = [each for visit in visits for each in visit.errors]
    mixed_up = [each for visit in visits for each in visit.mixed_up]
    latencies = [each.ms for visit in visits for each in visit.shown]
    return Crowd(
        about=about,
        load_after=round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        people=len(visits),
        questions=questions,
        seconds=seconds,
        latency_ms=times(latencies),
        errors=len(errors),
        first_error=errors[0] if errors else None,
        mixed_up=len(mixed_up),
        first_mixed_up=mixed_up[0] if mixed_up else None,
        memory_mb=memory,
    )


def _bare(text: str) -> str:
    return "".join(text.split())


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
