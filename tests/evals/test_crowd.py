"""Many people on the page at once: each sees the answers to their own questions, and the figures tell where not."""

import json

import pytest

from assistant.settings import Settings
from evals.crowd import crowd_json, crowd_own, crowd_table, looked_at, own_questions
from evals.tab import Shown, Tab, TabError


def shown(asked, text=None, error=None):
    return Shown(asked=asked, text=f"You {asked} It is so. [1]" if text is None else text, ms=5.0, error=error)


def kept(question, *statements):
    return {"question": question, "statements": [{"text": each} for each in statements or ("It is so.",)]}


def test_no_two_people_ask_the_same_and_all_questions_are_shared_out():
    shares = own_questions(["a", "b", "c", "d", "a", "e"], 2, 9)
    assert shares == [["a", "c", "e", "a", "c"], ["b", "d", "b", "d"]]
    with pytest.raises(ValueError, match="5 questions, too few for 6 people"):
        own_questions("abcdea", 6, 6)


def test_where_everybody_sees_their_own_nothing_is_wrong():
    seen = looked_at([shown("One?"), shown("Two?"), shown("One?")], [kept("One?"), kept("Two?"), kept("One?")])
    assert (len(seen.shown), seen.errors, seen.mixed_up) == (3, [], [])


@pytest.mark.parametrize(
    ("tab", "answers"),
    [
        ([shown("One?", "You Two? It is so.")], [kept("One?")]),
        ([shown("One?")], [kept("One?", "It is not so.")]),
        ([shown("One?")], [kept("One?"), kept("Two?")]),
        ([shown("One?"), shown("Two?", "You Two? Tea.")], [kept("One?"), kept("Two?")]),
    ],
    ids=["another question", "another answer", "what nobody asked", "the answer before"],
)
def test_what_is_mixed_up_is_found(tab, answers):
    assert len(looked_at(tab, answers).mixed_up) == 1


def test_what_failed_or_was_not_kept_is_an_error():
    seen = looked_at([shown("One?", "", "HTTP 503"), shown("Two?", "You Two? Try again.")], [])
    assert (len(seen.shown), len(seen.errors), seen.mixed_up) == (0, 2, [])


def test_where_there_is_no_page_there_is_no_tab(server):
    with pytest.raises(TabError, match="open to all"):
        Tab(server[0])


def test_20_people_at_once_see_their_own_answers():
    done = []
    crowd = crowd_own(Settings().embedding_model, 20, 60, lambda *progress: done.append(progress))
    assert (crowd.errors, crowd.first_error) == (0, None)
    assert (crowd.mixed_up, crowd.first_mixed_up) == (0, None)
    assert (crowd.people, crowd.questions, crowd.latency_ms.n) == (20, 60, 60)
    assert 0 < crowd.latency_ms.p50 <= crowd.latency_ms.p95 < 10_000
    assert sorted(done)[-1] == ("start", 1, 1)
    assert ("questions", 60, 60) in done
    assert json.loads(json.dumps(crowd_json(crowd)))["mixed_up"] == 0
    assert dict(crowd_table(crowd).rows)["errors"] == "0"
