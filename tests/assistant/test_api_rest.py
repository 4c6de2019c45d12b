"""Texts, kept answers, health, headers and unknown routes over real HTTP."""

import pytest

QUESTION = "What is the deadline for the RISE partnership?"


def test_before_it_is_ready_the_server_says_so(client):
    (ready_status, _, ready), (ask_status, headers, error) = client.before_ready
    assert (ready_status, ready["ready"], ready["model"]) == (503, False, "off")
    assert (ask_status, error["error"]["code"]) == (503, "not_ready")
    assert int(headers["Retry-After"]) > 0


def test_health(client):
    assert client.get("/healthz")[::2] == (200, {"alive": True})
    ready = {"ready": True, "index": "ready", "embedding": "ready", "model": "off", "problem": None}
    assert client.get("/readyz")[::2] == (200, ready)


def test_documents_have_their_facts_and_unknown_ones_are_null(client):
    status, _, body = client.get("/v1/documents")
    accord, techuk = body["documents"]
    assert status == 200
    assert (accord["id"], accord["kind"], accord["published"], accord["url"]) == (
        "hiroshima-accord", "primary", "2023-05-18", None,
    )  # fmt: skip
    assert (techuk["id"], techuk["kind"], techuk["published"], techuk["publisher"]) == (
        "techuk-coverage", "coverage", None, "techUK",
    )  # fmt: skip
    assert body["corpus_version"] == client.ask(QUESTION)["corpus_version"]


def test_a_document_has_its_text_and_clauses_that_fit_it(client):
    document = client.get("/v1/documents/hiroshima-accord")[2]
    assert len(document["clauses"]) == 40
    for clause in document["clauses"]:
        whole = client.get(f"/v1/clauses/{clause['clause_id']}")[2]
        assert whole["text"] == document["text"][clause["start"] : clause["end"]]


def test_a_clause_has_its_context_and_neighbours(client):
    clause = client.get("/v1/clauses/hiroshima-accord/2/6")[2]
    assert (clause["label"], clause["pages"]) == ("Part 2, commitment 6", [3, 4])
    assert (clause["previous"], clause["next"]) == ("hiroshima-accord/2/5", "hiroshima-accord/2/7")
    assert clause["context"].endswith("we will:")
    assert client.get("/v1/clauses/hiroshima-accord/0/0")[2]["previous"] is None
    assert client.get("/v1/clauses/hiroshima-accord/3/9")[2]["next"] is None


def test_an_answer_and_its_conversation_are_kept_whole(client):
    first = client.ask(QUESTION)
    second = client.ask("What do they agree on food?", conversation_id=first["conversation_id"])
    assert second["conversation_id"] == first["conversation_id"]
    assert client.get(f"/v1/answers/{first['id']}")[2] == first
    conversation = client.get(f"/v1/conversations/{first['conversation_id']}")[2]
    assert (conversation["title"], conversation["answers"]) == (QUESTION, [first, second])


def test_a_deleted_conversation_is_gone_with_its_answers(client):
    answer = client.ask(QUESTION)
    path = f"/v1/conversations/{answer['conversation_id']}"
    assert client.send("DELETE", path)[::2] == (200, {"deleted": answer["conversation_id"]})
    assert client.get(path)[0] == 404
    assert client.get(f"/v1/answers/{answer['id']}")[0] == 404
    assert client.send("DELETE", path)[2]["error"]["code"] == "unknown_conversation"


def test_what_is_not_to_be_stored_is_not_kept(client):
    answer = client.ask(QUESTION, store=False)
    assert answer["conversation_id"] is None
    assert client.get(f"/v1/answers/{answer['id']}")[0] == 404


