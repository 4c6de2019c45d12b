"""How the memory of a process grows while it works."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from evals.server import memory

EVERY = 2.0
"""Seconds between two samples."""
WARM_UP, WARM_UP_SHARE = 60.0, 0.2
"""Seconds at the beginning that do not count for the slope, and the share of a run that they are at most."""


@dataclass(frozen=True)
class Sample:
    """Resident memory in MB so many seconds after the beginning."""

    seconds: float
    mb: float


@dataclass(frozen=True, kw_only=True)
class Growth:
    """Memory in MB, and how fast it grows."""

    first: float
    last: float
    most: float
    mb_per_minute: float | None
    """By least squares over the samples after the warm-up; None where these are fewer than three."""
    samples: int


@contextmanager
def sampled(pid: int | None, every: float = EVERY) -> Iterator[list[Sample]]:
    """Samples of a process, taken until the end of the block; none where it is not known, or the system tells none."""
    samples: list[Sample] = []
    ended = threading.Event()
    start = time.monotonic()

    def sample() -> None:
        while True:
            if pid is not None and (used := memory(pid)):
                samples.append(Sample(time.monotonic() - start, used.now))
            if ended.wait(every):
                return

    sampling = threading.Thread(target=sample, name="accord-memory", daemon=True)
    sampling.start()
    try:
        yield samples
    finally:
        ended.set()
        sampling.join()


def growth(samples: Sequence[Sample]) -> Growth | None:
    """What samples in their order say. None without any."""
    if not samples:
        return None
    warm = min(WARM_UP, WARM_UP_SHARE * samples[-1].seconds)
    counted = [each for each in samples if each.seconds >= warm]
    return Growth(
        first=samples[0].mb,
        last=samples[-1].mb,
        most=max(each.mb for each in samples),
        mb_per_minute=_slope(counted) if len(counted) >= 3 else None,
        samples=len(samples),
    )


def _slope(samples: Sequence[Sample]) -> float:
    minutes = np.array([each.seconds / 60 for each in samples])
    return float(np.polyfit(minutes, np.array([each.mb for each in samples]), 1)[0])
