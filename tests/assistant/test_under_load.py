"""Many questions at once over real HTTP: who waits for a slow language model, for how long, and whom it holds up."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from engines import SlowEngine
from openai_server import running as scripted
from served import Serving, running

from assistant.ask import Assistant
from assistant.compose import NOTES
from assistant.judge.judging import UNDER_LOAD
from assistant.models.local import LocalModel
from assistant.models.remote import RemoteModel
from assistant.models.sources import find_source
from assistant.room import PLACES, PLACES_EACH

QUESTION = "What do they agree on food?"
LONG = 60.0
"""Seconds that a model may take here before anybody gives it up of themselves."""
SLACK = 5.0
"""Seconds by which a busy machine may be late; far less than LONG."""


class Client:
    """Asks, and gives back status, headers, body and how long it took in seconds."""

    def __init__(self, port):
        self.port = port

    def ask(self, path="/v1/ask", **more):
        start = time.monotonic()
        with closing(self.asking(path, **more)) as connection:
            response = connection.getresponse()
            text = response.read().decode()
        body = json.loads(text) if "json" in response.headers["Content-Type"] else text
        return response.status, response.headers, body, time.monotonic() - start

    def asking(self, path="/v1/ask", **more):
        """The connection of a question that has been sent."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=2 * LONG)
        body = {"question": QUESTION, "composer": "quote", "store": False, **more}
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        return connection

    def answer(self, **more):
        status, _, body, seconds = self.ask(**more)
        assert status == 200, body
        return body, seconds


@contextmanager
def served(assistant, model):
    """A server that takes as many questions at once as it can be told to."""
    with TemporaryDirectory() as folder:
        serving = Serving(Assistant(assistant.store, model, LONG), Path(folder), most_at_once=256)
        with running(serving) as port:
            client = Client(port)
            client.answer(judge="quick")  # the first one takes longer
            yield client
    model.close()


@pytest.fixture(scope="module")
def over_an_engine(assistant):
    engine = SlowEngine()
    model = LocalModel(engine)
    with served(assistant, model) as client:
        yield client, engine, model


@pytest.fixture
def client(over_an_engine):
    client, engine, model = over_an_engine
    yield client
    engine.seconds = 0
    until(lambda: model.waiting == 0)


@pytest.fixture
def engine(over_an_engine):
    return over_an_engine[1]


@pytest.fixture
def pool():
    with ThreadPoolExecutor(120) as pool:
        yield pool


def until(true):
    end = time.monotonic() + SLACK
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    assert true()


def at_rate(pool, client, *, rate, seconds, **more):
    """What came of questions that were sent at a constant rate, in their order; no two of them are alike."""
    sent, start = [], time.monotonic()
    for number in range(round(rate * seconds)):
        time.sleep(max(start + number / rate - time.monotonic(), 0))
        sent.append(pool.submit(client.answer, question=f"What do they agree on food in paragraph {number}?", **more))
    return [each.result() for each in sent]


def how(answer):
    return answer["judge"], answer["fallback"]


def test_a_question_asked_alone_waits_for_a_slow_reading(client, engine):
    engine.seconds = UNDER_LOAD + 0.5
    answer, seconds = client.answer(question="What do they agree on trade?")
    assert how(answer) == ("model", None)
    assert seconds >= engine.seconds


def test_under_load_no_question_waits_long_for_a_model_that_does_not_answer(client, engine, pool):
    engine.seconds = LONG
    answers = at_rate(pool, client, rate=15, seconds=6)
    assert {how(answer) for answer, _ in answers} == {("quick", "busy"), ("quick", "timeout")}
    assert max(seconds for _, seconds in answers) < UNDER_LOAD + SLACK
    waited = [seconds for answer, seconds in answers if answer["fallback"] == "timeout"]
    assert min(waited) >= UNDER_LOAD
    assert len(waited) <= PLACES_EACH + 3  # once it is known how slow it is, one at a time tries it


def test_under_load_the_model_judges_what_it_can(client, engine, pool):
    engine.seconds = 0.5
    answers = at_rate(pool, client, rate=15, seconds=4)
    assert max(seconds for _, seconds in answers) < UNDER_LOAD + SLACK
    judged = [answer for answer, _ in answers if how(answer) == ("model", None)]
    assert 2 <= len(judged) < len(answers) / 2
    assert {how(answer) for answer, _ in answers} <= {("model", None), ("quick", "busy"), ("quick", "timeout")}


def test_who_is_no_longer_alone_gives_way_and_who_insists_waits_on(client, engine, pool):
    engine.seconds = UNDER_LOAD + 1
    before = len(engine.read_for)
    first = pool.submit(client.answer, question="What do they agree on hydrogen?")
    until(lambda: len(engine.read_for) > before)
    second, seconds = client.answer(question="What do they agree on whaling?", judge="model")
    answer, waited = first.result()
    assert how(answer) == ("quick", "timeout")
    assert waited >= UNDER_LOAD
    assert how(second) == ("model", None)
    assert seconds > engine.seconds


def test_a_hundred_who_wait_for_a_slow_model_hold_up_nobody_else(assistant, pool):
    pytest.importorskip("langchain_openai", reason="needs the extra `openai`")
    with scripted() as server:
        server.says("Yes", stalls=2 * LONG)
        model = RemoteModel(find_source(f"{server.url}#made-up", None, {}))
        model.start()
        model.wait()
        with served(assistant, model) as client:
            conversations = [client.answer(judge="quick", store=True)[0]["conversation_id"] for _ in range(PLACES + 1)]
            insist = [
                client.asking("/v1/ask/stream" if number % 2 else "/v1/ask", judge="model", conversation_id=each)
                for number, each in enumerate(conversations[:PLACES])
            ]
            server.until(lambda: model.waiting == PLACES, seconds=SLACK)

            for path in ("/v1/ask", "/v1/ask/stream"):
                for how_asked in ({"judge": "model"}, {"judge": "quick", "composer": "generate"}):
                    more = {"conversation_id": conversations[PLACES], **how_asked}
                    status, headers, body, seconds = client.ask(path, **more)
                    assert (status, body["error"]["code"]) == (503, "busy")
                    assert int(headers["Retry-After"]) > 0
                    assert seconds < SLACK
            others = list(pool.map(lambda _: client.answer(composer="auto"), range(100 - PLACES)))
            assert {(*how(answer), answer["composer"], answer["hint"]) for answer, _ in others} == {
                ("quick", "busy", "quote", NOTES["busy"])
            }
            assert max(seconds for _, seconds in others) < 2 * SLACK
            answer, seconds = client.answer(judge="quick")
            assert how(answer) == ("quick", None)
            assert seconds < SLACK

            for each in insist:
                each.close()
            server.until(lambda: model.waiting == 0, seconds=SLACK)
            server.says("Yes")
            assert how(client.answer(judge="model")[0]) == ("model", None)


def test_nobody_takes_all_places_alone(client, engine, over_an_engine):
    model = over_an_engine[2]
    engine.seconds = LONG
    conversation = client.answer(judge="quick", store=True)[0]["conversation_id"]
    waiting = [client.asking(judge="model") for _ in range(PLACES_EACH)]
    until(lambda: model.waiting == PLACES_EACH)
    status, _, body, _ = client.ask(judge="model")
    assert (status, body["error"]["code"]) == (503, "busy")
    other = client.asking(judge="model", conversation_id=conversation)
    until(lambda: model.waiting == PLACES_EACH + 1)
    for each in (*waiting, other):
        each.close()
