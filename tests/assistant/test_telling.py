"""Passages that say what a question names go first, unless nearly all of them do."""

from made import document

from assistant.telling import phrases, telling_first
from vectorstore.documents import Passage, Scores, make_corpus

FUNDS = [f"{start}{end}" for start in ("Cud", "Dun", "Ald") for end in ("mere", "bury", "ford")]
MADE = [document(name.lower(), f"The {name} Fund pays for ferries to the Outer Isles.") for name in FUNDS]
CORPUS = make_corpus([each for each, _ in MADE], [clause for _, clauses in MADE for clause in clauses])
FOUND = [Passage(clause, 1.0, Scores(0.5, 0.5, 1.0), ()) for clause in CORPUS.clauses.values()]


def first(question, most):
    found = telling_first(FOUND, phrases(question), CORPUS, most)
    assert len(found) == len(FOUND)
    return [each.clause.document_id for each in found][:3]


def test_the_one_that_says_the_name_goes_first_and_the_others_keep_their_order():
    assert first("What does the Aldmere Fund pay for?", 3) == ["aldmere", "cudmere", "cudbury"]


def test_a_name_that_more_say_than_are_wanted_tells_nothing():
    assert first("Who pays for ferries to the Outer Isles?", 3) == ["cudmere", "cudbury", "cudford"]


def test_a_name_of_one_word_tells_nothing():
    assert first("What is there on Aldmere?", 3) == ["cudmere", "cudbury", "cudford"]
