"""The table of what the Accord promises is word for word in it, whole, and in order."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from pydantic import ValidationError

from assistant.commitments.checked import Said, checked_promises, checked_tables, promise
from assistant.errors import NotWordForWord
from ingest.read import read
from ingest.sources import bundled
from vectorstore.documents import make_corpus

ACCORD = "hiroshima-accord"


@pytest.fixture(scope="module")
def corpus():
    read_all = [read(each) for each in bundled().sources]
    return make_corpus([each.document for each in read_all], [clause for each in read_all for clause in each.clauses])


def test_every_promise_is_word_for_word_in_its_clause(corpus):
    table = checked_tables()[ACCORD]
    for entry in table.clause:
        clause = corpus.clauses[f"{ACCORD}/{entry.id}"]
        found = checked_promises(corpus, clause)
        assert found is not None
        assert len(found) == len(entry.promise)
        assert [each.span for each in found] == sorted(each.span for each in found)
        for each in found:
            assert corpus.quote(ACCORD, each.span) == each.quote
            assert corpus.text(clause).count(each.quote) == 1
            assert each.what is None or each.what in each.quote


def test_every_clause_has_been_read(corpus):
    read_ids = [f"{ACCORD}/{each.id}" for each in checked_tables()[ACCORD].clause]
    assert read_ids == [each.id for each in corpus.of(ACCORD) if each.role != "title"]
    assert all(each.none == (not each.promise) for each in checked_tables()[ACCORD].clause)


def test_no_words_of_a_commitment_are_left_out(corpus):
    """What is in no promise are joints, and openings of sentences that say who."""
    for clause in corpus.of(ACCORD):
        if clause.role == "commitment":
            rest = corpus.text(clause)
            for each in checked_promises(corpus, clause):
                rest = rest.replace(each.quote, " ")
            assert re.sub(r"[\s.,]|\band\b|\b[Ww]e\b|\bwill\b|\balso\b|\bIn doing so\b", "", rest) == "", clause.label


def test_deadlines_are_where_the_text_has_them(corpus):
    found = {}
    for clause in corpus.of(ACCORD):
        deadlines = [each.deadline for each in checked_promises(corpus, clause) or () if each.deadline is not None]
        if deadlines:
            found[clause.label] = [(each.stated, each.date) for each in deadlines]
    assert found == {
        "Part 2, commitment 5": [("by the end of the year", None)],
        "Part 3, commitment 1": [("by 2050", "2050")],
        "Part 3, commitment 2": [("by 2050 at the latest", "2050"), ("by the end of the year at the latest", None)],
    }


def test_a_text_that_has_changed_is_read_by_nobody(corpus):
    clause = corpus.clauses[f"{ACCORD}/1/8"]
    document = corpus.documents[ACCORD]
    other = document.text[: clause.start] + "Stay" + document.text[clause.start + 4 :]
    changed = make_corpus([replace(document, text=other)], corpus.of(ACCORD))
    assert checked_promises(changed, clause) is None
    assert checked_promises(corpus, corpus.of("techuk-coverage")[1]) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"quote": "Coordinate closely in contingency plans"},
        {"verb": "coordinate"},
        {"what": "evacuation"},
        {"with_whom": "each other"},
        {"instrument": "a plan"},
        {"deadline": "by 2050"},
        {"date": "2050"},
    ],
)
def test_what_is_not_word_for_word_is_refused(corpus, wrong):
    clause = corpus.clauses[f"{ACCORD}/1/8"]
    right = {"quote": "Coordinate closely in contingency planning", "verb": "Coordinate", "strength": "do"}
    assert promise(corpus, clause, Said(**right), "we", "checked").what == "closely in contingency planning"
    with pytest.raises(NotWordForWord):
        promise(corpus, clause, Said(**right | wrong), "we", "checked")


def test_a_strength_that_is_none_is_refused():
    with pytest.raises(ValidationError):
        Said(quote="a", verb="a", strength="perhaps")


def test_strengths_are_those_of_their_verbs(corpus):
    """A verb has one strength, wherever it stands, but where what governs it says otherwise."""
    every = [(clause, each) for clause in corpus.of(ACCORD) for each in checked_promises(corpus, clause) or ()]
    said = {}
    for _, each in every:
        verb = re.sub(r"^(?:will |continue to |further )+", "", each.verb.lower())  # "to carry out" hangs on "commit"
        said.setdefault(verb, set()).add(each.strength)
    assert {verb for verb, strengths in said.items() if len(strengths) > 1} == set()
    assert Counter(each.strength for clause, each in every if clause.role == "commitment")["explore"] == 8
