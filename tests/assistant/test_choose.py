"""Which sentences are quoted, on passages made by hand with scores of their own."""

from dataclasses import replace

import pytest
from made import document

from assistant.choose import MOST_CLAUSES, MOST_WORDS, MOST_WORDS_FIRST, by_clause, chosen
from vectorstore.documents import Passage, Scores, SentenceScores, make_corpus

PACT, PACT_CLAUSES = document(
    "pact",
    ("We will set up a Herring Fund.", "This includes money for nets.", "Boats are old.", "It opens in spring."),
    "We will count the cod.",
    ("Ports are cleaned.", "They are swept daily."),
    f"We will {'mend nets and ' * 25}rest.",
    "The Herring Fund pays for nets.",
    kind="primary",
)
PRESS, PRESS_CLAUSES = document("press", "A Herring Fund was announced.", "The fishers are content.")
CORPUS = make_corpus([PACT, PRESS], [*PACT_CLAUSES, *PRESS_CLAUSES])


def passage(clause_id, *cosines, score=1.0, role="paragraph"):
    """A passage whose sentences have these cosines, and no words of the question."""
    clause = replace(CORPUS.clauses[clause_id], role=role)
    assert len(clause.sentences) == len(cosines)
    return Passage(clause, score, Scores(max(cosines), max(cosines), 0), tuple(SentenceScores(c, 0) for c in cosines))


def quotes(passages, **more):
    return [CORPUS.quote(each.clause.document_id, each.span) for each in chosen(passages, CORPUS, **more)]


def test_the_best_clause_comes_first_whatever_its_rank():
    cod, ports = passage("pact/1", 0.5), passage("pact/2", 0.6, 0.2)
    assert quotes([cod, ports])[0] == quotes([ports, cod])[0] == "Ports are cleaned."


def test_the_best_clause_says_all_that_bears_on_the_question_in_its_own_order():
    fund = passage("pact/0", 0.5, 0.1, 0.1, 0.8)
    assert quotes([fund]) == ["We will set up a Herring Fund.", "This includes money for nets.", "It opens in spring."]


def test_a_sentence_that_speaks_on_follows_the_one_that_is_quoted_and_no_other():
    assert quotes([passage("pact/0", 0.8, 0.1, 0.1, 0.1)]) == [
        "We will set up a Herring Fund.",
        "This includes money for nets.",
    ]
    assert quotes([passage("pact/0", 0.1, 0.1, 0.8, 0.1)]) == ["Boats are old.", "It opens in spring."]
    assert quotes([passage("pact/0", 0.1, 0.1, 0.1, 0.8)]) == ["It opens in spring."]
    both = [passage("press/0", 0.8), passage("pact/2", 0.79, 0.1)]
    assert quotes(both) == ["Ports are cleaned.", "They are swept daily.", "A Herring Fund was announced."]


def test_the_other_kind_of_source_is_heard_where_it_bears_nearly_as_much():
    fund = passage("pact/0", 0.8, 0.1, 0.1, 0.1)
    assert "A Herring Fund was announced." in quotes([fund, passage("press/0", 0.79)])
    assert "A Herring Fund was announced." not in quotes([fund, passage("press/0", 0.2)])


def test_of_the_other_kind_one_clause_is_heard_unless_another_is_as_good():
    news, fund, cod = passage("press/0", 0.8), passage("pact/4", 0.79), passage("pact/1", 0.62)
    assert quotes([news, fund, cod]) == ["The Herring Fund pays for nets.", "A Herring Fund was announced."]
    assert quotes([news, fund, passage("pact/1", 0.78)])[1] == "We will count the cod."
    assert quotes([news, fund, cod], named=(PACT, PRESS)) == quotes([news, fund, cod])


def test_where_a_question_names_one_document_it_alone_is_quoted_if_it_has_something_to_say():
    fund, news = passage("pact/4", 0.8), passage("press/0", 0.78)
    assert quotes([fund, news], named=[PRESS]) == ["A Herring Fund was announced."]
    assert quotes([fund, news], named=[PACT]) == ["The Herring Fund pays for nets."]
    assert quotes([fund, passage("press/0", 0.1)], named=[PRESS]) == ["The Herring Fund pays for nets."]
    assert quotes([fund, news], named=[PACT, PRESS]) == quotes([fund, news])


