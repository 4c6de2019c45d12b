"""The service with a language model beside it."""

import threading
import time

import pytest
from engines import SlowEngine
from openai_server import Manner, running

from assistant.errors import ModelUnsupported
from assistant.models.loading import LoadingModel
from assistant.models.local import LocalModel
from assistant.models.model import ModelFailed
from assistant.questions import Question
from assistant.service import Service
from assistant.settings import load_settings
from vectorstore.conversations import Conversations
from vectorstore.lock import OwnerLock
from vectorstore.records import Records

BY_MODEL = Question(text="What is the RISE partnership?", judge="model", store=False, composer="quote")


@pytest.fixture
def serving(tmp_path):
    """A service over a folder of its own, with this model; closed after the test."""
    made = []

    def make(given, **settings):
        settings = load_settings().model_copy(update={"data": tmp_path / "data", **settings})
        lock = OwnerLock(settings.data)
        lock.acquire()
        made.append(Service(settings, lock, given))
        return made[-1]

    yield make
    for service in made:
        service.close()


def until(true):
    end = time.monotonic() + 60
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    assert true()


def test_answers_are_given_while_the_model_loads_and_it_is_used_when_it_is_there(serving):
    go_on = threading.Event()

    def load(closing):
        go_on.wait(60)
        return LocalModel(SlowEngine())

    service = serving(LoadingModel(load))
    assert service.readiness.model == "loading"
    service.start()
    until(lambda: service.readiness.ready)
    assert service.readiness.model == "loading"
    assert service.assistant.ask(Question(text="What is the RISE partnership?", store=False)).text
    go_on.set()
    until(lambda: service.readiness.model == "ready")
    assert service.assistant.model is service.model
    assert service.assistant.ask(BY_MODEL).text


def test_a_model_that_fails_does_not_stop_the_service(serving):
    def load(closing):
        raise ModelFailed("The weights are gone.")

    service = serving(LoadingModel(load))
    service.start()
    until(lambda: service.readiness.model == "failed")
    state = service.readiness
    assert (state.ready, state.problem, state.model_problem) == (True, None, "The weights are gone.")
    assert service.assistant.ask(Question(text="What is the RISE partnership?", store=False)).text


def test_without_a_model_nobody_can_ask_for_it(serving):
    service = serving(None)
    service.start()
    until(lambda: service.readiness.ready)
    assert service.readiness.model == "off"
    with pytest.raises(ModelUnsupported, match="judge 'quick'"):
        service.assistant.ask(BY_MODEL)


def test_closing_ends_a_model_that_is_being_loaded(serving):
    loading = threading.Event()

    def load(closing):
        loading.set()
        assert closing.wait(60)
        return LocalModel(engine)

    engine = SlowEngine()
    service = serving(LoadingModel(load))
    service.start()
    assert loading.wait(60)
    start = time.monotonic()
    service.close()
    assert time.monotonic() - start < 2
    assert engine.closed


def test_a_server_that_the_settings_name_judges_and_where_it_fails_the_answer_says_so(serving):
    pytest.importorskip("langchain_openai", reason="needs the extra `openai`")
    with running() as server:
        name = f"{server.url}#made-up"
        service = serving(None, model=name, model_timeout=2.0)
        assert service.readiness.model == "ready"
        service.start()
        until(lambda: service.readiness.ready)
        server.says("Yes", first=(("Yes", -0.05), ("No", -3.2)))
        answer = service.assistant.ask(BY_MODEL)
        assert (answer.judge, answer.model, answer.fallback) == ("model", name, None)
        assert answer.judged.model_yes == pytest.approx(0.95, abs=0.02)
        shown = server.asked[-1].messages
        assert "RISE" in shown[-1]["content"]
        assert shown[0]["role"] == "system"
        server.does(Manner(status=401), Manner(stalls=30))
        fallbacks = [service.assistant.ask(BY_MODEL).fallback for _ in range(2)]
        assert fallbacks == ["error", "timeout"]
        server.until(lambda: server.left)
        assert service.assistant.ask(BY_MODEL).judge == "model"


def test_conversations_that_are_too_old_are_deleted_once_it_is_ready(serving, tmp_path):
    (tmp_path / "data").mkdir()
    records = Records(f"sqlite:///{tmp_path / 'data' / 'records.db'}")
    for name, day in (("old", "2020-01-01"), ("new", "2999-01-01")):
        kept = {
            "id": f"{name}-1",
            "conversation_id": name,
            "question": "Tea?",
            "created_at": f"{day}T00:00:00.000",
        }
        Conversations(records).add(kept, None, opens=True)
    service = serving(None, retention_days=1)
    assert Conversations(records).length("old", None)
    service.start()
    until(lambda: service.readiness.ready and not Conversations(records).length("old", None))
    assert Conversations(records).length("new", None)
    records.close()
    service.close()
    assert "accord-retention" not in {each.name for each in threading.enumerate()}
