"""A server that is told to end while many ask: what has begun is answered, and what was answered is kept."""

import json
import shutil
import time
from http.client import HTTPConnection
from random import Random

import pytest
from asking import CLIENTS, Clients
from process import Process

from assistant.access.keys import Keys
from assistant.serve import GRACE
from vectorstore.accounts import Accounts
from vectorstore.records import Records
from vectorstore.settings import StoreSettings

WITHIN = 10
"""Seconds in which the process ends."""
SETTINGS = {"ACCORD_QUESTIONS_PER_MINUTE": "1000000", "ACCORD_QUESTIONS_AT_ONCE": "1000"}


def get(port, path, key):
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Authorization": f"Bearer {key}"})
    response = connection.getresponse()
    body = json.loads(response.read())
    connection.close()
    return response.status, body


@pytest.fixture
def folder(corpus_folder, tmp_path):
    shutil.copytree(corpus_folder, tmp_path / "data")
    return tmp_path


@pytest.fixture
def keys(folder):
    records = Records(StoreSettings(folder / "data", "none").records_url)
    made = [Keys(Accounts(records)).create(f"client {number}", "ask", None, "test")[0] for number in range(CLIENTS)]
    records.close()
    return made


def files(folder):
    return {str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()}


def ended_while_asked(server, keys, number):
    """Ends the server at some moment under load; gives what the clients heard, when it was told and when it had."""
    clients, chance = Clients(keys, number), Random(number)

    def end():
        time.sleep(chance.uniform(0.1, 2))
        server.stop()
        told = time.monotonic()
        assert server.ended(WITHIN) == 0
        return told, time.monotonic()

    told, ended = clients.ask_while(server.port, end)
    return clients.heard, told, ended


def check_kept(port, keys, heard):
    """Every answer that was received whole is there, whole, and its owner's alone."""
    for each in heard:
        if each.answer is None:
            continue
        own, other = keys[each.client], keys[each.client - 1]
        path = f"/v1/conversations/{each.answer['conversation_id']}"
        assert get(port, f"/v1/answers/{each.answer['id']}", own) == (200, each.answer)
        assert each.answer in get(port, path, own)[1]["answers"]
        assert get(port, path, other)[0] == 404


def check_cut(port, keys, cut):
    """What was broken off had used up its time, and its answer was not there yet."""
    for each, after in cut:
        listed = get(port, "/v1/conversations", keys[each.client])[1]["conversations"]
        kept = [get(port, f"/v1/conversations/{line['id']}", keys[each.client])[1]["answers"] for line in listed]
        assert after >= GRACE, each
        assert each.question not in [answer["question"] for answers in kept for answer in answers]


@pytest.mark.parametrize("rounds", [2, pytest.param(50, marks=pytest.mark.soak)])
def test_a_server_that_is_told_to_end_answers_what_has_begun_and_keeps_what_it_has_answered(folder, keys, rounds):
    heard, cut, before, figures = [], [], files(folder), []
    for number in range(rounds + 1):
        with Process(folder, **SETTINGS) as server:
            server.until_ready()
            check_kept(server.port, keys, heard)
            check_cut(server.port, keys, cut)
            if number == rounds:
                break
            heard, told, ended = ended_while_asked(server, keys, number)
        assert {each.status for each in heard if each.ended < told} <= {200}
        assert {each.status for each in heard} <= {None, 200, 503}
        assert '"level": "ERROR"' not in server.written
        assert files(folder) - before == {"written"}
        cut = [(each, each.ended - told) for each in heard if not each.whole]
        answered = [each for each in heard if each.answer is not None]
        late = [each for each in answered if each.ended > told]
        figures.append((len(answered), len(late), len(cut), ended - told))
    answered, late, cut, seconds = zip(*figures, strict=True)
    print(f"{sum(answered)} answers, {sum(late)} after SIGTERM, {sum(cut)} cut; ended in at most {max(seconds):.1f} s")
    assert sum(answered) > rounds
    assert sum(late) > 0
