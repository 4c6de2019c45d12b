"""Whose answers may be carried away and shared, and who may read what is shared."""

import pytest

KNOWN = ["mia", "max", "sam", "ada", "ask key", "draft key", "admin key"]


@pytest.fixture(scope="module")
def answer(guarded):
    return guarded.ask("mia")


@pytest.mark.parametrize("other", [*KNOWN[1:], "machine"])
def test_others_can_neither_carry_away_nor_share_nor_rename(guarded, answer, other):
    conversation = f"/v1/conversations/{answer['conversation_id']}"
    for method, path, body, code in (
        ("GET", f"/v1/answers/{answer['id']}/export", None, "unknown_answer"),
        ("GET", f"/v1/answers/{answer['id']}/export?format=json", None, "unknown_answer"),
        ("GET", f"{conversation}/export", None, "unknown_conversation"),
        ("GET", f"{conversation}/export?format=json", None, "unknown_conversation"),
        ("POST", f"/v1/answers/{answer['id']}/link", None, "unknown_answer"),
        ("DELETE", f"/v1/answers/{answer['id']}/link", None, "unknown_answer"),
        ("PATCH", conversation, {"title": "Mine"}, "unknown_conversation"),
    ):
        status, _, error = guarded.send(other, method, path, body)
        assert (status, error["error"]["code"]) == (404, code), (method, path)
        assert answer["question"] not in str(error)
    assert guarded.send("mia", "GET", conversation)[2]["title"] == answer["question"]


def test_the_owner_can(guarded, answer):
    for path in (f"/v1/answers/{answer['id']}/export", f"/v1/conversations/{answer['conversation_id']}/export"):
        status, _, text = guarded.send("mia", "GET", path)
        assert status == 200
        assert answer["question"] in text


def test_everybody_who_may_ask_reads_what_is_shared_and_nobody_else(guarded, answer):
    path = guarded.send("mia", "POST", f"/v1/answers/{answer['id']}/link")[2]["path"]
    for other in [*KNOWN, "machine"]:
        status, _, page = guarded.send(other, "GET", path)
        assert status == 200
        assert answer["question"] in page
        assert ("mia" in page) == (other == "mia")  # who has asked is told to nobody: everybody sees their own name
    assert guarded.send("nobody", "GET", path)[0] == 401
    status, headers, _ = guarded.send("nobody", "GET", path, Accept="text/html")
    assert (status, headers["Location"]) == (303, f"/sign-in?next={path}")


def test_somebody_elses_trying_does_not_end_a_link(guarded, answer):
    path = guarded.send("mia", "POST", f"/v1/answers/{answer['id']}/link")[2]["path"]
    guarded.send("max", "DELETE", f"/v1/answers/{answer['id']}/link")
    guarded.send("ada", "DELETE", f"/v1/conversations/{answer['conversation_id']}")
    assert guarded.send("max", "GET", path)[0] == 200
    assert guarded.send("mia", "DELETE", f"/v1/answers/{answer['id']}/link")[2] == {"withdrawn": True}
    assert guarded.send("mia", "GET", path)[0] == 404
