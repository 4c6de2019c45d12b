import pytest

from evals.dataset import Text, load_dataset
from evals.fresh_store import fresh_store
from evals.retrieval import MEASURES, RANKINGS, as_stored, figures_table, measure, measure_retrieval


@pytest.fixture(scope="module")
def retrieval(tiny_set):
    searched = []
    dataset = load_dataset(tiny_set)
    with fresh_store("all-MiniLM-L6-v2") as store:
        store.put_many([as_stored(text) for text in dataset.texts])
        result = measure_retrieval(store, dataset, lambda *done: searched.append(done))
    assert searched == [(1, 2), (2, 2)]
    return result


def test_the_right_text_comes_first_in_every_ranking(retrieval):
    assert retrieval.queries == 2
    assert set(retrieval.measures) == set(RANKINGS)
    assert retrieval.measures["fused"] == dict.fromkeys(MEASURES, 1.0)
    assert retrieval.measures["dense clauses"]["recall@5"] == 1.0
    assert retrieval.latency_ms.n == 2


def test_the_table_names_every_ranking(retrieval):
    assert [row[0] for row in figures_table(retrieval).rows] == list(RANKINGS)


def test_measures_by_hand():
    relevant = {"q1": {"a": 1}, "q2": {"b": 1, "c": 1}}
    figures = measure(relevant, {"q1": ["x", "a"], "q2": ["c", "y", "b"]})
    first, second = 0.6309, (1 + 0.5) / (1 + 0.6309)
    assert figures["nDCG@10"] == pytest.approx((first + second) / 2, abs=1e-3)
    assert figures["recall@1"] == pytest.approx((0 + 0.5) / 2)
    assert figures["recall@5"] == 1.0


def test_a_query_without_hits_counts_as_nothing_found():
    assert measure({"q1": {"a": 1}, "q2": {"b": 1}}, {"q1": ["a"], "q2": []})["recall@1"] == 0.5
    assert measure({"q1": {"a": 1}}, {"q1": []}) == dict.fromkeys(MEASURES, 0.0)


@pytest.mark.parametrize(("title", "whole"), [("Whales", "Whales\n\nThey sing."), ("", "They sing.")])
def test_a_text_is_one_clause_with_its_title(title, whole):
    document, clauses = as_stored(Text(id="t1", title=title, text="They sing."))
    assert document.text == whole
    assert [(clause.start, clause.end) for clause in clauses] == [(0, len(whole))]
    assert [whole[start:end] for start, end in clauses[0].sentences][-1] == "They sing."
