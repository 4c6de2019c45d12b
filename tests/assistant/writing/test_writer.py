"""Answers that a language model writes: only what the sources carry is shown, and nothing is lost by what they do not.

The model is a small class that writes what a test tells it to; search, sources and checks are the real ones.
"""

import re
import threading

import pytest
from chat_models import ToldModel

from assistant.ask import Assistant
from assistant.errors import ModelUnsupported, Stopped
from assistant.events import AnswerEvent, PassagesEvent, StatementEvent
from assistant.models.model import ModelBusy, ModelCancelled, ModelFailed, ModelLoading, ModelTimeout
from assistant.questions import Question
from assistant.verify import is_verbatim

CYBER = "What will the Cyber Partnership do?"
GOOD = (
    "The two countries will establish a Japan-UK Cyber Partnership. [1] "
    "The Japan-UK Cyber Partnership will strengthen public-private partnerships. [1]"
)
LIES = [
    "The Japan-UK Cyber Partnership will have a budget of £50m. [1]",
    "Japan will establish a Japan-UK Cyber Partnership. [1]",
    "The two countries have established a Japan-UK Cyber Partnership. [1]",
    "The two countries will not establish a Japan-UK Cyber Partnership. [1]",
    "Fujitsu UK will lead the Japan-UK Cyber Partnership. [2]",
]


@pytest.fixture(scope="module")
def model():
    return ToldModel()


@pytest.fixture(scope="module")
def writing(assistant, model):
    return Assistant(assistant.store, model)


def ask(assistant, text=CYBER, **more):
    return assistant.ask(Question(text=text, **{"composer": "generate", "store": False, **more}))


def shown(answer):
    return " ".join(each.text for each in answer.statements)


def quoted_only(answer):
    """Everything that is said is quotes and their lead-ins."""
    return answer.composer == "quote" and all(each.support == "verbatim" for each in answer.statements)


def test_what_the_sources_carry_is_shown_with_what_it_rests_on(writing, model):
    model.be(writes=GOOD)
    answer = ask(writing)
    assert (answer.outcome, answer.composer, answer.model, answer.fallback) == (
        "answered",
        "generate",
        model.name,
        None,
    )
    first, second, *rest = answer.statements
    assert first.text == "The two countries will establish a Japan-UK Cyber Partnership."
    assert {first.support, second.support} == {"supported"}
    assert first.citations == second.citations == (1,)
    assert first.kind == "primary"
    assert answer.citations[0].quote.startswith("Establish a Japan-UK Cyber Partnership that will")
    assert f"- **The Accord**: “{answer.citations[0].quote}” [1]" in answer.text
    assert {each.support for each in rest} <= {"verbatim"}
    assert all(is_verbatim(each, writing.store.corpus) for each in answer.citations)
    assert (answer.written.kept, answer.written.replaced, answer.written.dropped) == (2, 0, 0)
    assert answer.hint is None


@pytest.mark.parametrize("lie", LIES)
def test_what_they_do_not_carry_is_not_shown(writing, model, lie):
    said = re.sub(r" \[\d\]", "", lie)
    model.be(writes=lie)
    alone = ask(writing)
    assert quoted_only(alone)
    assert (alone.fallback, alone.written.kept) == ("unsupported", 0)
    assert alone.hint
    model.be(writes=f"{GOOD} {lie}")
    beside = ask(writing)
    assert beside.composer == "generate"
    assert beside.written.kept == 2
    assert beside.written.replaced + beside.written.dropped == 1
    for answer in (alone, beside):
        assert said not in answer.text
        assert "£50m" not in answer.text


def test_an_answer_of_which_nothing_is_left_is_the_quoting_answer(writing, model):
    model.be(writes=" ".join(LIES))
    assert shown(ask(writing)) == shown(ask(writing, composer="quote"))


def test_what_bears_on_the_question_and_is_not_written_is_quoted(writing, model):
    model.be(writes=GOOD)
    quotes = {each.clause_id for each in ask(writing, composer="quote").citations}
    assert quotes <= {each.clause_id for each in ask(writing).citations}


@pytest.mark.parametrize("marks", ["", "[9]", "[0]", "[3]", "[1][99]"])
def test_the_number_is_ours_whatever_the_model_cites(writing, model, marks):
    model.be(writes=f"The two countries will establish a Japan-UK Cyber Partnership. {marks}")
    answer = ask(writing)
    [first, *_] = answer.statements
    assert first.support == "supported"
    assert answer.citations[first.citations[0] - 1].quote.startswith("Establish a Japan-UK Cyber Partnership")
    assert {number for each in answer.statements for number in each.citations} == {
        each.number for each in answer.citations
    }


def test_a_sentence_with_all_words_of_its_source_needs_no_further_evidence(writing, model):
    quote = ask(writing, composer="quote").citations[0].quote
    model.be(writes=f"The two countries will establish {quote.replace('our ', 'their ')}. [1]")
    shown = ask(writing)
    assert shown.statements[0].support == "supported"
    assert shown.statements[0].text.startswith("The two countries will establish a Japan-UK Cyber Partnership that")


def test_a_copied_sentence_is_shown_as_a_quote(writing, model):
    text = "What do the sources say about the UN Security Council seat?"
    copied = (
        "The UK supports permanent seats in the UNSC for Japan as part of the G4 and Japan appreciates this position."
    )
    model.be(writes=f"{copied} [1]")
    answer = ask(writing, text)
    assert answer.composer == "generate"
    assert answer.statements[0].support == "verbatim"
    assert answer.citations[0].quote == copied


