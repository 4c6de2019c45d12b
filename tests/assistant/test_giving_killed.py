"""A server killed while it is given documents: what it has acknowledged is not lost, what was withdrawn stays away."""

import threading
import time
from random import Random

import httpx
import pytest
from killing import Subjects, check

from ingest.given import read_file
from ingest.read import read
from ingest.sources import bundled
from vectorstore.documents import make_corpus

SEED = 20260102
ROUNDS = [pytest.param(3, id="3"), pytest.param(100, marks=pytest.mark.soak, id="100")]
EMPTY = make_corpus([], [])
SLOTS = 8
GIVERS = 2
GONE = None


class Slot:
    """A document that comes, changes and goes: its last version that was acknowledged, and what nobody heard of."""

    def __init__(self, number):
        self.id = f"slot-{number}"
        self.acknowledged = GONE
        self.allowed = {GONE}
        """The versions that may be found after a kill; GONE: none."""
        self.ending = "md" if number % 2 else "txt"

    def text(self, version):
        title = f"{'# ' if self.ending == 'md' else ''}Slot {self.id}"
        lines = [f"The harbour of {self.id} pays for {number} boats." for number in range(1 + version % 7)]
        return "\n\n".join([title, *lines, f"This is zephyr{version}z."]).encode()


class Giver(threading.Thread):
    """Gives, replaces and withdraws documents of its own, until the server is gone."""

    def __init__(self, port, slots, chance, versions):
        super().__init__()
        self.given = []
        self.problem = None
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)
        self._slots, self._chance, self._versions = slots, chance, versions

    def run(self):
        try:
            while True:
                self._one(self._chance.choice(self._slots))
        except httpx.TransportError:
            return
        except Exception as error:
            self.problem = error

    def _one(self, slot):
        if slot.acknowledged is not GONE and self._chance.random() < 0.3:
            slot.allowed = {slot.acknowledged, GONE}
            response = self._http.delete(f"/v1/documents/{slot.id}")
            assert response.status_code in (204, 404), response.text  # 404: it is on its way yet
            slot.acknowledged = GONE if response.status_code == 204 else slot.acknowledged
        else:
            self._give(slot)
        slot.allowed = {slot.acknowledged}

    def _give(self, slot):
        version = next(self._versions)
        slot.allowed = {slot.acknowledged, version}
        file = {"file": (f"{slot.id}.{slot.ending}", slot.text(version))}
        method, path = ("POST", "") if slot.acknowledged is GONE else ("PUT", f"/{slot.id}")
        response = self._http.request(method, f"/v1/documents{path}", files=file, data={"publish": "true"})
        if response.status_code in (404, 409):  # what it replaces is on its way yet, or as many are as may
            return
        assert response.status_code == 202, response.text
        slot.acknowledged = version
        self.given.append(response.json()["id"])
        if method == "POST" or self._chance.random() < 0.5:
            self._until_done(self.given[-1])

    def _until_done(self, intake_id):
        while self._http.get(f"/v1/intakes/{intake_id}").json()["state"] in ("reading", "publishing"):
            time.sleep(0.02)


class Asker(threading.Thread):
    """Asks until the server is gone."""

    def __init__(self, port):
        super().__init__()
        self.answers, self.problem = 0, None
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)

    def run(self):
        asked = {"question": "How many boats does the harbour pay for?", "judge": "quick"}
        try:
            while True:
                response = self._http.post("/v1/ask", json=asked)
                assert response.status_code == 200, response.text
                self.answers += 1
        except httpx.TransportError:
            return
        except Exception as error:
            self.problem = error


def settled(port, given):
    """Waits until nothing is on its way; every acknowledged document is live, or says why it is not."""
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)
    end = time.monotonic() + 60
    while True:
        intakes = {each["id"]: each for each in client.get("/v1/intakes").json()["intakes"]}
        if all(each["state"] in ("live", "failed") for each in intakes.values()):
            break
        assert time.monotonic() < end, intakes
        time.sleep(0.02)
    assert set(given) <= set(intakes)
    failed = [each["error"]["code"] for each in intakes.values() if each["state"] == "failed"]
    assert set(failed) <= {"withdrawn"}, intakes
    listed = [each["id"] for each in client.get("/v1/documents").json()["documents"]]
    documents = [client.get(f"/v1/documents/{each}").json() for each in listed if each.startswith("slot-")]
    return {each["id"]: each["text"] for each in documents}, len(failed)


def version_in(text):
    return GONE if text is None else int(text.rpartition("zephyr")[2].partition("z.")[0])


def known_as(document):
    """What a document may be, whole: of slots any version that was ever given, as the text says itself."""
    if not document.id.startswith("slot-"):
        return [BUNDLED_WHOLE[document.id]]
    slot = Slot(int(document.id.removeprefix("slot-")))
    data = slot.text(version_in(document.text))
    made = read_file(f"{slot.id}.{slot.ending}", data, {}, EMPTY, slot.id, lambda: False)
    return [(made.document.text, list(made.clauses))]


BUNDLED_WHOLE = {
    made.document.id: (made.document.text, list(made.clauses)) for made in (read(each) for each in bundled().sources)
}


@pytest.fixture
def subjects(tmp_path):
    made = Subjects(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("rounds", ROUNDS)
def test_a_server_killed_while_it_is_given_documents(subjects, rounds):
    chance, versions = Random(SEED), iter(range(1, 10**6))
    slots = [Slot(number) for number in range(SLOTS)]
    given, answers, failed, kills = [], 0, 0, 0
    while kills <= rounds:
        number = subjects.start("serve")
        if kills and kills < rounds and chance.random() < 0.2:  # while it starts
            time.sleep(chance.uniform(0, 1.5))
            subjects.killed(number)
            kills += 1
            continue
        found = subjects.told()
        check(found, known_as, subjects)
        texts, failed = settled(found["port"], given)
        for slot in slots:
            there = version_in(texts.get(slot.id))
            assert there in slot.allowed, (slot.id, there, slot.allowed)
            slot.acknowledged, slot.allowed = there, {there}
        assert set(texts) <= {slot.id for slot in slots}
        if kills == rounds:
            subjects.killed(number)
            break
        givers = [Giver(found["port"], slots[at::GIVERS], Random(chance.random()), versions) for at in range(GIVERS)]
        asker = Asker(found["port"])
        for each in (*givers, asker):
            each.start()
        time.sleep(chance.uniform(0, 2.5))
        subjects.killed(number)
        kills += 1
        for each in (*givers, asker):
            each.join()
            if each.problem is not None:
                raise each.problem
        given += [each for giver in givers for each in giver.given]
        answers += asker.answers
    print(f"{kills} kills, {len(given)} documents acknowledged, {failed} of them named failed, {answers} answers")
