import json

import pytest

from assistant.settings import Settings
from evals.asking import Manner
from evals.dataset import load_dataset
from evals.public import SHARES, answers_table, public_json, public_markdown, run_dataset


@pytest.fixture(scope="module")
def run(tiny_set):
    done = {}
    manner = Manner(composer="quote", judge="quick")
    result = run_dataset(load_dataset(tiny_set), Settings(), manner, lambda *told: done.update({told[0]: told[1:]}))
    assert done["queries"] == (2, 2)
    assert done["questions"] == (3, 3)
    return result


def test_texts_are_searched_and_questions_asked(run):
    assert (run.store.documents, run.store.clauses, run.retrieval.queries) == (3, 3, 2)
    assert [each.query.id for each in run.results] == ["q1", "q2", "q3"]
    assert run.results[0].asked.passages[0].clause.id == "t2"


def test_a_right_answer_is_seen_by_its_words(run):
    loaf, whales, cup = (each.scores for each in run.results)
    assert (loaf.facts, loaf.recall_1, loaf.cited) == (True, True, True)
    assert (whales.facts, whales.recall_1) == (None, True)  # it says that there is an answer, but not which
    assert (cup.facts, cup.recall_1, cup.wrongly_declined) == (None, None, None)
    assert cup.declined_near is (run.results[2].asked.answer.outcome in ("not_in_sources", "out_of_scope"))


def test_the_report_has_retrieval_and_answers(run):
    assert [row[0] for row in answers_table(run).rows][: len(SHARES)] == list(SHARES.values())
    text = public_markdown(run)
    assert "nDCG@10" in text
    assert "judge quick" in text
    result = json.loads(json.dumps(public_json(run)))
    assert [query["answerable"] for query in result["queries"]] == [True, True, False]
    assert result["queries"][0]["answer"]["outcome"] == run.results[0].asked.answer.outcome
    assert result["summary"]["shares"]["facts"]["n"] == 1
    assert result["retrieval"]["measures"]["fused"]["recall@1"] == 1.0
