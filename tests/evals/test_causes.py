import pytest
from measured import answer, citation, gold, passage, results, turn

from evals.causes import CAUSES, cause, is_miss, verdict
from evals.kept import Results

RIGHT = gold("d/1", "It is so. The fact is red.")
OTHER = citation("d/2", "Something else.")
KEPT_OUT = {"outcome": "not_in_sources", "facts": []}
FOUND = [passage("d/2", "Something else."), passage("d/1", RIGHT["text"], gold=True)]
TWO = [gold("d/1", "It is so."), gold("e/1", "So it is.", rank=None)]


def read(made):
    return Results.model_validate(results(made)).turns[0]


@pytest.mark.parametrize(
    ("judged", "shown"),
    [
        ({"probability": 0.714, "worded": "Yes", "sure": True, "evidence": None}, " (probability 0.71)"),
        (0.5, " (probability 0.50)"),
        ("Yes", ""),
        (None, ""),
    ],
)
def test_the_judges_numbers_are_told_whatever_else_an_answer_keeps_of_it(judged, shown):
    assert verdict(read(turn(answer=answer(judged=judged))).answer) == f"answered, judge quick{shown}"


def test_a_number_in_a_marker_is_no_fact():
    made = turn(expected={"facts": [["3"]]}, scores={"facts": False}, gold=[], answer=answer(text="It is so. [3]"))
    assert cause(read(made)).name == "not-said"


def test_a_right_turn_is_no_miss():
    assert not is_miss(read(turn()))


@pytest.mark.parametrize(
    ("name", "says", "made"),
    [
        ("failed", "empty: nothing asked", turn(answer=None, error="empty: nothing asked", scores={"outcome": False})),
        (
            "answered",
            "do not answer this, but the answer quotes “Something else.” (label of d/2): answered, judge model "
            "(probability 0.71)",
            turn(
                expected=KEPT_OUT,
                scores={"outcome": False, "facts": None, "cited": None},
                answer=answer(citations=[OTHER], judge="model", judged={"probability": 0.71}),
            ),
        ),
        (
            "answered",
            "but the answer says “Yes, eleven.”",
            turn(expected=KEPT_OUT, scores={"outcome": False, "cited": None}, answer=answer(text="Yes, eleven.")),
        ),
        (
            "doubted",
            "could not tell: uncertain",
            turn(expected=KEPT_OUT, scores={"outcome": False, "cited": None}, answer=answer("uncertain")),
        ),
        (
            "not-found",
            "The gold clause was not among the 1 passages (best rank 14).",
            turn(
                scores={"facts": False, "cited": False},
                answer=answer(citations=[OTHER]),
                passages=[passage("d/2", "Something else.")],
                gold=[gold("d/1", "It is so.", rank=14)],
            ),
        ),
        (
            "not-found",
            "The gold clause of e was not among the 2 passages (a search without a limit does not find it either).",
            turn(kind="both", scores={"cited": False}, passages=FOUND, gold=TWO),
        ),
        (
            "follow-up",
            "Asked on its own it is found at rank 2; it was read as “What is so?”.",
            turn(
                number=2,
                expected={"standalone": "What is so in Japan?"},
                scores={"cited": False},
                passages=[passage("d/2", "Something else.")],
                gold=[gold("d/1", "It is so.", rank=14)],
                alone={"outcome": "answered", "rank": 2, "scores": {"recall_5": True}},
            ),
        ),
        (
            "unsearched",
            "Nothing was searched for: out_of_scope, opinion, judge quick.",
            turn(
                scores={"outcome": False, "cited": False},
                answer=answer("out_of_scope", reason="opinion"),
                passages=[],
                gold=[gold("d/1", "It is so.", rank=2)],
            ),
        ),
        (
            "declined",
            "turned away although the gold clause was found at rank 1: not_in_sources, judge quick (evidence 0.31)",
            turn(
                scores={"outcome": False, "facts": False, "cited": False},
                answer=answer("not_in_sources", judged={"evidence": 0.31, "probability": None}),
            ),
        ),
        (
            "uncertain",
            "could not tell although the gold clause was found at rank 1",
            turn(scores={"outcome": False, "cited": False}, answer=answer("uncertain")),
        ),
        (
            "not-cited",
            "Found at rank 1, but the answer quotes another clause: “Something else.” (label of d/2).",
            turn(scores={"facts": False, "cited": False}, answer=answer(citations=[OTHER]), passages=FOUND),
        ),
        (
            "other-sentence",
            "The right clause is quoted (label of d/1), but the fact “red” stands in another part of it.",
            turn(expected={"facts": [["so"], ["red"]]}, scores={"facts": False}, gold=[RIGHT]),
        ),
        (
            "not-cited",
            "The fact “blue” stands in label of d/3 (rank 5), which is not quoted.",
            turn(expected={"facts": [["blue"]]}, scores={"facts": False}, gold=[RIGHT, gold("d/3", "It is blue.", 5)]),
        ),
        (
            "not-said",
            "The answer does not say “eleven” or “11”; no gold clause has these words",
            turn(expected={"facts": [["eleven", "11"]]}, scores={"facts": False, "cited": None}, gold=[]),
        ),
        (
            "source",
            "rests on primary; it should rest on coverage",
            turn(expected={"rests_on": "coverage"}, scores={"rests_on": False}),
        ),
        (
            "outcome",
            "It came out as answered, judge quick; expected is needs_clarification.",
            turn(
                kind="clarification",
                expected={"outcome": "needs_clarification", "facts": []},
                scores={"outcome": False, "facts": None, "cited": None},
            ),
        ),
        ("form", "quote not verbatim", turn(scores={"verbatim": False})),
    ],
)
def test_every_miss_has_its_cause_in_a_sentence(name, says, made):
    found = cause(read(made))
    assert found.name == name
    assert name in CAUSES
    assert says in found.sentence
    assert is_miss(read(made))
