"""A question that is cut off in the midst of its answer: the conversation says so; one that ends otherwise does not."""

import json
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest
from chat_models import ToldModel
from openai_server import running as scripted
from process import Process

from assistant.ask import Assistant
from assistant.errors import Stopped
from assistant.events import StatusEvent
from assistant.models.model import ModelFailed
from assistant.questions import Question
from vectorstore.tables import PendingRow

LONG = 120.0
"""Seconds that the language model takes: nothing here waits for it."""
ANN, BEN = {"Cookie": "accord_browser=" + "a" * 43}, {"Cookie": "accord_browser=" + "b" * 43}
FIRST, SECOND = "What is the deadline for the RISE partnership?", "What do they agree on food?"
CUT, CUT_AT_ONCE = "What will the Cyber Partnership do, zq-cut?", "Is food security named, zq-first?"


def send(port, method, path, body=None, headers=ANN):
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, json.dumps(body), {"Content-Type": "application/json", **headers})
    response = connection.getresponse()
    text = response.read()
    connection.close()
    return response.status, json.loads(text)


def ask(port, question, **more):
    status, answer = send(port, "POST", "/v1/ask", {"question": question, "judge": "quick", **more})
    assert status == 200, answer
    return answer


def conversation(port, conversation_id):
    status, found = send(port, "GET", f"/v1/conversations/{conversation_id}")
    assert status == 200, found
    return found


def listed(port, headers):
    return {
        each["id"]: each["title"]
        for each in send(port, "GET", "/v1/conversations", headers=headers)[1]["conversations"]
    }


def asked_of_nobody(port, question, **more):
    """A question whose asker is still waiting when the server dies."""
    with pytest.raises((ConnectionError, OSError)):
        ask(port, question, judge="model", **more)


@pytest.fixture
def folder(corpus_folder, tmp_path):
    shutil.copytree(corpus_folder, tmp_path / "data")
    return tmp_path


def test_after_a_crash_conversations_are_whole_and_the_broken_ones_say_so(folder):
    pytest.importorskip("langchain_openai", reason="needs the extra `openai`")
    with scripted() as model:
        named = {"ACCORD_MODEL": f"{model.url}#made-up", "ACCORD_MODEL_TIMEOUT": str(LONG)}
        with Process(folder, **named) as server:
            port = server.until_ready().port
            first = ask(port, FIRST)
            second = ask(port, SECOND, conversation_id=first["conversation_id"])
            whole = ask(port, SECOND)
            model.says("Yes", stalls=LONG)
            with ThreadPoolExecutor(2) as pool:
                waiting = [
                    pool.submit(asked_of_nobody, port, CUT, conversation_id=first["conversation_id"]),
                    pool.submit(asked_of_nobody, port, CUT_AT_ONCE),
                ]
                model.until(lambda: model.busy == 2, seconds=20)
                assert conversation(port, first["conversation_id"])["interrupted"] is None
                server.kill()
                for each in waiting:
                    each.result()
        with Process(folder, ACCORD_MODEL="none") as server:
            port = server.until_ready().port
            broken = conversation(port, first["conversation_id"])
            assert broken["answers"] == [first, second]
            assert broken["interrupted"]["question"] == CUT
            assert second["created_at"] < broken["interrupted"]["at"]
            unbroken = conversation(port, whole["conversation_id"])
            assert (unbroken["answers"], unbroken["interrupted"]) == ([whole], None)

            (opened,) = [id for id, title in listed(port, ANN).items() if title == CUT_AT_ONCE]
            begun = conversation(port, opened)
            assert (begun["answers"], begun["interrupted"]["question"]) == ([], CUT_AT_ONCE)
            assert listed(port, BEN) == {}

            third = ask(port, FIRST, conversation_id=first["conversation_id"])
            mended = conversation(port, first["conversation_id"])
            assert (mended["answers"], mended["interrupted"]) == ([first, second, third], None)
            assert send(port, "DELETE", f"/v1/conversations/{opened}")[0] == 200
            assert send(port, "GET", f"/v1/conversations/{opened}")[0] == 404
            assert not [
                each for each in (folder / "data").rglob("*") if each.is_file() and b"zq-first" in each.read_bytes()
            ]


@pytest.fixture
def told(assistant):
    model = ToldModel()
    return model, Assistant(assistant.store, model)


def left(assistant):
    """How many questions somebody is thought to work on."""
    with assistant.store.records.session() as session:
        return session.query(PendingRow).count()


def test_a_question_is_noted_while_it_is_answered_and_no_longer(told):
    _, assistant = told
    events = assistant.events(Question(text=FIRST, judge="quick"))
    next(events)
    assert left(assistant) == 1
    assert [*events]
    assert left(assistant) == 0


@pytest.mark.parametrize("until", ["searching", "judging", "composing"])
def test_a_question_that_nobody_listens_to_any_more_was_not_interrupted(told, until):
    _, assistant = told
    events = assistant.events(Question(text=FIRST, judge="quick"))
    for event in events:
        if event == StatusEvent(until):
            break
    events.close()
    assert left(assistant) == 0


def test_a_question_that_is_stopped_was_not_interrupted(told):
    model, assistant = told
    model.be(seconds=LONG)
    stop = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(assistant.ask, Question(text=FIRST, judge="model"), stop)
        while not model.asked:
            pass
        stop.set()
        with pytest.raises(Stopped):
            asked.result()
    assert left(assistant) == 0


def test_a_question_whose_model_fails_was_not_interrupted(told):
    model, assistant = told
    model.be(error=ModelFailed("It is broken."))
    assert assistant.ask(Question(text=FIRST, judge="model")).fallback == "error"
    assert left(assistant) == 0


def test_of_a_question_that_is_not_to_be_kept_nothing_is_noted(told):
    _, assistant = told
    events = assistant.events(Question(text=FIRST, judge="quick", store=False))
    next(events)
    assert left(assistant) == 0
    assert [*events]
