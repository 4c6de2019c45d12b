"""Several give, replace, withdraw and ingest at once: one outcome each, and no answer that mixes two versions."""

import os
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from embedders import BagOfWords
from giving import NOTE, Client
from process import ACCORD
from served import serving

from vectorstore.store import open_store

READERS = 20
QUESTION = "What does the Aldmere Fund pay for, and when do the keepers meet?"
VERSIONS = 6


def version(number):
    """A note whose every sentence names its version."""
    lines = [
        f"The Aldmere Fund pays for lighthouse v{number} on the northern coast.",
        f"The keepers of v{number} meet every Tuesday in the boat house.",
        f"In v{number} the Aldmere Fund pays the keepers too.",
    ]
    return ("# The Aldmere note\n\n" + "\n\n".join(lines) + "\n").encode()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server that embeds by words alone: its folder, its port and its service."""
    folder = tmp_path_factory.mktemp("at once") / "data"

    def opens(places, lock):
        return open_store(places, BagOfWords(), lock)

    more = {"questions_per_minute": 100_000, "questions_at_once": 100}
    with serving(folder, opens=opens, **more) as (port, service):
        service.lock.announce(f"http://127.0.0.1:{port}")  # to the command line
        yield folder, port, service


@pytest.fixture
def client(server):
    client = Client(server[1])
    before = client.ids()
    yield client
    for each in set(client.ids()) - set(before):
        client.http.delete(f"/v1/documents/{each}")


def each_in_a_thread(*calls):
    """What calls give that begin at the same moment."""
    together = threading.Barrier(len(calls))

    def begin(call):
        together.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(begin, calls))


class Readers:
    """Ask until they are told to stop; what each answer cites of the note."""

    def __init__(self, port):
        self.cited, self._stop = [], threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(port,)) for _ in range(READERS)]
        self.problems = []

    def __enter__(self):
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for each in self._threads:
            each.join()

    def _ask(self, port):
        client = Client(port)
        while not self._stop.is_set():
            asked = {"question": QUESTION, "judge": "quick", "store": False}
            response = client.http.post("/v1/ask", json=asked)
            if response.status_code == 503 and response.json()["error"]["code"] == "busy":
                time.sleep(0.1)  # as it is told
                continue
            if response.status_code != 200:
                self.problems.append(response.text)
                return
            quotes = [each["quote"] for each in response.json()["citations"] if each["document_id"] == "aldmere"]
            self.cited.append({number for number in range(VERSIONS) if any(f"v{number}" in quote for quote in quotes)})


def test_each_of_twenty_readers_is_told_one_version(server, client, tmp_path):
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "harbour.md").write_text("# Harbour\n\nThe harbour wall of Selwick is old.\n", encoding="utf-8")
    client.published(version(0), "aldmere.md")
    with Readers(server[1]) as readers:
        for number in range(1, VERSIONS):
            put = client.give(version(number), "aldmere.md", "PUT", "/v1/documents/aldmere", publish="true")
            if number == 2:
                command = [ACCORD, "ingest", str(notes)]
                subprocess.run(
                    command, env={**os.environ, "ACCORD_DATA": str(server[0])}, check=True, capture_output=True
                )
            assert client.until(put, "live", "failed")["state"] == "live"
    assert readers.problems == []
    assert {len(each) for each in readers.cited} <= {0, 1}
    assert len(set().union(*readers.cited)) > 1
    assert "harbour" in client.ids()
    assert f"v{VERSIONS - 1}" in client.http.get("/v1/documents/aldmere").json()["text"]


def test_the_same_file_twice_is_stored_once(client):
    gives = [lambda name=name: client.published(NOTE, name) for name in ("one.md", "two.md", "three.md")]
    seen = each_in_a_thread(*gives)
    assert sorted(each["state"] for each in seen) == ["failed", "failed", "live"]
    assert {each["error"]["code"] for each in seen if each["error"]} == {"duplicate_content"}
    assert len({"one", "two", "three"} & set(client.ids())) == 1


def test_the_same_file_twice_is_published_once(client):
    ids = [client.give(NOTE, name) for name in ("one.md", "two.md")]
    for each in ids:
        client.until(each, "ready")
    each_in_a_thread(*(lambda each=each: client.http.post(f"/v1/intakes/{each}/publish") for each in ids))
    seen = [client.until(each, "live", "failed") for each in ids]
    assert sorted(each["state"] for each in seen) == ["failed", "live"]
    assert {each["error"]["code"] for each in seen if each["error"]} == {"duplicate_content"}


def test_of_two_new_versions_each_is_whole_and_one_stays(client):
    client.published(version(0), "aldmere.md")
    puts = [
        lambda number=number: client.give(version(number), "x.md", "PUT", "/v1/documents/aldmere", publish="true")
        for number in (1, 2)
    ]
    seen = [client.until(each, "live", "failed") for each in each_in_a_thread(*puts)]
    assert [each["state"] for each in seen] == ["live", "live"]
    text = client.http.get("/v1/documents/aldmere").json()["text"]
    assert ("v1" in text) != ("v2" in text)


@pytest.mark.parametrize("round", range(5))
def test_what_is_withdrawn_does_not_come_back_with_what_was_to_take_its_place(client, round):
    client.published(version(0), "aldmere.md")
    put = client.give(version(1), "aldmere.md", "PUT", "/v1/documents/aldmere", publish="true")
    assert client.http.delete("/v1/documents/aldmere").status_code == 204
    seen = client.until(put, "live", "failed")
    assert "aldmere" not in client.ids()
    if seen["state"] == "failed":
        assert seen["error"]["code"] == "withdrawn"
    assert "aldmere" not in client.cited(QUESTION)


def test_a_record_set_right_while_its_document_is_replaced(client):
    client.published(version(0), "aldmere.md")
    put = client.give(version(1), "aldmere.md", "PUT", "/v1/documents/aldmere", publish="true")
    for number in range(10):
        response = client.http.patch("/v1/documents/aldmere", json={"licence": f"Licence {number}"})
        assert response.status_code == 200
    assert client.until(put, "live", "failed")["state"] == "live"
    assert "v1" in client.http.get("/v1/documents/aldmere").json()["text"]


def test_ingests_of_two_folders_with_the_same_names_and_of_an_upload(server, client, tmp_path):
    folders = [tmp_path / name for name in ("one", "two")]
    for number, folder in enumerate(folders):
        folder.mkdir()
        for name in ("tea", "aldmere"):
            text = f"# {name}\n\nOf {name} {number} it was said.\n"
            (folder / f"{name}.md").write_text(text, encoding="utf-8")
    service = server[2]
    calls = [lambda folder=folder: service.ingest([str(folder)], "coverage") for folder in folders]
    *reports, upload = each_in_a_thread(*calls, lambda: client.published(version(0), "aldmere.md"))
    for name in ("tea", "aldmere"):
        statuses = [each["status"] for report in reports for each in report["entries"] if each["document_id"] == name]
        codes = {each["code"] for report in reports for each in report["entries"] if each["status"] == "failed"}
        assert codes <= {"duplicate_id"}
        taken = name == "aldmere" and upload["state"] == "live" and upload["document_id"] == "aldmere"
        assert statuses.count("added") == (0 if taken else 1), (statuses, upload)
        text = client.http.get(f"/v1/documents/{name}").json()["text"]
        assert ("v0" in text) == taken
