"""The queue in front of a model: fair, bounded, and left at once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from engines import SlowEngine

from assistant.models.local import LocalModel
from assistant.models.model import Message, ModelBusy, ModelCancelled, ModelFailed, ModelTimeout
from assistant.models.turns import Turns

SOON = 0.3
"""Seconds within which something happens "at once", on a busy machine."""


@pytest.fixture
def model_over():
    """A model over an engine; closed after the test."""
    made = []

    def make(engine, **places):
        made.append(LocalModel(engine, turns=Turns(**places)))
        return made[-1]

    yield make
    for model in made:
        model.close()


def ask(model, text, *, timeout=30.0, stop=None, asker=None, **more):
    return model.choose([Message("user", text)], ("Yes", "No"), timeout=timeout, stop=stop or threading.Event(),
                        asker=asker, **more)  # fmt: skip


def queued(pool, model, asked):
    """Questions entered in this order, as (asker, text), behind one that runs."""
    futures = []
    for number, (asker, text) in enumerate(asked, start=1):
        futures.append(pool.submit(ask, model, text, asker=asker))
        until = time.monotonic() + 10
        while model.waiting < number and time.monotonic() < until:
            time.sleep(0.005)
        assert model.waiting == number
    return futures


@pytest.fixture
def pool():
    with ThreadPoolExecutor(20) as pool:
        yield pool


def test_one_is_read_at_a_time_first_come_first_served(model_over, pool):
    engine = SlowEngine(0.1)
    model = model_over(engine)
    start = time.monotonic()
    for future in queued(pool, model, [("a", str(number)) for number in range(5)]):
        assert future.result() == {"Yes": 1 / 3, "No": 1 / 3}
    assert time.monotonic() - start >= 0.5
    assert engine.read_for == ["0", "1", "2", "3", "4"]
    assert model.waiting == 0


def test_askers_take_turns(model_over, pool):
    engine = SlowEngine(0.15)
    asked = [("a", "a1"), ("a", "a2"), ("a", "a3"), ("b", "b1"), ("b", "b2"), ("c", "c1"), (None, "n1"), (None, "n2")]
    for future in queued(pool, model_over(engine), asked):
        future.result()
    assert engine.read_for == ["a1", "b1", "c1", "n1", "a2", "b2", "n2", "a3"]


def test_a_full_queue_is_told_at_once_and_no_asker_fills_it_alone(model_over, pool):
    engine = SlowEngine(5)
    model = model_over(engine, places=3, places_each=2)
    futures = queued(pool, model, [("a", "1"), ("a", "2")])
    start = time.monotonic()
    with pytest.raises(ModelBusy, match="Try again"):
        ask(model, "3", asker="a")
    futures += [pool.submit(ask, model, "4", asker="b")]
    while model.waiting < 3:
        time.sleep(0.005)
    with pytest.raises(ModelBusy):
        ask(model, "5", asker="c")
    assert time.monotonic() - start < SOON
    model.close()
    for future in futures:
        with pytest.raises(ModelCancelled):
            future.result(timeout=SOON)


def test_who_stops_in_the_queue_leaves_it_at_once(model_over, pool):
    engine = SlowEngine(1)
    model = model_over(engine)
    (running,) = queued(pool, model, [("a", "running")])
    stop = threading.Event()
    waiting = pool.submit(ask, model, "waiting", stop=stop)
    while model.waiting < 2:
        time.sleep(0.005)
    stop.set()
    with pytest.raises(ModelCancelled, match="stopped"):
        waiting.result(timeout=SOON)
    assert model.waiting == 1
    assert running.result()
    assert engine.read_for == ["running"]


def test_who_stops_while_it_is_read_ends_the_reading(model_over, pool):
    engine = SlowEngine(30)
    model = model_over(engine)
    stop = threading.Event()
    running = pool.submit(ask, model, "running", stop=stop)
    while not engine.read_for:
        time.sleep(0.005)
    stop.set()
    assert engine.stopped.wait(SOON)
    with pytest.raises(ModelCancelled):
        running.result(timeout=SOON)
    engine.seconds = 0
    assert ask(model, "next")


def test_waiting_counts_against_the_time(model_over, pool):
    engine = SlowEngine(30)
    model = model_over(engine)
    running = pool.submit(ask, model, "running", timeout=1.0)
    while not engine.read_for:
        time.sleep(0.005)
    start = time.monotonic()
    with pytest.raises(ModelTimeout, match="quick"):
        ask(model, "waiting", timeout=0.3)
    assert 0.3 <= time.monotonic() - start < 0.3 + SOON
    assert engine.read_for == ["running"]
    with pytest.raises(ModelTimeout):
        running.result(timeout=2)
    assert engine.stopped.wait(SOON)


def test_who_has_waited_enough_leaves_the_queue_or_ends_the_reading(model_over, pool):
    engine = SlowEngine(30)
    model = model_over(engine)
    start = time.monotonic()
    running = pool.submit(ask, model, "running", enough=lambda: time.monotonic() > start + 1.0)
    while not engine.read_for:
        time.sleep(0.005)
    with pytest.raises(ModelTimeout):
        ask(model, "waiting", enough=lambda: time.monotonic() > start + 0.5)
    assert 0.5 <= time.monotonic() - start < 0.5 + SOON
    assert not engine.stopped.is_set()
    with pytest.raises(ModelTimeout):
        running.result(timeout=2)
    assert engine.stopped.wait(SOON)


def test_what_is_expected_goes_by_how_many_wait_and_how_long_the_last_ones_took(model_over, pool):
    engine = SlowEngine(0.2)
    model = model_over(engine)
    assert model.expected == 0
    for number in range(3):
        ask(model, f"known {number}")
    assert model.expected == 0  # it is free
    engine.seconds = 30
    queued(pool, model, [("a", "1"), ("a", "2")])
    assert 3 * 0.2 <= model.expected < 3 * (0.2 + SOON)
    model.close()


def test_a_reading_that_is_given_up_took_at_least_so_long(model_over, pool):
    engine = SlowEngine(30)
    model = model_over(engine)
    with pytest.raises(ModelTimeout):
        ask(model, "1", timeout=0.5)
    assert engine.stopped.wait(SOON)
    queued(pool, model, [("a", "2")])
    assert 2 * 0.5 <= model.expected < 2 * (0.5 + SOON)
    model.close()


def test_closing_ends_all_quickly(model_over, pool):
    engine = SlowEngine(30)
    model = model_over(engine)
    futures = queued(pool, model, [("a", "1"), ("b", "2")])
    start = time.monotonic()
    model.close()
    for future in futures:
        with pytest.raises(ModelCancelled):
            future.result(timeout=SOON)
    assert time.monotonic() - start < 2 * SOON
    assert engine.closed
    with pytest.raises(ModelCancelled):
        ask(model, "3")


@pytest.mark.parametrize(
    ("raised", "expected", "told"),
    [
        (ModelFailed("It fell over."), ModelFailed, "It fell over."),
        (OSError("odd"), ModelFailed, r"failed \(OSError\)"),
        (ValueError("same"), ValueError, "same"),
    ],
    ids=["ours", "another", "the caller's"],
)
def test_an_error_goes_to_whoever_asked_and_the_next_is_served(model_over, raised, expected, told):
    engine = SlowEngine()
    engine.error = raised
    model = model_over(engine)
    with pytest.raises(expected, match=told):
        ask(model, "1")
    engine.error = None
    assert ask(model, "1")


def test_the_same_question_is_read_once(model_over):
    engine = SlowEngine()
    model = model_over(engine)
    first = ask(model, "1")
    first["Yes"] = 9.0  # the asker's own copy
    assert ask(model, "1") == {"Yes": 1 / 3, "No": 1 / 3}
    assert engine.read_for == ["1"]
    assert ask(model, "2")
    assert engine.read_for == ["1", "2"]


def write(model, text="Write.", *, most=3, timeout=30.0, stop=None, asker=None):
    return model.write([Message("user", text)], most=most, timeout=timeout, stop=stop or threading.Event(),
                       asker=asker)  # fmt: skip


def test_what_is_written_comes_in_pieces(model_over):
    engine = SlowEngine(0.2)
    start = time.monotonic()
    arrived = [(each, time.monotonic() - start) for each in write(model_over(engine))]
    assert [each for each, _ in arrived] == ["word0 ", "word1 ", "word2 "]
    assert arrived[0][1] < 0.2 + SOON
    assert arrived[2][1] >= 0.6


def test_others_wait_while_one_is_written_for(model_over, pool):
    engine = SlowEngine(0.1)
    model = model_over(engine)
    pieces = write(model, "first", most=5)
    next(pieces)
    second = pool.submit(ask, model, "second")
    assert len(list(pieces)) == 4
    assert second.result() == {"Yes": 1 / 3, "No": 1 / 3}
    assert engine.read_for == ["first", "second"]


def test_who_leaves_what_is_written_stops_it(model_over):
    engine = SlowEngine(0.05)
    model = model_over(engine)
    pieces = write(model, most=1000)
    next(pieces)
    pieces.close()
    assert engine.stopped.wait(SOON)
    assert ask(model, "next")


@pytest.mark.parametrize(("more", "error"), [({"timeout": 0.3}, ModelTimeout), ({"most": 3}, ModelFailed)])
def test_what_was_written_before_an_error_has_arrived(model_over, more, error):
    engine = SlowEngine(0.05)
    if error is ModelFailed:
        engine.error = RuntimeError("broken")
    pieces = write(model_over(engine), **{"most": 1000, **more})
    assert next(pieces) == "word0 "
    with pytest.raises(error):
        list(pieces)


def test_a_stop_ends_what_is_written(model_over):
    engine = SlowEngine(0.05)
    stop = threading.Event()
    pieces = write(model_over(engine), most=1000, stop=stop)
    next(pieces)
    stop.set()
    with pytest.raises(ModelCancelled):
        list(pieces)
    assert engine.stopped.wait(SOON)
