"""The scores of one turn, the same for our answers and for the baseline."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Answer
from evals import metrics
from evals.cases import CaseKind, Turn
from vectorstore.documents import Corpus


@dataclass(frozen=True, kw_only=True)
class Scores:
    """One value per metric; None where it does not apply."""

    recall_1: bool | None = None
    recall_3: bool | None = None
    recall_5: bool | None = None
    recall_8: bool | None = None
    both_8: bool | None = None
    """Of a question about both documents: gold of each among the first eight."""
    facts: bool | None = None
    outcome: bool | None = None
    rests_on: bool | None = None
    wrongly_declined: bool | None = None
    wrongly_answered: bool | None = None
    cited: bool | None = None
    citation_precision: float | None = None
    verbatim: bool | None = None
    markers: bool | None = None
    """True where every marker in the text has its citation."""
    words: int | None = None
    latency_ms: float | None = None


@dataclass(frozen=True, kw_only=True)
class Ranks:
    """Where gold was found: the best rank of any, and the worst of each document's best."""

    any: int | None
    every: int | None


def gold_by_document(turn: Turn, corpus: Corpus) -> list[set[str]]:
    """The clauses that hold a turn's gold, one set per document."""
    groups: dict[str, set[str]] = {}
    for gold in turn.gold:
        holding = metrics.clauses_holding(corpus, gold.document_id, gold.quote)
        groups.setdefault(gold.document_id, set()).update(holding)
    return list(groups.values())


def ranks(found: Sequence[str], groups: Sequence[set[str]]) -> Ranks:
    """Where the gold of each document stands in a ranking."""
    best = [metrics.best_rank(found, group) for group in groups]
    reached = [rank for rank in best if rank is not None]
    return Ranks(any=min(reached, default=None), every=max(reached) if reached and len(reached) == len(best) else None)


def score_answer(
    kind: CaseKind, turn: Turn, answer: Answer | None, found: Sequence[str], latency_ms: float, corpus: Corpus
) -> Scores:
    """The scores of our answer; a question that failed (no answer) fails every metric that applies to it.

    Args:
        found: ids of the clauses that were retrieved, best first.
    """
    groups = gold_by_document(turn, corpus)
    facts = metrics.facts_shown(turn.facts, metrics.pieces_seen(answer) if answer else [])
    cited = [each.clause_id for each in answer.citations] if answer else []
    needed = groups if kind == "both" or not groups else [set[str]().union(*groups)]
    return Scores(
        **_recall(kind, ranks(found, groups), has_gold=bool(groups)),
        facts=facts,
        outcome=answer is not None and metrics.outcome_right(kind, turn.outcome, answer.outcome, facts),
        rests_on=(answer is not None and answer.rests_on == turn.rests_on) if turn.rests_on else None,
        wrongly_declined=metrics.wrongly_declined(turn.outcome, answer.outcome) if answer else None,
        wrongly_answered=metrics.wrongly_answered(turn.outcome, answer.outcome) if answer else None,
        cited=metrics.rightly_cited(cited, needed),
        citation_precision=metrics.citation_precision(cited, set[str]().union(*groups)),
        verbatim=metrics.quotes_verbatim(answer, corpus) if answer else None,
        markers=metrics.markers_resolved(answer) if answer else None,
        words=metrics.words_stated(answer) if answer else None,
        latency_ms=latency_ms,
    )


def score_splits(
    kind: CaseKind,
    turn: Turn,
    found: Sequence[str],
    groups: Sequence[set[str]],
    shown: Sequence[str],
    latency_ms: float,
) -> Scores:
    """The scores of a system that shows splits and never declines.

    Args:
        found: ids of the splits that were retrieved, best first.
        groups: ids of the splits that hold the turn's gold, one set per document.
        shown: the texts of the splits that a reader is given.
    """
    return Scores(
        **_recall(kind, ranks(found, groups), has_gold=bool(turn.gold)),
        facts=metrics.facts_shown(turn.facts, shown),
        wrongly_declined=metrics.wrongly_declined(turn.outcome, "answered"),
        wrongly_answered=metrics.wrongly_answered(turn.outcome, "answered"),
        words=metrics.count_words(shown),
        latency_ms=latency_ms,
    )


def _recall(kind: CaseKind, rank: Ranks, *, has_gold: bool) -> dict[str, bool]:
    if not has_gold:
        return {}
    recall = {f"recall_{cut}": metrics.hit(rank.any, cut) for cut in metrics.CUTS}
    return recall | ({"both_8": metrics.hit(rank.every, 8)} if kind == "both" else {})
