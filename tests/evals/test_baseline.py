from itertools import pairwise

import pytest

from evals.baseline import OVERLAP, SHOWN, SIZE, Baseline, split_document
from evals.cases import BUNDLED, load_questions
from evals.summary import summarise
from ingest.read import read
from ingest.sources import bundled
from vectorstore.documents import make_corpus


@pytest.fixture(scope="module")
def stored():
    made = [read(source) for source in bundled().sources]
    return make_corpus([each.document for each in made], [clause for each in made for clause in each.clauses])


@pytest.fixture(scope="module")
def baseline(stored, embedder):
    return Baseline(stored, embedder)


def test_splits_are_the_text_at_their_place_and_no_longer_than_asked(stored):
    splits = split_document(stored, "hiroshima-accord")
    assert all(split.text == stored.quote(split.document_id, split.span) for split in splits)
    assert max(len(split.text) for split in splits) <= SIZE
    for one, other in pairwise(splits):
        assert one.span[0] < other.span[0]
        assert one.span[1] - other.span[0] <= OVERLAP


def test_splits_cover_every_word(stored):
    covered = bytearray(len(stored.documents["hiroshima-accord"].text))
    for split in split_document(stored, "hiroshima-accord"):
        covered[slice(*split.span)] = b"\1" * len(split.text)
    text = stored.documents["hiroshima-accord"].text
    assert not [sign for sign, seen in zip(text, covered, strict=True) if not seen and not sign.isspace()]


def test_the_nearest_splits_come_first(baseline):
    answer = baseline.ask("What is Fujitsu joining?")
    assert len(answer.shown) == SHOWN
    assert "Fujitsu UK joining" in answer.found[0].text
    assert len({split.id for split in answer.found}) == 8


def test_the_bundled_questions_are_scored(baseline):
    cases = load_questions(BUNDLED).cases
    scores = [baseline.score(case.kind, turn, baseline.ask(turn.question)) for case in cases for turn in case.turns]
    summary = summarise(scores)
    assert summary.shares["wrongly_answered"].value == 1.0
    assert summary.shares["wrongly_declined"].value == 0.0
    assert summary.shares["outcome"] is None
    ranks = [summary.shares[f"recall_{cut}"].value for cut in (1, 3, 5, 8)]
    assert ranks == sorted(ranks)
    assert ranks[-1] > 0.8
