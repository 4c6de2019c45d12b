"""Briefings that a language model writes answers for: what is not carried by a source does not come through."""

import pytest
from chat_models import ToldModel

from assistant.ask import Assistant
from assistant.briefing.make import Wanted, brief
from assistant.briefing.markdown import briefing_markdown

CARRIED = "We will work together to accelerate the deployment of clean energy - particularly offshore wind and nuclear."
INVENTED = "Japan will pay nine billion pounds for clean energy."


@pytest.fixture
def model():
    return ToldModel()


@pytest.fixture
def made(assistant, model):
    model.be(0.99, writes=f"{CARRIED} [1] {INVENTED} [1]")
    wanted = Wanted(questions=("What does the Accord say about clean energy?",), composer="generate", judge="model")
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
    wanted = Wanted(questions=("What does the Accord say about clean energy?",), composer="generate", judge="model")
    made = brief(Assistant(assistant.store, model), wanted, "")
    assert {each.support for each in made.sentences} <= {"verbatim", "notice"}
    assert made.citations