def test_not_storing_within_a_conversation_leaves_it_as_it_was(client):
    kept = client.ask(QUESTION)
    client.ask("What do they agree on food?", conversation_id=kept["conversation_id"], store=False)
    assert client.get(f"/v1/conversations/{kept['conversation_id']}")[2]["answers"] == [kept]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/documents/nope", 404, "unknown_document"),
        ("GET", "/v1/clauses/hiroshima-accord/9/9", 404, "unknown_clause"),
        ("GET", "/v1/clauses/%00%ff", 404, "unknown_clause"),
        ("GET", "/v1/answers/nope", 404, "unknown_answer"),
        ("GET", "/v1/conversations/nope", 404, "unknown_conversation"),
        ("GET", "/v1", 404, "not_found"),
        ("GET", "/v1/nothing/here", 404, "not_found"),
        ("GET", "/v1/ask", 405, "method_not_allowed"),
        ("DELETE", "/v1/documents", 405, "method_not_allowed"),
        ("TRACE", "/v1/ask", 405, "method_not_allowed"),
        ("PROPFIND", "/v1/nothing", 404, "not_found"),
        ("POST", "/healthz", 405, "method_not_allowed"),
        ("DELETE", "/readyz", 405, "method_not_allowed"),
        ("POST", "/v1/ingest", 401, "unauthorised"),
    ],
)
def test_every_error_of_the_api_has_the_one_form(client, method, path, status, code):
    got, headers, body = client.send(method, path, {} if method == "POST" else None)
    assert (got, body["error"]["code"]) == (status, code)
    assert body["error"].keys() == {"code", "message", "detail"}
    assert headers["X-Request-ID"]


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json", "/v1/documents", "/v1/nothing", "/healthz"])
def test_every_response_has_the_security_headers(client, path):
    _, headers, _ = client.get(path)
    assert "object-src 'none'" in headers["Content-Security-Policy"]
    assert "connect-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Server" not in headers


def test_a_request_id_is_taken_over_unless_it_is_odd(client):
    assert client.get("/healthz", {"X-Request-ID": "abc-1"})[1]["X-Request-ID"] == "abc-1"
    assert client.get("/healthz", {"X-Request-ID": "a b"})[1]["X-Request-ID"] != "a b"


@pytest.mark.parametrize("host", ["evil.example", "169.254.169.254", "127.0.0.1.evil.example", "[::1", ""])
def test_other_host_names_are_refused(client, host):
    status, _, body = client.get("/v1/documents", {"Host": host})
    assert (status, body["error"]["code"]) == (400, "unknown_host")


def test_pages_of_other_sites_may_not_write(client):
    status, _, body = client.post("/v1/ask", {"question": QUESTION}, {"Origin": "https://evil.example"})
    assert (status, body["error"]["code"]) == (403, "foreign_origin")
    assert client.post("/v1/ask", {"question": QUESTION}, {"Origin": f"http://127.0.0.1:{client.port}"})[0] == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_may_use_head(client, path):
    assert client.send("HEAD", path)[0] == 200


def test_a_body_that_is_not_declared_as_json_is_refused(client):
    assert client.post("/v1/ask", {"question": QUESTION}, {"Content-Type": "text/plain"})[0] == 422


def test_the_api_pages_load_nothing_from_outside(client):
    _, _, page = client.get("/docs")
    assert "https://" not in page
    assert "/static-offline-docs/swagger-ui-bundle.js" in page
    assert client.get("/static-offline-docs/swagger-ui-bundle.js")[0] == 200


def test_the_owner_of_the_data_folder_may_ingest(client, service, tmp_path):
    note = tmp_path / "note.md"
    note.write_text("# A note\n\nThe zeppelin subsidy is set at forty groats.\n", encoding="utf-8")
    bearer = {"Authorization": f"Bearer {service.lock.token}"}
    status, _, report = client.post("/v1/ingest", {"paths": [str(note)], "kind": "coverage"}, bearer)
    assert (status, report["entries"][0]["status"]) == (200, "added")
    assert client.post("/v1/search", {"query": "zeppelin groats"})[2]["passages"][0]["document_id"] == "note"
    given = client.ask("What is the zeppelin subsidy?")
    note.write_text("# A note\n\nThe zeppelin subsidy is set at fifty groats.\n", encoding="utf-8")
    client.post("/v1/ingest", {"paths": [str(note)], "kind": "coverage"}, bearer)
    kept = client.get(f"/v1/answers/{given['id']}")[2]
    assert [each["changed"] for each in kept["citations"]] == [True]
    assert "forty" in kept["citations"][0]["quote"]
    service.assistant.store.remove("note")
