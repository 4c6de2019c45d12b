"""All things of a kind: every mention of a noun that names end in."""

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "Which dialogues between the two governments are named, all of them please?",
        "List all the dialogues in the Accord.",
        "What dialogues does the Accord mention?",
        "Name all dialogues, existing or planned, that are given a name in the Accord.",
    ],
)
def test_all_things_of_a_kind_are_listed_with_their_clauses(ask, text):
    said = ask.text(text)
    for name in (
        "high level defence dialogue",
        "Ministerial dialogue",
        "Economic Security Dialogue",
        "health ministerial",
    ):
        assert name in said
    assert "This list is complete." in said


@pytest.mark.parametrize(
    "text",
    [
        "Which countries are named?",
        "List all advantages.",
        "Which dialogues will deal with trade?",
        "Name the Economic Security Dialogue's members.",
    ],
)
def test_kinds_that_no_name_ends_in_and_questions_for_some_are_left_alone(ask, text):
    assert ask.reply(text) is None


def test_kinds_are_those_of_the_texts(ask_baltic):
    assert "Baltic Water Council" in ask_baltic.text("Which councils are named?")
    assert ask_baltic.reply("Which dialogues are named?") is None
