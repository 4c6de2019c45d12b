"""The judge on the whole path: real store and embedding model, and a language model that says what it is told."""

import threading
import time

import pytest
from chat_models import ToldModel
from engines import SlowEngine

from assistant.ask import Assistant
from assistant.errors import ModelUnsupported, Stopped
from assistant.events import PassagesEvent, StatusEvent
from assistant.models.local import LocalModel
from assistant.models.model import ModelBusy, ModelCancelled, ModelFailed, ModelGone, ModelLoading, ModelTimeout
from assistant.questions import Question
from ingest.sources import bundled
from ingest.sync import sync
from vectorstore.documents import Filters

CLEAR = "What do they agree on food?"
FAR = "How do I bake sourdough bread?"


def ask(assistant, text=CLEAR, judge="auto", **more):
    return assistant.ask(Question(text=text, judge=judge, store=False, **more))


def how(answer):
    return answer.judge, answer.model, answer.fallback


def test_a_quick_judge_never_asks_the_model(with_model, told):
    answer = ask(with_model, judge="quick")
    assert (answer.outcome, how(answer)) == ("answered", ("quick", "none", None))
    assert answer.judged.model_yes is None
    assert told.asked == []


@pytest.mark.parametrize("judge", ["auto", "model"])
def test_a_model_that_is_there_is_asked_and_named(with_model, told, judge):
    told.be(yes=0.95)
    answer = ask(with_model, judge=judge)
    assert (answer.outcome, how(answer)) == ("answered", ("model", "local:told", None))
    assert answer.judged.model_yes == 0.95
    assert told.asked


@pytest.mark.parametrize(
    ("yes", "outcome"), [(0.02, "not_in_sources"), (0.5, "uncertain"), (0.98, "answered")], ids=["no", "unsure", "yes"]
)
@pytest.mark.parametrize("text", [CLEAR, "Who pays for the food security work?"])
def test_what_a_sure_model_says_is_done(with_model, told, text, yes, outcome):
    told.be(yes=yes)
    answer = ask(with_model, text, judge="model")
    assert answer.outcome == outcome
    assert bool(answer.citations) == (outcome == "answered")
    assert bool(answer.nearest) == (outcome != "answered")


def test_no_model_finds_a_name_that_stands_nowhere(with_model, told):
    told.be(yes=0.99)
    answer = ask(with_model, "What will Greenland contribute?", judge="model")
    assert (answer.outcome, answer.looked_for) == ("not_in_sources", ("Greenland",))


@pytest.mark.parametrize(
    ("error", "fallback"),
    [
        (ModelLoading("It is still being read in."), "loading"),
        (ModelBusy("Too many wait."), "busy"),
        (ModelTimeout("It takes too long."), "timeout"),
        (ModelFailed("It cannot be used."), "error"),
        (ModelGone("Its process has ended."), "error"),
        (ModelCancelled("The program is ending."), "error"),
    ],
    ids=["loading", "busy", "timeout", "failed", "gone", "ending"],
)
@pytest.mark.parametrize("judge", ["auto", "model"])
def test_a_model_that_does_not_answer_is_done_without(with_model, told, judge, error, fallback):
    plain = ask(with_model, judge="quick")
    told.be(error=error)
    answer = ask(with_model, judge=judge)
    assert how(answer) == ("quick", "none", fallback)
    assert (answer.outcome, answer.text, answer.judged) == (plain.outcome, plain.text, plain.judged)


def test_nobody_waits_in_a_long_queue_who_has_not_asked_for_the_model(with_model, told):
    told.be(expected=20)
    assert how(ask(with_model)) == ("quick", "none", "busy")
    assert told.asked == []
    assert how(ask(with_model, judge="model")) == ("model", "local:told", None)


def test_a_slow_model_is_waited_for_so_long_and_no_longer(assistant):
    engine = SlowEngine(60)
    model = LocalModel(engine)
    impatient = Assistant(assistant.store, model, timeout=0.3)
    start = time.monotonic()
    answer = ask(impatient)
    assert time.monotonic() - start < 5
    assert (answer.outcome, how(answer)) == ("answered", ("quick", "none", "timeout"))
    assert engine.stopped.wait(5)
    model.close()


def test_without_a_model_it_cannot_be_asked_for(assistant):
    with pytest.raises(ModelUnsupported, match="judge 'quick'"):
        ask(assistant, judge="model")
    assert how(ask(assistant)) == ("quick", "none", None)


