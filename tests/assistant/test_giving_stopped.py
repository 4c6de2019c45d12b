"""A file that takes long to read is wanted no more, or the server ends: the process that reads it is gone at once."""

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from giving import Client
from process import children
from served import serving

from ingest.apart import load_apart
from ingest.errors import Stopped

SLOW = b"* a\n\n" * 1_900_000
"""Markdown in so many pieces that reading it takes half a minute or more."""
SOON = 5.0
"""Seconds: far less than that."""


@pytest.fixture
def folder(corpus_folder, tmp_path):
    shutil.copytree(corpus_folder, tmp_path / "data")
    return tmp_path / "data"


def until_read_from(before):
    """Waits until a process reads."""
    end = time.monotonic() + 30
    while len(children()) <= len(before) and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(0.5)
    assert len(children()) > len(before)


def test_what_is_dropped_while_it_is_read_makes_way_for_others(folder):
    before = children()
    with serving(folder) as (port, _):
        client = Client(port)
        slow, quick = client.give(SLOW, "slow.md"), client.give(publish="true")
        until_read_from(before)
        assert client.http.get(f"/v1/intakes/{slow}").json()["state"] == "reading"
        began = time.monotonic()
        assert client.http.delete(f"/v1/intakes/{slow}").status_code == 204
        client.until(quick, "live")
        assert time.monotonic() - began < SOON
        assert [each["id"] for each in client.http.get("/v1/intakes").json()["intakes"]] == [quick]
    assert children() == before


def test_a_server_that_ends_waits_for_no_file(folder):
    before = children()
    with serving(folder) as (port, _):
        slow = Client(port).give(SLOW, "slow.md")
        until_read_from(before)
        began = time.monotonic()
    assert time.monotonic() - began < SOON
    assert children() == before
    with serving(folder) as (port, _):  # where it goes on
        client = Client(port)
        assert client.http.get(f"/v1/intakes/{slow}").json()["state"] == "reading"
        client.http.delete(f"/v1/intakes/{slow}")


def test_whoever_wants_it_no_more_ends_it():
    before, began = children(), time.monotonic()
    with pytest.raises(Stopped):
        load_apart("a.md", SLOW, stop=lambda: time.monotonic() > began + 0.5)
    assert time.monotonic() - began < SOON
    assert children() == before


def test_who_waits_for_a_turn_can_leave():
    wanted = Event()
    with ThreadPoolExecutor(4) as pool:
        for _ in range(4):
            pool.submit(load_apart, "a.md", SLOW, stop=wanted.is_set)
        while len(children()) < 4:
            time.sleep(0.02)
        with pytest.raises(Stopped):
            load_apart("a.txt", b"It is so.", stop=lambda: True)
        wanted.set()
