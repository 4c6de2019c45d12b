from evals.plots import BINS, SCALE, bars, histogram
from evals.summary import Share


def test_a_bar_is_as_long_as_its_share_and_says_its_figures():
    made = bars("facts", [("list", Share(value=0.5, low=0.25, high=0.75, n=8), None), ("none", None, None)])
    (bar,) = made.bars
    assert (bar.width, bar.low, bar.high) == (SCALE / 2, SCALE / 4, SCALE * 3 / 4)
    assert bar.label == "list, ours: 0.50 [0.25, 0.75] of 8"
    assert [label for label, _ in made.labels] == ["list"]
    assert bars("facts", [("none", None, None)]) is None


def test_every_value_falls_into_one_bin():
    made = histogram("evidence", [0.0, 0.999, 1.0, 1.4], [0.05])
    assert (made.low, made.high, len(made.columns)) == (0.0, 1.4, BINS)
    assert sum(column.answerable for column in made.columns) == 4
    assert made.columns[-1].answerable == 1
    assert made.columns[0].unanswerable == 1
    assert histogram("evidence", [], []) is None
