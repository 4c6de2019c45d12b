"""The baseline that writes: what a model says of the best splits, and what of it stands in the documents."""

import pytest
from chat_models import ToldModel

from evals.baseline import Baseline
from evals.cases import Turn
from evals.fresh_store import fresh_store
from evals.unchecked import ask_unchecked, table
from ingest.sources import bundled
from ingest.sync import sync

TURN = Turn.model_validate(
    {
        "question": "What will the Cyber Partnership do?",
        "outcome": "answered",
        "facts": [["public-private partnerships"]],
        "gold": [{"document_id": "hiroshima-accord", "quote": "Japan-UK Cyber Partnership"}],
    }
)


@pytest.fixture(scope="module")
def store(embedder):
    with fresh_store(embedder.name) as made:
        sync(made, bundled())
        yield made


@pytest.fixture(scope="module")
def baseline(store):
    return Baseline(store.corpus, store.embedder)


def asked(baseline, store, says):
    model = ToldModel().be(writes=says)
    return ask_unchecked(model, baseline, store.corpus, TURN), model


def test_it_is_shown_the_best_splits_and_what_it_says_is_looked_at_sentence_by_sentence(baseline, store):
    answer, model = asked(
        baseline,
        store,
        "The Japan-UK Cyber Partnership will strengthen public-private partnerships. It has a budget of £50m.",
    )
    [[prompt]] = model.asked
    assert all(each.text in prompt.text for each in baseline.ask(TURN.question).shown)
    assert answer.facts is True
    good, bad = answer.told
    assert (good.carried, good.own_words) == (True, ())
    assert bad.carried is False
    assert set(bad.own_words) == {"budget", "£50m"} or set(bad.own_words) == {"budget", "50m"}


def test_a_model_that_says_nothing_has_no_facts(baseline, store):
    answer, _ = asked(baseline, store, "I don't know.")
    assert answer.facts is False
    assert not any(each.carried for each in answer.told)


def test_the_table_counts(baseline, store):
    answers = [asked(baseline, store, each)[0] for each in ("It is new.", "I don't know.")]
    assert [row[1] for row in table(answers).rows] == ["0 of 2", "2", "0", "1"]
