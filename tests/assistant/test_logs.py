"""What the server logs, and what it never does."""

import asyncio
import gc
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import time
import traceback
import warnings
from http.client import HTTPConnection, IncompleteRead
from pathlib import Path

import pytest
from logged import logged
from served import Serving, running

from assistant.api.watching import UNMATCHED
from assistant.events import StatusEvent
from evals.tab import filled, form
from vectorstore.errors import IndexUnavailable

ACCORD = Path(sys.executable).parent / "accord"
QUESTION = "What is the RISE partnership?"
CANARY = "zanzibar"
FORGED = f'{QUESTION} {CANARY}\n{{"level": "ERROR", "message": "forged"}}'
ALWAYS = {"time", "level", "logger", "message"}
JSON = {"Content-Type": "application/json"}


def sent(port, method, path, body=None, headers=JSON):
    """Status, request id and text of one response."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, body if isinstance(body, bytes | None) else json.dumps(body).encode(), headers)
    response = connection.getresponse()
    try:
        text = response.read().decode()
    except IncompleteRead as cut:
        text = cut.partial.decode()
    connection.close()
    return response.status, response.headers["X-Request-ID"], text


def on_the_page(port, question, tab):
    """Asks as the page does, waits until that is done, and gives the request id."""
    asked = filled(form(json.loads(sent(port, "GET", "/config")[2])), question, tab)
    request_id = sent(port, "POST", "/gradio_api/queue/join", asked)[1]
    assert "process_completed" in sent(port, "GET", f"/gradio_api/queue/data?session_hash={tab}")[2]
    return request_id


def until(true, seconds=20):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    assert true()


class Failing:
    """An assistant that logs on its way, and then fails."""

    def __init__(self, error):
        self.error = error

    def may_wait(self, question):
        return False

    def ask(self, question, stop):
        list(self.events(question, stop))

    def events(self, question, stop):
        logging.getLogger("assistant.made_up").info("at first")
        yield StatusEvent("searching")
        logging.getLogger("assistant.made_up").info("later")
        raise self.error


@pytest.fixture
def serving(corpus_folder, tmp_path):
    """Starts `accord serve` as a user does; gives the process, its port, and what it has written so far."""
    shutil.copytree(corpus_folder, tmp_path / "data")
    started = []

    def start(**settings):
        environment = {**os.environ, "ACCORD_DATA": str(tmp_path / "data"), "ACCORD_PORT": "0", **settings}
        written = tmp_path / "written"
        with written.open("wb") as file:
            process = subprocess.Popen([ACCORD, "serve"], cwd=tmp_path, env=environment, stdout=file, stderr=file)
        started.append(process)
        until(lambda: "ready: corpus" in written.read_text("utf-8") or process.poll() is not None, 120)
        owner = json.loads((tmp_path / "data" / "owner.json").read_text("utf-8"))
        return process, int(owner["url"].rpartition(":")[2]), lambda: written.read_text("utf-8")

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_all_that_a_server_writes_is_events_and_nothing_that_was_sent_to_it(serving):
    process, port, written = serving()
    cookies = {**JSON, "Cookie": f"session={CANARY}", "X-Other": CANARY, "Authorization": f"Bearer {CANARY}"}
    requests = [
        ("POST", "/v1/ask", {"question": FORGED}, cookies),
        ("POST", "/v1/ask/stream", {"question": FORGED}, cookies),
        ("POST", "/v1/ask", {"question": QUESTION, "documents": [CANARY]}),
        ("POST", "/v1/ask", {"question": f"{CANARY}\x07"}),
        ("POST", "/v1/ask", {"question": QUESTION, CANARY: CANARY}),
        ("POST", "/v1/ask", f'{{"question": "{CANARY}'.encode()),
        ("POST", "/v1/ask", b'{"question": "' + CANARY.encode() + b'\xff\xfe"}'),
        ("POST", "/v1/ask", {"question": QUESTION}, {**JSON, "Host": f"{CANARY}.example"}),
        ("POST", "/v1/ask", {"question": QUESTION}, {**JSON, "Origin": f"https://{CANARY}.example"}),
        ("POST", "/v1/ask", b" " * 300_000 + CANARY.encode()),
        ("POST", "/v1/search", {"query": CANARY}),
        ("GET", f"/v1/conversations/{CANARY}"),
        ("DELETE", f"/v1/conversations/{CANARY}"),
        ("GET", f"/v1/answers/{CANARY}?key={CANARY}"),
        ("GET", f"/v1/clauses/{CANARY}/1/1"),
        ("GET", f"/v1/{CANARY}"),
        ("GET", f"/{CANARY}"),
        ("GET", f"/{CANARY}/{CANARY}.php?{CANARY}"),
        ("GET", f"/static-offline-docs/{CANARY}"),
        ("GET", f"/?deep_link={CANARY}"),
        ("GET", "/healthz", None, {"X-Request-ID": f"{CANARY} or so"}),
        ("GET", f"/gradio_api/file=/etc/{CANARY}"),
        ("GET", f"/gradio_api/queue/data?session_hash={CANARY}"),
        ("POST", "/gradio_api/queue/join", {"data": [CANARY], "fn_index": 0, "session_hash": CANARY}),  # one too few
        ("POST", "/gradio_api/queue/join", {"data": [CANARY], "fn_index": 999, "session_hash": CANARY}),
        ("POST", "/gradio_api/queue/join", f'{{"data": "{CANARY}'.encode()),
        ("POST", "/gradio_api/upload", f"--{CANARY}\r\n{CANARY}\r\n\r\n".encode(),
            {"Content-Type": f"multipart/form-data; boundary={CANARY}"}),
        ("PROPFIND", f"/{CANARY}"),
    ]  # fmt: skip
    before = written()
    ids = [sent(port, *each)[1] for each in requests]
    assert sent(port, "POST", "/v1/ask", {"question": QUESTION}, {**JSON, "X-Request-ID": "mine"})[1] == "mine"
    of_page = on_the_page(port, FORGED, "tab")
    until(lambda: "an error that a library printed" in written())  # gradio's own trouble with what is too few
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0

    after = written()
    assert CANARY not in after
    assert "forged" not in after
    assert "RISE" not in after
    lines = [json.loads(line) for line in after.splitlines()]
    assert len(lines) == after.count("\n")
    assert all(line.keys() >= ALWAYS for line in lines)
    assert all(line["time"].endswith("+00:00") for line in lines)
    assert "uvicorn.error" in {line["logger"] for line in lines}
    served = [line for line in lines[before.count("\n") :] if line["message"] == "request"]
    by_id = {line["request_id"]: line for line in served}
    assert len(by_id) == len(served)  # one line for each
    assert [by_id[each]["method"] for each in ids] == [
        "other" if method == "PROPFIND" else method for method, *_ in requests
    ]
    assert (by_id["mine"]["route"], by_id["mine"]["status"], by_id["mine"]["outcome"]) == ("/v1/ask", 200, "answered")
    assert 0 < by_id["mine"]["ms"] < 60_000
    (asked,) = [line for line in lines if line["message"] == "question on the page"]
    assert asked["request_id"] == of_page
    assert asked["outcome"]
    printed = next(line for line in lines if line["message"] == "an error that a library printed")
    assert "validate_inputs" in printed["error"]
    assert printed["error"].endswith("ValueError: (withheld)")


def test_questions_answers_and_what_errors_say_are_logged_where_that_is_set(serving):
    process, port, written = serving(ACCORD_LOG_QUESTIONS="true")
    answer = json.loads(sent(port, "POST", "/v1/ask", {"question": FORGED})[2])
    sent(port, "POST", "/gradio_api/queue/join", {"data": [CANARY], "fn_index": 0, "session_hash": "tab"})
    on_the_page(port, FORGED, "other")
    until(lambda: "an error that a library printed" in written())
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    lines = [json.loads(line) for line in written().splitlines()]
    (asked,) = [line for line in lines if line.get("route") == "/v1/ask"]
    assert (asked["question"], asked["answer"]) == (FORGED, answer["text"])
    (on_page,) = [line for line in lines if line["message"] == "question on the page"]
    assert on_page["question"] == FORGED
    assert CANARY in next(line for line in lines if line["message"] == "an error that a library printed")["error"]


def test_a_question_makes_one_line_that_says_what_came_of_it(client):
    with logged() as written:
        client.ask(FORGED)
        client.post("/v1/ask/stream", {"question": FORGED})
        asked, streamed = sorted(written.of(2), key=lambda line: line["route"])
    told = {"method": "POST", "status": 200, "complete": True, "who": "browser"}
    how = {"outcome": "answered", "composer": "quote", "judge": "quick", "fallback": None}
    assert asked.items() >= {**told, **how, "route": "/v1/ask", "level": "INFO"}.items()
    assert streamed.items() >= {**told, **how, "route": "/v1/ask/stream"}.items()
    assert CANARY not in written.getvalue()


def test_ids_and_unknown_paths_are_not_in_the_route(client):
    with logged() as written:
        for path in ("/v1/documents/secret", "/v1/nothing/secret", "/secret", "/static-offline-docs/secret", "/docs"):
            client.get(path)
        routes = sorted(line["route"] for line in written.of(5))
    assert routes == ["/docs", "/static-offline-docs", "/v1/documents/{document_id}", UNMATCHED, UNMATCHED]


def test_who_asked_is_told(client, service, tmp_path):
    serving = Serving(service.assistant, tmp_path)
    key, stored = serving.admission.keys.create("intranet", "ask", None, "test")
    with logged() as written, running(serving) as port:
        sent(port, "GET", "/v1/documents", None, {"Authorization": f"Bearer {key}"})
    assert [line["who"] for line in written.requests("/v1/documents")] == [f"key:{stored.id}"]


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/ask/stream"])
def test_of_an_error_there_is_its_place_but_not_what_it_says(path, tmp_path):
    error = ValueError(f"cannot parse {CANARY}")
    error.__cause__ = KeyError(CANARY)
    with logged() as written, running(Serving(Failing(error), tmp_path)) as port:
        status, request_id, _ = sent(port, "POST", path, {"question": CANARY}, {**JSON, "X-Request-ID": "here"})
    assert (status, request_id) == (500 if path == "/v1/ask" else 200, "here")
    assert CANARY not in written.getvalue()
    (told,) = [line["error"] for line in written.lines if "error" in line]
    assert "in events" in told
    assert told.index("KeyError: (withheld)") < told.index("ValueError: (withheld)")
    of_threads = [line for line in written.lines if line["logger"] == "assistant.made_up"]
    assert [(line["message"], line["request_id"]) for line in of_threads] == [("at first", "here"), ("later", "here")]


def test_what_our_own_errors_say_is_told(tmp_path):
    with logged() as written, running(Serving(Failing(IndexUnavailable("It is gone.")), tmp_path)) as port:
        status, request_id, text = sent(port, "POST", "/v1/ask", {"question": CANARY})
    assert status == 503
    assert "gone" not in text
    (line,) = [line for line in written.lines if line["message"] == "the store failed"]
    assert line["error"].endswith("vectorstore.errors.IndexUnavailable: It is gone.")
    assert line["request_id"] == request_id


def test_a_group_of_errors_and_an_error_of_the_system_are_told():
    with logged() as written:
        group = ExceptionGroup(CANARY, [OSError(28, "No space left on device", f"/{CANARY}"), OSError(CANARY)])
        logging.getLogger("assistant").error("failed", exc_info=group)
    assert CANARY not in written.getvalue()
    assert "OSError: [Errno 28] No space left on device\n" in written.lines[0]["error"]
    assert "OSError: (withheld)\n" in written.lines[0]["error"]
    assert written.lines[0]["error"].endswith("ExceptionGroup: (withheld)")


def test_what_libraries_print_is_an_event_without_the_text():
    with logged() as written:
        try:
            raise ValueError(CANARY)
        except ValueError:
            traceback.print_exc()
        sys.stderr.write(f"Loading {CANARY}   1%\rLoading {CANARY} 100%\n\n")
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(CANARY, UserWarning, stacklevel=1)
    assert CANARY not in written.getvalue()
    messages = [line["message"] for line in written.lines]
    assert messages[:2] == ["an error that a library printed", "a library printed 21 characters"]
    assert messages[2].startswith(f"UserWarning in {__file__}:")
    assert len(messages) == 3
    assert written.lines[0]["error"].endswith("ValueError: (withheld)")


def test_a_failed_task_that_nobody_waits_for_is_told_without_what_it_says():
    async def fail():
        raise ValueError(CANARY)

    async def begin():
        task = asyncio.create_task(fail())
        await asyncio.wait([task])
        del task
        gc.collect()

    with logged() as written:
        asyncio.run(begin())
    (line,) = written.lines
    assert line["message"] == "Task exception was never retrieved"
    assert CANARY not in written.getvalue()


def test_libraries_are_heard_from_warnings_on():
    chatty = logging.getLogger("made_up_library")
    chatty.setLevel(logging.DEBUG)  # as bm25s does
    with logged("debug") as written:
        chatty.info("HTTP Request: GET http://example.org/?q=secret")
        chatty.warning("careful")
        logging.getLogger("assistant").debug("ours")
    assert [line["message"] for line in written.lines] == ["careful", "ours"]
    with logged("error") as written:
        chatty.warning("careful")
        logging.getLogger("assistant").warning("ours")
    assert written.lines == []


@pytest.mark.parametrize(("form", "terminal", "is_json"), [(None, False, True), (None, True, False),
    ("json", True, True), ("text", False, False)])  # fmt: skip
def test_it_is_text_on_a_terminal_and_json_elsewhere_unless_it_is_set(form, terminal, is_json):
    with logged(form=form, terminal=terminal) as written:
        logging.getLogger("assistant").info("hello")
    assert written.getvalue().startswith("{") is is_json
    assert "hello" in written.getvalue()


def test_text_is_one_line_too_and_where_an_error_came_from_is_indented():
    with logged(form="text", texts=True) as written:
        extra = {"question": FORGED, "method": "GET"}
        logging.getLogger("assistant").info("a\r\nb\x1b[31m\u2028\u202ec", extra=extra)
        try:
            raise ValueError("no\n2026-01-01 00:00:00Z INFO forged")
        except ValueError as error:
            logging.getLogger("assistant").error("failed", exc_info=error)
    first, second, *indented = written.getvalue().split("\n")[:-1]
    assert r"INFO assistant: a\r\nb\x1b[31m\u2028\u202ec method=" in first
    assert r"\n{\"level\"" in first
    assert second.endswith("ERROR assistant: failed")
    assert len(indented) > 3
    assert all(line.startswith("    ") for line in indented)


def test_a_log_that_cannot_be_written_stops_nothing():
    with logged() as written:
        written.broken = True
        logging.getLogger("assistant").info("lost")
        written.broken = False
        logging.getLogger("assistant").info("found")
    assert [line["message"] for line in written.lines] == ["found"]
