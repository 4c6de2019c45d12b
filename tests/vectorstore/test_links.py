"""Links to answers in the records: one for each answer, its owner's to make and to withdraw, gone with the answer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from vectorstore.conversations import Conversations
from vectorstore.forgetting import Which, forget
from vectorstore.links import Links
from vectorstore.records import Records


@pytest.fixture
def links(records):
    conversations = Conversations(records)
    for name, owner in (("mine", "user:ann"), ("open", None)):
        given = {"id": name, "conversation_id": f"c-{name}", "question": "?", "created_at": "2025-01-01T00:00:00+00:00"}
        conversations.add(given, owner, opens=True)
    return Links(records)


def test_a_link_leads_to_its_answer_until_it_is_withdrawn(links):
    token = links.made("mine", "user:ann")
    assert links.made("mine", "user:ann") == token
    assert links.answer(token)["id"] == "mine"
    assert links.withdraw("mine", "user:ann") is True
    assert links.withdraw("mine", "user:ann") is False
    assert links.answer(token) is None
    assert links.made("mine", "user:ann") != token


@pytest.mark.parametrize(
    ("answer", "other"), [("mine", "user:ben"), ("mine", None), ("mine", "browser:x"), ("open", "user:ann")]
)
def test_nobody_makes_or_withdraws_a_link_to_anothers_answer(links, answer, other):
    owner = "user:ann" if answer == "mine" else None
    token = links.made(answer, owner)
    assert links.made(answer, other) is None
    assert links.withdraw(answer, other) is None
    assert links.answer(token)["id"] == answer


def test_there_is_no_link_to_what_is_not_there(links):
    assert links.made("none", None) is None
    assert links.withdraw("none", None) is None
    assert links.answer("none") is None


def test_a_link_is_long_and_no_two_are_alike(links):
    tokens = set()
    for _ in range(50):
        tokens.add(links.made("open", "browser:x"))
        links.withdraw("open", None)
    assert len(tokens) == 50
    assert {len(each) for each in tokens} == {32}


def test_those_who_ask_at_once_get_the_same_link(tmp_path, links):
    every = [Records(f"sqlite:///{tmp_path / 'records.db'}") for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        tokens = list(pool.map(lambda number: Links(every[number % 4]).made("mine", "user:ann"), range(40)))
    for each in every:
        each.close()
    assert len(set(tokens)) == 1


@pytest.mark.parametrize("way", ["delete", "purge", "retention"])
def test_a_link_goes_with_its_answer_and_from_the_bytes_of_the_files(records, links, tmp_path, way):
    token = links.made("mine", "user:ann")
    if way == "delete":
        assert Conversations(records).delete("c-mine", "user:ann")
    else:
        forget(records, Which(owner="user:ann") if way == "purge" else Which(last_before=datetime.now(UTC)))
    assert links.answer(token) is None
    assert [each.name for each in tmp_path.iterdir() if token.encode() in each.read_bytes()] == []
