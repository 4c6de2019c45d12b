"""Overviews of a whole text, and everything it says on one topic."""

import pytest

from vectorstore.documents import Filters

WHOLE = """
What is this about?
What is the Hiroshima Accord?
Give me an overview of the Accord
Can you summarise the accord?
What are the main points?
What are the key themes of the agreement?
Please give me a short summary of the document.
TL;DR
What topics does the Accord cover?
Explain the Accord in a nutshell.
Key takeaways please
I need a brief outline of the Accord
What's in the Accord?
What does the deal say in general?
""".strip().splitlines()


@pytest.mark.parametrize("text", WHOLE)
def test_an_overview_names_every_part_and_says_what_it_leaves_out(ask, text):
    found = ask.reply(text)
    shown = ask.text(text)
    assert (found.outcome, found.complete) == ("answered", False)
    assert ask.cited(text) == ["hiroshima-accord/0/4", "hiroshima-accord/0/5", "hiroshima-accord/0/6"]
    assert all(word in shown for word in ("Defence and Security", "Economic Prosperity", "global challenges"))
    assert shown.endswith("Each part is named; not every commitment is quoted.")
    assert 60 <= len(shown.split()) <= 140


@pytest.mark.parametrize(
    "text",
    [
        "What is techUK's article about?",
        "Summarise the article, please",
        "What are the main messages of the coverage?",
        "Give me the gist of techUK's piece",
    ],
)
def test_an_overview_of_a_text_without_parts_shows_central_sentences(ask, text):
    cited = ask.cited(text)
    assert cited[0] == "techuk-coverage/1"
    assert len(ask.reply(text).draft.citations) == 3
    assert all(each.startswith("techuk-coverage/") for each in cited)


def test_an_overview_of_what_the_filters_leave(ask):
    cited = ask.cited("What is this about?", Filters(kinds=("coverage",)))
    assert cited[0] == "techuk-coverage/1"


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Give me the accord on semiconductors", ["0/5", "2/6"]),
        ("Summarise what the Accord says on AI", ["0/5", "2/8", "2/9"]),
        ("Everything the Accord says about Taiwan", ["0/2"]),
        ("Which commitments deal with nuclear energy?", ["3/3", "3/9"]),
        ("list all commitments on supply chains", ["1/1", "2/4", "2/6", "3/2", "3/3"]),
        ("Which clauses of the Accord concern climate change?", ["0/2", "0/6"]),
        ("How many commitments are about cyber?", ["1/7"]),
        ("Sum up the passages on outer space in the Accord.", ["1/6"]),
        ("Show me the AI commitments", ["2/8", "2/9"]),
        ("all the commitments relating to clinical trials", ["2/10"]),
    ],
)
def test_a_topic_gives_every_clause_with_its_words(ask, text, clauses):
    assert [each.split("/", 1)[1] for each in ask.cited(text)] == clauses
    assert "(searched for " in ask.text(text)


def test_of_a_wide_topic_eight_clauses_are_quoted_and_the_others_named(ask):
    text = "Give me everything the Accord says about cooperation"
    assert len(ask.cited(text)) == 8
    assert "And five more: Part 2, commitment 7; Part 2, commitment 11" in ask.text(text)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Which clauses have a time limit?", ["2/5", "3/1", "3/2"]),
        ("Which commitments reaffirm earlier positions?", ["2/3", "3/3", "3/5", "3/7", "3/9"]),
    ],
)
def test_sorts_of_clauses_are_found_by_words_that_the_answer_names(ask, text, clauses):
    assert [each.split("/", 1)[1] for each in ask.cited(text)] == clauses
    assert "Searched for: " in ask.text(text)


@pytest.mark.parametrize(
    "text",
    [
        "List every commitment that comes with a deadline.",
        "Which commitments have a time limit?",
        "how many commitments set a target date",
    ],
)
def test_what_somebody_has_read_decides_without_a_search(ask, text):
    assert [each.split("/", 1)[1] for each in dict.fromkeys(ask.cited(text))] == ["2/5", "3/1", "3/2"]
    assert "every commitment was read for it" in ask.text(text)


def test_commitments_that_explore(ask):
    assert {"hiroshima-accord/2/6", "hiroshima-accord/2/7"} <= set(
        ask.cited("Which commitments merely explore options?")
    )


def test_other_texts_other_names(ask_baltic):
    shown = ask_baltic.text("What is the Compact about?")
    assert "“Clean Harbours”: “The harbours of both countries receive too much waste from ships.” [1]" in shown
    assert "“Marine Science”: “The fish of the gulf are counted too rarely by marine biologists.” [2]" in shown
    assert ask_baltic.cited("Which commitments have a deadline?") == ["compact/1/2", "compact/2/1"]
    assert ask_baltic.cited("Everything the Compact says about herring") == ["compact/2/2"]
    assert ask_baltic.cited("What is Harbour Post's article about?")[0] == "post/1"
