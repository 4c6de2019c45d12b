"""Where the marks of a report's plots stand. The template draws them as inline SVG, in the colours of the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.summary import Share

BINS = 20
ROW = 30.0
BAR = 10.0
SCALE = 400.0
"""Pixels for a share of 1."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One share as a bar with its interval."""

    label: str
    system: str
    y: float
    width: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Bars:
    """Bars of one figure, ours above the baseline's, kind by kind."""

    title: str
    height: float
    bars: tuple[Bar, ...]
    labels: tuple[tuple[str, float], ...]


@dataclass(frozen=True, kw_only=True)
class Column:
    """How many values fall into one bin of a histogram, of two groups."""

    x: float
    start: float
    end: float
    answerable: int
    unanswerable: int


@dataclass(frozen=True, kw_only=True)
class Histogram:
    """The distribution of one of the judge's signals where the sources answer, and where they do not."""

    signal: str
    low: float
    high: float
    most: int
    columns: tuple[Column, ...]


def bars(title: str, rows: Sequence[tuple[str, Share | None, Share | None]]) -> Bars | None:
    """Bars for (label, ours, baseline); rows to which the figure does not apply are left out."""
    shown = [row for row in rows if row[1] is not None or row[2] is not None]
    if not shown:
        return None
    found: list[Bar] = []
    for number, (label, *systems) in enumerate(shown):
        for offset, (system, share) in enumerate(zip(("ours", "baseline"), systems, strict=True)):
            if share is not None:
                found.append(_bar(label, system, share, y=number * ROW + 3 + offset * (BAR + 2)))
    labels = tuple((label, number * ROW + BAR + 7) for number, (label, *_) in enumerate(shown))
    return Bars(title=title, height=len(shown) * ROW, bars=tuple(found), labels=labels)


def histogram(signal: str, answerable: Sequence[float], unanswerable: Sequence[float]) -> Histogram | None:
    """Counts in equal bins from the least to the greatest value; None without values."""
    both = [*answerable, *unanswerable]
    if not both:
        return None
    low, high = min(0.0, *both), max(1.0, *both)
    step = (high - low) / BINS
    columns = tuple(
        Column(
            x=number * SCALE / BINS,
            start=low + number * step,
            end=low + (number + 1) * step,
            answerable=sum(_bin(value, low, step) == number for value in answerable),
            unanswerable=sum(_bin(value, low, step) == number for value in unanswerable),
        )
        for number in range(BINS)
    )
    most = max(max(each.answerable, each.unanswerable) for each in columns)
    return Histogram(signal=signal, low=low, high=high, most=most, columns=columns)


def _bar(label: str, system: str, share: Share, y: float) -> Bar:
    return Bar(
        label=f"{label}, {system}: {share.value:.2f} [{share.low:.2f}, {share.high:.2f}] of {share.n}",
        system=system,
        y=y,
        width=max(share.value * SCALE, 1.5),  # a share of 0 is to be told from none at all
        low=share.low * SCALE,
        high=share.high * SCALE,
    )


def _bin(value: float, low: float, step: float) -> int:
    return min(BINS - 1, int((value - low) / step))
