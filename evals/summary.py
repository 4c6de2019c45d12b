"""Scores of many turns as figures: shares with their intervals, medians and percentiles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from evals.scores import Scores

SHARES = {
    "recall_1": "gold clause in the first 1",
    "recall_3": "gold clause in the first 3",
    "recall_5": "gold clause in the first 5",
    "recall_8": "gold clause in the first 8",
    "both_8": "gold of both documents in the first 8",
    "facts": "all facts shown",
    "outcome": "outcome right",
    "rests_on": "rests on the right source",
    "wrongly_declined": "declined though the sources answer",
    "wrongly_answered": "answered though they do not",
    "cited": "rightly cited",
    "citation_precision": "citation precision (lower bound)",
    "verbatim": "every quote verbatim",
    "markers": "every marker has its citation",
}
"""The metrics that are shares, by the field of `Scores`, in the order of the report."""

_DRAWS = 10_000
_SEED = 20230518


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
        shares={name: share(_values(scores, name)) for name in SHARES},
        words=spread(_values(scores, "words")),
        latency_ms=spread(_values(scores, "latency_ms")),
    )


def summarise_by(keys: Iterable[str], scores: Iterable[Scores]) -> dict[str, Summary]:
    """The figures for each key, in the order in which the keys come first."""
    groups: dict[str, list[Scores]] = {}
    for key, each in zip(keys, scores, strict=True):
        groups.setdefault(key, []).append(each)
    return {key: summarise(group) for key, group in groups.items()}


def share(values: Sequence[float]) -> Share | None:
    """The mean of values in [0, 1] with its bootstrap 95 % interval. None without values.

    The draws are seeded: the same values give the same interval.
    """
    if not values:
        return None
    data = np.asarray(values, dtype=np.float64)
    draws = np.random.default_rng(_SEED).integers(0, len(data), size=(_DRAWS, len(data)))
    low, high = np.percentile(data[draws].mean(axis=1), [2.5, 97.5])
    return Share(value=float(data.mean()), low=float(low), high=float(high), n=len(data))


def spread(values: Sequence[float]) -> Spread | None:
    """The median and the 95th percentile. None without values."""
    if not values:
        return None
    p50, p95 = np.percentile(np.asarray(values, dtype=np.float64), [50, 95])
    return Spread(p50=float(p50), p95=float(p95), n=len(values))


def _values(scores: Iterable[Scores], name: str) -> list[float]:
    return [float(value) for each in scores if (value := getattr(each, name)) is not None]
