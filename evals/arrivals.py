"""Questions that come at a constant rate, whatever their answers take.

A client that waits for its answer before it asks again asks a slow server less often, and so hides how long others
would have waited (coordinated omission). Here every question is due at a time of its own, and what it takes counts from
then, even where it could only be sent later. Each comes on a connection of its own, as from many people.
"""

import http.client
import itertools
import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from evals.load import connect, post

MOST_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What an answer says of how it was judged."""

    judge: str
    fallback: str | None
    ms: float
    """How long that took by the server's own clock."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What came of one question."""

    status: int | None
    """Of the response; None where there was none."""
    latency_ms: float
    """From when the question was due to the end of the response."""
    late_ms: float
    """By how much it was sent after it was due."""
    judged: Judged | None
    """Where it was answered."""
    error: str | None
    """What came instead of an answer."""


def ask_at_rate(
    url: str,
    questions: Sequence[str],
    *,
    rate: float,
    seconds: float,
    how: dict[str, Any],
    at_once: int = MOST_AT_ONCE,
    progress: Callable[[], None] = lambda: None,
) -> list[Reply]:
    """What came of the questions, in the order in which they were due; asked from the first on again after the last.

    Args:
        rate: questions in a second.
        seconds: for how long.
        how: what the body of each request has besides the question.
        at_once: questions that are on their way at most; what is due beyond that is sent late.
        progress: called after each reply.
    """
    start = time.perf_counter()
    with ThreadPoolExecutor(max_workers=at_once) as pool:
        sent = []
        for number, question in enumerate(itertools.islice(itertools.cycle(questions), max(round(rate * seconds), 1))):
            due = start + number / rate
            time.sleep(max(due - time.perf_counter(), 0.0))
            sent.append(pool.submit(_ask, url, {"question": question, **how}, due))
            sent[-1].add_done_callback(lambda _: progress())
        return [each.result() for each in sent]


def _ask(url: str, body: dict[str, Any], due: float) -> Reply:
    late_ms = (time.perf_counter() - due) * 1000
    connection = connect(url)
    status, content, error = None, b"", None
    try:
        status, content = post(connection, body)
    except (OSError, http.client.HTTPException) as failed:
        error = f"{type(failed).__name__}: {failed}"
    finally:
        connection.close()
    latency_ms = (time.perf_counter() - due) * 1000
    judged = _judged(content) if status == 200 else None
    if status is not None and judged is None:
        error = f"HTTP {status}: {content[:200].decode('utf-8', 'replace')}"
    return Reply(status=status, latency_ms=latency_ms, late_ms=late_ms, judged=judged, error=error)


def _judged(content: bytes) -> Judged | None:
    """None where that is no answer."""
    try:
        answer = json.loads(content)
        return Judged(judge=answer["judge"], fallback=answer["fallback"], ms=answer["timings_ms"]["judge"])
    except (ValueError, KeyError, TypeError):
        return None
