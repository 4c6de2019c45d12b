import pytest
from measured import answer, results, turn

from evals.compare import as_json, compare, tables
from evals.kept import Results, ResultsError


def run(*turns):
    return Results.model_validate(results(*turns))


def many(count, right, name="cited", later=0):
    """So many turns, of which the first are right."""
    return [turn(f"t{at}", 2 if at < later else 1, scores={name: at < right}) for at in range(count)]


def difference(found, figure, group="all"):
    (one,) = [each for each in found.differences if (each.figure, each.group) == (figure, group)]
    return one


def test_a_clear_difference_has_its_sign_and_interval():
    found = difference(compare(run(*many(40, 10)), run(*many(40, 30))), "cited")
    assert (found.before, found.after, found.n) == (0.25, 0.75, 40)
    # 20 of 40 turns better, none worse: the normal approximation of the paired mean gives 0.345 to 0.655.
    assert found.low == pytest.approx(0.345, abs=0.03)
    assert found.high == pytest.approx(0.655, abs=0.03)
    assert found.sign == "better"
    assert difference(compare(run(*many(40, 30)), run(*many(40, 10))), "cited").sign == "worse"


def test_less_is_better_where_it_is():
    before, after = run(*many(40, 30, "wrongly_declined")), run(*many(40, 10, "wrongly_declined"))
    assert difference(compare(before, after), "wrongly_declined").sign == "better"
    slow = [turn(f"t{at}", scores={"latency_ms": 9.0 + at % 3}) for at in range(9)]
    quick = [turn(f"t{at}", scores={"latency_ms": 1.0 + at % 3}) for at in range(9)]
    assert difference(compare(run(*slow), run(*quick)), "latency_ms").sign == "better"


def test_one_turn_in_many_is_no_difference():
    found = difference(compare(run(*many(40, 20)), run(*many(40, 21))), "cited")
    assert found.value == pytest.approx(1 / 40)
    assert found.sign == "-"


def test_the_same_run_differs_in_nothing():
    same = compare(run(*many(5, 3)), run(*many(5, 3)))
    assert {(each.value, each.low, each.high, each.sign) for each in same.differences} == {(0.0, 0.0, 0.0, "-")}
    assert same.changes == ()


def test_a_figure_may_apply_to_other_turns_in_each_run():
    before = run(turn("a", scores={"decline_right_near": True}), turn("b"), turn("c"))
    after = run(turn("a"), turn("b", scores={"decline_right_near": False}), turn("c"))
    found = difference(compare(before, after), "decline_right_near")
    assert (found.before, found.after, found.n) == (1.0, 0.0, 2)


def test_first_turns_and_follow_ups_are_apart():
    found = compare(run(*many(6, 2, later=2)), run(*many(6, 4, later=2)))
    assert difference(found, "cited", "follow_ups").value == 0
    assert difference(found, "cited", "first_turns").value == 0.5
    assert [table.heading for table in tables(found)] == [
        "Differences: all turns",
        "Differences: first turns",
        "Differences: follow-ups",
        "Turns that got better",
        "Turns that got worse",
    ]


def test_turns_that_changed_are_listed_with_what_changed():
    before = run(turn("a", scores={"facts": False}), turn("b"), turn("c", scores={"cited": False}))
    after = run(
        turn("a"), turn("b", scores={"outcome": False}, answer=answer("uncertain")), turn("c", scores={"cited": False})
    )
    found = compare(before, after)
    better, worse = tables(found)[-2:]
    assert [row[0] for row in better.rows] == ["made a/1"]
    assert worse.rows == [["made b/1", "What of b/1?", "answered", "uncertain", "outcome"]]
    assert as_json(found)["changes"][0]["better"] == ("facts",)


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ([turn("a")], "only one of them has made b/1"),
        ([turn("a"), turn("b"), turn("c")], "only one of them has made c/1"),
        ([turn("a"), turn("b", expected={"question": "Else?"})], "other questions under the same name: made b/1"),
        ([turn("a"), turn("b", expected={"facts": [["x"]]})], "expected other answers to the same questions: made b/1"),
    ],
)
def test_runs_that_do_not_fit_are_refused(after, told):
    with pytest.raises(ResultsError) as caught:
        compare(run(turn("a"), turn("b")), run(*after))
    assert told in str(caught.value)
