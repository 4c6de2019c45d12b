"""A run as plain values for JSON: what it was measured with, the figures, and every turn whole."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from assistant.answers import WrittenSentences
from evals.company import After, Alone
from evals.run import Run, TurnResult
from evals.summary import Spread, Summary, spread, summarise_by, summarise_groups
from vectorstore.documents import Corpus

FORM = "accord-eval-answers"
"""By this a results file is known."""
FORMAT = 2

STAGES = ("rewrite", "retrieve", "judge", "compose", "verify", "total")


def as_json(run: Run) -> dict[str, Any]:
    """Everything that a report, a comparison or a gate may need."""
    return {
        "form": FORM,
        "format": FORMAT,
        "about": asdict(run.about),
        "store": asdict(run.store),
        "asking": asdict(run.asking),
        "sets": [
            {
                **asdict(each),
                "summary": _by_system(groups(run.of(each.name))),
                "by_kind": _by_system(kinds(run.of(each.name))),
            }
            for each in run.sets
        ],
        "strangers": asdict(run.strangers) if run.strangers else None,
        "written": asdict(counts) if (counts := written(run.results)) else None,
        "times_ms": {judge: _plain(stages) for judge, stages in times(run.results).items()},
        "turns": [_turn(result, run.corpus) for result in run.results],
    }


def groups(results: Sequence[TurnResult]) -> dict[str, dict[str, Summary]]:
    """By system (ours, baseline), then by group: all turns, first turns, follow-ups."""
    numbers = [result.number for result in results]
    return {
        "ours": summarise_groups(numbers, [result.scores for result in results]),
        "baseline": summarise_groups(numbers, [result.baseline_scores for result in results]),
    }


def kinds(results: Sequence[TurnResult]) -> dict[str, dict[str, Summary]]:
    """By system, then by kind of question."""
    found = [result.kind for result in results]
    return {
        "ours": summarise_by(found, [result.scores for result in results]),
        "baseline": summarise_by(found, [result.baseline_scores for result in results]),
    }


def written(results: Sequence[TurnResult]) -> WrittenSentences | None:
    """What became of the sentences that a language model wrote; None where it was not to write."""
    counts = [each.asked.answer.written for each in results if each.asked.answer is not None]
    told = [each for each in counts if each is not None]
    return sum(told, WrittenSentences()) if told else None


def times(results: Sequence[TurnResult]) -> dict[str, dict[str, Spread | None]]:
    """Milliseconds per stage, by the judge that was used in fact, which each answer names."""
    by_judge: dict[str, list[dict[str, float]]] = {}
    for result in results:
        if result.asked.answer is not None:
            by_judge.setdefault(result.asked.answer.judge, []).append(asdict(result.asked.answer.timings_ms))
    return {
        judge: {stage: spread([each[stage] for each in timings]) for stage in STAGES}
        for judge, timings in sorted(by_judge.items())
    }


def _by_system(figures: dict[str, dict[str, Summary]]) -> dict[str, Any]:
    return {system: {key: asdict(summary) for key, summary in each.items()} for system, each in figures.items()}


def _plain(stages: dict[str, Spread | None]) -> dict[str, Any]:
    return {stage: asdict(each) if each else None for stage, each in stages.items()}


def _turn(result: TurnResult, corpus: Corpus) -> dict[str, Any]:
    gold = {each.clause.id for each in result.gold}
    return {
        "set": result.set_name,
        "case": result.case_id,
        "kind": result.kind,
        "turn": result.number,
        "expected": result.turn.model_dump(mode="json"),
        "answer": result.asked.answer.as_dict() if result.asked.answer else None,
        "error": result.asked.error,
        "passages": [
            {
                "clause_id": passage.clause.id,
                "document_id": passage.clause.document_id,
                "label": passage.clause.label,
                "text": corpus.text(passage.clause),
                "gold": passage.clause.id in gold,
                "score": passage.score,
                "scores": asdict(passage.scores),
            }
            for passage in result.asked.passages
        ],
        "gold": [
            {
                "clause_id": each.clause.id,
                "document_id": each.clause.document_id,
                "label": each.clause.label,
                "text": each.text,
                "rank": each.rank,
            }
            for each in result.gold
        ],
        "scores": asdict(result.scores),
        "alone": _alone(result.alone),
        "after": _after(result.after),
        "baseline": {
            "found": [{"document_id": split.document_id, "span": split.span} for split in result.baseline.found],
            "scores": asdict(result.baseline_scores),
        },
    }


def _alone(alone: Alone | None) -> dict[str, Any] | None:
    if alone is None:
        return None
    answer = alone.asked.answer
    return {
        "outcome": answer.outcome if answer else None,
        "text": answer.text if answer else None,
        "error": alone.asked.error,
        "rank": alone.rank,
        "scores": asdict(alone.scores),
    }


def _after(after: After | None) -> dict[str, Any] | None:
    return asdict(after) if after else None
