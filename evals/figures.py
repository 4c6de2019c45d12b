"""The figures that are shares of turns: what each is called, and whether more of it is better."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One share, by the field of `Scores`."""

    title: str
    more_is_better: bool = True


FIGURES = {
    "recall_1": Figure("gold clause in the first 1"),
    "recall_3": Figure("gold clause in the first 3"),
    "recall_5": Figure("gold clause in the first 5"),
    "recall_8": Figure("gold clause in the first 8"),
    "both_8": Figure("gold of both documents in the first 8"),
    "facts": Figure("all facts shown"),
    "facts_first": Figure("all facts in the first two sentences"),
    "outcome": Figure("outcome right"),
    "rests_on": Figure("rests on the right source"),
    "wrongly_declined": Figure("declined though the sources answer", more_is_better=False),
    "wrongly_answered": Figure("answered though they do not", more_is_better=False),
    "declined_near": Figure("near-topic unanswerable: declined"),
    "doubted_near": Figure("near-topic unanswerable: declined or uncertain"),
    "declined_far": Figure("off topic or an attack: kept out"),
    "decline_right_near": Figure("`not_in_sources` was right"),
    "decline_right_far": Figure("`out_of_scope` or `refused` was right"),
    "uncertain_answerable": Figure("uncertain though the sources answer", more_is_better=False),
    "uncertain_unanswerable": Figure("uncertain where to be kept out", more_is_better=False),
    "cited": Figure("rightly cited"),
    "citation_recall": Figure("citation recall (lower bound)"),
    "citation_precision": Figure("citation precision (lower bound)"),
    "supported": Figure("everything said is cited or needs no citation"),
    "verbatim": Figure("every quote verbatim"),
    "markers": Figure("every marker has its citation"),
    "alone_recall_5": Figure("follow-ups asked on their own: gold in the first 5"),
    "alone_facts": Figure("follow-ups asked on their own: all facts shown"),
    "alone_outcome": Figure("follow-ups asked on their own: outcome right"),
    "kept_5": Figure("gold stays in the first 5 after an unrelated conversation"),
}
"""In the order of the report."""

HEADLINES = (
    "recall_1",
    "recall_5",
    "recall_8",
    "facts",
    "facts_first",
    "outcome",
    "cited",
    "wrongly_declined",
    "declined_near",
    "doubted_near",
    "declined_far",
    "supported",
    "verbatim",
)
"""What a report begins with."""
