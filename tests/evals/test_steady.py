import json

import pytest
from openai_server import running as scripted

from assistant.settings import Settings
from evals.cases import SETS, load_questions
from evals.server import ServerError
from evals.steady import WARMING, Arriving, bundled_questions, load_own, load_server, steady_json, steady_table, times


def arriving(**more):
    return Arriving(**{"rate": 50.0, "seconds": 0.2, "judge": "auto", "composer": "quote", **more})


def test_a_running_server_is_put_under_load_and_keeps_nothing(server):
    url, asked = server
    done = []
    questions = ["good", "judged", "fell back", "too many", "unavailable", "bad"]
    steady = load_server(url, questions, arriving(seconds=0.24), lambda *progress: done.append(progress))
    assert not any(each["store"] for each in asked)
    assert [each["judge"] for each in asked] == ["quick"] * min(WARMING, 6) + ["auto"] * 12
    assert (steady.answered, steady.too_many, steady.unavailable, steady.errors) == (6, 2, 2, 2)
    assert steady.first_error.startswith("HTTP 429")
    assert (steady.judged_by, steady.fallbacks) == ({"quick": 4, "model": 2}, {"busy": 2})
    assert steady.longest_verdict_ms == 7.0
    assert (steady.latency_ms.n, steady.turned_away_ms.n) == (6, 4)
    assert steady.memory_mb is None
    assert sorted(done) == [("questions", number, 12) for number in range(13)]
    assert json.loads(json.dumps(steady_json(steady)))["arriving"]["rate"] == 50.0
    rows = dict(steady_table(steady).rows)
    assert rows["judged by"] == "model 33%  quick 67%"
    assert rows["turned away: 429 / 503"] == "2 / 2"


def test_where_nothing_is_answered_the_figures_say_so(server):
    steady = load_server(server[0], ["bad"], arriving(), lambda *progress: None)
    assert (steady.answered, steady.errors, steady.latency_ms, steady.longest_verdict_ms) == (0, 10, None, None)
    assert dict(steady_table(steady).rows)["judged by"] == "-"


def test_times_are_told_by_their_percentiles():
    found = times([float(each) for each in range(101)])
    assert (found.p50, found.p95, found.p99, found.max, found.n) == (50, 95, 99, 100, 101)
    assert times([]) is None


def test_the_bundled_questions_come_in_the_same_order_every_time():
    questions = bundled_questions()
    assert questions == bundled_questions()
    known = [turn.question for name in ("given", "measured") for case in load_questions(SETS[name]).cases
             for turn in case.turns]  # fmt: skip
    assert sorted(questions) == sorted(known)
    assert questions != known


def test_without_a_server_there_is_nothing_to_load(unused_url):
    with pytest.raises(ServerError, match="accord serve"):
        load_server(unused_url, ["one"], arriving(), lambda *progress: None)


def test_a_server_of_its_own_is_started_with_the_model_that_is_set():
    pytest.importorskip("langchain_openai", reason="needs the extra `openai`")
    with scripted() as model:
        model.says("Yes", stalls=0.3)
        settings = Settings(model=f"{model.url}#made-up")
        steady = load_own(settings, bundled_questions(), arriving(rate=5.0, seconds=4.0), lambda *progress: None)
    assert (steady.own_server, steady.stored, steady.model) == (True, True, settings.model)
    assert (steady.answered, steady.errors, steady.too_many, steady.unavailable) == (20, 0, 0, 0)
    assert steady.judged_by["model"] > 0
    assert steady.memory_mb.samples >= 2
    assert 50 < steady.memory_mb.first <= steady.memory_mb.most
    assert str(model.port) in json.dumps(steady_json(steady))
