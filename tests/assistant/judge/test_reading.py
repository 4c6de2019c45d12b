"""What is made of a language model's reply to whether the passages answer."""

import threading

import pytest
from chat_models import ToldModel

from assistant.judge.reading import read
from assistant.models.model import Message, ModelFailed


def reading_of(model):
    return read(model, [Message("user", "Is it?")], timeout=5, stop=threading.Event(), asker=None)


class Hesitant(ToldModel):
    """Says other words than those it may choose from, more or less often."""

    def choose(self, messages, choices, **more):
        said = super().choose(messages, choices, **more)
        return {choice: value * self.share for choice, value in said.items()}


def hesitant(share):
    model = Hesitant()
    model.share = share
    return model.be(yes=0.8)


def test_a_probability_is_of_yes_against_no():
    assert reading_of(hesitant(0.5)) == pytest.approx(0.8)


@pytest.mark.parametrize("share", [0.0, float("nan")], ids=["other words", "no numbers"])
def test_what_is_neither_yes_nor_no_is_no_verdict(share):
    with pytest.raises(ModelFailed, match="local:told said neither Yes nor No"):
        reading_of(hesitant(share))
