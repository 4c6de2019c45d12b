"""Secrets that are sent in or set stand in no log, no figure and no list of processes, and come back to nobody else.

An error may repeat to whoever sent it what they sent, escaped and cut: so those that are no credentials may stand in
the answer to the very request that brought them, and questions in what their asker reads. Both never in a log.
"""

import json
import shutil
import socket
import sqlite3
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, IncompleteRead
from pathlib import Path
from urllib.parse import urlencode

import openai_server
import pytest
from canaries import CREDENTIALS, FORM, Canaries, Sent, around, as_somebody_else, asking, everybodys
from guarded import PASSWORD, cookie
from process import Process, command_lines
from typer.testing import CliRunner

from assistant.access.admission import Admission
from assistant.cli import app
from evals.tab import form
from vectorstore.accounts import Accounts
from vectorstore.records import Records
from vectorstore.settings import StoreSettings


@dataclass
class Run:
    """One server from its start to its end, and all that came out of it."""

    port: int = 0
    secret: Canaries = field(default_factory=Canaries)
    headers: dict = field(default_factory=dict)
    kept: dict = field(default_factory=dict)
    """By who asks: places of the questions that they asked, and may read again."""
    answers: list = field(default_factory=list)
    """Each with what was sent, the status, whose secrets came back, and whose may."""
    written: str = ""
    command_lines: bytes = b""
    told_the_model: str = ""

    def send(self, sent):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(sent.method, sent.path, sent.data, {**self.headers.get(sent.who, {}), **sent.headers})
        response = connection.getresponse()
        try:
            data = response.read()
        except IncompleteRead as cut:  # gradio breaks a stream off where there is no such tab
            data = cut.partial
        connection.close()
        text = data.decode("utf-8", "replace")
        brought = self.secret.places_in(
            f"{sent.path} {sent.headers} {sent.method} {(sent.data or b'').decode('latin-1')}"
        )
        brought |= {place for place in self.secret if self.secret[place].upper() == sent.method}
        own = self.kept.setdefault(sent.who, set())
        if sent.who is not None and sent.method == "POST":
            own |= {place for place in brought if place.startswith("question ")}
        came_back = self.secret.places_in(f"{response.headers}{text}")
        self.answers.append((sent, response.status, came_back, (brought | own) - CREDENTIALS))
        return response.status, response.headers, text

    def send_all(self, requests):
        return [self.send(each)[0] for each in requests]


def people(data, secret):
    """Those who may ask; gives the headers of the program among them, and its key's id."""
    records = Records(StoreSettings(data, "none").records_url)
    admission = Admission(Accounts(records), "token", None)
    admission.people.add("mia", "member", secret["right password"], "test")
    for name, role in (("max", "staff"), ("ada", "admin")):
        admission.people.add(name, role, PASSWORD, "test")
    key, stored = admission.keys.create("kim", "ask", None, "test")
    records.close()
    secret.put("valid key", key.split("_", 2)[2])
    return {"Authorization": f"Bearer {key}"}, stored.id


def everything(run, data, key_id, model):
    """All requests: while all is well, while the model fails, while the records do, and with a damaged answer."""
    for name, password in (("mia", run.secret["right password"]), ("max", PASSWORD), ("ada", PASSWORD)):
        typed = urlencode({"name": name, "password": password})
        run.headers[name] = {"Cookie": cookie(run.send(Sent(None, "POST", "/sign-in", typed, FORM))[1])}
    run.secret.put("session", run.headers["mia"]["Cookie"].partition("=")[2])
    asks = form(json.loads(run.send(Sent("mia", "GET", "/config"))[2]))

    run.send_all([*as_somebody_else(run.secret, key_id), *around(run.secret), Sent("kim", "GET", "/v1/documents")])
    with socket.create_connection(("127.0.0.1", run.port)) as raw:
        raw.sendall(f"{run.secret['no HTTP']} is no HTTP\r\n\r\n".encode())
        raw.recv(1000)
    assert 200 in run.send_all(asking(run.secret, "well", asks))
    model.key = "another"  # from now on it refuses the one that it is sent, and repeats it
    run.send_all(asking(run.secret, "without a model", asks))
    with sqlite3.connect(data / "records.db") as records:
        records.execute("create trigger full before insert on conversations begin select raise(abort, 'full'); end")
    assert 503 in run.send_all(asking(run.secret, "without records", asks))
    with sqlite3.connect(data / "records.db") as records:
        records.execute("drop trigger full")
        records.execute("update answers set body = json_set(body, '$.question', json_array(body -> '$.question'))")
    listed = json.loads(run.send(Sent("mia", "GET", "/v1/conversations"))[2])["conversations"]
    assert run.send_all(Sent("mia", "GET", f"/v1/conversations/{each['id']}") for each in listed[:2]) == [500, 500]
    run.send_all(everybodys())


