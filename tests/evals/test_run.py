import json
from dataclasses import replace

import pytest

from assistant.questions import Question
from assistant.settings import Settings
from evals.cases import BUNDLED, load_questions
from evals.report import as_json, by_kind, markdown, misses, outcomes, overall
from evals.run import ask, run_questions
from evals.summary import SHARES

PICKED = ("d07", "n13", "m02")


@pytest.fixture(scope="module")
def run():
    bundled = load_questions(BUNDLED)
    picked = [(case, line) for case, line in zip(bundled.cases, bundled.lines, strict=True) if case.id in PICKED]
    questions = replace(bundled, cases=tuple(case for case, _ in picked), lines=tuple(line for _, line in picked))
    done = []
    result = run_questions(questions, Settings(), lambda *progress: done.append(progress))
    assert done == [(number, 5) for number in range(1, 6)]
    return result


def test_every_turn_is_asked_and_found_with_the_store_that_it_says(run):
    assert [(result.case_id, result.number) for result in run.results] == [
        ("d07", 1),
        ("n13", 1),
        ("m02", 1),
        ("m02", 2),
        ("m02", 3),
    ]
    assert (run.store.documents, run.store.clauses) == (2, 49)
    assert all(result.asked.answer.corpus_version == run.store.corpus_version for result in run.results)
    assert (run.questions.file, run.questions.cases, run.questions.turns) == ("questions.jsonl", 3, 5)


def test_what_is_retrieved_and_quoted_is_scored(run):
    first = run.results[0]
    assert len(first.asked.passages) == run.questions.passages
    assert first.scores.recall_8 is True
    assert all(result.scores.verbatim is not False for result in run.results)
    assert all(result.scores.markers is not False for result in run.results)
    assert first.scores.latency_ms > 0


def test_turns_of_a_case_share_a_conversation_and_cases_do_not(run):
    ids = [result.asked.answer.conversation_id for result in run.results]
    assert len(set(ids[2:])) == 1
    assert len(set(ids)) == 3


def test_the_report_has_every_table(run):
    text = markdown(run)
    for heading in ("Measured with", "Overall", "By kind", "Outcomes", "Misses"):
        assert f"## {heading}" in text
    assert run.store.embedding_fingerprint in text
    assert len(overall(run).rows) == len(SHARES) + 2
    assert [row[0] for row in by_kind(run).rows] == ["fact", "unanswerable", "conversation"]
    for table in (overall(run), by_kind(run), outcomes(run), misses(run)):
        assert {len(row) for row in table.rows} <= {len(table.columns)}


def test_the_json_holds_every_answer_whole(run):
    result = json.loads(json.dumps(as_json(run)))
    assert [turn["answer"]["id"] for turn in result["turns"]] == [each.asked.answer.id for each in run.results]
    assert result["turns"][1]["expected"]["outcome"] == "not_in_sources"
    assert result["turns"][1]["scores"]["recall_1"] is None
    assert len(result["turns"][0]["passages"]) == run.questions.passages
    assert result["summary"]["ours"]["turns"] == 5


def test_a_turn_that_is_wrong_is_a_miss(run):
    first = run.results[0]
    wrong = replace(first, scores=replace(first.scores, outcome=False, cited=False))
    right = replace(first, scores=replace(first.scores, outcome=True, cited=True, facts=True))
    rows = misses(replace(run, results=(wrong, right))).rows
    assert [row[0] for row in rows] == ["d07/1"]
    assert "outcome" in rows[0][4]
    assert "citation" in rows[0][4]


def test_an_error_is_kept_with_its_question():
    class Failing:
        def events(self, question):
            from assistant.errors import QuestionError

            raise QuestionError("The question is empty.", code="empty")

    asked = ask(Failing(), Question(text=""))
    assert (asked.answer, asked.passages) == (None, ())
    assert asked.error == "empty: The question is empty."
