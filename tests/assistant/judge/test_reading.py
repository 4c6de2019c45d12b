"""What is made of a language model's reply to whether the passages answer."""

import threading

import pytest
from chat_models import ToldModel

from assistant.judge.reading import read
from assistant.models.model import Message


def reading_of(model):
    return read(model, [Message("user", "Is it?")], timeout=5, stop=threading.Event(), asker=None)


class Hesitant(ToldModel):
    """Says other words than those it may choose from, more or less often."""

    def choose(self, messages, choices, **more):
        said = super().choose(messages, choices, **more)
        return {choice: value * self.share for choice, value in said.items()}


@pytest.mark.parametrize(("share", "yes"), [(0.5, 0.8), (0.0, 0.5)], ids=["sometimes", "always"])
def test_a_probability_is_of_yes_against_no(share, yes):
    model = Hesitant()
    model.share = share
    assert reading_of(model.be(yes=0.8)) == pytest.approx(yes)
