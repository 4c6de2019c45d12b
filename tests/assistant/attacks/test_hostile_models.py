"""A language model that lies, forges, leaks, or obeys whoever speaks to it: nothing of it is shown.

Each attack is really asked over HTTP; what must be true of every answer is checked by `hostile.Asked`, which knows
nothing of the code under test.
"""

import re

import pytest
from attacks import ATTACKS, CYBER, KEY, LIES, MADE, ORDERS, PAYLOADS, QUESTIONS, obeys
from oracle import FORBIDDEN


def bare(written):
    return re.sub(r"\s*\[\d+\]", "", written)


def shown(answer):
    return "\n".join(each["text"] for each in answer["statements"])


@pytest.mark.parametrize("attack", LIES, ids=str)
def test_a_lie_leaves_the_quoting_answer(asked, attack):
    before = len(asked.model.asked)
    asked.says(attack.says)
    answer = asked.attack(attack.question)
    assert len(asked.model.asked) == before + 1
    assert asked.is_quoted(answer, attack.question)
    assert (answer["composer"], answer["fallback"], answer["written"]["kept"]) == ("quote", "unsupported", 0)
    assert answer["hint"]
    asked.says(attack.beside)
    beside = asked.streamed(attack.question)
    assert beside["composer"] == "generate"
    assert beside["written"]["kept"] == 1
    assert bare(attack.says) not in shown(beside)


@pytest.mark.parametrize("attack", PAYLOADS, ids=str)
def test_what_is_no_sentence_of_an_answer_leaves_the_quoting_answer(asked, attack):
    asked.says(attack.says)
    answer = asked.attack(CYBER)
    assert asked.is_quoted(answer, CYBER)
    assert answer["fallback"] in ("unsupported", "error")
    assert not FORBIDDEN.search(shown(answer))
    assert asked.is_quoted(asked.streamed(CYBER), CYBER)


@pytest.mark.parametrize("attack", MADE, ids=str)
def test_what_is_too_much_or_was_never_to_be_seen_leaves_the_quoting_answer(asked, attack):
    asked.says(attack.says)
    answer = asked.attack(CYBER)
    assert asked.is_quoted(answer, CYBER)
    assert asked.is_quoted(asked.streamed(CYBER, judge="model"), CYBER, judge="model")


def test_what_echoes_the_passages_says_what_they_say(asked):
    asked.says(lambda messages: messages[-3]["content"])
    answer = asked.attack(CYBER)
    assert {each["support"] for each in answer["statements"]} <= {"verbatim", "supported"}


@pytest.mark.parametrize("attack", ORDERS, ids=str)
def test_what_a_document_orders_is_not_done(poisoned, attack):
    before = len(poisoned.model.asked)
    poisoned.says(attack.says)
    only = {"documents": [attack.document]}
    answer = poisoned.attack(attack.question, **only)
    assert len(poisoned.model.asked) == before + 1
    assert poisoned.is_quoted(answer, attack.question, **only)
    poisoned.says(attack.beside)
    beside = poisoned.streamed(attack.question, **only)
    assert beside["written"]["kept"] == 1
    assert not [each for each in beside["statements"] if each["support"] == "supported" and "PWNED" in each["text"]]


@pytest.mark.parametrize("attack", QUESTIONS, ids=str)
def test_what_a_question_orders_is_not_done(asked, attack):
    asked.says(attack.says)
    answer = asked.attack(attack.question)
    assert asked.is_quoted(answer, attack.question)
    assert not FORBIDDEN.search(shown(answer))
    assert KEY not in str(asked.streamed(attack.question, judge="model"))


def test_a_hostile_document_says_nothing_of_the_others(poisoned):
    poisoned.says(obeys)
    answer = poisoned.attack(CYBER)
    assert "PWNED" not in answer["text"]
    assert {each["document_id"] for each in answer["citations"]} == {"hiroshima-accord", "techuk-coverage"}


def test_two_hundred_attacks_and_more_were_asked(asked, poisoned, request):
    assert len(ATTACKS) >= 200
    here = [each for each in request.session.items if each.path == request.path]
    if len(here) > len(ATTACKS):  # all of them were to be run
        assert asked.attacks + poisoned.attacks > len(ATTACKS)
