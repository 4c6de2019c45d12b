"""Two runs over the same questions: what became better and what worse, with paired bootstrap intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from evals.figures import FIGURES
from evals.kept import KeptTurn, Results, ResultsError
from evals.report import FAILURES
from evals.summary import DRAWS, GROUPS, SEED
from evals.tables import Table

_NAMED = 3
_SPREADS = {"words": "words, mean", "latency_ms": "time, mean ms"}

Sign = Literal["better", "worse", "-"]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One figure of both runs, and the second's minus the first's with its 95 % interval."""

    group: str
    figure: str
    before: float
    after: float
    low: float
    high: float
    n: int
    """Turns to which the figure applies in either run."""
    sign: Sign
    """`-` where the interval holds 0."""

    @property
    def value(self) -> float:
        """How much it changed."""
        return self.after - self.before


@dataclass(frozen=True, kw_only=True)
class Change:
    """One turn that came out otherwise."""

    turn: str
    question: str
    better: tuple[str, ...]
    worse: tuple[str, ...]
    before: str
    """Outcome in the first run."""
    after: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All differences, figure by figure and turn by turn."""

    turns: int
    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]


def compare(before: Results, after: Results) -> Comparison:
    """The second run against the first.

    Raises:
        ResultsError: they are not about the same questions, expected in the same way.
    """
    pairs = _paired(before, after)
    found: list[Difference] = []
    for group in GROUPS:
        members = [pair for pair in pairs if group == "all" or (pair[0].turn == 1) == (group == "first_turns")]
        found += _differences(group, members) if members else []
    changes = [change for pair in pairs if (change := _change(*pair))]
    return Comparison(turns=len(pairs), differences=tuple(found), changes=tuple(changes))


def tables(comparison: Comparison) -> list[Table]:
    """The differences, group by group, and the turns that changed."""
    columns = ("figure", "A", "B", "B - A", "of", "")
    by_group = [
        Table(
            heading=f"Differences: {title}",
            columns=columns,
            rows=[_row(each) for each in comparison.differences if each.group == group],
        )
        for group, title in GROUPS.items()
    ]
    return [each for each in by_group if each.rows] + [_changed(comparison, "better"), _changed(comparison, "worse")]


def as_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain values."""
    return {
        "turns": comparison.turns,
        "differences": [{**vars(each), "value": each.value} for each in comparison.differences],
        "changes": [vars(each) for each in comparison.changes],
    }


def _paired(before: Results, after: Results) -> list[tuple[KeptTurn, KeptTurn]]:
    first = {turn.key: turn for turn in before.turns}
    second = {turn.key: turn for turn in after.turns}
    if alone := [*(first.keys() - second.keys()), *(second.keys() - first.keys())]:
        raise ResultsError(f"The two runs asked other questions: only one of them has {_named(alone)}.")
    if other := [key for key, turn in first.items() if turn.expected.question != second[key].expected.question]:
        raise ResultsError(f"The two runs asked other questions under the same name: {_named(other)}.")
    if other := [key for key, turn in first.items() if turn.expected != second[key].expected]:
        raise ResultsError(
            f"The two runs expected other answers to the same questions: {_named(other)}. Measure one of them again."
        )
    return [(turn, second[key]) for key, turn in first.items()]


def _named(keys: Sequence[str]) -> str:
    shown = ", ".join(sorted(keys)[:_NAMED])
    return shown if len(keys) <= _NAMED else f"{shown} and {len(keys) - _NAMED} more"


def _differences(group: str, pairs: Sequence[tuple[KeptTurn, KeptTurn]]) -> list[Difference]:
    """Turns are drawn, each with what it has in both runs: a figure may apply to a turn in one run only."""
    drawn = np.random.default_rng(SEED).multinomial(len(pairs), [1 / len(pairs)] * len(pairs), size=DRAWS)
    weights = drawn.astype(np.float64)
    found: list[Difference] = []
    for name in [*FIGURES, *_SPREADS]:
        first = _values([pair[0] for pair in pairs], name)
        second = _values([pair[1] for pair in pairs], name)
        if np.isnan(first).all() or np.isnan(second).all():
            continue
        low, high = np.nanpercentile(_means(weights, second) - _means(weights, first), [2.5, 97.5])
        before, after = float(np.nanmean(first)), float(np.nanmean(second))
        found.append(
            Difference(
                group=group,
                figure=name,
                before=before,
                after=after,
                low=float(low),
                high=float(high),
                n=int((~(np.isnan(first) & np.isnan(second))).sum()),
                sign=_sign(name, float(low), float(high)),
            )
        )
    return found


def _values(turns: Sequence[KeptTurn], name: str) -> NDArray[np.float64]:
    values = [getattr(turn.scores, name) for turn in turns]
    return np.array([np.nan if value is None else float(value) for value in values])


def _means(weights: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of each draw; NaN where it holds no turn to which the figure applies."""
    applies = (~np.isnan(values)).astype(np.float64)
    counts = weights @ applies
    means: NDArray[np.float64] = np.full(len(counts), np.nan)
    np.divide(weights @ np.nan_to_num(values), counts, out=means, where=counts > 0)
    return means


def _sign(name: str, low: float, high: float) -> Sign:
    if low <= 0 <= high:
        return "-"
    more_is_better = name in FIGURES and FIGURES[name].more_is_better
    return "better" if (low > 0) == more_is_better else "worse"


def _change(before: KeptTurn, after: KeptTurn) -> Change | None:
    better, worse = [], []
    for name, title in FAILURES.items():
        was, now = getattr(before.scores, name), getattr(after.scores, name)
        if was is False and now is not False:
            better.append(title)
        elif now is False and was is not False:
            worse.append(title)
    if not better and not worse:
        return None
    return Change(
        turn=after.key,
        question=after.expected.question,
        better=tuple(better),
        worse=tuple(worse),
        before=before.outcome,
        after=after.outcome,
    )


def _row(each: Difference) -> list[str]:
    title = FIGURES[each.figure].title if each.figure in FIGURES else _SPREADS[each.figure]
    digits = 2 if each.figure in FIGURES else 1
    return [
        title,
        f"{each.before:.{digits}f}",
        f"{each.after:.{digits}f}",
        f"{each.value:+.{digits}f} [{each.low:+.{digits}f}, {each.high:+.{digits}f}]",
        str(each.n),
        each.sign,
    ]


def _changed(comparison: Comparison, which: Literal["better", "worse"]) -> Table:
    rows = [
        [each.turn, each.question, each.before, each.after, ", ".join(getattr(each, which))]
        for each in comparison.changes
        if getattr(each, which)
    ]
    return Table(heading=f"Turns that got {which}", columns=("turn", "question", "A", "B", which), rows=rows)
