"""Follow-ups, by real examples: `followups.jsonl` beside this file."""

import json
from pathlib import Path

import pytest
from made import document

from assistant.questions import Question
from assistant.rewrite import Turn, read
from vectorstore.documents import make_corpus

CASES = [json.loads(line) for line in Path(__file__).with_name("followups.jsonl").read_text("utf-8").splitlines()]


def asked(assistant, *texts):
    """The last answer of a conversation of these questions."""
    conversation_id = None
    for text in texts:
        answer = assistant.ask(Question(text=text, conversation_id=conversation_id))
        conversation_id = answer.conversation_id
    return answer


@pytest.mark.parametrize("case", [each for each in CASES if "leans" in each], ids=lambda case: case["question"])
def test_a_question_is_read_with_what_was_said_where_it_leans_on_it(assistant, case):
    answer = asked(assistant, *case["before"], case["question"])
    assert (answer.standalone_question != case["question"]) == case["leans"]
    assert answer.standalone_question == case.get("is", answer.standalone_question)
    for part in case.get("has", []):
        assert part.lower() in answer.standalone_question.lower()
    for part in case.get("not", []):
        assert part.lower() not in answer.standalone_question.lower()


@pytest.mark.parametrize("case", [each for each in CASES if "asks" in each], ids=lambda case: case["question"])
def test_what_cannot_be_told_is_asked_back(assistant, case):
    answer = asked(assistant, *case["before"], case["question"])
    assert (answer.outcome == "needs_clarification") == case["asks"]
    for part in case.get("has", []):
        assert part in answer.text
        assert part in " ".join(answer.suggestions)


def test_what_is_suggested_is_a_question_that_needs_nothing_before_it(assistant):
    answer = asked(assistant, "What does the partnership include?")
    assert "What does the Semiconductor Partnership include?" in answer.suggestions
    for suggestion in answer.suggestions:
        again = asked(assistant, suggestion)
        assert again.outcome != "needs_clarification"
        assert again.standalone_question == suggestion


def turn(question, *quotes, outcome="answered"):
    return Turn(question, question, quotes, (), outcome)


@pytest.fixture(scope="module")
def fish():
    """Another corpus than the bundled one."""
    pact, clauses = document(
        "The Pact",
        "We will set up a Herring Fund for nets and a Cod Fund for boats.",
        "Trawling near the coast will end within the decade.",
        kind="primary",
    )
    return make_corpus([pact], clauses)


def test_names_come_from_the_texts(fish):
    reading = read("How big is the fund?", [], fish)
    assert reading.clarification.notice == "Several are named: the Herring Fund and the Cod Fund. Which one?"
    assert reading.clarification.suggestions == ("How big is the Herring Fund?", "How big is the Cod Fund?")
    before = [turn("How big is the fund?", outcome="needs_clarification")]
    assert read("the cod one", before, fish).standalone == "How big is the cod fund?"
    assert (
        read("How big is the fund?", [turn("What is the Cod Fund for?")], fish).standalone == "How big is the Cod Fund?"
    )


def test_a_word_of_many_other_documents_tells_of_nothing(fish):
    """ "ships" would, if it were of what was spoken of, or of few documents."""
    pact, clauses = document("The Pact", "The navies will hold exercises together.", kind="primary")
    last = Turn("What of exercises?", "What will the navies hold?", (), (clauses[0].id,), "answered")
    others = [document(f"Port {number}", "Old ships lie here.") for number in range(5)]

    def standalone(*beside):
        corpus = make_corpus([pact, *(each for each, _ in beside)], [*clauses, *(each[0] for _, each in beside)])
        return read("Which ships will take part?", [last], corpus).standalone

    assert standalone() == standalone(*others) == "Which ships will take part? (about: the navies)"
    assert standalone(*others[:2]) == "Which ships will take part?"


def test_only_the_last_three_turns_count(fish):
    topic, other = turn("When will trawling end?"), turn("Thanks", outcome="out_of_scope")
    assert read("Why?", [topic, other, other], fish).leans
    late = read("Why?", [topic, other, other, other], fish)
    assert not late.leans
    assert late.clarification is not None


def test_a_topic_is_carried_on(fish):
    first = read("Why?", [turn("When will trawling near the coast end?")], fish)
    assert first.standalone == "Why? (about: trawling near the coast)"
    then = Turn("Why?", first.standalone, (), (), "answered")
    assert read("And who says so?", [then], fish).standalone == "Who says so? (about: trawling near the coast)"
    assert read("And for boats?", [then], fish).standalone == "Why? (about: boats)"


def test_where_nothing_is_kept_there_is_nothing_to_lean_on(assistant):
    first = assistant.ask(Question(text="What do they agree on food?", store=False))
    assert first.conversation_id is None
    assert assistant.ask(Question(text="By when?", store=False)).outcome == "needs_clarification"


def test_how_it_was_read_is_shown(assistant):
    answer = asked(assistant, "What do they say on export controls?", "Why?")
    assert answer.standalone_question == "Why? (about: export controls)"
    assert answer.text.startswith("*Read as: Why? (about: export controls)*\n\n")


def test_a_courtesy_before_a_question_is_not_shown_as_another_reading(assistant):
    plain = asked(assistant, "What do they say on export controls?")
    polite = asked(assistant, "Hello there, what do they say on export controls?")
    assert polite.standalone_question == polite.question
    assert polite.statements == plain.statements
