"""Sentences made by hand against the rules of support, over clauses of the real documents.

`not_carried.jsonl`: each has the clause's own words, or nearly, and says something that the clause does not.
`carried.jsonl`: each says the same as its clause, or less, as a faithful writer would.
"""

import json
from pathlib import Path

import pytest

from assistant.writing.support import Ground, fault, ground_of

HERE = Path(__file__).parent


def lines(name):
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def grounds(corpus, clause_id):
    clause = corpus.clauses[clause_id]
    return [ground_of(clause, span, corpus) for span in clause.sentences]


@pytest.mark.parametrize("case", lines("not_carried.jsonl"), ids=lambda case: case["written"][:60])
def test_what_a_clause_does_not_say_it_does_not_carry(assistant, case):
    corpus = assistant.store.corpus
    assert all(fault(case["written"], each) is not None for each in grounds(corpus, case["clause"]))


@pytest.mark.parametrize("case", lines("carried.jsonl"), ids=lambda case: case["written"][:60])
def test_what_a_faithful_writer_says_is_carried(assistant, case):
    corpus = assistant.store.corpus
    assert any(fault(case["written"], each) is None for each in grounds(corpus, case["clause"]))


def test_there_are_many_of_them_over_many_clauses():
    cases = lines("not_carried.jsonl")
    assert len(cases) >= 150
    assert len({case["clause"] for case in cases}) >= 30


@pytest.mark.parametrize(
    ("source", "written", "why"),
    [
        # who speaks
        ("We will invest £5m in chips.", "The two countries will invest £5m in chips.", "speaker"),
        ("Critics fear we will leave the pact.", "The two countries will leave the pact.", "parts"),
        ("The pact that we signed binds Ruritania.", "The two countries signed.", "parts"),
        # hearsay, conditions
        ("Harbour will open the mine, ministers said.", "Harbour will open the mine.", "parts"),
        ("According to critics, we will leave the pact.", "The two countries will leave the pact.", "strength"),
        ("Following a vote, we will leave the pact.", "The two countries will leave the pact.", "strength"),
        ("Under the plan, Harbour will pay £5m.", "Harbour will pay £5m.", "parts"),
        # one of two
        ("Harbour will pay in cash or shares.", "Harbour will pay in cash.", "parts"),
        ("Harbour will use wind, waves or coal.", "Harbour will use wind.", "parts"),
        # a limit that is left out, where less said is more claimed
        ("Harbour will ban imports from Ruritania.", "Harbour will ban imports.", "parts"),
        ("Harbour will ban imports of coal in winter.", "Harbour will ban imports of coal.", "parts"),
        ("Harbour will not sell ships to Ruritania.", "Harbour will not sell ships.", "parts"),
        ("Harbour will pay all members in the north.", "Harbour will pay all members.", "parts"),
        # who is meant, and lists in lists
        ("Firms that pay bribes, and others, will be fined.", "Firms pay bribes.", "parts"),
        ("Harbour will share data, stop exports and imports.", "Harbour will share data and imports.", "parts"),
        ("The spread of bans, quotas and tariffs worries Harbour.", "Quotas and tariffs worries Harbour.", "parts"),
        ("It was signed by the minister, John Smith.", "Signed by the minister and John Smith.", "parts"),
        # what a mark or a letter can do
        ("Harbour cut emissions by 5 percent.", "Harbour cut emissions by - 5 percent.", "words"),
        ("Harbour invited us to the talks.", "Harbour invited US to the talks.", "words"),
        ("Harbour sold it to the bank.", "Harbour sold them to the bank.", "parts"),
        ("Harbour praised its own fleet.", "Harbour praised their own fleet.", "parts"),
        ("Harbour sent the K-class fleet.", "Harbour sent the \u212a-class fleet.", "form"),
    ],
)
def test_what_other_sources_do_not_carry(source, written, why):
    assert fault(written, Ground(source, ours=source != "We will invest £5m in chips.")) == why


def test_a_promise_of_what_is_to_be_made_is_none_that_it_is_there():
    ground = Ground("Establish a fund that pays £5m to Ruritania.", promise=True)
    assert fault("The fund pays £5m to Ruritania.", ground) == "parts"
