"""Where the points of a curve stand that shows how a figure grows. The template draws it as inline SVG."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 400.0, 140.0
"""Pixels."""


@dataclass(frozen=True, kw_only=True)
class Point:
    """One measured value."""

    x: float
    y: float
    size: str
    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A figure by size: sizes on a logarithmic scale, values from 0 on."""

    title: str
    unit: str
    points: tuple[Point, ...]

    @property
    def line(self) -> str:
        """The points as SVG writes them."""
        return " ".join(f"{each.x:.1f},{each.y:.1f}" for each in self.points)


def curve(title: str, unit: str, values: Sequence[tuple[int, float]]) -> Curve | None:
    """A curve through (size, value) in order of size; None without any."""
    if not values:
        return None
    least, most = math.log(values[0][0]), math.log(values[-1][0])
    highest = max(value for _, value in values) or 1.0
    return Curve(
        title=title,
        unit=unit,
        points=tuple(
            Point(
                x=WIDTH * (math.log(size) - least) / (most - least) if most > least else WIDTH / 2,
                y=HEIGHT * (1 - value / highest),
                size=f"{size:,}",
                value=f"{value:,.1f}",
                label=f"{size:,} clauses: {value:,.1f} {unit}",
            )
            for size, value in values
        ),
    )
