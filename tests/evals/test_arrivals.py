import time

import pytest

from evals.arrivals import Judged, ask_at_rate

HOW = {"judge": "auto", "composer": "quote", "store": False}


def test_every_question_is_asked_as_it_is_to_be(server):
    url, asked = server
    done = []
    replies = ask_at_rate(url, ["a", "b", "c"], rate=50, seconds=0.1, how=HOW, progress=lambda: done.append(1))
    assert sorted(each["question"] for each in asked) == ["a", "a", "b", "b", "c"]
    assert all(each == {"question": each["question"], **HOW} for each in asked)
    assert len(replies) == len(done) == 5
    assert {each.status for each in replies} == {200}


def test_a_slow_server_is_not_asked_less_often(server, slow):
    start = time.monotonic()
    replies = ask_at_rate(server[0], ["slow"], rate=30, seconds=1, how=HOW)
    assert slow + 29 / 30 <= time.monotonic() - start < 30 * slow / 2
    assert len(replies) == 30
    assert min(each.latency_ms for each in replies) >= 1000 * slow


def test_who_is_sent_late_has_waited_since_it_was_due(server, slow):
    replies = ask_at_rate(server[0], ["slow"], rate=20, seconds=0.5, how=HOW, at_once=1)
    assert len(replies) == 10
    behind = 1000 * (9 * slow - 9 / 20)  # the nine before it, less what the last one was due later
    assert replies[-1].late_ms >= behind
    assert replies[-1].latency_ms >= behind + 1000 * slow


@pytest.mark.parametrize(
    ("question", "status", "judged", "error"),
    [
        ("good", 200, Judged(judge="quick", fallback=None, ms=0.5), None),
        ("judged", 200, Judged(judge="model", fallback=None, ms=7.0), None),
        ("fell back", 200, Judged(judge="quick", fallback="busy", ms=0.5), None),
        ("bad", 500, None, "HTTP 500"),
        ("too many", 429, None, "HTTP 429"),
        ("odd", 200, None, "HTTP 200: {}"),
    ],
)
def test_what_came_is_told(server, question, status, judged, error):
    (reply,) = ask_at_rate(server[0], [question], rate=1, seconds=1, how=HOW)
    assert (reply.status, reply.judged) == (status, judged)
    assert reply.error is None if error is None else reply.error.startswith(error)


def test_where_nobody_listens_every_question_fails(unused_url):
    replies = ask_at_rate(unused_url, ["a"], rate=10, seconds=0.3, how=HOW)
    assert [each.status for each in replies] == [None] * 3
    assert "refused" in replies[0].error