@contextmanager
def watched(run):
    """The command lines of all processes go to the run's."""
    ended = threading.Event()

    def watch():
        while not ended.wait(0.1):
            run.command_lines += command_lines()

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield
    finally:
        ended.set()
        watching.join()


@pytest.fixture(scope="module", params=["info", "debug"])
def run(request, corpus_folder, tmp_path_factory):
    run, folder = Run(), tmp_path_factory.mktemp("canaries")
    data = shutil.copytree(corpus_folder, folder / "data")
    run.headers["kim"], key_id = people(data, run.secret)
    settings = {
        "ACCORD_MODEL_KEY": run.secret["ACCORD_MODEL_KEY"],
        "OPENAI_API_KEY": run.secret["OPENAI_API_KEY"],
        # SQLite takes no password, and overlooks what it does not know.
        "ACCORD_DATABASE_URL": f"sqlite:///file:{data}/records.db?uri=true&password={run.secret['ACCORD_DATABASE_URL']}",
        "ACCORD_PROXY_HEADER": "X-Remote-User",
        "ACCORD_PROXY_ADDRESSES": "10.0.0.0/8",
        "ACCORD_LOG_LEVEL": request.param,
    }
    with openai_server.running() as model, watched(run):
        model.key = run.secret["ACCORD_MODEL_KEY"]
        with Process(folder, ACCORD_MODEL=f"{model.url}#made-up-1", **settings) as server:
            run.port = server.until_ready().port
            everything(run, data, key_id, model)
            server.stop()
            assert server.ended(within=20) == 0
            run.written = server.written
        run.told_the_model = "".join(f"{each.headers}{each.body}" for each in model.seen)
    return run


def test_the_secrets_were_where_they_should_be(run):
    assert len(run.secret) >= 30
    assert run.secret.places_in(run.told_the_model) == {"ACCORD_MODEL_KEY", "question well", "question without a model"}
    read = [
        came_back for sent, _, came_back, _ in run.answers if sent.path == "/v1/conversations" and sent.who == "mia"
    ]
    assert read[-1] >= {"question well", "question without a model"}
    statuses = {status for _, status, _, _ in run.answers}
    assert statuses >= {200, 303, 400, 401, 403, 404, 405, 413, 422, 500, 503}
    assert "listening on" in run.written


def test_no_secret_is_logged(run):
    found = run.secret.places_in(run.written)
    lines = [line for line in run.written.splitlines() if run.secret.places_in(line)]
    assert found == set(), "\n".join(lines)


def test_no_secret_comes_back_but_to_whoever_sent_it_and_no_credential_at_all(run):
    leaks = [(sent, came_back - may) for sent, _, came_back, may in run.answers if came_back - may]
    assert leaks == []


def test_no_secret_is_in_a_figure(run):
    figures = [(status, came_back) for sent, status, came_back, _ in run.answers if sent.path == "/metrics"]
    assert [(status, came_back) for status, came_back in figures if status == 200] == [(200, set())]


@pytest.mark.parametrize("command", ["serve", "doctor"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ACCORD_DATABASE_URL", "postgresql+nodriver://accord:SECRET@127.0.0.1/accord"),
        ("ACCORD_DATABASE_URL", "host=127.0.0.1 password=SECRET"),
        ("ACCORD_CHROMA_URL", "http://accord:SECRET@127.0.0.1:9"),
        ("ACCORD_MODEL", "http://accord:SECRET@127.0.0.1:9/v1"),
        ("ACCORD_MODEL_KEYS", "SECRET"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_without_its_secret(command, name, value, tmp_path):
    secret = Canaries()
    environment = {name: value.replace("SECRET", secret["here"]), "ACCORD_DATA": str(tmp_path), "ACCORD_PORT": "0"}
    done = CliRunner().invoke(app, [command], env=environment, catch_exceptions=False)
    assert done.exit_code != 0
    assert "database" in done.output or name in done.output
    assert secret.places_in(done.output) == set()


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="reads /proc")
def test_no_secret_is_in_the_list_of_processes(run):
    assert b"accord\0serve" in run.command_lines
    assert run.secret.places_in(run.command_lines) == set()
