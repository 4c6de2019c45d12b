"""Whose a tab of the page is: gradio itself would hand its answers to anybody who names it."""

from contextlib import contextmanager
from http.client import HTTPConnection

import pytest
from guarded import PASSWORD, cookie

from evals.tab import filled, form

QUESTION = "What is the RISE partnership?"


@contextmanager
def opened(server, who, tab):
    """A tab as a browser has it open; gives the status."""
    beating = HTTPConnection("127.0.0.1", server.port, timeout=30)
    beating.request("GET", f"/gradio_api/heartbeat/{tab}", headers=server.headers[who])
    yield beating.getresponse().status
    beating.close()


def ask(server, who, tab):
    asked = filled(form(server.send(who, "GET", "/config")[2]), QUESTION, tab)
    assert server.send(who, "POST", "/gradio_api/queue/join", asked)[0] == 200


def answer(server, who, query):
    status, _, text = server.send(who, "GET", f"/gradio_api/queue/data?{query}")
    return status, QUESTION in text if status == 200 else text["error"]["code"]


@pytest.mark.parametrize("query", ["session_hash=t1", "session_hash=mine&session_hash=t1", "session_hash=%741&a=b"])
@pytest.mark.parametrize("other", ["max", "ada", "admin key", "machine"])
def test_nobody_else_listens_to_a_tab(guarded, other, query):
    with opened(guarded, "mia", "t1") as status:
        assert status == 200
        ask(guarded, "mia", "t1")
        assert answer(guarded, other, query) == (404, "unknown_tab")
        with opened(guarded, other, "t1") as status:
            assert status == 404
        assert answer(guarded, "mia", query) == (200, True)


def test_a_person_listens_in_another_session_too(guarded):
    guarded.headers["mia again"] = {"Cookie": cookie(guarded.sign_in("mia", PASSWORD)[1])}
    with opened(guarded, "mia", "t2"):
        ask(guarded, "mia", "t2")
        assert answer(guarded, "mia again", "session_hash=t2") == (200, True)


def test_while_open_browsers_cannot_be_told_apart(serve):
    server = serve()
    server.headers.update(one={"Cookie": "accord_browser=1"}, two={"Cookie": "accord_browser=2"})
    with opened(server, "one", "t3"):
        ask(server, "one", "t3")
        assert answer(server, "two", "session_hash=t3") == (200, True)
