"""Titles of conversations, and the order in which they are listed."""

import time

import pytest
from guarded import cookie

QUESTION = "What is the deadline for the RISE partnership?"


@pytest.fixture
def conversation(client):
    answer = client.ask(QUESTION)
    return {"path": f"/v1/conversations/{answer['conversation_id']}", "answer": answer}


def test_a_conversation_gets_another_title_and_stays_as_it_was(client, conversation):
    status, _, line = client.send("PATCH", conversation["path"], {"title": "  RISE,\n and\tits deadline "})
    kept, answer = client.get(conversation["path"])[2], conversation["answer"]
    assert status == 200
    assert line == {
        "id": answer["conversation_id"],
        "title": "RISE, and its deadline",
        "created_at": answer["created_at"],
        "last_answer_at": answer["created_at"],
    }
    assert kept == {**line, "answers": [answer], "interrupted": None}


def test_a_renamed_conversation_goes_on_under_its_title(client, conversation):
    client.send("PATCH", conversation["path"], {"title": "RISE"})
    answer = client.ask("Who pays for it?", conversation_id=conversation["answer"]["conversation_id"])
    kept = client.get(conversation["path"])[2]
    assert (kept["title"], len(kept["answers"]), kept["last_answer_at"]) == ("RISE", 2, answer["created_at"])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"title": ""}, "empty"),
        ({"title": " \n"}, "empty"),
        ({"title": "x" * 201}, "too_long"),
        ({"title": "a\0b"}, "control_character"),
        ({"title": "\ud800"}, "lone_surrogate"),
        ({"title": None}, "invalid_request"),
        ({"title": 7}, "invalid_request"),
        ({}, "invalid_request"),
        ({"title": "x", "owner": "me"}, "invalid_request"),
    ],
)
def test_what_is_no_title_is_refused_with_its_reason(client, conversation, body, code):
    status, _, error = client.send("PATCH", conversation["path"], body)
    assert (status, error["error"]["code"]) == (422, code)
    assert client.get(conversation["path"])[2]["title"] == QUESTION


@pytest.mark.parametrize("title", ["x" * 200, "日本 & <b>", "‮", "'; drop table conversations; --"])
def test_any_other_text_is_a_title(client, conversation, title):
    assert client.send("PATCH", conversation["path"], {"title": title})[2]["title"] == title


def test_what_is_not_there_has_no_title(client):
    status, _, error = client.send("PATCH", "/v1/conversations/nope", {"title": "x"})
    assert (status, error["error"]["code"]) == (404, "unknown_conversation")


def test_pages_of_other_sites_rename_nothing(client, conversation):
    foreign = {"Origin": "https://evil.example"}
    assert client.send("PATCH", conversation["path"], {"title": "x"}, foreign)[0] == 403


def test_what_was_answered_last_is_listed_first(client):
    _, headers, _ = client.get("/", {"Accept": "text/html"})
    own = {"Cookie": cookie(headers)}

    def ask(**more):
        time.sleep(0.002)  # times are kept to the millisecond
        return client.post("/v1/ask", {"question": QUESTION, **more}, own)[2]

    first, second, third = (ask() for _ in range(3))
    last = ask(conversation_id=first["conversation_id"])
    client.send("PATCH", f"/v1/conversations/{second['conversation_id']}", {"title": "RISE"}, own)
    listed = client.get("/v1/conversations", own)[2]["conversations"]
    assert [(each["id"], each["title"], each["created_at"], each["last_answer_at"]) for each in listed] == [
        (first["conversation_id"], QUESTION, first["created_at"], last["created_at"]),
        (third["conversation_id"], QUESTION, third["created_at"], third["created_at"]),
        (second["conversation_id"], "RISE", second["created_at"], second["created_at"]),
    ]
