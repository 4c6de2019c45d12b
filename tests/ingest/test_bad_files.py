"""Bombs and bad files through the command line into a server that runs: each is named, and nothing else happens."""

import json
import os
import re
import socket
import subprocess
import threading
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from bad_files import bad_files, good_files
from bombs import BOMBS, LONG, outside
from process import ACCORD, Process

from ingest.apart import load_apart
from ingest.errors import LoadError

BAD = bad_files()
CODES = {**{name: {code} for name, (_, code) in BAD.items()}, **{name: codes for name, (_, codes) in BOMBS.items()}}
GIGABYTE = "gigabyte.txt"


@dataclass
class Told:
    """What the command line said of each file, and how the server was before and after."""

    entries: dict
    output: str
    before: dict
    after: dict
    most: int
    """Megabytes of memory that the server took at most meanwhile."""
    waits: list
    """Seconds that each question after its health took."""


def ingest(server, *files):
    """The report of `accord ingest`, by file name; its exit code; all it has written."""
    environment = {**os.environ, "ACCORD_DATA": str(server.folder / "data")}
    command = [str(ACCORD), "ingest", "--json", *map(str, files)]
    ran = subprocess.run(command, env=environment, cwd=server.folder, capture_output=True, check=False, timeout=500)
    assert ran.stdout, ran.stderr.decode()
    entries = json.loads(ran.stdout)["entries"]
    return {Path(each["source"]).name: each for each in entries}, ran.returncode, ran.stdout.decode()


def memory(server, what):
    """Megabytes: VmRSS now, VmHWM at most."""
    status = Path(f"/proc/{server.number}/status").read_text(encoding="utf-8")
    return int(status.partition(f"{what}:")[2].split()[0]) // 1024


def state(server):
    """What a file that is refused must not change."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/v1/documents")
    stored = json.loads(connection.getresponse().read())
    connection.close()
    every = [each for each in server.folder.rglob("*") if "data" not in each.relative_to(server.folder).parts]
    tasks = Path(f"/proc/{server.number}/task").glob("*/children")
    children = sorted(child for task in tasks for child in task.read_text(encoding="utf-8").split())
    return {
        "documents": stored["documents"],
        "version": stored["corpus_version"],
        "files": sorted(map(str, every)),
        "children": children,
        "memory": memory(server, "VmRSS"),
    }


class Asking(threading.Thread):
    """Asks the server how it is, twenty times a second."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.waits, self.done = port, [], threading.Event()

    def run(self):
        while not self.done.wait(0.05):
            began = time.monotonic()
            connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
            connection.request("GET", "/healthz")
            assert connection.getresponse().status == 200
            connection.close()
            self.waits.append(time.monotonic() - began)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Process(tmp_path_factory.mktemp("server"), ACCORD_MODEL="none") as started:
        yield started.until_ready()


@pytest.fixture(scope="module")
def good(server):
    """What becomes of files that are odd but can be read; after it, all that a server loads once is loaded."""
    folder = server.folder / "good"
    folder.mkdir()
    for name, data in good_files().items():
        (folder / name).write_bytes(data)
    return ingest(server, *sorted(folder.iterdir()))


@pytest.fixture(scope="module")
def told(server, good):
    folder = server.folder / "bad"
    folder.mkdir()
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data)
    for name, (make, _) in BOMBS.items():
        (folder / name).write_bytes(make())
    with (folder / GIGABYTE).open("wb") as file:  # of which the disk holds nothing
        file.truncate(1 << 30)
    before = state(server)
    asking = Asking(server.port)
    asking.start()
    Path(f"/proc/{server.number}/clear_refs").write_text("5", encoding="ascii")  # the most is counted anew
    entries, code, output = ingest(server, *sorted(folder.iterdir()))
    most = memory(server, "VmHWM")
    asking.done.set()
    asking.join()
    assert code == 1
    return Told(entries, output, before, state(server), most, asking.waits)


def test_odd_files_that_can_be_read_are_read(good):
    entries, code, _ = good
    assert {name: each["status"] for name, each in entries.items()} == dict.fromkeys(good_files(), "added")
    assert code == 0


def test_there_are_enough():
    assert len(BOMBS) >= 25
    assert len(BAD) >= 60


@pytest.mark.parametrize("name", [*CODES, GIGABYTE])
def test_a_file_is_refused_by_name(told, name):
    entry = told.entries[name]
    assert (entry["status"], entry["clauses"]) == ("failed", 0)
    assert entry["code"] in CODES.get(name, {"too_large"})
    assert len(re.findall(r"\. [A-Z]", entry["reason"])) >= 1, "a reason and a next step"


def test_nothing_is_stored(told):
    assert told.after["documents"] == told.before["documents"]
    assert told.after["version"] == told.before["version"]


def test_nothing_is_left(told):
    assert told.after["files"] == told.before["files"]
    assert told.after["children"] == told.before["children"]
    assert "Traceback" not in told.output


def test_the_server_stays_as_large_as_it_was(told):
    assert told.after["memory"] - told.before["memory"] < 50
    # While a file is read, it holds the file itself.
    assert told.most - told.before["memory"] < 50 + 50


def test_the_server_answers_meanwhile(told):
    assert len(told.waits) > 50
    assert sorted(told.waits)[len(told.waits) * 9 // 10] < 0.5


def test_an_entity_reaches_nobody():
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        with pytest.raises(LoadError) as refused:
            load_apart("a.docx", outside(f"http://127.0.0.1:{canary.getsockname()[1]}/a"))
        with pytest.raises(TimeoutError):
            canary.accept()
    assert refused.value.code == "bomb"


@pytest.mark.soak
@pytest.mark.parametrize("name", LONG)
def test_a_file_that_takes_as_long_as_it_may(name):
    make, codes = LONG[name]
    began = time.monotonic()
    with pytest.raises(LoadError) as refused:
        load_apart(name, make())
    assert refused.value.code in codes
    assert time.monotonic() - began < 100
