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
    facts_first: bool | None = None
    """All facts stand in the first two statements."""
    outcome: bool | None = None
    rests_on: bool | None = None
    wrongly_declined: bool | None = None
    wrongly_answered: bool | None = None
    declined_near: bool | None = None
    """Of a question near the topic that is to be declined: it was."""
    doubted_near: bool | None = None
    """The same, or `uncertain`."""
    declined_far: bool | None = None
    decline_right_near: bool | None = None
    """Of a question that came out as `not_in_sources`: it was to be declined."""
    decline_right_far: bool | None = None
    uncertain_answerable: bool | None = None
    uncertain_unanswerable: bool | None = None
    cited: bool | None = None
    citation_recall: float | None = None
    citation_precision: float | None = None
    supported: bool | None = None
    """Everything an answer says cites, or needs no citation."""
    verbatim: bool | None = None
    markers: bool | None = None
    """True where every marker in the text has its citation."""
    alone_recall_5: bool | None = None
    """Of a follow-up, as are the next two: the same for its standalone form, asked in a fresh conversation."""
    alone_facts: bool | None = None
    alone_outcome: bool | None = None
    kept_5: bool | None = None
    """Of a first question with gold among the first five: it is there too after an unrelated conversation."""
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
    kind: CaseKind,
    turn: Turn,
    answer: Answer | None,
    found: Sequence[str],
    latency_ms: float,
    corpus: Corpus,
    gold: Sequence[set[str]] | None = None,
) -> Scores:
    """The scores of our answer; a question that failed (no answer) fails every metric that applies to it.

    Args:
        found: ids of the clauses that were retrieved, best first.
        gold: the clauses that a right answer stands on, one set per document, where no quotes name them.
    """
    groups = gold_by_document(turn, corpus) if gold is None else gold
    facts = metrics.facts_shown(turn.facts, metrics.pieces_seen(answer) if answer else [])
    cited = [each.clause_id for each in answer.citations] if answer else []
    needed = groups if kind == "both" or not groups else [set[str]().union(*groups)]
    return Scores(
        **_recall(kind, ranks(found, groups), has_gold=bool(groups)),
        facts=facts,
        facts_first=metrics.facts_shown(turn.facts, metrics.pieces_first(answer) if answer else []),
        outcome=answer is not None and metrics.outcome_right(kind, turn.outcome, answer.outcome, facts),
        rests_on=(answer is not None and answer.rests_on == turn.rests_on) if turn.rests_on else None,
        wrongly_declined=metrics.wrongly_declined(turn.outcome, answer.outcome) if answer else None,
        wrongly_answered=metrics.wrongly_answered(turn.outcome, answer.outcome) if answer else None,
        **metrics.declines(kind, turn.outcome, answer.outcome if answer else None),
        cited=metrics.rightly_cited(cited, needed),
        citation_recall=metrics.citation_recall(kind, cited, groups),
        citation_precision=metrics.citation_precision(cited, set[str]().union(*groups)),
        supported=metrics.said_with_support(answer) if answer else None,
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
