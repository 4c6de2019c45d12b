"""A disk that fills while documents are given: that is said, nothing is lost, and it goes on once there is room.

The server runs with its data folder, and its temporary files, on a small disk of its own in memory.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from giving import NOTE, Client

SERVE = """
import pathlib, sys, time
from embedders import BagOfWords
from served import serving
from vectorstore.store import open_store
def opens(places, lock):
    return open_store(places, BagOfWords(), lock)
folder = pathlib.Path(sys.argv[1])
with serving(folder / "data", opens=opens, again=0.5) as (port, _):
    sys.stdout.write(f"{port}\\n")
    sys.stdout.flush()
    for line in sys.stdin:  # only in here the disk is to be seen
        room = folder / "room"
        if line.strip() == "fill":
            with room.open("wb", 0) as file:
                try:
                    while True:
                        file.write(bytes(4096))
                except OSError:
                    pass
        else:
            room.unlink()
        sys.stdout.write("done\\n")
        sys.stdout.flush()
"""
IN_A_SMALL_DISK = 'mount -t tmpfs -o size=40m accord "$0" && exec "$@"'
ROOT = Path(__file__).parent.parent.parent


class OnASmallDisk:
    """A server on a disk that can be filled and emptied."""

    def __init__(self, folder):
        paths = [str(ROOT / "tests" / "support"), str(ROOT)]
        own = {"PYTHONPATH": os.pathsep.join(paths), "TMPDIR": str(folder), "ACCORD_MODEL": "none"}
        inside = [str(folder), sys.executable, "-c", SERVE, str(folder)]
        self._process = subprocess.Popen(
            ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", IN_A_SMALL_DISK, *inside],
            env={**os.environ, **own},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port = int(self._process.stdout.readline())

    def tell(self, what):
        self._process.stdin.write(f"{what}\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "done\n"

    def close(self):
        self._process.stdin.close()
        self._process.wait(30)


def can_mount(folder):
    if shutil.which("unshare") is None:
        return False
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", IN_A_SMALL_DISK, str(folder), "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("disk")
    if not can_mount(folder):
        pytest.skip("here nobody may mount a disk of their own")
    made = OnASmallDisk(folder)
    yield made
    made.close()


@pytest.mark.parametrize("size", [len(NOTE), 300_000, 3_000_000], ids=["small", "in memory", "in a temporary file"])
def test_what_finds_no_room_is_not_acknowledged(disk, size):
    client = Client(disk.port)
    before, acknowledged = client.ids(), []
    data = NOTE + f"The end of {size}.\n\n".encode() * (max(size - len(NOTE), 0) // 20)
    disk.tell("fill")
    for number in range(40):  # at first its log may have had room in it
        file = {"file": (f"full-{size}-{number}.md", data + b"One more.\n" * number)}
        response = client.http.post("/v1/documents", files=file)
        if response.status_code != 202:
            break
        acknowledged.append(response.json()["id"])
    assert (response.status_code, response.json()["error"]["code"]) == (503, "no_room")
    assert "room" in response.json()["error"]["message"]
    assert client.ids() == before
    assert client.http.post("/v1/search", json={"query": "cyber"}).status_code == 200
    disk.tell("empty")
    for each in acknowledged:
        client.until(each, "ready")
    kept = {each["name"] for each in client.http.get("/v1/intakes").json()["intakes"]}
    assert f"full-{size}-{number}.md" not in kept


def test_what_was_acknowledged_goes_live_once_there_is_room(disk):
    client = Client(disk.port)
    intake_id = client.give(NOTE, "aldmere.md")
    client.until(intake_id, "ready")
    client.http.post(f"/v1/intakes/{intake_id}/publish")
    client.until(intake_id, "live")
    text = b"\n\n".join(b"The keepers of pier %d meet on Tuesday." % number for number in range(3000))
    large = client.give(b"# Piers\n\n" + text, "piers.md", publish="true")
    disk.tell("fill")
    time.sleep(3)
    seen = client.http.get(f"/v1/intakes/{large}").json()
    assert seen["state"] in ("reading", "publishing"), seen
    assert "piers" not in client.ids()
    disk.tell("empty")
    client.until(large, "live")
    found = client.http.get("/v1/documents/piers")
    assert "pier 2999 " in found.json().get("text", ""), found.json()
