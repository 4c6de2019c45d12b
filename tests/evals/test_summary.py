from hypothesis import given
from hypothesis import strategies as st

from evals.scores import Scores
from evals.summary import Share, Spread, share, spread, summarise, summarise_by, summarise_groups


def test_only_turns_to_which_a_metric_applies_count():
    summary = summarise([Scores(facts=True), Scores(facts=False), Scores()])
    facts = summary.shares["facts"]
    assert (summary.turns, facts.value, facts.n) == (3, 0.5, 2)
    assert summary.shares["cited"] is None
    assert summary.words is None


def test_no_values_give_no_figure():
    assert share([]) is None
    assert spread([]) is None


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_the_interval_holds_the_share_and_is_the_same_again(values):
    found = share(values)
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value <= found.high + 1e-9 <= 1 + 1e-8
    assert found == share(values)


def test_the_interval_of_a_known_proportion():
    found = share([1.0] * 80 + [0.0] * 20)  # the normal approximation gives 0.72 to 0.88
    assert abs(found.low - 0.72) < 0.02
    assert abs(found.high - 0.88) < 0.02


def test_without_spread_there_is_nothing_to_draw():
    assert share([True, True]) == Share(value=1.0, low=1.0, high=1.0, n=2)


def test_percentiles():
    assert spread(list(range(101))) == Spread(p50=50.0, p95=95.0, n=101)


def test_groups_keep_the_order_in_which_they_come():
    groups = summarise_by(["b", "a", "b"], [Scores(), Scores(), Scores()])
    assert [(key, summary.turns) for key, summary in groups.items()] == [("b", 2), ("a", 1)]


def test_first_turns_and_follow_ups_are_apart():
    groups = summarise_groups([1, 1, 2], [Scores(facts=True), Scores(facts=True), Scores(facts=False)])
    assert [groups[name].turns for name in ("all", "first_turns", "follow_ups")] == [3, 2, 1]
    assert [groups[name].shares["facts"].value for name in ("first_turns", "follow_ups")] == [1.0, 0.0]


def test_shares_of_values_between_0_and_1_have_intervals_too():
    found = share([0.5, 1.0, 0.0, 0.5] * 10)
    assert found.value == 0.5
    assert 0.35 < found.low < 0.5 < found.high < 0.65
