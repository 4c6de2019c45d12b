import json
import os
import signal
import stat
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest

from vectorstore.errors import StoreBusy
from vectorstore.lock import OwnerLock
from vectorstore.owner import OwnerClient

OWNER = """
import sys
from pathlib import Path
from vectorstore.lock import OwnerLock
lock = OwnerLock(Path(sys.argv[1]))
lock.acquire()
if len(sys.argv) > 2:
    lock.announce(sys.argv[2])
print(lock.token, flush=True)
sys.stdin.readline()
lock.release()
"""


@contextmanager
def owner(folder, *url):
    """Another process that holds the lock; gives it and its token."""
    command = [sys.executable, "-c", OWNER, str(folder), *url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def test_a_second_process_is_refused(tmp_path):
    with owner(tmp_path) as (process, _):
        with pytest.raises(StoreBusy) as refused:
            OwnerLock(tmp_path).acquire()
        assert refused.value.url is None
        assert refused.value.token is None
        assert str(process.pid) in str(refused.value)
        assert str(tmp_path) in str(refused.value)
        with pytest.raises(StoreBusy):
            OwnerClient(refused.value)


def test_the_owners_address_is_passed_on(tmp_path):
    with owner(tmp_path, "http://127.0.0.1:8123") as (_, token):
        with pytest.raises(StoreBusy) as refused:
            OwnerLock(tmp_path).acquire(wait=60)
        assert (refused.value.url, refused.value.token) == ("http://127.0.0.1:8123", token)
        assert "http://127.0.0.1:8123" in str(refused.value)
        assert token not in str(refused.value)


def test_whoever_waits_gets_the_lock_when_it_is_free(tmp_path):
    with owner(tmp_path) as (process, _):
        lock = OwnerLock(tmp_path)
        ending = threading.Thread(target=process.communicate, args=("\n",))
        ending.start()
        lock.acquire(wait=60)
        ending.join()
        assert json.loads((tmp_path / "owner.json").read_text(encoding="utf-8"))["pid"] == os.getpid()
        lock.release()


def test_the_lock_ends_with_its_process(tmp_path):
    with owner(tmp_path, "http://127.0.0.1:8123") as (process, token):
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert token in (tmp_path / "owner.json").read_text(encoding="utf-8")
    lock = OwnerLock(tmp_path)
    lock.acquire()
    with pytest.raises(StoreBusy) as refused:
        OwnerLock(tmp_path).acquire()
    assert refused.value.url is None
    lock.release()


def test_released_it_is_free_at_once(tmp_path):
    first, second = OwnerLock(tmp_path), OwnerLock(tmp_path)
    first.acquire()
    first.release()
    first.release()
    second.acquire()
    first.release()
    with pytest.raises(StoreBusy):
        OwnerLock(tmp_path).acquire()
    second.release()
    assert not (tmp_path / "owner.json").exists()


def test_another_thread_may_release_it(tmp_path):
    lock = OwnerLock(tmp_path)
    lock.acquire()
    thread = threading.Thread(target=lock.release)
    thread.start()
    thread.join()
    again = OwnerLock(tmp_path)
    again.acquire()
    again.release()


def test_only_the_user_may_read_the_token(tmp_path):
    lock = OwnerLock(tmp_path / "new" / "folder")
    lock.acquire()
    about = tmp_path / "new" / "folder" / "owner.json"
    assert stat.S_IMODE(about.stat().st_mode) == 0o600
    lock.announce("http://127.0.0.1:1")
    assert stat.S_IMODE(about.stat().st_mode) == 0o600
    lock.release()


@pytest.mark.parametrize("text", ["", "{", "\x00"], ids=["empty", "cut", "zeros"])
def test_a_broken_note_of_the_owner_does_no_harm(tmp_path, text):
    lock = OwnerLock(tmp_path)
    lock.acquire()
    (tmp_path / "owner.json").write_text(text, encoding="utf-8")
    with pytest.raises(StoreBusy):
        OwnerLock(tmp_path).acquire()
    lock.release()
