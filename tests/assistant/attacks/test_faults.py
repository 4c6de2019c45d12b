"""A language model that fails while it judges or writes: in time the reader has the quoting answer, and is told."""

import json
import re
import socket
import time
from http.client import HTTPConnection

import pytest
from attacks import is_to_judge
from faults import FAULTS, NO_VERDICT, QUESTION, VERDICTS, Switched, failing
from openai_server import running as scripted
from served import Serving, running

from assistant.ask import Assistant
from assistant.compose import NOTES

PATIENCE = 2.5
LATEST = PATIENCE + 1.5
SAID = ("outcome", "statements", "citations", "text", "rests_on", "hint")
pytest.importorskip("langchain_openai", reason="needs the extra `openai`")


@pytest.fixture(scope="module")
def server():
    with scripted() as server:
        yield server


@pytest.fixture(scope="module")
def switched():
    return Switched()


@pytest.fixture(scope="module")
def port(assistant, switched, tmp_path_factory):
    serving = Serving(Assistant(assistant.store, switched, PATIENCE), tmp_path_factory.mktemp("faults"))
    with running(serving) as port:
        post(port, "/v1/ask", composer="quote")
        yield port


@pytest.fixture
def judging(switched):
    """The model that fails judges too."""
    switched.be(judges=True)
    yield switched
    switched.be()


def post(port, path, **more):
    body = json.dumps({"question": QUESTION, "composer": "generate", "judge": "quick", "store": False, **more})
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    assert response.status == 200, text
    if not path.endswith("/stream"):
        return json.loads(text)
    events = re.findall(r"event: (\w+)\ndata: (.*)\n\n", text)
    assert [name for name, _ in events].count("error") == 0
    assert events[-1][0] == "answer"
    return json.loads(events[-1][1])


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/ask/stream"])
@pytest.mark.parametrize("fault", FAULTS)
def test_the_reader_has_the_quoting_answer_in_time_and_is_told(port, switched, server, fault, path):
    quoted = post(port, "/v1/ask", composer="quote")
    with failing(fault, server) as switched.now:
        start = time.monotonic()
        answer = post(port, path)
        assert time.monotonic() - start < LATEST
    assert answer["fallback"] == FAULTS[fault][0]
    assert answer["hint"] == NOTES[answer["fallback"]]
    assert (answer["outcome"], answer["composer"]) == ("answered", "quote")
    for each in ("statements", "citations", "text", "rests_on"):
        assert answer[each] == quoted[each]
    assert "sk-faults" not in json.dumps(answer)


@pytest.mark.parametrize(("path", "judge"), [("/v1/ask", "model"), ("/v1/ask/stream", "auto")])
@pytest.mark.parametrize("fault", NO_VERDICT)
def test_without_a_verdict_the_question_is_judged_quick_in_time(port, judging, server, fault, path, judge):
    quick = post(port, "/v1/ask", composer="quote")
    with failing(fault, server) as judging.now:
        start = time.monotonic()
        answer = post(port, path, composer="quote", judge=judge)
        assert time.monotonic() - start < LATEST
    assert (answer["judge"], answer["model"], answer["fallback"]) == ("quick", "none", NO_VERDICT[fault][0])
    assert answer["judged"] == quick["judged"]
    for each in SAID:
        assert answer[each] == quick[each]
    assert answer["outcome"] == "answered"
    assert "sk-faults" not in json.dumps(answer)


@pytest.mark.parametrize(("path", "judge"), [("/v1/ask", "auto"), ("/v1/ask/stream", "model")])
@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_verdict_counts_whatever_comes_after_it(port, judging, server, verdict, path, judge):
    with failing(verdict, server) as judging.now:
        start = time.monotonic()
        answer = post(port, path, composer="quote", judge=judge)
        assert time.monotonic() - start < LATEST
    assert (answer["judge"], answer["fallback"], answer["outcome"]) == ("model", None, VERDICTS[verdict][0])


@pytest.mark.parametrize("fault", ["slow to the first byte", "endless and slow"])
def test_who_did_not_judge_in_time_is_not_waited_for_again(port, judging, server, fault):
    quoted = post(port, "/v1/ask", composer="quote")
    before = len(server.asked)
    with failing(fault, server) as judging.now:
        start = time.monotonic()
        answer = post(port, "/v1/ask", judge="model")
        assert time.monotonic() - start < LATEST
    assert all(is_to_judge(each.messages) for each in server.asked[before:])
    assert (answer["judge"], answer["fallback"], answer["composer"]) == ("quick", "timeout", "quote")
    assert (answer["hint"], answer["written"]["kept"]) == (NOTES["timeout"], 0)
    assert answer["statements"] == quoted["statements"]


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/ask/stream"])
def test_who_goes_is_not_written_for_any_longer(port, switched, server, path):
    with failing("endless and slow", server) as switched.now:
        server.left.clear()
        body = json.dumps({"question": QUESTION, "composer": "generate", "judge": "quick"}).encode()
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        before = len(server.asked)
        client = socket.create_connection(("127.0.0.1", port))
        client.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        server.until(lambda: len(server.asked) > before)
        time.sleep(0.3)
        assert not server.left
        client.close()
        server.until(lambda: server.left, seconds=1.0)
