"""The process in which a file is read: what it can do, how long it lives, and that it leaves nothing behind."""

import json
import os
import pickle
import shutil
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from bad_files import GOOD_HTML
from process import children

from ingest.apart import Limits, checked, load_apart
from ingest.errors import LoadError
from ingest.load import load
from ingest.markdown import load_markdown
from ingest.sources import bundled
from ingest.text import load_text

SLOW = b"* a\n\n" * 1_900_000
"""Markdown in so many pieces that reading it takes more time and memory than it may."""
ATTACKED = """
import ctypes, os, resource, shutil, socket, subprocess, sys, tempfile
libc = ctypes.CDLL(None)
below = {{name: libc[name] for name in ("connect", "creat", "open", "socket", "unshare", "write")}}
import ingest.confined
ingest.confined.confine(1 << 30, 60)
try:
    result = {attack}
except BaseException as error:
    result = type(error).__name__
sys.stdout.write(str(result))
"""


def attacked(attack, folder, *arguments):
    """What comes of code that a file has brought into the process that reads it."""
    code = ATTACKED.format(attack=attack)
    environment = {"PYTHONPATH": str(Path(__file__).parent.parent.parent), "FOLDER": str(folder)}
    command = [sys.executable, "-c", code, *arguments]
    ran = subprocess.run(command, env=environment, cwd=folder, capture_output=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.decode()


@contextmanager
def reading(folder, lines=""):
    """A program of its own that reads the slow file; gives it and the process that it started."""
    (folder / "slow").write_bytes(SLOW)
    program = f"from ingest.apart import load_apart\n{lines}\nload_apart('a.md', open('slow', 'rb').read())"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent), "SECRET": "a key"}
    parent = subprocess.Popen([sys.executable, "-c", program], env=environment, cwd=folder)
    try:
        until = time.monotonic() + 20
        while not (found := _started_by(parent.pid)) and time.monotonic() < until:
            time.sleep(0.02)
        yield parent, found[0]
    finally:
        parent.kill()
        parent.wait()


def _started_by(parent):
    """The process that reads, once it has got its file and begun."""
    for each in Path("/proc").glob("[0-9]*"):
        try:
            if f"\nPPid:\t{parent}\n" in (each / "status").read_text() and _soft_limit(each, "Max cpu time") == "60":
                return [int(each.name)]
        except OSError:
            continue
    return []


def _soft_limit(process, name):
    (line,) = [each for each in (process / "limits").read_text().splitlines() if each.startswith(name)]
    return line.removeprefix(name).split()[0]


def gone(number, within=5.0):
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            if (
                Path(f"/proc/{number}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[0]
                == "Z"
            ):
                return True  # nobody waits for it here, but it runs no more
        except OSError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("source", bundled().sources, ids=lambda each: each.record.id)
def test_what_is_loaded_is_what_the_loader_gives(source):
    assert load_apart("a.txt", source.read()) == load_text(source.read())
    assert load_apart("a.md", source.read()) == load_markdown(source.read())


def test_every_character_comes_through():
    text = 'Tea "and" \\ 茶 \u202e 🍵 \x85\x7f\u2028 </script> {0} %s \ud83d'.encode("utf-8", "replace")
    assert load_apart("a.txt", text) == load("a.txt", text)


def test_characters_that_are_no_text_are_left_out():
    page = GOOD_HTML.replace(b"Cars", b"Cars&#x7f;")
    assert load_apart("a.html", page).blocks[-1].text == "Cars were not discussed, nor was tea."


def test_what_is_wrong_comes_through_as_it_is():
    with pytest.raises(LoadError) as here:
        load_text(b"caf\xe9")
    with pytest.raises(LoadError) as apart:
        load_apart("a.txt", b"caf\xe9")
    assert (apart.value.code, str(apart.value)) == (here.value.code, str(here.value))


@pytest.mark.parametrize(
    ("limits", "code", "told"),
    [
        (Limits(wall=0.5), "timeout", "or 0.5 in all"),
        (Limits(cpu=1), "timeout", "longer than 1 seconds of work"),
        (Limits(memory=100_000_000), "too_complex", "memory"),
    ],
    ids=["wall", "cpu", "memory"],
)
def test_a_file_that_asks_for_too_much(limits, code, told):
    before, began = children(), time.monotonic()
    with pytest.raises(LoadError, match=told) as refused:
        load_apart("a.md", SLOW, limits)
    assert refused.value.code == code
    assert time.monotonic() - began < 30
    assert children() == before


def pipes():
    """The pipes that this process has open."""
    found = []
    for each in Path("/proc/self/fd").iterdir():
        try:
            found.append(os.readlink(each))
        except OSError:  # that of the folder itself
            continue
    return sorted(each for each in found if each.startswith("pipe:"))


def test_no_process_and_no_pipe_is_left():
    before = children(), pipes()
    for data in (b"It is so.", b"", b"\0"):
        try:
            load_apart("a.txt", data)
        except LoadError:
            continue
    assert (children(), pipes()) == before


def test_many_at_once():
    before = children()
    texts = [f"It is {number}." for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda each: load_apart("a.txt", each.encode()).blocks[0].text, texts))
    assert found == texts
    assert children() == before


