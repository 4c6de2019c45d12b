"""Scores of many turns as figures: shares with their intervals, medians and percentiles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from evals.figures import FIGURES
from evals.scores import Scores

GROUPS = {"all": "all turns", "first_turns": "first turns", "follow_ups": "follow-ups"}
"""What a run is summed up over: the first turn of every case stands on its own, later ones need what came before."""

DRAWS = 10_000
SEED = 20230518
"""Of all bootstrap intervals."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """The mean of n values in [0, 1] and its 95 % interval."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, kw_only=True)
class Spread:
    """The median and the 95th percentile of n values."""

    p50: float
    p95: float
    n: int


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The figures of one system over some turns; what applies to no turn is None."""

    turns: int
    shares: dict[str, Share | None]
    words: Spread | None
    latency_ms: Spread | None


def summarise(scores: Sequence[Scores]) -> Summary:
    """The figures of these turns."""
    return Summary(
        turns=len(scores),
        shares={name: share(_values(scores, name)) for name in FIGURES},
        words=spread(_values(scores, "words")),
        latency_ms=spread(_values(scores, "latency_ms")),
    )


def summarise_by(keys: Iterable[str], scores: Iterable[Scores]) -> dict[str, Summary]:
    """The figures for each key, in the order in which the keys come first."""
    groups: dict[str, list[Scores]] = {}
    for key, each in zip(keys, scores, strict=True):
        groups.setdefault(key, []).append(each)
    return {key: summarise(group) for key, group in groups.items()}


def summarise_groups(numbers: Sequence[int], scores: Sequence[Scores]) -> dict[str, Summary]:
    """The figures over all turns, over first turns and over follow-ups, by the keys of `GROUPS`.

    Args:
        numbers: of each turn in its conversation, from 1.
    """
    paired = list(zip(numbers, scores, strict=True))
    return {
        "all": summarise(scores),
        "first_turns": summarise([each for number, each in paired if number == 1]),
        "follow_ups": summarise([each for number, each in paired if number > 1]),
    }


def share(values: Sequence[float]) -> Share | None:
    """The mean of values in [0, 1] with its bootstrap 95 % interval. None without values.

    The draws are seeded: the same values give the same interval.
    """
    if not values:
        return None
    data = np.asarray(values, dtype=np.float64)
    if set(values) <= {0.0, 1.0}:
        low, high = _interval_of_yes(round(data.sum()), len(data))
    else:
        draws = np.random.default_rng(SEED).integers(0, len(data), size=(DRAWS, len(data)))
        low, high = np.percentile(data[draws].mean(axis=1), [2.5, 97.5])
    return Share(value=float(data.mean()), low=float(low), high=float(high), n=len(data))


@cache
def _interval_of_yes(yes: int, n: int) -> tuple[float, float]:
    """The same for values of 0 and 1: how many ones a resample holds is binomial, and quick to draw."""
    low, high = np.percentile(np.random.default_rng(SEED).binomial(n, yes / n, size=DRAWS) / n, [2.5, 97.5])
    return float(low), float(high)


def spread(values: Sequence[float]) -> Spread | None:
    """The median and the 95th percentile. None without values."""
    if not values:
        return None
    p50, p95 = np.percentile(np.asarray(values, dtype=np.float64), [50, 95])
    return Spread(p50=float(p50), p95=float(p95), n=len(values))


def _values(scores: Iterable[Scores], name: str) -> list[float]:
    return [float(value) for each in scores if (value := getattr(each, name)) is not None]
