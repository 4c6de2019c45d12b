import pytest

from evals.cases import Turn
from evals.scores import Ranks, Scores, gold_by_document, ranks, score_answer, score_splits

BOTH = Turn.model_validate(
    {
        "question": "What of the carrier?",
        "outcome": "answered",
        "rests_on": "both",
        "facts": [["2025"], ["named"]],
        "gold": [
            {"document_id": "accord", "quote": "carrier returns"},
            {"document_id": "press", "quote": "carrier was named"},
        ],
    }
)
NEITHER = Turn.model_validate({"question": "Whales?", "outcome": "not_in_sources", "facts": [], "gold": []})


def test_gold_is_grouped_by_document(corpus):
    assert gold_by_document(BOTH, corpus) == [{"accord/1"}, {"press/1"}]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (["x", "b", "a"], Ranks(any=2, every=3)),
        (["a", "x"], Ranks(any=1, every=None)),
        (["x"], Ranks(any=None, every=None)),
    ],
)
def test_ranks(found, expected):
    assert ranks(found, [{"a"}, {"b"}]) == expected


def test_a_right_answer_about_both_documents(answer, citation, corpus):
    shown = answer(
        text="It returns. [1] [2]",
        citations=[
            citation("accord/1", "returns in 2025", 1),
            citation("press/1", "was named", 2),
        ],
        statements=["It returns."],
        rests_on="both",
    )
    scores = score_answer("both", BOTH, shown, ["accord/0", "press/1", "accord/1"], 5.0, corpus)
    assert scores == Scores(
        recall_1=False,
        recall_3=True,
        recall_5=True,
        recall_8=True,
        both_8=True,
        facts=True,
        facts_first=False,
        outcome=True,
        rests_on=True,
        wrongly_declined=False,
        wrongly_answered=None,
        uncertain_answerable=False,
        cited=True,
        citation_recall=1.0,
        citation_precision=1.0,
        supported=True,
        verbatim=True,
        markers=True,
        words=2,
        latency_ms=5.0,
    )


def test_one_document_of_two_is_enough_but_for_the_kind_both(answer, citation, corpus):
    half = answer(citations=[citation("accord/1", "carrier", 1)])
    assert score_answer("both", BOTH, half, [], 1.0, corpus).cited is False
    assert score_answer("fact", BOTH, half, [], 1.0, corpus).cited is True


def test_a_failed_question_fails_what_applies_to_it(corpus):
    scores = score_answer("fact", BOTH, None, [], 1.0, corpus)
    assert (scores.outcome, scores.facts, scores.cited, scores.rests_on, scores.recall_8) == (False,) * 5
    assert scores.verbatim is None


def test_metrics_that_do_not_apply_are_none(answer, corpus):
    scores = score_answer("unanswerable", NEITHER, answer(outcome="not_in_sources"), ["accord/0"], 1.0, corpus)
    assert scores == Scores(
        outcome=True,
        wrongly_answered=False,
        declined_near=True,
        doubted_near=True,
        decline_right_near=True,
        uncertain_unanswerable=False,
        latency_ms=1.0,
    )


def test_splits_always_answer_and_are_read_whole():
    scores = score_splits("unanswerable", NEITHER, ["s1"], [], ["three words here"], 1.0)
    assert scores == Scores(wrongly_answered=True, words=3, latency_ms=1.0)


def test_gold_that_no_split_holds_whole_is_not_found():
    scores = score_splits("both", BOTH, ["s1"], [set(), {"s1"}], ["2025 named"], 1.0)
    assert (scores.recall_1, scores.both_8, scores.facts) == (True, False, True)
