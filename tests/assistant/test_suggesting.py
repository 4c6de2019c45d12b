"""Questions that are offered: each is answered from the texts, and none is one that was just asked."""

import threading

import pytest

from assistant.questions import Question
from assistant.suggesting import FOLLOWING, OF_EACH, Suggestions, suggestions
from assistant.wholetext.structure import parts


@pytest.fixture(scope="module")
def offered(assistant):
    return suggestions(assistant.store.corpus, assistant.ask)


def asked(assistant, text):
    return assistant.ask(Question(text=text, judge="quick", composer="quote", store=False))


def test_each_is_answered_from_the_clause_that_it_is_drawn_from(assistant, offered):
    assert len(offered.known) > 10
    for each in offered.known[::5]:
        answer = asked(assistant, each.text)
        assert answer.outcome == "answered"
        assert each.clause.id in {citation.clause_id for citation in answer.citations}


def test_what_the_texts_do_not_answer_is_never_offered(assistant):
    declined = asked(assistant, "What is the best recipe for pancakes?")
    assert declined.outcome != "answered"
    assert suggestions(assistant.store.corpus, lambda _: declined) == Suggestions()


def test_they_are_looked_for_no_longer_than_somebody_waits(assistant):
    begun = []
    assert suggestions(assistant.store.corpus, lambda each: begun.append(each), seconds=-1) == Suggestions()
    assert begun == []


def test_the_first_screen_has_questions_by_the_parts_of_the_official_text(assistant, offered):
    corpus = assistant.store.corpus
    headings = [part.heading for part in parts(corpus, corpus.documents["hiroshima-accord"])]
    assert [each.title for each in offered.themes] == headings
    assert all(len(each.questions) == OF_EACH for each in offered.themes)


def test_after_an_answer_others_of_its_part_are_offered(assistant, offered):
    question = "What will the Semiconductor Partnership cover?"
    answer = asked(assistant, question)
    following = offered.after(question, answer.citations)
    assert len(following) == FOLLOWING
    assert not [each for each in following if "Semiconductor" in each]
    known = {each.text: each.clause.id for each in offered.known}
    cited = {each.clause_id.rpartition("/")[0] for each in answer.citations}
    assert {known[each].rpartition("/")[0] for each in following} <= cited


def test_nothing_is_offered_where_nothing_is_cited(offered):
    assert offered.after("Good morning!", ()) == ()


def test_they_come_with_the_answer_once_they_have_been_looked_for(assistant):
    question = "What is the deadline for the RISE partnership?"
    before = asked(assistant, question)
    assistant.suggest(threading.Event())
    after = asked(assistant, question)
    assert (before.suggestions, len(after.suggestions)) == ((), FOLLOWING)
    assert after.text == before.text
    assistant.suggestions = Suggestions()
