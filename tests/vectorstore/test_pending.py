"""Questions that are being answered: what is left of them where they end, and where the process does."""

from datetime import UTC, datetime, timedelta

import pytest

from vectorstore.conversations import Conversations, Interrupted
from vectorstore.errors import RecordsError
from vectorstore.forgetting import Which, days_ago, forget
from vectorstore.pending import Pending, noted, settle

CANARY = "canary-19c4"
LONG_AGO = "2025-01-01T00:00:00.000+00:00"


@pytest.fixture
def conversations(records):
    return Conversations(records)


def pending(answer_id="a2", conversation_id="c1", *, opens=False, owner="ann", question="And of tea?", at=LONG_AGO):
    return Pending(
        answer_id=answer_id,
        conversation_id=conversation_id,
        opens=opens,
        owner=owner,
        question=question,
        asked_at=at,
    )


DEAD = []
"""Held, since Python ends a block that nobody holds any more, which a process that dies does not."""


def cut_off(records, question):
    """The process dies in the midst of it: nothing after the note is done."""
    DEAD.append(noted(records, question))
    DEAD[-1].__enter__()


def answer(answer_id, conversation_id="c1", question="What of steel?"):
    return {"id": answer_id, "conversation_id": conversation_id, "question": question, "created_at": LONG_AGO}


def files_with(folder, text):
    return [each.name for each in folder.rglob("*") if each.is_file() and text.encode() in each.read_bytes()]


def test_a_question_that_was_cut_off_is_told_of_until_another_is_answered(records, conversations):
    first = answer("a1")
    conversations.add(first, "ann", opens=True)
    cut_off(records, pending())
    assert conversations.get("c1", "ann").interrupted is None  # for all that is known it is being answered
    assert settle(records) == 1
    kept = conversations.get("c1", "ann")
    assert (kept.answers, kept.interrupted) == ((first,), Interrupted("And of tea?", LONG_AGO))
    assert settle(records) == 0
    assert conversations.get("c1", "ann").interrupted == kept.interrupted
    conversations.add(answer("a3"), "ann", opens=False)
    assert conversations.get("c1", "ann").interrupted is None


def test_a_first_question_that_was_cut_off_makes_a_conversation_of_its_own(records, conversations):
    cut_off(records, pending(opens=True))
    assert conversations.of("ann", 9) == []
    settle(records)
    (listed,) = conversations.of("ann", 9)
    assert (listed.id, listed.title, listed.created_at) == ("c1", "And of tea?", LONG_AGO)
    kept = conversations.get("c1", "ann")
    assert (kept.answers, kept.interrupted) == ((), Interrupted("And of tea?", LONG_AGO))
    assert conversations.length("c1", "ann") == 0
    assert conversations.get("c1", "ben") is None
    conversations.add(answer("a3"), "ann", opens=False)
    assert conversations.get("c1", "ann").interrupted is None


def test_of_several_the_last_is_told(records, conversations):
    conversations.add(answer("a1"), "ann", opens=True)
    for number in (3, 1, 2):
        cut_off(records, pending(f"p{number}", question=f"q{number}", at=f"2025-01-0{number}T00:00:00.000+00:00"))
    assert settle(records) == 3
    assert conversations.get("c1", "ann").interrupted.question == "q3"


def test_a_question_whose_answer_is_kept_was_not_cut_off(records, conversations):
    with noted(records, pending("a1", opens=True)):
        conversations.add(answer("a1"), "ann", opens=True)
    assert settle(records) == 0
    assert conversations.get("c1", "ann").interrupted is None


@pytest.mark.parametrize("error", [ValueError, GeneratorExit, KeyboardInterrupt])
def test_a_question_that_ends_otherwise_was_not_cut_off(records, error):
    with pytest.raises(error), noted(records, pending(opens=True)):
        raise error
    assert settle(records) == 0


def test_a_question_that_cannot_be_noted_is_not_answered(records):
    cut_off(records, pending())
    with pytest.raises(RecordsError), noted(records, pending()):
        pytest.fail("it went on")
    assert settle(records) == 1


def test_a_conversation_that_was_deleted_meanwhile_does_not_come_back(records, conversations, tmp_path):
    conversations.add(answer("a1"), "ann", opens=True)
    cut_off(records, pending(question=CANARY))
    conversations.delete("c1", "ann")
    assert files_with(tmp_path, CANARY) == []
    assert settle(records) == 0
    cut_off(records, pending())
    assert settle(records) == 1
    assert conversations.get("c1", "ann") is None


def test_a_question_that_was_cut_off_goes_with_its_conversation(records, conversations, tmp_path):
    cut_off(records, pending(opens=True, question=CANARY))
    settle(records)
    assert conversations.delete("c1", "ann")
    assert files_with(tmp_path, CANARY) == []


@pytest.mark.parametrize(
    ("which", "gone"),
    [
        (Which(owner="ann"), {"old", "new"}),
        (Which(last_before=days_ago(30)), {"old", "old-ben"}),
        (Which(owner="ann", last_before=days_ago(30)), {"old"}),
        (Which(), {"old", "new", "old-ben"}),
    ],
    ids=["owner", "age", "owner-and-age", "all"],
)
@pytest.mark.parametrize("settled", [True, False], ids=["settled", "no-start-since"])
def test_what_was_cut_off_is_forgotten_as_answers_are(records, tmp_path, which, gone, settled):
    now = datetime.now(UTC)
    old, new = ((now - timedelta(days=days)).isoformat(timespec="milliseconds") for days in (40, 1))
    for name, owner, at in (("old", "ann", old), ("new", "ann", new), ("old-ben", "ben", old)):
        cut_off(records, pending(name, name, opens=True, owner=owner, question=f"{CANARY}={name}.", at=at))
    if settled:
        settle(records)
    forget(records, which)
    left = {name for name in ("old", "new", "old-ben") if files_with(tmp_path, f"{CANARY}={name}.")}
    assert left == {"old", "new", "old-ben"} - gone


def test_a_conversation_is_as_old_as_its_last_question(records, conversations):
    conversations.add(answer("a1"), "ann", opens=True)
    cut_off(records, pending(at=datetime.now(UTC).isoformat(timespec="milliseconds")))
    settle(records)
    assert forget(records, Which(last_before=days_ago(30))).conversations == 0
    assert conversations.get("c1", "ann").interrupted is not None
