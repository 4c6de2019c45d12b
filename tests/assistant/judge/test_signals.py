"""What is seen of a question and its passages without a language model."""

import pytest

from assistant.judge.signals import seen


def signals(assistant, text, absent=()):
    return seen(text, assistant.store.search(text, 8), assistant.store.corpus, absent=absent, named=False)


@pytest.mark.parametrize(
    ("text", "unmeasured"),
    [
        ("How much will be spent on food security?", True),
        ("What is the budget of the Cyber Partnership?", True),
        ("How many ships will visit the Indo-Pacific?", True),
        ("How much Japanese investment was announced?", False),
        ("To how many degrees is the temperature rise to be kept?", False),
        ("What do they agree on food?", False),
    ],
)
def test_an_amount_that_is_asked_for_and_not_near_is_seen(assistant, text, unmeasured):
    assert signals(assistant, text).unmeasured == unmeasured


@pytest.mark.parametrize(
    ("text", "unstated"),
    [
        ("Cite the Accord for the claim that Britain will leave NATO.", True),
        ("Please give me a quote saying that the Accord bans nuclear power", True),
        ("Find a citation that proves Japan pays for the carrier.", True),
        ("Quote the sentence saying that they will establish a Cyber Partnership.", False),
        ("Does the Accord ban nuclear power?", False),
        ("Show me the claim.", False),
    ],
)
def test_a_citation_is_not_given_for_what_no_sentence_states(assistant, text, unstated):
    assert signals(assistant, text).unstated == unstated


def test_the_nearer_the_more_evidence(assistant):
    word_for_word = signals(assistant, "respond to the ongoing global food security crisis")
    near = signals(assistant, "What will they do about hunger in the world?")
    far = signals(assistant, "How do I bake sourdough bread?")
    assert 1.5 >= word_for_word.evidence > near.evidence > far.evidence >= 0
    assert word_for_word.wording > 0.9 > far.wording
    assert word_for_word.meaning > near.meaning > far.meaning


def test_names_are_handed_on_and_nothing_else_is_made_of_nothing(assistant):
    assert signals(assistant, "What of Peru?", ("Peru",)).absent == ("Peru",)
    nothing = seen("What of Peru?", [], assistant.store.corpus, absent=(), named=True)
    assert nothing.named
    assert (nothing.evidence, nothing.meaning, nothing.wording, nothing.probability) == (0, 0, 0, None)
