from types import SimpleNamespace

import pytest

from assistant.errors import NotReady, QuestionError, UnknownConversation
from assistant.events import STAGES, AnswerEvent, PassagesEvent, StatusEvent
from assistant.questions import Question
from ui.chat import Tabs
from ui.exchange import BEGIN_ANEW, WRONG, exchange
from vectorstore.errors import IndexUnavailable


class Answering:
    """An assistant that gives prepared events, or raises."""

    def __init__(self, corpus, *events):
        self.store = SimpleNamespace(corpus=corpus)
        self.asked = []
        self._events = events

    def events(self, question, stop):
        self.stop = stop
        self.asked.append(question)
        for event in self._events:
            if isinstance(event, Exception):
                raise event
            yield event


def service_with(assistant):
    return SimpleNamespace(assistant=assistant)


class NotYet:
    @property
    def assistant(self):
        raise NotReady("The texts are still being loaded.")


def test_an_exchange_goes_from_the_question_over_stages_to_the_answer(corpus, citing, answering, quoting):
    citation = citing("accord/1", "skills")
    answer = answering(citations=(citation,), statements=(quoting(citation),), conversation_id="opened")
    assistant = Answering(
        corpus, StatusEvent("searching"), PassagesEvent((), corpus), StatusEvent("judging"), AnswerEvent(answer)
    )
    searching, judging, last = exchange(service_with(assistant), Question(text="What <i>skills</i>?"))

    assert STAGES["searching"] in searching.exchange["reply"]
    assert STAGES["judging"] in judging.exchange["reply"]
    assert "“skills”" in last.exchange["reply"]
    assert '<template data-source="1">' in last.exchange["reply"]
    assert "What &lt;i&gt;skills&lt;/i&gt;?" in searching.exchange["question"]
    assert len({shown.exchange["id"] for shown in (searching, judging, last)}) == 1
    assert (searching.conversation_id, last.conversation_id) == (None, "opened")
    assert not any(shown.failed for shown in (searching, judging, last))


def test_questions_of_one_tab_belong_to_one_conversation(corpus, answering):
    assistant = Answering(corpus, AnswerEvent(answering(conversation_id="mine")))
    (shown,) = exchange(service_with(assistant), Question(text="And then?", conversation_id="mine"))
    assert assistant.asked[0].conversation_id == "mine"
    assert shown.conversation_id == "mine"


@pytest.mark.parametrize(
    "error",
    [QuestionError("The question is empty.", code="empty"), IndexUnavailable("The index cannot be asked.")],
    ids=["assistant", "store"],
)
def test_what_is_known_to_fail_is_told_in_its_own_words(corpus, error):
    *_, last = exchange(
        service_with(Answering(corpus, StatusEvent("searching"), error)), Question(text="q", conversation_id="mine")
    )
    assert str(error) in last.exchange["reply"]
    assert last.failed
    assert last.conversation_id == "mine"


def test_before_the_texts_are_loaded(corpus):
    (shown,) = exchange(NotYet(), Question(text="q"))
    assert "still being loaded" in shown.exchange["reply"]
    assert shown.failed


def test_a_forgotten_conversation_gives_way_to_a_new_one(corpus):
    (shown,) = exchange(
        service_with(Answering(corpus, UnknownConversation("no"))), Question(text="q", conversation_id="gone")
    )
    assert BEGIN_ANEW[UnknownConversation] in shown.exchange["reply"]
    assert shown.conversation_id is None


def test_the_unexpected_is_logged_and_not_told(corpus, caplog):
    (shown,) = exchange(service_with(Answering(corpus, RuntimeError("secret"))), Question(text="q"))
    assert WRONG in shown.exchange["reply"]
    assert "secret" not in shown.exchange["reply"]
    assert "secret" in caplog.text


def test_an_exchange_that_nobody_follows_any_more_is_stopped(corpus, answering):
    assistant = Answering(corpus, StatusEvent("searching"), StatusEvent("judging"), AnswerEvent(answering()))
    shown = exchange(service_with(assistant), Question(text="q"))
    next(shown)
    assert not assistant.stop.is_set()
    shown.close()
    assert assistant.stop.is_set()


def test_a_closed_tab_stops_its_own_questions_and_no_others():
    tabs = Tabs()
    with tabs.asking("mine") as first, tabs.asking("mine") as second, tabs.asking("yours") as other:
        tabs.closed("mine")
        assert first.is_set()
        assert second.is_set()
        assert not other.is_set()
        tabs.closed("nobody's")
    assert other.is_set()
    with tabs.asking("mine") as again:
        assert not again.is_set()
