"""What a run says: Markdown for people, JSON for programs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from evals.run import Run, TurnResult
from evals.scores import Scores
from evals.summary import SHARES, Summary, summarise, summarise_by
from evals.tables import Table, as_markdown, share_cell, short_share, spread_cell

FAILURES = {
    "outcome": "outcome",
    "facts": "facts",
    "cited": "citation",
    "rests_on": "rests on",
    "verbatim": "quote not verbatim",
    "markers": "marker without citation",
}
"""What makes a turn a miss, by the field of `Scores`."""

_NOTES = (
    "Each share is followed by its bootstrap 95 % interval and by how many turns it applies to. A share of 0 or 1 has "
    "no spread to draw from: its interval says nothing. The baseline is LangChain's tutorial: splits of 1,000 "
    "characters that overlap by 200, dense search with the same embedding model, the best four shown whole. Its gold "
    "is a split that holds the gold quote; it never declines, and reads each question on its own.\n"
)


def overall(run: Run) -> Table:
    """All metrics over all turns, ours and the baseline's."""
    ours, baseline = _summaries(run)
    rows = [[title, share_cell(ours.shares[name]), share_cell(baseline.shares[name])] for name, title in SHARES.items()]
    rows.append(["words, p50 / p95", spread_cell(ours.words, ""), spread_cell(baseline.words, "")])
    rows.append(["time, p50 / p95", spread_cell(ours.latency_ms, "ms"), spread_cell(baseline.latency_ms, "ms")])
    return Table(heading="Overall", columns=("metric", "ours", "baseline"), rows=rows)


def by_kind(run: Run) -> Table:
    """The chief metrics by kind of question; "a / b" is ours and the baseline's."""
    ours = summarise_by(_kinds(run), _ours(run))
    baseline = summarise_by(_kinds(run), _baseline(run))
    compared = ("recall_1", "recall_5", "facts")
    rows = [
        [
            kind,
            str(summary.turns),
            short_share(summary.shares["outcome"]),
            short_share(summary.shares["cited"]),
            *(f"{short_share(summary.shares[name])} / {short_share(baseline[kind].shares[name])}" for name in compared),
        ]
        for kind, summary in ours.items()
    ]
    columns = ("kind", "turns", "outcome right", "cited", "first 1", "first 5", "facts shown")
    return Table(heading="By kind (ours / baseline)", columns=columns, rows=rows)


def outcomes(run: Run) -> Table:
    """How often each expected outcome came out as which."""
    pairs = Counter((result.turn.outcome, _got(result)) for result in run.results)
    got = sorted({outcome for _, outcome in pairs})
    rows = [
        [expected, *(str(pairs[expected, outcome] or "") for outcome in got)]
        for expected in dict.fromkeys(result.turn.outcome for result in run.results)
    ]
    return Table(heading="Outcomes (expected in rows, ours in columns)", columns=("expected", *got), rows=rows)


def misses(run: Run) -> Table:
    """Every turn in which something is wrong."""
    rows = [
        [
            f"{result.case_id}/{result.number}",
            result.turn.question,
            result.turn.outcome,
            _got(result),
            ", ".join(title for name, title in FAILURES.items() if getattr(result.scores, name) is False),
            "; ".join(dict.fromkeys(each.label for each in result.asked.answer.citations))
            if result.asked.answer
            else result.asked.error or "",
        ]
        for result in run.results
        if any(getattr(result.scores, name) is False for name in FAILURES)
    ]
    return Table(heading="Misses", columns=("turn", "question", "expected", "got", "wrong", "cited"), rows=rows)


def markdown(run: Run) -> str:
    """The whole report."""
    facts = {**asdict(run.about), **asdict(run.store), **asdict(run.questions)}
    settings = Table(
        heading="Measured with", columns=("what", "value"), rows=[[key, str(value)] for key, value in facts.items()]
    )
    tables = [settings, overall(run), by_kind(run), outcomes(run), misses(run)]
    return "\n".join(["# Answers to a question set\n", _NOTES, *(as_markdown(table) for table in tables)])


def as_json(run: Run) -> dict[str, Any]:
    """Everything as plain values: what it was measured with, the figures, and every turn whole."""
    ours, baseline = _summaries(run)
    return {
        "about": asdict(run.about),
        "store": asdict(run.store),
        "questions": asdict(run.questions),
        "summary": {"ours": asdict(ours), "baseline": asdict(baseline)},
        "by_kind": {
            "ours": {kind: asdict(summary) for kind, summary in summarise_by(_kinds(run), _ours(run)).items()},
            "baseline": {kind: asdict(summary) for kind, summary in summarise_by(_kinds(run), _baseline(run)).items()},
        },
        "turns": [_turn(result) for result in run.results],
    }


def _turn(result: TurnResult) -> dict[str, Any]:
    return {
        "case": result.case_id,
        "kind": result.kind,
        "turn": result.number,
        "expected": result.turn.model_dump(mode="json"),
        "answer": result.asked.answer.as_dict() if result.asked.answer else None,
        "error": result.asked.error,
        "passages": [
            {"clause_id": passage.clause.id, "score": passage.score, "scores": asdict(passage.scores)}
            for passage in result.asked.passages
        ],
        "scores": asdict(result.scores),
        "baseline": {
            "found": [{"document_id": split.document_id, "span": split.span} for split in result.baseline.found],
            "scores": asdict(result.baseline_scores),
        },
    }


def _summaries(run: Run) -> tuple[Summary, Summary]:
    return summarise(_ours(run)), summarise(_baseline(run))


def _kinds(run: Run) -> list[str]:
    return [result.kind for result in run.results]


def _ours(run: Run) -> Sequence[Scores]:
    return [result.scores for result in run.results]


def _baseline(run: Run) -> Sequence[Scores]:
    return [result.baseline_scores for result in run.results]


def _got(result: TurnResult) -> str:
    return result.asked.answer.outcome if result.asked.answer else "failed"