def test_what_the_process_has(tmp_path):
    with reading(tmp_path) as (_, child):
        process = Path("/proc") / str(child)
        assert (process / "environ").read_bytes() == b""
        assert os.readlink(process / "cwd") == "/"
        assert os.getsid(child) == child
        limits = {name: _soft_limit(process, name) for name in ("Max address space", "Max file size", "Max open files")}
        assert limits == {"Max address space": str(1 << 30), "Max file size": "0", "Max open files": "32"}
        assert len(os.listdir(process / "fd")) <= 6  # its pipes, and what it imports just now
        assert b"SECRET" not in (process / "cmdline").read_bytes()
        assert (process / "oom_score_adj").read_text(encoding="ascii") == "1000\n"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"{}",
        b"null",
        b"[]",
        b'"loaded"',
        b"[" * 100_000,
        b'{"loaded": {"blocks": ',
        b'{"loaded": {"blocks": [{"kind": "script", "text": "a"}]}}',
        b'{"loaded": {"blocks": [{"kind": "title", "text": 1}]}}',
        b'{"loaded": {"blocks": [{"kind": "title", "text": "\\ud800"}]}}',
        b'{"loaded": {"blocks": [{"kind": "title", "text": "\xff"}]}}',
        b'{"loaded": {"blocks": [{"kind": "title", "text": "a", "pages": ["one"]}]}}',
        b'{"loaded": {"blocks": [], "flags": [{"kind": "trusted", "text": "a"}]}}',
        b'{"loaded": null, "code": "fine", "message": "a"}',
        b'{"code": ["empty"], "message": "a"}',
        pickle.dumps({"loaded": None}),
    ],
    ids=lambda each: ascii(each[:40]),
)
def test_an_answer_that_is_none(answer):
    with pytest.raises(LoadError) as refused:
        checked(answer)
    assert refused.value.code == "crashed"


def test_a_long_message_is_cut():
    with pytest.raises(LoadError) as refused:
        checked(json.dumps({"code": "empty", "message": "a" * 100_000}).encode())
    assert len(str(refused.value)) == 1_000


HEARING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
"""Whoever runs these tests in the background has them ignore it."""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_it_ends_with_whoever_started_it(tmp_path, how):
    with reading(tmp_path, HEARING) as (parent, child):
        parent.send_signal(how)
        assert gone(child)


@pytest.mark.parametrize(
    "attack",
    [
        "socket.create_connection(('127.0.0.1', int(sys.argv[1])))",
        "socket.getaddrinfo('localhost', 80)",
        "socket.socket().bind(('127.0.0.1', 0))",
        "socket.socket(socket.AF_UNIX).connect('/tmp/none')",
        "subprocess.run(['true'])",
        "os.system('true')",
        "os.execv('/bin/true', ['true'])",
        "os.fork()",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "os.kill(os.getppid(), 0)",
        "open('made', 'w')",
        "open('there', 'a')",
        "open('there', 'r+')",
        "os.open('made', os.O_CREAT)",
        "tempfile.TemporaryFile()",
        "tempfile.mkdtemp()",
        "os.remove('there')",
        "os.rename('there', 'made')",
        "os.mkdir('made')",
        "os.symlink('there', 'made')",
        "os.truncate('there', 0)",
        "shutil.rmtree('.')",
        "ctypes.CDLL(None)",
        "resource.setrlimit(resource.RLIMIT_NOFILE, (99, 99))",
    ],
)
def test_what_a_file_that_takes_over_cannot_do(tmp_path, attack):
    (tmp_path / "there").write_text("as it was")
    with socket.create_server(("127.0.0.1", 0)) as canary:
        told = attacked(attack, tmp_path, str(canary.getsockname()[1]))
        canary.settimeout(0.01)
        with pytest.raises(TimeoutError):
            canary.accept()
    # No folder for temporary files is found where none can be written.
    assert told in ("PermissionError", "ValueError", "FileNotFoundError")
    assert [each.name for each in tmp_path.iterdir()] == ["there"]
    assert (tmp_path / "there").read_text() == "as it was"


def test_no_network_below_python_either(tmp_path):
    """What a library does in C, no hook of Python's sees: there the namespace holds."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "--user", "--net", "true"], check=False).returncode:
        pytest.skip("this system lets nobody make a network of their own")
    with socket.create_server(("127.0.0.1", 0)) as canary:
        address = f"bytes([2, 0, *({canary.getsockname()[1]}).to_bytes(2, 'big'), 127, 0, 0, 1]) + bytes(8)"
        assert attacked(f"below['connect'](below['socket'](2, 1, 0), {address}, 16)", tmp_path) == "-1"


def test_no_file_is_written_below_python_either(tmp_path):
    (tmp_path / "there").write_text("as it was")
    assert attacked("below['write'](below['open'](b'there', 1), b'not', 3)", tmp_path) == "-1"
    assert (tmp_path / "there").read_text() == "as it was"
