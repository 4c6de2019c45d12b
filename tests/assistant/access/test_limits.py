"""How much one asker may ask, and what the others notice of it."""

import threading

import pytest
from engines import SlowEngine
from guarded import PASSWORD, Server, cookie
from served import Asking, Serving, running

from assistant.models.local import LocalModel

QUESTION = {"question": "Is AI mentioned?", "judge": "quick", "store": False}


@pytest.fixture
def server(serve):
    server = serve(questions_per_minute=3)
    for name in ("one", "two"):
        key, _ = server.serving.admission.keys.create(name, "ask", None, "test")
        server.headers[name] = {"Authorization": f"Bearer {key}"}
    return server


def test_a_key_has_its_questions_a_minute_and_no_more(server):
    told = [server.send("one", "POST", "/v1/ask", QUESTION) for _ in range(5)]
    assert [status for status, _, _ in told] == [200, 200, 200, 429, 429]
    assert [headers["RateLimit"].split(";")[1] for _, headers, _ in told[:3]] == ["r=2", "r=1", "r=0"]
    assert told[0][1]["RateLimit-Policy"] == '"minute";q=3;w=60'
    _, headers, body = told[4]
    assert body["error"]["code"] == "too_many_requests"
    assert 1 <= int(headers["Retry-After"]) <= 60


def test_one_key_at_its_limit_holds_no_other_up(server):
    for _ in range(4):
        server.send("one", "POST", "/v1/ask", QUESTION)
    assert server.send("two", "POST", "/v1/ask", QUESTION)[0] == 200


def test_reading_is_counted_apart(server):
    for _ in range(4):
        server.send("one", "POST", "/v1/ask", QUESTION)
    statuses = [server.send("one", "GET", "/v1/documents")[0] for _ in range(37)]
    assert statuses == [200] * 36 + [429]


def test_people_are_counted_by_name_whatever_their_browsers(serve):
    server = serve(questions_per_minute=2)
    server.serving.admission.people.add("eve", "member", PASSWORD, "test")
    for browser in ("one", "two"):
        server.headers[browser] = {"Cookie": cookie(server.sign_in("eve")[1])}
    statuses = [server.send(browser, "POST", "/v1/ask", QUESTION)[0] for browser in ("one", "two", "one")]
    assert statuses == [200, 200, 429]


def test_while_open_there_is_no_limit_but_the_one_that_is_set(serve):
    server = serve()
    assert {server.send("", "POST", "/v1/search", {"query": "AI"})[0] for _ in range(70)} == {200}


def test_while_open_a_limit_that_is_set_counts_by_address(serve):
    server = serve(questions_per_minute=2)
    cookies = [{"Cookie": f"accord_browser={number}"} for number in range(3)]
    assert [server.send("", "POST", "/v1/ask", QUESTION, **each)[0] for each in cookies] == [200, 200, 429]


@pytest.fixture
def slow(tmp_path):
    """A server whose answers take a minute."""
    engine = SlowEngine(60)
    model = LocalModel(engine)
    serving = Serving(Asking(model), tmp_path, questions_at_once=2, most_at_once=3)
    with running(serving) as port:
        server = Server(port, serving)
        for name in ("one", "two"):
            key, _ = serving.admission.keys.create(name, "ask", None, "test")
            server.headers[name] = {"Authorization": f"Bearer {key}"}
        yield server, model
        model.close()


def test_one_key_has_its_questions_at_a_time_and_all_together_have_theirs(slow):
    server, model = slow
    waiting = [
        threading.Thread(target=server.send, args=(who, "POST", "/v1/ask", QUESTION)) for who in ("one", "one", "two")
    ]
    for thread in waiting:
        thread.start()
    while model.waiting < len(waiting):
        threading.Event().wait(0.01)
    status, headers, body = server.send("one", "POST", "/v1/ask", QUESTION)
    assert (status, body["error"]["code"], headers["Retry-After"]) == (429, "too_many_requests", "1")
    status, headers, body = server.send("two", "POST", "/v1/ask", QUESTION)
    assert (status, body["error"]["code"], headers["Retry-After"]) == (503, "busy", "1")
    assert server.send("", "GET", "/healthz")[0] == 200
    model.close()
    for thread in waiting:
        thread.join()
    assert server.send("two", "POST", "/v1/ask", QUESTION)[2]["error"]["code"] != "busy"