def test_passages_are_there_before_the_judge_begins(with_model, told):
    told.be(seconds=0.3)
    events = with_model.events(Question(text=CLEAR, judge="model", store=False))
    passages = next(each for each in events if isinstance(each, PassagesEvent))
    seen = time.monotonic()
    assert passages.passages
    assert told.begun == []
    assert StatusEvent("judging") in list(events)
    assert told.begun[0] >= seen
    assert time.monotonic() >= seen + 0.3


def test_a_question_that_is_stopped_while_it_is_judged_ends_and_is_not_kept(with_model, told):
    first = with_model.ask(Question(text=CLEAR, judge="quick", owner="me"))
    told.be(seconds=60)
    stop = threading.Event()
    asked = Question(text="What of AI?", judge="model", conversation_id=first.conversation_id, owner="me")
    seen = []

    def leave():
        while not told.begun:
            time.sleep(0.005)
        seen.append(time.monotonic())
        stop.set()

    leaving = threading.Thread(target=leave)
    leaving.start()
    with pytest.raises(Stopped):
        with_model.ask(asked, stop)
    leaving.join()
    assert time.monotonic() - seen[0] < 1
    kept = with_model.conversations.recent(first.conversation_id, "me", 5)
    assert [each["question"] for each in kept] == [CLEAR]


def test_a_question_that_is_stopped_before_is_not_judged(with_model, told):
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        with_model.ask(Question(text=CLEAR, judge="model", store=False), stop)
    assert told.asked == []


def test_the_model_is_told_words_and_no_addresses(with_model, told):
    ask(with_model, "What investment figure was announced?", judge="model")
    shown = told.asked[0][-1].text
    assert "What investment figure was announced?" in shown
    assert "£18bn" in shown
    for address in ("techuk-coverage", "hiroshima-accord", "http"):
        assert address not in shown


def test_every_part_of_a_question_is_judged_in_its_askers_name(with_model, told):
    text = "What do they agree on food? And what do they say about dementia?"
    answer = ask(with_model, text, judge="model", owner="me")
    questions = list(dict.fromkeys(each[-1].text for each in told.asked if each[-1].role == "user"))
    assert len(questions) == 2
    assert set(told.askers) == {"me"}
    assert answer.outcome == "answered"


@pytest.mark.parametrize(
    "asked",
    [
        Question(text="Thank you!", judge="model", store=False),
        Question(text="How many commitments are in Part 2?", judge="model", store=False),
        Question(text=CLEAR, judge="model", filters=Filters(("techuk-coverage",), ("primary",)), store=False),
    ],
    ids=["said", "counted", "no text"],
)
def test_where_nothing_needs_to_be_judged_the_model_is_not_asked(with_model, told, asked):
    answer = with_model.ask(asked)
    assert (answer.judged, how(answer)) == (None, ("quick", "none", None))
    assert told.asked == []


@pytest.fixture
def uncalibrated(words_store):
    """An assistant over vectors for which no calibration was made."""
    sync(words_store, bundled())
    return Assistant(words_store, ToldModel())


def test_without_a_calibration_words_decide(uncalibrated):
    answer = ask(uncalibrated, "What will the Semiconductor Partnership explore?", judge="quick")
    assert (answer.outcome, answer.judged.probability) == ("answered", None)
    assert "semiconductor" in answer.citations[0].quote.lower()
    assert ask(uncalibrated, FAR, judge="quick").outcome == "uncertain"
    absent = ask(uncalibrated, "What will Greenland contribute?", judge="quick")
    assert (absent.outcome, absent.looked_for) == ("not_in_sources", ("Greenland",))


@pytest.mark.parametrize(("yes", "outcome"), [(0.05, "not_in_sources"), (0.5, "uncertain"), (0.95, "answered")])
def test_without_a_calibration_a_model_decides_that_is_sure(uncalibrated, yes, outcome):
    uncalibrated.model.be(yes=yes)
    answer = ask(uncalibrated, "What will the Semiconductor Partnership explore?", judge="model")
    assert (answer.outcome, answer.judge, answer.judged.probability) == (outcome, "model", None)


def test_an_absence_is_said_of_the_texts_that_were_searched(assistant):
    text = "What will Fujitsu do?"
    of_one = assistant.ask(Question(text=text, filters=Filters(kinds=("primary",)), judge="quick", store=False))
    assert of_one.looked_for == ("Fujitsu",)
    assert of_one.text.startswith("The text does not mention Fujitsu")
    assert assistant.ask(Question(text=text, judge="quick", store=False)).looked_for == ()
