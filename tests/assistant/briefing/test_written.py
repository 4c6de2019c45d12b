"""Briefings that a language model writes answers for: what is not carried by a source does not come through."""

import pytest
from chat_models import ToldModel

from assistant.ask import Assistant
from assistant.briefing.asking import Change, How
from assistant.briefing.make import Wanted, again, brief, make
from assistant.briefing.markdown import briefing_markdown

CARRIED = "We will work together to accelerate the deployment of clean energy - particularly offshore wind and nuclear."
WRITTEN = How(composer="generate", judge="model")
INVENTED = "Japan will pay nine billion pounds for clean energy."


@pytest.fixture
def model():
    return ToldModel()


@pytest.fixture
def made(assistant, model):
    model.be(0.99, writes=f"{CARRIED} [1] {INVENTED} [1]")
    wanted = Wanted(questions=("What does the Accord say about clean energy?",), how=WRITTEN)
    return brief(Assistant(assistant.store, model), wanted, "")


def test_a_written_sentence_comes_with_the_quote_that_carries_it(made):
    written = [each for each in made.sentences if each.support == "supported"]
    assert written
    cited = {each.number: each for each in made.citations}
    for each in written:
        assert [cited[number].kind for number in each.citations] == [each.kind]
        assert "deployment of clean energy" in cited[each.citations[0]].quote
    text = briefing_markdown(made)
    assert f"“{cited[written[0].citations[0]].quote}”" in text


def test_what_no_source_carries_is_left_out(made):
    assert "nine billion" not in briefing_markdown(made)


def test_it_says_who_wrote(made):
    assert "Written by the language model local:told, each sentence checked against a quote." in made.made


def test_where_the_model_does_not_answer_it_is_quoted(assistant, model):
    model.be(0.99, writes="Nothing of that. [1]")
    wanted = Wanted(questions=("What does the Accord say about clean energy?",), how=WRITTEN)
    made = brief(Assistant(assistant.store, model), wanted, "")
    assert {each.support for each in made.sentences} <= {"verbatim", "notice"}
    assert made.citations


def test_one_page_begins_with_what_the_model_writes_of_the_official_text(assistant, model):
    model.be(0.99, writes=f"{CARRIED} [1] {INVENTED} [1]")
    made = brief(Assistant(assistant.store, model), Wanted(topic="clean energy", how=WRITTEN), "")
    short = made.sections[0]
    assert short.heading == "In short"
    assert {each.kind for one in short.paragraphs for each in one.sentences} == {"primary"}
    assert "nine billion" not in briefing_markdown(made)
    quoted = brief(assistant, Wanted(topic="clean energy"), "")
    assert [each.heading for each in made.sections[1:]] == [each.heading for each in quoted.sections]


def test_one_page_has_no_summary_where_nothing_of_it_held(assistant, model):
    model.be(0.99, writes=INVENTED)
    made = brief(Assistant(assistant.store, model), Wanted(topic="clean energy", how=WRITTEN), "")
    assert "In short" not in [each.heading for each in made.sections]


def test_one_section_is_written_again_and_nothing_else(assistant, model):
    model.be(0.99, writes=f"{CARRIED} [1]")
    writing = Assistant(assistant.store, model)
    questions = ("What does the Accord say about clean energy?", "What will the two do on clean energy?")
    made = make(writing, Wanted(questions=questions, how=WRITTEN), "")
    model.be(0.99, writes="We will work together on clean energy. [1]")
    quoted = again(writing, made, 2, Change(questions[1], "quote"), "")
    assert model.written == 0
    assert quoted.briefing.sections[0] == made.briefing.sections[0]
    assert {each.support for one in quoted.briefing.sections[1].paragraphs for each in one.sentences} == {"verbatim"}
    assert (
        again(writing, quoted, 1, Change(questions[0], "generate"), "").briefing.sections[1]
        != made.briefing.sections[1]
    )
    assert model.written == 1
