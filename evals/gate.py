"""The gate: figures of a run against the floors that they may not fall below."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evals.cases import SETS
from evals.floors import WORDS, Floors, FloorsError, meets, more_is_better, title, value_of
from evals.kept import Results
from evals.summary import GROUPS
from evals.tables import Table

FAR = 0.05
"""From this distance on a floor is so far below what is reached that it guards little."""
FAR_WORDS = 0.2
"""The same for numbers of words, as a share of the floor."""
MARGIN = 0.02
"""How far a suggested floor is from what was reached: about one turn of the smaller sets."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One figure beside its floor."""

    set_name: str
    group: str
    figure: str
    floor: float
    value: float | None
    """None where the figure applies to no turn any more, which is no pass."""

    @property
    def met(self) -> bool:
        """Whether the gate lets it through."""
        return self.value is not None and meets(self.figure, self.value, self.floor)

    @property
    def far(self) -> bool:
        """Whether the floor could be set closer."""
        if self.value is None or not self.met:
            return False
        away = abs(self.value - self.floor)
        return away > (FAR_WORDS * self.floor if self.figure in WORDS else FAR)

    @property
    def name(self) -> str:
        """Which figure of which turns."""
        return f"{self.set_name}, {GROUPS[self.group]}: {title(self.figure)} ({self.figure})"

    @property
    def sentence(self) -> str:
        """What failed, for whoever has to mend it."""
        if self.value is None:
            return f"{self.name}: the floor is {self.floor:g}, but the figure applies to no turn."
        limit = "floor" if more_is_better(self.figure) else "most allowed"
        return f"{self.name}: {self.value:.3f}, {limit} {self.floor:g}."


def check(results: Results, floors: Floors) -> list[Check]:
    """Every floor of the sets that were asked, beside the value that was reached.

    Raises:
        FloorsError: the floors name a set that there is not, or hold nothing for any set that was asked.
    """
    asked = {each.name: each.summary.ours for each in results.sets}
    unknown = [name for name in floors.floors if name not in asked and name not in SETS]
    if unknown:
        raise FloorsError(f"There are floors for {unknown[0]!r}, which is no question set that was asked.")
    checks = [
        Check(set_name=name, group=group, figure=figure, floor=floor, value=value_of(asked[name][group], figure))
        for name, by_group in floors.floors.items()
        if name in asked
        for group, marks in by_group.items()
        for figure, floor in marks.items()
    ]
    if not checks:
        raise FloorsError(f"There are no floors for what was asked: {', '.join(asked)}.")
    return checks


def gate_table(checks: Sequence[Check]) -> Table:
    """One row per floor."""
    rows = [
        [each.name, f"{each.floor:g}", "-" if each.value is None else f"{each.value:.3f}", _verdict(each)]
        for each in checks
    ]
    return Table(heading="Gate", columns=("figure", "floor", "reached", ""), rows=rows)


def hints(checks: Sequence[Check]) -> list[str]:
    """Floors that are far from what is reached, to be set closer."""
    return [f"The floor is far off and could be set closer: {each.sentence}" for each in checks if each.far]


def suggested(checks: Sequence[Check]) -> str:
    """The same floors as TOML, each set just under what was reached; one that allows no miss at all stays."""
    lines: list[str] = []
    for number, each in enumerate(checks):
        before = checks[number - 1] if number else None
        if before is None or (before.set_name, before.group) != (each.set_name, each.group):
            lines += ["", f"[floors.{each.set_name}.{each.group}]"]
        lines.append(f"{each.figure} = {_just_under(each):g}")
    return "\n".join(lines).lstrip("\n") + "\n"


def _just_under(each: Check) -> float:
    more = more_is_better(each.figure)
    if each.value is None or each.floor == (1.0 if more else 0.0):
        return each.floor
    if each.figure in WORDS:
        return math.ceil(each.value * 1.1)
    margin = -MARGIN if more else MARGIN
    rounded = math.floor if more else math.ceil
    return min(1.0, max(0.0, rounded(round((each.value + margin) * 100, 6)) / 100))


def _verdict(each: Check) -> str:
    if not each.met:
        return "below"
    return "set closer" if each.far else "ok"
