"""A model that is loaded in the background, and a service that has one."""

import logging
import threading
import time

import pytest
from engines import SlowEngine

from assistant.models.loading import LoadingModel, local_model, logged_tenths
from assistant.models.local import LocalModel
from assistant.models.model import Message, ModelCancelled, ModelFailed, ModelGone, ModelLoading

QUESTION = [Message("user", "Is it?")]


def ask(model, text="Is it?"):
    return model.choose([Message("user", text)], ("Yes", "No"), timeout=10, stop=threading.Event())


@pytest.fixture
def loading():
    """Models that load what they are given; closed after the test."""
    made = []

    def make(load, **more):
        made.append(LoadingModel(load, **more))
        return made[-1]

    yield make
    for model in made:
        model.close()


def test_it_says_that_it_loads_and_then_answers(loading):
    go_on = threading.Event()

    def load(closing):
        go_on.wait(10)
        return LocalModel(SlowEngine())

    model = loading(load)
    model.start()
    assert (model.state, model.waiting) == ("loading", 0)
    with pytest.raises(ModelLoading, match="Try again"):
        ask(model)
    go_on.set()
    model.wait()
    assert (model.state, model.problem) == ("ready", None)
    assert ask(model) == {"Yes": 1 / 3, "No": 1 / 3}


def test_what_questions_begin_with_is_read_before_it_is_ready(loading):
    engine = SlowEngine()
    model = loading(lambda closing: LocalModel(engine), prefix=[Message("system", "Say Yes or No.")])
    model.start()
    model.wait()
    assert engine.warmed == ["Say Yes or No."]
    assert model.state == "ready"


@pytest.mark.parametrize(
    ("error", "told"),
    [(ModelFailed("The weights are gone."), "The weights are gone."), (RuntimeError("odd"), "RuntimeError: odd")],
    ids=["ours", "another"],
)
def test_a_failure_is_kept_and_logged_and_told_to_askers(loading, caplog, error, told):
    def load(closing):
        raise error

    model = loading(load)
    model.start()
    model.wait()
    assert (model.state, model.problem) == ("failed", told)
    assert told in caplog.text
    with pytest.raises(ModelFailed, match=told):
        ask(model)


def test_a_model_that_cannot_be_warmed_is_closed(loading):
    engine = SlowEngine()
    engine.error = RuntimeError("too long")
    model = loading(lambda closing: LocalModel(engine), prefix=QUESTION)
    model.start()
    model.wait()
    assert model.state == "failed"
    assert engine.closed


def test_closing_ends_the_loading(loading):
    def load(closing):
        assert closing.wait(10)
        raise ModelCancelled("closing")

    model = loading(load)
    model.start()
    start = time.monotonic()
    model.close()
    assert time.monotonic() - start < 1
    with pytest.raises(ModelCancelled):
        ask(model)


def test_closing_while_it_is_warmed_closes_it_too(loading):
    engine = SlowEngine(30)
    model = loading(lambda closing: LocalModel(engine), prefix=QUESTION)
    model.start()
    while not engine.warmed:
        time.sleep(0.005)
    start = time.monotonic()
    model.close()
    assert time.monotonic() - start < 1
    assert engine.closed


def test_a_process_that_ended_is_started_again_but_not_for_ever(loading):
    engines = []

    def load(closing):
        engines.append(SlowEngine())
        return LocalModel(engines[-1])

    model = loading(load)
    model.start()
    for number in range(4):
        model.wait()
        assert model.state == "ready"
        engines[-1].error = ModelGone("The process has ended (code -9).")
        with pytest.raises(ModelGone):
            ask(model)
        assert engines[number].closed
    model.wait()
    assert len(engines) == 4
    assert (model.state, model.problem) == ("failed", "The process has ended (code -9).")


def test_joining_is_logged_by_tenths(caplog):
    caplog.set_level(logging.INFO)
    tell = logged_tenths()
    for done in range(1, 1001):
        tell(done, 1000)
    assert [record.message.split()[-2] for record in caplog.records] == [str(tenth) for tenth in range(10, 101, 10)]


def test_the_name_tells_the_file(tmp_path):
    assert local_model(None, lambda done, total: None).name == "local"
    assert local_model(tmp_path / "My-Model.Q4.gguf", lambda done, total: None).name == "local:My-Model.Q4"
