"""Every file that is not ours is read in a process of its own, which can do nothing but read it.

One process for one file, and it is gone with it: no state goes from file to file, and there is nothing to tidy up.
It costs 50 ms (text) to 230 ms (web pages) of one core, most of it for importing the one library that is needed.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Event, Thread
from typing import IO, Any, cast

from pydantic import Base64Bytes, TypeAdapter, ValidationError

from ingest.blocks import Loaded
from ingest.docx.noticed import Noticed
from ingest.errors import LoadCode, LoadError, Stopped
from ingest.load import MAX_FILE, too_large

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """What reading one file may take."""

    memory: int = 1 << 30
    """Bytes of address space, the interpreter and its libraries included."""
    cpu: int = 60
    """Seconds of work."""
    wall: float = 90.0
    """Seconds until it is ended, whatever it does."""


@dataclass(frozen=True)
class _Answer:
    loaded: Loaded | None = None
    noticed: tuple[Noticed, ...] = ()
    file: Base64Bytes | None = None
    code: LoadCode | None = None
    message: str = ""
    detail: str = ""


_AT_ONCE = BoundedSemaphore(4)
"""So many files are read at once, whoever gives them: each may take as much memory as one may."""
_ANSWER = TypeAdapter(_Answer)
_MAX_ANSWER = 64_000_000
_MAX_MESSAGE = 1_000
_ENDS_WITHIN = 5.0
_LOOKS = 0.1
"""Seconds between two looks at whether it is to be ended."""
_START = "import sys; sys.path[:] = sys.argv[1:]; from ingest.confined import main; main()"
_NEXT = "Save it anew or in another format, or give its text."


def never() -> bool:
    """It is read to its end."""
    return False


def load_apart(name: str, data: bytes, limits: Limits = Limits(), stop: Callable[[], bool] = never) -> Loaded:
    """What stands in a file of this name with these bytes, read in a process of its own.

    Raises:
        LoadError: as `ingest.load.load`; `too_complex`, `timeout` or `crashed` where that process came to an end.
        Stopped: `stop` said so; the process is gone.
    """
    return checked(_asked({"task": "load", "name": name}, data, limits, stop))


def draft_apart(
    name: str, data: bytes, limits: Limits = Limits(), stop: Callable[[], bool] = never
) -> tuple[Loaded, tuple[str, ...]]:
    """The same of a draft, and which of `insertions`, `deletions`, `pictures` and `comments` it has. Raises as
    `load_apart`.
    """
    answer = _read(_asked({"task": "draft", "name": name}, data, limits, stop))
    return checked_load(answer), answer.noticed


def commented_apart(
    data: bytes,
    paragraphs: Sequence[str],
    remarks: Sequence[tuple[str, str]],
    limits: Limits = Limits(),
    stop: Callable[[], bool] = never,
) -> bytes:
    """A Word file with a comment at each of these sentences; a new one of the paragraphs where there are no bytes.

    Raises:
        LoadError, Stopped: as `load_apart`.
    """
    header = {"task": "comment", "name": "", "paragraphs": list(paragraphs), "remarks": list(remarks)}
    answer = _read(_asked(header, data, limits, stop))
    if answer.file is None:
        raise LoadError(answer.code or "crashed", answer.message[:_MAX_MESSAGE])
    return answer.file


def _asked(header: dict[str, Any], data: bytes, limits: Limits, stop: Callable[[], bool]) -> bytes:
    """What a process of its own answers. Raises as `load_apart`."""
    if len(data) > MAX_FILE:
        raise too_large(len(data), "a file", MAX_FILE)
    late = Event()
    with _turn(stop), _process(limits, late, stop) as process:
        answer = _exchange(process, header, data, limits)
    if stop():
        raise Stopped
    if len(answer) > _MAX_ANSWER:
        raise LoadError("too_large", f"The file gives more than {_MAX_ANSWER:,} bytes. Split it.")
    if late.is_set() or process.returncode == -signal.SIGXCPU:
        told = f"Reading the file took longer than {limits.cpu} seconds of work, or {limits.wall:g} in all."
        raise LoadError("timeout", f"{told} Split it, or give its text.")
    if process.returncode != 0:
        raise LoadError("crashed", f"Reading the file ended without an answer ({process.returncode}). {_NEXT}")
    return answer


@contextmanager
def _turn(stop: Callable[[], bool]) -> Iterator[None]:
    """One of those that are read at once."""
    while not _AT_ONCE.acquire(timeout=_LOOKS):
        if stop():
            raise Stopped
    try:
        yield
    finally:
        _AT_ONCE.release()


@contextmanager
def _process(limits: Limits, late: Event, stop: Callable[[], bool]) -> Iterator[subprocess.Popen[bytes]]:
    """A process to read one file, with an empty environment; it is gone in the end."""
    # Of our own path only what is absolute: the process does not stand where we do.
    path = [str(Path(__file__).parent.parent), *(each for each in sys.path if os.path.isabs(each))]
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", "-c", _START, *path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
        start_new_session=True,
    )

    done = Event()

    def watch() -> None:
        until = time.monotonic() + limits.wall
        while not done.wait(min(_LOOKS, limits.wall)):
            if time.monotonic() >= until:
                late.set()
            if late.is_set() or stop():
                with suppress(ProcessLookupError):  # it has ended by itself just now
                    os.killpg(process.pid, signal.SIGKILL)
                return

    watching = Thread(target=watch, name="accord-reading")
    watching.start()
    try:
        yield process
        with suppress(subprocess.TimeoutExpired):  # it has answered and has nothing left to do
            process.wait(_ENDS_WITHIN)
    finally:
        done.set()
        watching.join()
        if process.poll() is None:  # its number is nobody else's until it has been waited for
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in _pipes(process):
            with suppress(BrokenPipeError):
                pipe.close()


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    """To it and from it: both are there, since both were asked for."""
    return cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)


def _exchange(process: subprocess.Popen[bytes], header: dict[str, Any], data: bytes, limits: Limits) -> bytes:
    """Give it the file; its answer, as far as one may be long."""
    to_it, from_it = _pipes(process)
    header = {**header, "memory": limits.memory, "cpu": limits.cpu}
    with suppress(BrokenPipeError):  # where it has ended, its end tells why
        to_it.write(json.dumps(header).encode() + b"\n")
        to_it.write(data)
        to_it.close()
    answer = from_it.read(_MAX_ANSWER + 1)
    from_it.close()
    return answer


def checked(data: bytes) -> Loaded:
    """What a process answered that a file may have taken over: nothing in it is believed unseen.

    Raises:
        LoadError: what the answer says is wrong with the file, or `crashed` where it is no answer.
    """
    return checked_load(_read(data))


def _read(data: bytes) -> _Answer:
    try:
        answer = _ANSWER.validate_json(data)
    except ValidationError as error:
        raise LoadError("crashed", f"Reading the file gave an answer that is none. {_NEXT}") from error
    if answer.detail:
        log.warning("reading a file failed: %s", ascii(answer.detail))
    return answer


def checked_load(answer: _Answer) -> Loaded:
    """What was loaded. Raises as `checked`."""
    if answer.loaded is None:
        raise LoadError(answer.code or "crashed", answer.message[:_MAX_MESSAGE])
    return answer.loaded
