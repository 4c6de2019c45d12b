import pytest

from vectorstore.conversations import Conversations
from vectorstore.errors import RecordsError
from vectorstore.records import Records


@pytest.fixture
def conversations(tmp_path):
    records = Records(f"sqlite:///{tmp_path / 'records.db'}")
    yield Conversations(records)
    records.close()


def answer(answer_id, conversation_id="c1", question="What of steel?", **more):
    return {
        "id": answer_id,
        "conversation_id": conversation_id,
        "question": question,
        "created_at": "2025-01-01T00:00:00+00:00",
        **more,
    }


@pytest.mark.parametrize("owner", [None, "ann"], ids=["open", "owned"])
def test_answers_are_kept_whole_and_in_order(conversations, owner):
    first = answer("a1", citations=[{"number": 1, "quote": "£18bn — 日本"}], url=None)
    second = answer("a2", question="And of tea?")
    for each in (first, second):
        conversations.add(each, owner)
    kept = conversations.get("c1", owner)
    assert (kept.title, kept.owner, kept.answers) == ("What of steel?", owner, (first, second))
    assert conversations.exists("c1", owner)
    assert conversations.answer("a2", owner) == second


def test_the_last_answers_come_oldest_first_and_to_their_owner_alone(conversations):
    kept = [answer(f"a{number}") for number in range(5)]
    for each in kept:
        conversations.add(each, "ann")
    assert conversations.recent("c1", "ann", 3) == tuple(kept[2:])
    assert conversations.recent("c1", "ann", 9) == tuple(kept)
    assert conversations.recent("c1", "bob", 3) == conversations.recent("c2", "ann", 3) == ()


def test_what_was_never_kept_is_not_there(conversations):
    assert conversations.get("c1", None) is None
    assert conversations.answer("a1", None) is None
    assert not conversations.exists("c1", None)
    assert not conversations.delete("c1", None)


@pytest.mark.parametrize(("owner", "other"), [("ann", "ben"), ("ann", None), (None, "ann")])
def test_nobody_reaches_anothers_conversation(conversations, owner, other):
    conversations.add(answer("a1"), owner)
    assert conversations.get("c1", other) is None
    assert conversations.answer("a1", other) is None
    assert not conversations.exists("c1", other)
    assert not conversations.delete("c1", other)
    with pytest.raises(RecordsError):
        conversations.add(answer("a2"), other)
    assert conversations.get("c1", owner).answers == (answer("a1"),)


def test_a_deleted_conversation_takes_its_answers_with_it(conversations):
    conversations.add(answer("a1"), None)
    conversations.add(answer("a2", "c2"), None)
    assert conversations.delete("c1", None)
    assert conversations.get("c1", None) is None
    assert conversations.answer("a1", None) is None
    assert conversations.answer("a2", None) == answer("a2", "c2")
    conversations.add(answer("a1"), None)
    assert conversations.get("c1", None).answers == (answer("a1"),)


def test_an_answer_is_kept_once(conversations):
    conversations.add(answer("a1"), None)
    with pytest.raises(RecordsError):
        conversations.add(answer("a1", question="Another?"), None)
    assert conversations.get("c1", None).answers == (answer("a1"),)
