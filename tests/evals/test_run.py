import json
from dataclasses import replace

import pytest

from assistant.errors import QuestionError
from assistant.questions import Question
from assistant.settings import Settings
from evals.asking import Manner, ask
from evals.cases import BUNDLED, load_questions
from evals.figures import FIGURES
from evals.kept import Results
from evals.report import by_kind, everything, markdown, misses, outcomes, overall, stage_times
from evals.results import as_json
from evals.run import run_questions

PICKED = ("d07", "n13", "m02")


@pytest.fixture(scope="module")
def run():
    bundled = load_questions(BUNDLED)
    picked = [(case, line) for case, line in zip(bundled.cases, bundled.lines, strict=True) if case.id in PICKED]
    questions = replace(bundled, cases=tuple(case for case, _ in picked), lines=tuple(line for _, line in picked))
    done = []
    manner = Manner(composer="quote", judge="quick")
    result = run_questions([questions], Settings(), manner, lambda *progress: done.append(progress))
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
    (asked,) = run.sets
    assert (asked.name, asked.file, asked.cases, asked.turns) == ("given", "questions.jsonl", 3, 5)
    assert (run.asking.composer, run.asking.judge) == ("quote", "quick")


def test_what_is_retrieved_and_quoted_is_scored(run):
    first = run.results[0]
    assert len(first.asked.passages) == run.asking.passages
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
    for heading in ("Measured with", "Time per stage", "given: first turns", "given: by kind", "given: misses"):
        assert f"## {heading}" in text
    assert run.store.embedding_fingerprint in text
    assert len(overall(run, "given").rows) == len(FIGURES) + 2
    assert overall(run, "given").columns == ("figure", "first turns", "baseline", "follow-ups", "baseline")
    assert [row[0] for row in stage_times(run).rows] == ["quick"]
    assert [row[0] for row in by_kind(run, "given").rows] == ["fact", "unanswerable", "conversation"]
    for make in (overall, everything, by_kind, outcomes, misses):
        table = make(run, "given")
        assert {len(row) for row in table.rows} <= {len(table.columns)}


def test_the_json_holds_every_answer_whole(run):
    result = json.loads(json.dumps(as_json(run)))
    assert [turn["answer"]["id"] for turn in result["turns"]] == [each.asked.answer.id for each in run.results]
    assert result["turns"][1]["expected"]["outcome"] == "not_in_sources"
    assert result["turns"][1]["scores"]["recall_1"] is None
    assert len(result["turns"][0]["passages"]) == run.asking.passages
    summary = result["sets"][0]["summary"]["ours"]
    assert [summary[group]["turns"] for group in ("all", "first_turns", "follow_ups")] == [5, 3, 2]
    assert result["times_ms"]["quick"]["retrieve"]["p50"] > 0


def test_the_json_can_be_read_back(run):
    kept = Results.model_validate_json(json.dumps(as_json(run)))
    assert [turn.key for turn in kept.turns] == [f"given {one.case_id}/{one.number}" for one in run.results]
    first = kept.turns[0]
    assert [passage.gold for passage in first.passages].index(True) + 1 == first.gold[0].rank
    assert "South China Sea" in first.gold[0].text
    assert first.scores == run.results[0].scores


def test_follow_ups_are_asked_on_their_own_as_well(run):
    assert [result.alone is not None for result in run.results] == [False, False, False, True, True]
    follow_up = run.results[3]
    assert follow_up.alone.asked.answer.question == follow_up.turn.standalone
    assert follow_up.alone.asked.answer.conversation_id is None
    assert follow_up.scores.alone_recall_5 is follow_up.alone.scores.recall_5 is True


def test_first_turns_with_gold_are_asked_after_an_unrelated_conversation(run):
    assert [result.after is not None for result in run.results] == [True, False, True, False, False]
    assert run.results[0].after.rank == run.results[0].gold[0].rank  # so far nothing is read into a question
    assert run.results[0].scores.kept_5 is True
    assert run.results[1].scores.kept_5 is None


def test_gold_that_was_not_found_has_its_rank_all_the_same(run):
    ranks = [gold.rank for result in run.results for gold in result.gold]
    assert None not in ranks


def test_a_turn_that_is_wrong_is_a_miss(run):
    first = run.results[0]
    wrong = replace(first, scores=replace(first.scores, outcome=False, cited=False))
    right = replace(first, scores=replace(first.scores, outcome=True, cited=True, facts=True))
    rows = misses(replace(run, results=(wrong, right)), "given").rows
    assert [row[0] for row in rows] == ["d07/1"]
    assert "outcome" in rows[0][4]
    assert "citation" in rows[0][4]


def test_an_error_is_kept_with_its_question():
    class Failing:
        def events(self, question):
            raise QuestionError("The question is empty.", code="empty")

    asked = ask(Failing(), Question(text=""))
    assert (asked.answer, asked.passages) == (None, ())
    assert asked.error == "empty: The question is empty."
