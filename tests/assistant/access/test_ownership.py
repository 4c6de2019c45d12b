"""Whose a conversation is: for others there is none, whatever they try."""

import pytest
from guarded import cookie

KNOWN = ["mia", "max", "sam", "ada", "ask key", "draft key", "admin key"]


@pytest.fixture(scope="module")
def answers(guarded):
    return {asker: guarded.ask(asker) for asker in KNOWN}


@pytest.mark.parametrize("owner", KNOWN)
@pytest.mark.parametrize("other", [*KNOWN, "machine"])
def test_only_the_owner_has_it(guarded, answers, owner, other):
    answer, expected = answers[owner], 200 if owner == other else 404
    paths = f"/v1/answers/{answer['id']}", f"/v1/conversations/{answer['conversation_id']}"
    assert [guarded.send(other, "GET", path)[0] for path in paths] == [expected, expected]
    follow_up = {"question": "And the skills?", "conversation_id": answer["conversation_id"], "store": False}
    for path in ("/v1/ask", "/v1/ask/stream"):
        assert guarded.send(other, "POST", path, follow_up)[0] == expected
    listed = guarded.send(other, "GET", "/v1/conversations")[2]["conversations"]
    assert (answer["conversation_id"] in [each["id"] for each in listed]) == (owner == other)
    if owner != other:
        assert guarded.send(other, "DELETE", paths[1])[0] == 404
        assert guarded.send(owner, "GET", paths[1])[0] == 200


def test_the_owner_deletes_it(guarded):
    answer = guarded.ask("mia")
    path = f"/v1/conversations/{answer['conversation_id']}"
    assert guarded.send("mia", "DELETE", path)[0] == 200
    assert guarded.send("mia", "GET", path)[0] == 404
    assert guarded.send("mia", "GET", f"/v1/answers/{answer['id']}")[0] == 404


def test_what_is_not_to_be_kept_is_not(guarded):
    answer = guarded.ask("mia", store=False)
    assert answer["conversation_id"] is None
    assert guarded.send("mia", "GET", f"/v1/answers/{answer['id']}")[0] == 404


def test_while_open_the_id_is_the_permission_and_the_cookie_makes_the_list(serve):
    server = serve()
    for browser in ("one", "two"):
        _, headers, _ = server.send("", "GET", "/", Accept="text/html")
        server.headers[browser] = {"Cookie": cookie(headers)}
        assert "Set-Cookie" not in server.send(browser, "GET", "/", Accept="text/html")[1]
    answer, path = server.ask("one"), "/v1/conversations"
    assert [each["id"] for each in server.send("one", "GET", path)[2]["conversations"]] == [answer["conversation_id"]]
    for other in ("two", ""):
        assert server.send(other, "GET", path)[2]["conversations"] == []
        assert server.send(other, "GET", f"{path}/{answer['conversation_id']}")[0] == 200


def test_what_was_asked_while_open_is_nobodys_once_guarded(serve):
    server = serve()
    path = f"/v1/conversations/{server.ask('')['conversation_id']}"
    key, _ = server.serving.admission.keys.create("intranet", "admin", None, "test")
    assert server.send("", "GET", path, Authorization=f"Bearer {key}")[0] == 404


def test_what_a_cookie_holds_is_not_kept(serve, assistant):
    server = serve()
    _, headers, _ = server.send("", "GET", "/", Accept="text/html")
    server.headers["one"] = {"Cookie": cookie(headers)}
    conversation = server.ask("one")["conversation_id"]
    with assistant.store.records.session() as session:
        owner = (
            session.connection()
            .exec_driver_sql("select owner from conversations where id = ?", (conversation,))
            .scalar_one()
        )
    assert owner.startswith("browser:")
    assert cookie(headers).split("=", 1)[1] not in owner
