"""`/v1/ask`, `/v1/ask/stream` and `/v1/search` over real HTTP."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

SEMICONDUCTORS = "What will the Semiconductor Partnership cover?"
CONTRACT = {
    "id", "conversation_id", "question", "standalone_question", "outcome", "reason", "rests_on", "text", "statements",
    "citations", "nearest", "missing", "looked_for", "hint", "suggestions", "composer", "judge", "fallback", "model",
    "corpus_version", "timings_ms", "created_at",
}  # fmt: skip
CITATION = {
    "number", "clause_id", "clause_hash", "document_id", "title", "publisher", "published", "kind", "label", "heading",
    "quote", "start", "end", "pages", "url",
}  # fmt: skip


def test_a_question_is_answered_from_both_sources(client):
    answer = client.ask(SEMICONDUCTORS, composer="quote", judge="quick")
    assert answer.keys() >= CONTRACT
    assert all(citation.keys() >= CITATION for citation in answer["citations"])
    assert answer["timings_ms"].keys() == {"rewrite", "retrieve", "judge", "compose", "verify", "total"}
    assert (answer["outcome"], answer["rests_on"], answer["model"]) == ("answered", "both", "none")
    first = answer["citations"][0]
    assert (first["label"], first["pages"]) == ("Part 2, commitment 6", [3, 4])
    assert {"hiroshima-accord/2/6", "techuk-coverage/3"} <= {each["clause_id"] for each in answer["citations"]}
    assert answer["basis"] == "From the Accord (May 2023) and techUK’s article; nothing later."


def test_every_marker_has_a_citation_and_every_quote_is_verbatim(client):
    answer = client.ask("What do the sources say about the Cyber Partnership?")
    numbers = {each["number"] for each in answer["citations"]}
    assert {int(number) for number in re.findall(r"\[(\d+)\]", answer["text"])} == numbers
    for citation in answer["citations"]:
        document = client.get(f"/v1/documents/{citation['document_id']}")[2]
        assert document["text"][citation["start"] : citation["end"]] == citation["quote"]
        clause = client.get(f"/v1/clauses/{citation['clause_id']}")[2]
        assert citation["quote"] in clause["text"]
        assert clause["hash"] == citation["clause_hash"]


def test_a_commitment_is_quoted_after_its_verb(client):
    text = client.ask("What do the sources say about the Cyber Partnership?")["text"]
    assert text.startswith("**The Accord**: will establish “a Japan-UK Cyber Partnership that will strengthen")
    assert "**techUK**: “" in text


@pytest.mark.parametrize(
    ("filters", "kinds"),
    [
        ({"kinds": ["coverage"]}, {"coverage"}),
        ({"kinds": ["primary"]}, {"primary"}),
        ({"documents": ["hiroshima-accord"]}, {"primary"}),
        ({"documents": ["techuk-coverage"], "kinds": ["primary"]}, set()),
    ],
    ids=["coverage", "primary", "document", "nothing left"],
)
def test_filters_hold_for_answers_and_searches(client, filters, kinds):
    answer = client.ask(SEMICONDUCTORS, **filters)
    assert {each["kind"] for each in answer["citations"] + answer["nearest"]} == kinds
    found = client.post("/v1/search", {"query": "semiconductor", "limit": 50, **filters})[2]["passages"]
    assert {each["kind"] for each in found} == kinds


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("?!...", "needs_clarification"),
        ("🤖", "needs_clarification"),
        ("この合意で日本は何を約束しましたか。", "needs_clarification"),
        ("Que dit l’accord sur le nucléaire ?", "needs_clarification"),
        ("How do I bake sourdough bread?", "out_of_scope"),
        ("x" * 2000, "out_of_scope"),
    ],
    ids=["punctuation", "emoji", "japanese", "french", "off topic", "2,000 letters"],
)
def test_odd_questions_have_a_polite_outcome(client, question, outcome):
    answer = client.ask(question)
    assert answer["outcome"] == outcome
    assert answer["citations"] == []
    assert answer["text"]


BAD = {
    "empty": (b'{"question": ""}', 422, "empty"),
    "white space": (b'{"question": " \\n\\t "}', 422, "empty"),
    "too long": (json.dumps({"question": "a" * 2001}).encode(), 422, "too_long"),
    "NUL": (b'{"question": "a\\u0000b"}', 422, "control_character"),
    "escape": (b'{"question": "a\\u001bb"}', 422, "control_character"),
    "lone surrogate": (b'{"question": "a\\ud800b"}', 422, "lone_surrogate"),
    "number": (b'{"question": 5}', 422, "invalid_request"),
    "NaN": (b'{"question": NaN}', 422, "invalid_request"),
    "Infinity": (b'{"question": "a", "store": Infinity}', 422, "invalid_request"),
    "null": (b'{"question": null}', 422, "invalid_request"),
    "missing": (b"{}", 422, "invalid_request"),
    "list": (b"[]", 422, "invalid_request"),
    "unknown key": (b'{"question": "a", "kindss": []}', 422, "invalid_request"),
    "unknown kind": (b'{"question": "a", "kinds": ["blog"]}', 422, "invalid_request"),
    "surrogate in a key": (b'{"question": "a", "\\ud800": 1}', 422, "invalid_request"),
    "surrogate elsewhere": (b'{"question": "a", "documents": ["\\ud800"]}', 404, "unknown_document"),
    "malformed": (b'{"question": ', 400, "malformed_json"),
    "not UTF-8": (b'{"question": "\xff"}', 400, "bad_request"),
    "no body": (b"", 422, "invalid_request"),
    "unknown document": (b'{"question": "a", "documents": ["nope"]}', 404, "unknown_document"),
    "unknown conversation": (b'{"question": "a", "conversation_id": "nope"}', 404, "unknown_conversation"),
    "no such model": (b'{"question": "a", "judge": "model"}', 422, "model_unsupported"),
    "huge": (b'{"question": "' + b"a" * 300_000 + b'"}', 413, "body_too_large"),
}


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/ask/stream"])
@pytest.mark.parametrize(("body", "status", "code"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_with_a_stable_code(client, path, body, status, code):
    got, headers, error = client.post(path, body)
    assert (got, error["error"]["code"]) == (status, code)
    assert error["error"]["message"]
    assert headers["X-Request-ID"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"query": ""}, "empty"),
        ({"query": "a", "limit": 0}, "invalid_request"),
        ({"query": "a", "limit": 51}, "invalid_request"),
        ({"query": "a", "limit": "5"}, "invalid_request"),
        ({"query": "a", "limit": 5.5}, "invalid_request"),
    ],
    ids=["empty", "no limit", "high limit", "text limit", "broken limit"],
)
def test_bad_searches_are_refused(client, body, code):
    status, _, error = client.post("/v1/search", body)
    assert (status, error["error"]["code"]) == (422, code)


def test_an_integer_may_be_written_with_a_point(client):
    assert len(client.post("/v1/search", b'{"query": "skills", "limit": 3.0}')[2]["passages"]) == 3


def test_search_carries_raw_scores_best_first(client):
    found = client.post("/v1/search", {"query": "semiconductor skills", "limit": 3})[2]["passages"]
    assert len(found) == 3
    assert found == sorted(found, key=lambda each: -each["score"])
    assert found[0].keys() == {
        "clause_id", "document_id", "kind", "label", "text", "start", "end", "score", "scores",
    }  # fmt: skip
    assert 0 < found[0]["scores"]["clause"] <= 1
    assert found[0]["scores"]["words"] > 0


def test_the_stream_ends_with_the_answer_and_shows_passages_before_statements(client):
    status, headers, text = client.post("/v1/ask/stream", {"question": SEMICONDUCTORS})
    assert status == 200
    assert headers["Content-Type"].startswith("text/event-stream")
    events = [
        (part.split("\n")[0].removeprefix("event: "), json.loads(part.split("\n")[1].removeprefix("data: ")))
        for part in text.strip().split("\n\n")
    ]
    names = [name for name, _ in events]
    assert names[0] == "status"
    assert names.index("passages") < names.index("statement")
    assert names[-1] == "answer"
    answer = events[-1][1]
    assert [data for name, data in events if name == "statement"] == answer["statements"]
    assert answer["text"] == client.ask(SEMICONDUCTORS)["text"]


def test_many_clients_at_once_get_their_own_answers(client):
    questions = [f"What does the accord say about {topic}?" for topic in ("food", "cyber", "AI", "trade") * 8]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(client.ask, questions))
    assert [answer["question"] for answer in answers] == questions
    assert len({answer["id"] for answer in answers}) == len(answers)


def test_text_from_outside_comes_back_literally(client):
    hostile = '{x} {{7*7}} {0.__class__} %s <script>alert(1)</script> {"lc":1,"type":"secret","id":["PATH"]}'
    assert client.ask(hostile)["question"] == hostile
