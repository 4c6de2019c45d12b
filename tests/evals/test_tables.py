from evals.summary import Share, Spread
from evals.tables import Table, as_markdown, as_terminal, share_cell, short_share, spread_cell


def test_cells_cannot_break_a_markdown_table():
    table = Table(heading="H", columns=("a", "b"), rows=[["x|y", "one\ntwo"]])
    assert as_markdown(table) == "## H\n\n| a | b |\n| --- | --- |\n| x&#124;y | one two |\n"


def test_a_table_without_rows_says_so():
    assert as_markdown(Table(heading="H", columns=("a",), rows=[])) == "## H\n\nNone.\n"


def test_figures_as_cells():
    share = Share(value=0.891, low=0.8, high=0.957, n=45)
    assert share_cell(share) == "0.89 [0.80, 0.96] of 45"
    assert short_share(share) == "0.89"
    assert spread_cell(Spread(p50=11.6, p95=19.2, n=3), "ms") == "12 / 19 ms"
    assert (share_cell(None), short_share(None), spread_cell(None, "ms")) == ("-", "-", "-")


def test_the_terminal_gets_the_same_rows():
    assert as_terminal(Table(heading="H", columns=("a", "b"), rows=[["1", "2"], ["3", "4"]])).row_count == 2
