import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.fuse import fuse

SCORES = st.floats(-1, 1)
DENSE = st.dictionaries(st.sampled_from("abcdefgh"), SCORES, max_size=8)
LEXICAL = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0, 50, allow_subnormal=False), max_size=8)


@given(st.lists(DENSE, max_size=3), LEXICAL)
def test_fused_are_all_that_were_found_each_scored_at_most_once_per_list(dense, lexical):
    fused = fuse(dense, lexical)
    assert fused.keys() == {key for scores in (*dense, lexical) for key in scores}
    assert all(0 <= score <= len(dense) + 1 + 1e-9 for score in fused.values())


@given(st.lists(DENSE, max_size=3), LEXICAL, st.randoms())
def test_the_order_of_the_lists_makes_no_difference(dense, lexical, random):
    shuffled = random.sample(dense, len(dense))
    assert fuse(shuffled, lexical) == pytest.approx(fuse(dense, lexical))


@given(st.lists(DENSE, max_size=3), LEXICAL)
def test_empty_lists_change_nothing(dense, lexical):
    assert fuse([{}, *dense, {}], lexical) == pytest.approx(fuse(dense, lexical))


@given(DENSE, LEXICAL, st.floats(0.01, 100))
def test_the_unit_of_a_score_makes_no_difference(dense, lexical, factor):
    scaled = {key: score * factor for key, score in lexical.items()}
    assert fuse([dense], scaled) == pytest.approx(fuse([dense], lexical), abs=1e-6)


def test_what_is_best_everywhere_comes_first():
    fused = fuse([{"a": 0.8, "b": 0.4}, {"a": 0.9, "c": 0.45}], {"a": 12.0, "b": 6.0})
    assert fused == pytest.approx({"a": 3.0, "b": 1.5, "c": 1.0})


def test_nothing_found_is_nothing_fused():
    assert fuse([], {}) == fuse([{}, {}], {}) == {}


def test_what_is_unlike_scores_nothing():
    assert fuse([{"a": -0.5, "b": -0.1}], {}) == {"a": 0.0, "b": 0.0}
