import re

import pytest
from measured import answer, citation, gold, passage, results, turn

from evals.floors import Floors
from evals.kept import Results
from evals.page import page

NASTY = '<script>alert(1)</script> & "quotes" {{ x }}'


@pytest.fixture
def shown():
    missed = turn(
        "bad",
        kind="list",
        expected={"question": NASTY, "facts": [["so"], ["red"]], "gold": [{"document_id": "d", "quote": "It is so."}]},
        scores={"facts": False, "cited": False},
        answer=answer(text="**The Accord**: so [1]", citations=[citation("d/2", "else")], judged={"probability": 0.9}),
        passages=[passage("d/2", "Something else."), passage("d/1", "It is so.", gold=True)],
        gold=[gold("d/1", "It is so.", 2), gold("d/9", "So it is.", 23)],
    )
    out = turn("out", expected={"outcome": "not_in_sources"}, answer=answer("uncertain", judged={"probability": 0.2}))
    floors = Floors(targets={"first_turns": {"facts": 0.9, "cited": 0.1}})
    return page(Results.model_validate(results(turn("good"), missed, out, turn("later", 2))), floors)


def test_every_miss_is_there_with_what_was_expected_and_found(shown):
    assert "1 misses" in shown
    assert "fact: “red”" in shown
    assert "gold in d: “It is so.”" in shown
    assert "Found at rank 2, but the answer quotes another clause: “else” (label of d/2)." in shown
    assert "<strong>The Accord</strong>: so [1]" in shown
    assert "probability 0.90" in shown
    assert re.search(r'class="gold"><td>2 gold</td>\s*<td>label of d/1', shown)
    assert "rank 23, gold" in shown
    assert "What of good/1?" not in shown


def test_what_was_asked_is_no_markup(shown):
    assert "<script" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in shown


def test_nothing_is_asked_of_the_network(shown):
    assert {link[0] for link in re.findall(r'<[^>]* href="([^"]*)"', shown)} == {"#"}
    assert not re.search(r"<(?:script|link|img|iframe|object)|url\(|src=", shown)
    assert "default-src 'none'" in shown
    assert "@import" not in shown


def test_figures_stand_beside_their_targets(shown):
    assert shown.count("below target") == 1
    assert shown.count("✓ target") == 1
    assert '<th scope="col">follow-ups</th>' in shown


def test_the_judges_signals_are_plotted_where_there_are_any(shown):
    assert 'aria-label="Distribution of probability"' in shown
    assert "Distribution of evidence" not in shown
    assert "0.90 to 0.95: 1 answerable, 0 not" in shown
    assert "0.20 to 0.25: 0 answerable, 1 not" in shown
    bare = page(Results.model_validate(results(turn())), Floors())
    assert "none of the judge’s signals" in bare
    assert "0 misses" in bare


def test_misses_can_be_narrowed_by_links(shown):
    for target in ("kind-list", "cause-not-cited", "set-1", "misses"):
        assert f'href="#{target}"' in shown
        assert f'id="{target}"' in shown
