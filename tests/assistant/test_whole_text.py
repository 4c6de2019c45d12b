"""Answers established from the whole records, on the whole path: real store, real embedding model."""

from dataclasses import replace

import pytest

from assistant.answers import Draft, Statement, cite
from assistant.events import PassagesEvent
from assistant.questions import Question
from assistant.render import render
from assistant.verify import verify
from vectorstore.documents import Filters


def ask(assistant, text, **more):
    return assistant.ask(Question(text=text, store=False, **more))


def test_what_only_the_coverage_has(assistant):
    answer = ask(assistant, "Does the accord itself mention Fujitsu?")
    assert (answer.outcome, answer.rests_on) == ("answered", "coverage")
    assert [each.support for each in answer.statements] == ["records", "records"]
    assert answer.text.startswith("No. The Accord does not mention Fujitsu (searched word for word). techUK does: “")
    assert answer.text.endswith("[1]")


def test_absence_shows_no_nearest_passage(assistant):
    answer = ask(assistant, "Does the Accord mention Brexit?")
    assert (answer.outcome, answer.rests_on, answer.nearest, answer.basis) == ("not_in_sources", "none", (), None)
    assert answer.text == "Neither text mentions Brexit, the EU or the European Union (searched word for word)."
    assert "European Union" in " ".join(answer.looked_for)


def test_a_list_is_a_list(assistant):
    answer = ask(assistant, "How many commitments are in Part 2?")
    assert answer.text.startswith("Eleven, by our count: the Accord neither numbers nor counts them.\n\n- Part 2, ")
    assert answer.text.count("\n- Part 2, commitment ") == 11
    assert [each.item for each in answer.statements] == [False] + [True] * 11
    assert answer.rests_on == "primary"
    assert answer.text == render(replace(answer, text=""))


def test_clauses_that_were_not_found_may_be_cited_from_the_records(assistant):
    question = Question(text="List all the commitments in the Accord", store=False)
    found = next(each for each in assistant.events(question) if isinstance(each, PassagesEvent))
    cited = {each.clause_id for each in assistant.ask(question).citations}
    assert len(cited) == 29
    assert len(found.passages) < 29


def test_an_abbreviation_is_searched_for_with_its_long_form(assistant):
    question = Question(text="What does it say about the RAA?", store=False)
    found = next(each for each in assistant.events(question) if isinstance(each, PassagesEvent))
    assert found.passages[0].clause.id == "hiroshima-accord/1/2"


def test_nearest_and_missing_of_a_reply_are_in_the_answer(assistant):
    answer = ask(assistant, "What does JEITA stand for?")
    assert (answer.outcome, answer.missing) == ("not_in_sources", ("what JEITA stands for",))
    assert [each.number for each in answer.nearest] == [1]
    assert answer.basis
    asked_back = ask(assistant, "What does commitment 4 say?")
    assert (asked_back.outcome, len(asked_back.suggestions)) == ("needs_clarification", 3)


def test_filters_hold(assistant):
    answer = ask(assistant, "Where is the G7 mentioned?", filters=Filters(kinds=("coverage",)))
    assert {each.document_id for each in answer.citations} == {"techuk-coverage"}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Part 3, commitment 6: {quote}.", True),
        ("“Leading International Efforts for Global Resilience”: {quote}.", True),
        ("No quote of what is cited.", False),
        ("{quote} and “something else”.", False),
        ("“Leading International Efforts” and {quote}.", False),
    ],
    ids=["a quote", "with a heading", "no quote", "another one", "half a heading"],
)
def test_verification_of_what_is_established_from_the_records(assistant, text, holds):
    corpus = assistant.store.corpus
    clause = corpus.clauses["hiroshima-accord/3/6"]
    citation = cite(corpus, clause, clause.sentences[0], 1)
    said = text.format(quote=f"“{citation.quote}”")
    statement = Statement(text=said, citations=(1,), kind="primary", support="records")
    draft = Draft(statements=(statement,), citations=(citation,))
    assert verify(draft, [], corpus) == (draft if holds else Draft())
    forged = replace(citation, quote=citation.quote.replace("bilaterally", "alone"))
    assert verify(replace(draft, citations=(forged,)), [], corpus) == Draft()
    assert verify(replace(draft, statements=(replace(statement, support="verbatim"),)), [], corpus) == Draft()


def test_what_cites_nothing_may_quote_headings_alone(assistant):
    corpus = assistant.store.corpus
    for text, kept in (("Three parts.", 1), ("“Leading International Efforts for Global Resilience”", 1), ("“No”", 0)):
        statement = Statement(text=text, citations=(), kind=None, support="records")
        assert len(verify(Draft(statements=(statement,)), [], corpus).statements) == kept
