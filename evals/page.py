"""The report of a results file as one HTML page that asks nothing of the network; the only door to Jinja."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from evals.causes import CAUSES, Cause, cause, is_miss, verdict
from evals.figures import FIGURES, HEADLINES
from evals.floors import Floors, meets, title, value_of
from evals.kept import KeptSet, KeptTurn, Results
from evals.metrics import ANSWERING, KEEPING_OUT
from evals.plots import Bars, Histogram, bars, histogram
from evals.size import Size, size_curves, size_table
from evals.summary import GROUPS, Summary
from evals.tables import share_cell, spread_cell

PLOTTED = ("outcome", "facts", "recall_5", "cited")
"""The figures that are plotted by kind."""
SIGNALS = ("probability", "evidence")
"""What answers may keep of the judge, as numbers."""


@dataclass(frozen=True, kw_only=True)
class Headline:
    """One row of a set's headline table."""

    title: str
    cells: tuple[str, ...]
    """Per group with turns: ours, the baseline's, the target."""
    met: tuple[bool | None, ...]
    """Per group: whether the target is met; None without one."""


@dataclass(frozen=True, kw_only=True)
class SetView:
    """One question set as it is shown."""

    kept: KeptSet
    groups: tuple[str, ...]
    headlines: tuple[Headline, ...]
    plots: tuple[Bars, ...]


@dataclass(frozen=True, kw_only=True)
class Miss:
    """A missed turn and why."""

    turn: KeptTurn
    cause: Cause
    verdict: str | None
    anchor: str


def page(results: Results, floors: Floors) -> str:
    """The whole page."""
    environment = _environment()
    environment.filters["pieces"] = _pieces
    environment.filters["rank"] = lambda rank: f"rank {rank}" if rank is not None else "not found"
    misses = [_miss(turn) for turn in results.turns if is_miss(turn)]
    by_cause = [(name, label, [each for each in misses if each.cause.name == name]) for name, label in CAUSES.items()]
    return environment.get_template("report.html").render(
        results=results,
        sets=[_set_view(each, floors) for each in results.sets],
        histograms=_histograms(results.turns),
        times=_times(results),
        causes=[each for each in by_cause if each[2]],
        kinds=_counted([each.turn.kind for each in misses]),
        asked_in=_counted([each.turn.set_name for each in misses]),
        misses=len(misses),
    )


def size_page(size: Size) -> str:
    """A measurement of size as a page."""
    template = _environment().get_template("size.html")
    return template.render(about=size.about, model=size.model, table=size_table(size), curves=size_curves(size))


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("evals"), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )


def _set_view(kept: KeptSet, floors: Floors) -> SetView:
    groups = [group for group in GROUPS if group != "all" and kept.summary.ours[group].turns]
    ours, baseline = kept.by_kind.ours, kept.by_kind.baseline
    plots = [
        bars(
            FIGURES[name].title, [(kind, ours[kind].shares.get(name), baseline[kind].shares.get(name)) for kind in ours]
        )
        for name in PLOTTED
    ]
    return SetView(
        kept=kept,
        groups=tuple(GROUPS[group] for group in groups),
        headlines=tuple(_headline(kept, groups, name, floors) for name in [*HEADLINES, "words_p50"]),
        plots=tuple(each for each in plots if each),
    )


def _headline(kept: KeptSet, groups: Sequence[str], name: str, floors: Floors) -> Headline:
    cells: list[str] = []
    met: list[bool | None] = []
    for group in groups:
        ours, baseline = kept.summary.ours[group], kept.summary.baseline[group]
        mark = {str(key): marks for key, marks in floors.targets.items()}.get(group, {}).get(name)
        value = value_of(ours, name)
        cells += [_cell(ours, name), _cell(baseline, name), "-" if mark is None else f"{mark:g}"]
        met.append(None if mark is None or value is None else meets(name, value, mark))
    return Headline(title=title(name), cells=tuple(cells), met=tuple(met))


def _cell(summary: Summary, name: str) -> str:
    return share_cell(summary.shares.get(name)) if name in FIGURES else spread_cell(summary.words, "(p50 / p95)")


def _histograms(turns: Sequence[KeptTurn]) -> list[Histogram]:
    """One for each signal that any answer holds, over the turns that are to be answered or to be kept out."""
    found = [
        histogram(signal, _values(turns, signal, ANSWERING), _values(turns, signal, KEEPING_OUT)) for signal in SIGNALS
    ]
    return [each for each in found if each]


def _values(turns: Sequence[KeptTurn], signal: str, outcomes: frozenset[str]) -> list[float]:
    values = [turn.answer.signals.get(signal) for turn in turns if turn.answer and turn.expected.outcome in outcomes]
    return [value for value in values if value is not None]


def _times(results: Results) -> list[tuple[str, dict[str, str]]]:
    return [
        (judge, {stage: spread_cell(spread, "ms") for stage, spread in stages.items()})
        for judge, stages in results.times_ms.items()
    ]


def _miss(turn: KeptTurn) -> Miss:
    return Miss(
        turn=turn,
        cause=cause(turn),
        verdict=verdict(turn.answer) if turn.answer else None,
        anchor=re.sub(r"[^A-Za-z0-9]+", "-", f"turn-{turn.key}"),
    )


def _counted(names: Sequence[str]) -> list[tuple[str, int]]:
    return [(name, names.count(name)) for name in dict.fromkeys(names)]


def _pieces(text: str) -> list[tuple[str, bool]]:
    """An answer's text in pieces, and which of them are bold: the names of its sources. The rest is as it stands."""
    return [(piece, at % 2 == 1) for at, piece in enumerate(re.split(r"\*\*(.+?)\*\*", text)) if piece]