def test_where_both_are_asked_for_the_first_leaves_room_for_the_other():
    nets = passage("pact/3", 0.9)
    fund, news = passage("pact/0", 0.8, 0.7, 0.7, 0.7), passage("press/0", 0.5)
    assert quotes([nets, fund, news], named=[PACT, PRESS], words=60)[-1] == "A Herring Fund was announced."


def test_a_sentence_with_the_name_that_is_asked_for_comes_before_one_with_its_words():
    fund, nets = passage("pact/0", 0.6, 0.1, 0.1, 0.1), passage("pact/4", 0.8)
    assert quotes([nets, fund]) == ["The Herring Fund pays for nets."]
    assert "We will set up a Herring Fund." in quotes([nets, fund], names=["a Herring Fund"])[0:1]


def test_where_both_are_asked_for_both_are_heard():
    fund, news = passage("pact/4", 0.8), passage("press/0", 0.42)
    assert quotes([fund, news]) == ["The Herring Fund pays for nets."]
    assert len(quotes([fund, news], named=[PACT, PRESS])) == 2


def test_the_official_text_comes_before_the_coverage():
    told = quotes([passage("press/0", 0.9), passage("pact/1", 0.88)])
    assert told == ["We will count the cod.", "A Herring Fund was announced."]


def test_another_clause_of_the_same_kind_is_quoted_only_where_it_is_as_good():
    cod = passage("pact/1", 0.8)
    assert len(quotes([cod, passage("pact/2", 0.8, 0.1)])) > 1
    assert quotes([cod, passage("pact/2", 0.5, 0.1)]) == ["We will count the cod."]


def test_no_more_clauses_than_a_reader_takes_in():
    every = [passage(each.id, *[0.8] * len(each.sentences)) for each in CORPUS.clauses.values()]
    assert len({each.clause.id for each in chosen(every, CORPUS)}) == MOST_CLAUSES


@pytest.mark.parametrize("words", [MOST_WORDS, 45, 20])
def test_no_more_words_than_were_asked_for(words):
    every = [passage(each.id, *[0.8] * len(each.sentences)) for each in CORPUS.clauses.values() if each.id != "pact/3"]
    told = quotes(every, words=words)
    assert 0 < sum(len(each.split()) for each in told) <= words


def test_one_long_sentence_is_quoted_whole():
    long = CORPUS.text(CORPUS.clauses["pact/3"])
    assert len(long.split()) > MOST_WORDS_FIRST
    assert quotes([passage("pact/3", 0.8), passage("pact/0", 0.1, 0.1, 0.1, 0.1)]) == [long]
    assert quotes([passage("pact/3", 0.8)], words=10) == [long]


@pytest.mark.parametrize("role", ["title", "opening"])
def test_titles_and_openings_are_not_quoted(role):
    assert quotes([passage("pact/1", 0.9, role=role), passage("pact/2", 0.5, 0.1)])[0] == "Ports are cleaned."
    assert chosen([passage("pact/1", 0.9, role=role)], CORPUS) == []
    assert by_clause([passage("pact/1", 0.9, role=role)], CORPUS) == []


def test_where_a_clause_says_what_is_asked_for_others_of_its_kind_that_do_not_are_not_quoted():
    others = [passage("pact/1", 0.9), passage("pact/2", 0.9, 0.1)]
    fund = passage("pact/0", 0.3, 0.1, 0.1, 0.1)
    assert quotes([*others, fund], names=["Herring Fund"]) == [
        "We will set up a Herring Fund.",
        "This includes money for nets.",
    ]
    press = passage("press/1", 0.9)
    assert "The fishers are content." in quotes([*others, fund, press], names=["Herring Fund"])
    assert "Ports are cleaned." in quotes([*others, fund], names=["Herring"])


def test_nothing_comes_of_nothing():
    assert chosen([], CORPUS) == []


def test_a_text_that_stands_in_two_clauses_is_quoted_once():
    copy, copied = document("copy", "A Herring Fund was announced.", "Nobody knows more.")
    corpus = make_corpus([*CORPUS.documents.values(), copy], [*CORPUS.clauses.values(), *copied])
    passages = [passage("press/0", 0.8), replace(passage("press/0", 0.8), clause=copied[0])]
    taken = chosen(passages, corpus)
    assert [corpus.quote(each.clause.document_id, each.span) for each in taken] == ["A Herring Fund was announced."]
    assert [each[0].clause.id for each in by_clause(passages, corpus)] == ["press/0"]
