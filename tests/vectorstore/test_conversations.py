from concurrent.futures import ThreadPoolExecutor

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
    assert conversations.add(first, owner, opens=True)
    assert conversations.add(second, owner, opens=False)
    kept = conversations.get("c1", owner)
    assert (kept.title, kept.owner, kept.answers) == ("What of steel?", owner, (first, second))
    assert conversations.length("c1", owner)
    assert conversations.answer("a2", owner) == second


def test_the_last_answers_come_oldest_first_and_to_their_owner_alone(conversations):
    kept = [answer(f"a{number}") for number in range(5)]
    for number, each in enumerate(kept):
        conversations.add(each, "ann", opens=number == 0)
    assert conversations.recent("c1", "ann", 3) == tuple(kept[2:])
    assert conversations.recent("c1", "ann", 9) == tuple(kept)
    assert conversations.recent("c1", "bob", 3) == conversations.recent("c2", "ann", 3) == ()


def test_what_was_never_kept_is_not_there(conversations):
    assert conversations.get("c1", None) is None
    assert conversations.answer("a1", None) is None
    assert not conversations.length("c1", None)
    assert not conversations.delete("c1", None)


@pytest.mark.parametrize(("owner", "other"), [("ann", "ben"), ("ann", None), (None, "ann")])
def test_nobody_reaches_anothers_conversation(conversations, owner, other):
    conversations.add(answer("a1"), owner, opens=True)
    assert conversations.get("c1", other) is None
    assert conversations.answer("a1", other) is None
    assert not conversations.length("c1", other)
    assert not conversations.delete("c1", other)
    with pytest.raises(RecordsError):
        conversations.add(answer("a2"), other, opens=True)
    assert not conversations.add(answer("a3"), other, opens=False)
    assert conversations.get("c1", owner).answers == (answer("a1"),)


def test_a_deleted_conversation_takes_its_answers_with_it(conversations):
    conversations.add(answer("a1"), None, opens=True)
    conversations.add(answer("a2", "c2"), None, opens=True)
    assert conversations.delete("c1", None)
    assert conversations.get("c1", None) is None
    assert conversations.answer("a1", None) is None
    assert conversations.answer("a2", None) == answer("a2", "c2")
    conversations.add(answer("a1"), None, opens=True)
    assert conversations.get("c1", None).answers == (answer("a1"),)


@pytest.mark.parametrize(("owner", "others"), [("ann", ["ben", None]), (None, ["ann"])], ids=["owned", "open"])
def test_only_its_owner_renames_a_conversation(conversations, owner, others):
    conversations.add(answer("a1"), owner, opens=True)
    assert [conversations.rename("c1", other, "Mine") for other in others] == [None] * len(others)
    assert conversations.rename("c2", owner, "Gone") is None
    assert conversations.rename("c1", owner, "Steel").title == "Steel"
    kept = conversations.get("c1", owner)
    assert (kept.title, kept.answers) == ("Steel", (answer("a1"),))


def test_those_answered_last_come_first_and_no_more_than_are_wanted(conversations):
    def at(answer_id, conversation_id, day):
        conversations.add(
            answer(answer_id, conversation_id, created_at=f"2025-01-{day:02}T00:00:00.000+00:00"),
            "ann",
            opens=conversation_id == answer_id,
        )

    for name, day in (("c1", 1), ("c2", 2), ("c3", 3)):
        at(name, name, day)
    at("a4", "c1", 4)
    at("a5", "c2", 5)
    listed = conversations.of("ann", 9)
    assert [(each.id, each.created_at[8:10], each.last_answer_at[8:10]) for each in listed] == [
        ("c2", "02", "05"), ("c1", "01", "04"), ("c3", "03", "03"),
    ]  # fmt: skip
    assert [each.id for each in conversations.of("ann", 2)] == ["c2", "c1"]
    assert conversations.get("c1", "ann").last_answer_at == listed[1].last_answer_at


def test_an_answer_is_kept_once(conversations):
    conversations.add(answer("a1"), None, opens=True)
    with pytest.raises(RecordsError):
        conversations.add(answer("a1", question="Another?"), None, opens=False)
    assert conversations.get("c1", None).answers == (answer("a1"),)


def test_an_answer_to_a_conversation_that_is_gone_does_not_bring_it_back(conversations):
    conversations.add(answer("a1"), "ann", opens=True)
    conversations.delete("c1", "ann")
    assert not conversations.add(answer("a2"), "ann", opens=False)
    assert not conversations.length("c1", "ann")
    assert conversations.answer("a2", "ann") is None


def test_answers_and_deletions_at_once_leave_either_all_or_nothing(tmp_path):
    """Two processes' worth of writers on one file: no answer without its conversation, no error."""
    every = [Records(f"sqlite:///{tmp_path / 'records.db'}") for _ in range(2)]
    adding, deleting = (Conversations(records) for records in every)
    kept = []

    def follow(number):
        kept.extend([adding.add(answer(f"a{number}-{at}", f"c{number}"), None, opens=False) for at in range(10)])

    for number in range(20):
        adding.add(answer(f"a{number}", f"c{number}"), None, opens=True)
    with ThreadPoolExecutor(4) as pool:
        following = [pool.submit(follow, number) for number in range(20)]
        deleted = [pool.submit(deleting.delete, f"c{number}", None) for number in range(20)]
        assert all(each.result() for each in deleted)
        for each in following:
            each.result()
    left = [adding.length(f"c{number}", None) for number in range(20)]
    for records in every:
        records.close()
    assert not any(left)
    assert len(kept) == 200
