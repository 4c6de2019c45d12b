"""What the server counts and measures, read as Prometheus reads it."""

import json
import shutil
import socket
import time
from http.client import HTTPConnection

import pytest
from engines import SlowEngine
from prometheus_client.parser import text_string_to_metric_families
from served import Serving, running

from assistant.models.loading import LoadingModel
from assistant.models.local import LocalModel
from assistant.questions import Question
from assistant.service import Service
from assistant.settings import load_settings
from evals.tab import filled, form
from vectorstore.lock import OwnerLock

QUESTION = "What is the RISE partnership?"
STAGES = ("rewrite", "retrieve", "judge", "compose", "verify")


def scraped(port):
    """Every series with its value: (name, labels) -> number."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/metrics")
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    assert response.status == 200
    assert response.headers["Content-Type"].startswith("text/plain; version=")
    return {
        (each.name, frozenset(each.labels.items())): each.value
        for family in text_string_to_metric_families(text)
        for each in family.samples
    }


def series(name, **labels):
    return name, frozenset(labels.items())


def requests(route, method, status):
    return series("accord_http_requests_total", route=route, method=method, status=str(status))


def answers(outcome, fallback="none"):
    return series("accord_answers_total", outcome=outcome, composer="quote", judge="quick", fallback=fallback)


def unanswered(code):
    return series("accord_unanswered_questions_total", code=code)


def changed(port, before, *names, within=20):
    """Every series, once these have changed; a response has come before it is counted."""
    end = time.monotonic() + within
    while True:
        after = scraped(port)
        if all(after.get(name, 0) != before.get(name, 0) for name in names) or time.monotonic() > end:
            return after
        time.sleep(0.02)


def gained(port, before, name, within=20):
    """How much a series has gained, as soon as that is something."""
    return changed(port, before, name, within=within).get(name, 0) - before.get(name, 0)


@pytest.fixture(scope="module")
def slow(corpus_folder, tmp_path_factory):
    """A server over the bundled texts whose language model takes a minute, and its engine."""
    folder = tmp_path_factory.mktemp("slow") / "data"
    shutil.copytree(corpus_folder, folder)
    settings = load_settings().model_copy(update={"data": folder, "model_timeout": 60.0})
    lock = OwnerLock(folder)
    lock.acquire()
    engine = SlowEngine()
    service = Service(settings, lock, LoadingModel(lambda closing: LocalModel(engine)))
    with running(service) as port:
        loading = scraped(port)
        service.start()
        assert gained(port, loading, series("accord_model_state", state="ready"), within=90) == 1
        engine.seconds = 60.0
        yield port, engine, loading
    service.close()


def begin(port, path, question):
    """Sends a question that the model is to judge, and gives the open connection."""
    body = json.dumps({"question": question, "judge": "model", "store": False}).encode()
    client = socket.create_connection(("127.0.0.1", port))
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    client.sendall(head.encode() + b"\r\n\r\n" + body)
    return client


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/ask/stream"])
def test_an_answer_is_counted_with_its_steps_and_its_request(client, path):
    before = scraped(client.port)
    client.post(path, {"question": QUESTION, "store": False})
    after = changed(client.port, before, requests(path, "POST", 200))
    for counted in (
        answers("answered"),
        requests(path, "POST", 200),
        series("accord_http_request_duration_seconds_count", route=path),
        *(series("accord_answer_stage_duration_seconds_count", stage=stage) for stage in STAGES),
    ):
        assert after[counted] == before.get(counted, 0) + 1, counted
    took = series("accord_http_request_duration_seconds_sum", route=path)
    steps = [series("accord_answer_stage_duration_seconds_sum", stage=stage) for stage in STAGES]
    spent = sum(after[each] - before.get(each, 0) for each in steps)
    assert 0 < spent <= after[took] - before.get(took, 0)  # to the end of the stream, not to its beginning
    assert after[series("accord_answers_in_flight")] == 0


def test_outcomes_are_told_apart(client):
    before = scraped(client.port)
    client.ask("What is the capital of Mongolia?", store=False)
    client.ask("Hello!", store=False)
    after = scraped(client.port)
    more = {key: value - before.get(key, 0) for key, value in after.items() if key[0] == "accord_answers_total"}
    assert sum(more.values()) == 2
    assert max(more.values()) == 1
    assert answers("out_of_scope") in more


@pytest.mark.parametrize(("body", "status", "code"), [
    ({"question": " "}, 422, "empty"),
    ({"question": QUESTION, "conversation_id": "nope"}, 404, "unknown_conversation"),
    ({"question": QUESTION, "judge": "model"}, 422, "model_unsupported"),
])  # fmt: skip
def test_a_question_that_is_not_answered_is_counted_by_its_error(client, body, status, code):
    before = scraped(client.port)
    assert client.post("/v1/ask", body)[0] == status
    after = changed(client.port, before, requests("/v1/ask", "POST", status))
    for counted in (unanswered(code), requests("/v1/ask", "POST", status)):
        assert after[counted] == before.get(counted, 0) + 1
    assert after[series("accord_answers_in_flight")] == 0


def test_a_body_that_is_no_question_is_a_request_and_nothing_more(client):
    before = scraped(client.port)
    client.post("/v1/ask", b"{")
    after = changed(client.port, before, requests("/v1/ask", "POST", 400))
    assert after[requests("/v1/ask", "POST", 400)] == before.get(requests("/v1/ask", "POST", 400), 0) + 1
    assert {key: after[key] for key in after if "answer" in key[0]} == {
        key: before[key] for key in before if "answer" in key[0]
    }


def test_a_question_on_the_page_is_counted(client):
    asked = filled(form(client.get("/config")[2]), QUESTION, "counted")
    before = scraped(client.port)
    client.post("/gradio_api/queue/join", asked)
    client.get("/gradio_api/queue/data?session_hash=counted")
    assert gained(client.port, before, answers("answered")) == 1
    after = scraped(client.port)
    assert requests("/gradio_api/queue/join", "POST", 200) in after
    assert after.get(requests("/v1/ask", "POST", 200)) == before.get(requests("/v1/ask", "POST", 200))


def test_a_hundred_unknown_paths_and_methods_make_no_new_series(client):
    def unknown(number):
        for path in (f"/v1/x{number}", f"/x{number}", f"/x{number}/y?z={number}", f"/static-offline-docs/{number}",
                     f"/v1/documents/x{number}", f"/v1/clauses/x/{number}", f"/gradio_api/file=x{number}"):  # fmt: skip
            client.get(path)
        for method in ("PROPFIND", "LOCK", "SEARCH", "TRACE"):
            client.send(method, f"/x{number}")
        client.send("DELETE", f"/x{number}")

    nothing = scraped(client.port)
    unknown(0)
    before = changed(client.port, nothing, requests("unmatched", "DELETE", 404))
    for number in range(1, 101):
        unknown(number)
    end = time.monotonic() + 20
    last = requests("unmatched", "DELETE", 404)
    while (after := scraped(client.port))[last] < before[last] + 100 and time.monotonic() < end:
        time.sleep(0.02)
    assert after.keys() == before.keys()
    grown = {key[1]: after[key] - before[key] for key in after if key[0] == "accord_http_requests_total"}
    labels = {tuple(dict(key)[name] for name in ("route", "method", "status")) for key in grown if grown[key] >= 100}
    assert labels == {
        ("unmatched", "GET", "404"),
        ("unmatched", "DELETE", "404"),
        ("unmatched", "other", "404"),
        ("/static-offline-docs", "GET", "404"),
        ("/v1/documents/{document_id}", "GET", "404"),
        ("/v1/clauses/{clause_id:path}", "GET", "404"),
        ("/gradio_api/file={path_or_url:path}", "GET", "403"),
    }


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/ask/stream"])
def test_a_question_whose_asker_leaves_is_in_flight_until_then_and_counted_as_stopped(slow, path):
    port, _, _ = slow
    before = scraped(port)
    asked = begin(port, path, QUESTION)
    assert gained(port, before, series("accord_answers_in_flight")) == 1
    assert gained(port, before, series("accord_model_waiting")) == 1
    asked.close()
    assert gained(port, before, unanswered("stopped")) == 1
    after = changed(port, {series("accord_model_waiting"): 1}, series("accord_model_waiting"))
    assert after[series("accord_answers_in_flight")] == after[series("accord_model_waiting")] == 0
    assert {key for key in after if key[0] == "accord_answers_total"} == set()
    ended = requests(path, "POST", 200 if path.endswith("stream") else 503)
    assert gained(port, before, ended) == 1


def test_a_question_whose_events_are_no_longer_drawn_is_counted_as_stopped(client, service):
    before = scraped(client.port)
    events = service.assistant.events(Question(text=QUESTION, store=False))
    next(events)
    assert scraped(client.port)[series("accord_answers_in_flight")] == 1
    events.close()
    after = scraped(client.port)
    assert after[series("accord_answers_in_flight")] == 0
    assert after[unanswered("stopped")] == before.get(unanswered("stopped"), 0) + 1


def test_an_answer_that_had_to_do_without_the_model_says_why(slow):
    port, engine, _ = slow
    before = scraped(port)
    engine.seconds, engine.error = 0.0, RuntimeError("broken")
    try:
        with begin(port, "/v1/ask", "What does the RISE partnership do?") as asked:
            assert b" 200 " in asked.recv(64)
    finally:
        engine.seconds, engine.error = 60.0, None
    counted = {key: value for key, value in scraped(port).items() if key[0] == "accord_answers_total"}
    (labels,) = (dict(key[1]) for key in counted if counted[key] > before.get(key, 0))
    assert (labels["judge"], labels["fallback"]) == ("quick", "error")


def test_the_texts_the_model_and_the_process_are_told(client, slow):
    of_client, of_slow, loading = scraped(client.port), scraped(slow[0]), slow[2]
    documents = client.get("/v1/documents")[2]["documents"]
    assert of_client[series("accord_corpus_documents")] == len(documents)
    assert of_slow[series("accord_corpus_clauses")] == 49
    assert loading[series("accord_corpus_clauses")] == 0
    for told, state in ((of_client, "off"), (of_slow, "ready"), (loading, "loading")):
        states = {dict(key[1])["state"]: value for key, value in told.items() if key[0] == "accord_model_state"}
        assert states == {"off": 0, "loading": 0, "ready": 0, "failed": 0} | {state: 1}
    assert of_client[series("process_resident_memory_bytes")] > 50e6
    assert time.time() - 3600 * 24 < of_client[series("process_start_time_seconds")] < time.time()


def test_two_applications_in_one_process_count_for_themselves(tmp_path):
    with running(Serving(None, tmp_path)) as first, running(Serving(None, tmp_path)) as second:
        counted = requests("/metrics", "GET", 200)
        scraped(first)
        assert gained(first, {}, counted) >= 1
        scraped(first)
        assert gained(second, {}, counted) == 1


def test_head_and_the_description(client):
    status, headers, body = client.send("HEAD", "/metrics")
    assert (status, body) == (200, "")
    assert headers["Content-Type"].startswith("text/plain")
    described = client.get("/openapi.json")[2]["paths"]["/metrics"]
    assert described.keys() == {"get"}
    assert described["get"]["responses"]["200"]["content"].keys() == {"text/plain"}