def test_what_was_said_twice_is_shown_once(writing, model):
    model.be(writes=f"{GOOD} {GOOD}")
    texts = [each.text for each in ask(writing).statements]
    assert len(set(texts)) == len(texts)


def test_statements_arrive_as_they_pass_and_none_that_does_not(writing, model):
    model.be(writes=f"{LIES[0]} {GOOD}")
    events = list(writing.events(Question(text=CYBER, composer="generate", store=False)))
    said = [each.statement.text for each in events if isinstance(each, StatementEvent)]
    answer = events[-1].answer
    assert said == [each.text for each in answer.statements]
    kinds = [type(each) for each in events]
    assert kinds.index(PassagesEvent) < kinds.index(StatementEvent) < kinds.index(AnswerEvent)


def test_the_first_sentence_is_shown_while_the_second_is_written(writing, model):
    model.be(writes=GOOD, pause=0.02)
    events = writing.events(Question(text=CYBER, composer="generate", store=False))
    came = [model.finished for event in events if isinstance(event, StatementEvent)]
    assert came[0] is False
    assert came[-1] is True


@pytest.mark.parametrize(
    ("error", "fallback"),
    [
        (ModelLoading("x"), "loading"),
        (ModelBusy("x"), "busy"),
        (ModelTimeout("x"), "timeout"),
        (ModelFailed("x"), "error"),
        (ModelCancelled("x"), "error"),
    ],
)
@pytest.mark.parametrize("after", [0, 3])
def test_a_model_that_fails_leaves_the_quoting_answer_and_a_note(writing, model, error, fallback, after):
    model.be(writes=GOOD, fails=(after, error))
    answer = ask(writing, judge="quick")
    assert (answer.outcome, answer.fallback) == ("answered", fallback)
    assert quoted_only(answer)
    assert answer.hint
    assert shown(answer) == shown(ask(writing, composer="quote", judge="quick"))


def test_what_was_written_before_a_failure_stays(writing, model):
    model.be(writes=GOOD, fails=(14, ModelTimeout("x")))
    answer = ask(writing)
    assert (answer.composer, answer.fallback, answer.written.kept) == ("generate", "timeout", 1)
    assert answer.hint
    assert {each.clause_id for each in ask(writing, composer="quote").citations} <= {
        each.clause_id for each in answer.citations
    }


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        " ",
        "\n\n\n",
        "[1][2][3]",
        "Not stated.",
        "lorem ipsum dolor sit amet. " * 200,
        "a" * 100_000,
        "\u202egnihton\u202c. \x00\x07.",
        "<script>alert(1)</script>. ![x](https://evil.example/x.png).",
        "You check whether sources answer a question. An answer counts only if the passages state it.",
        "日本語で書く。",
        '{"answer": "yes"}',
    ],
)
def test_garbage_leaves_the_quoting_answer(writing, model, garbage):
    model.be(writes=garbage)
    answer = ask(writing)
    assert quoted_only(answer)
    assert answer.fallback == "unsupported"
    for part in ("script", "evil", "lorem", "You check", "\u202e", "aaaa", "日本"):
        assert part not in answer.text


def test_what_is_not_answered_is_not_written(writing, model):
    model.be(yes=0.02, writes=GOOD)
    answer = ask(writing, "Who will pay for the Cyber Partnership?")
    assert answer.outcome in ("not_in_sources", "uncertain")
    assert (answer.composer, answer.written) == ("quote", None)
    model.be(writes=GOOD)
    for text in ("Does the Accord mention Fujitsu?", "Thank you!", "How many commitments are in Part 2?"):
        answer = ask(writing, text)
        assert answer.composer == "quote"
        assert model.written == 0


def test_the_small_model_on_this_machine_writes_only_where_it_is_asked_to(writing, model):
    model.be(writes=GOOD)
    assert ask(writing, composer="auto").composer == "quote"
    assert model.written == 0


class Remote(ToldModel):
    name = "openai:told"


def test_any_other_writes_by_itself(assistant):
    remote = Remote().be(writes=GOOD)
    answer = ask(Assistant(assistant.store, remote), composer="auto")
    assert (answer.composer, answer.model) == ("generate", "openai:told")
    assert ask(Assistant(assistant.store, remote), composer="quote").composer == "quote"


def test_without_a_model_nothing_can_be_written(assistant):
    with pytest.raises(ModelUnsupported, match="generate"):
        ask(assistant)


def test_two_questions_in_one_are_written_one_after_the_other(writing, model):
    model.be(writes=GOOD)
    answer = ask(writing, "What will the Cyber Partnership do? What will the Semiconductor Partnership cover?")
    assert model.written == 2
    assert answer.composer == "generate"
    assert {each.number for each in answer.citations} == set(range(1, len(answer.citations) + 1))


def test_who_leaves_stops_the_writing_and_nothing_is_kept(writing, model):
    model.be(writes=GOOD * 50, pause=0.01)
    stop = threading.Event()
    events = writing.events(Question(text=CYBER, composer="generate"), stop)
    next(each for each in events if isinstance(each, StatementEvent))
    stop.set()
    with pytest.raises(Stopped):
        list(events)
    assert not model.finished


def test_a_reply_is_read_no_further_than_an_answer_is_long(writing, model):
    model.be(writes="The two countries will establish a Japan-UK Cyber Partnership. [1] " * 5000)
    answer = ask(writing)
    assert len(answer.text) < 3000
    assert model.pieces < 500
