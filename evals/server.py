"""A server of one's own for measuring: `accord serve` as a process, with data that is gone at the end."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evals.load import is_ready

_STARTS_WITHIN = 180.0
_STOPS_WITHIN = 30.0
_PAUSE = 0.02


class ServerError(Exception):
    """The server could not be started or stopped; the message says what it wrote last."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server that answers, and how long that took from the start of its process."""

    url: str
    pid: int
    seconds_to_ready: float


@dataclass(frozen=True, kw_only=True)
class Memory:
    """Resident memory of a process in MB, now and at its highest."""

    now: float
    peak: float


@contextmanager
def serving(data: Path, embedding_model: str) -> Iterator[Server]:
    """A server over a data folder on a free port of this machine, stopped at the end.

    Raises:
        ServerError: it did not become ready.
    """
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ACCORD_")}
    environment |= {
        "ACCORD_DATA": str(data),
        "ACCORD_HOST": "127.0.0.1",
        "ACCORD_PORT": str(port),
        "ACCORD_EMBEDDING_MODEL": embedding_model,
        "ACCORD_MODEL": "none",  # what is measured is the quoting
    }
    log = data.with_suffix(".log")
    with log.open("ab") as output:
        start = time.perf_counter()
        # In a folder without a .env file, so that nobody's settings are measured by accident.
        process = subprocess.Popen(
            [command(), "serve"], env=environment, cwd=data.parent, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait(process, url, log)
            yield Server(url=url, pid=process.pid, seconds_to_ready=time.perf_counter() - start)
        finally:
            _stop(process)


def command() -> str:
    """The `accord` command that belongs to this Python.

    Raises:
        ServerError: it is not installed.
    """
    found = shutil.which("accord", path=str(Path(sys.executable).parent)) or shutil.which("accord")
    if found is None:
        raise ServerError("The command 'accord' is not installed. Install the project first: pip install -e .")
    return found


def seconds_of_help() -> float:
    """How long `accord --help` takes."""
    start = time.perf_counter()
    subprocess.run([command(), "--help"], check=True, capture_output=True)
    return time.perf_counter() - start


def memory(pid: int) -> Memory | None:
    """The memory of a process. None where the system has no /proc."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.startswith(("VmRSS:", "VmHWM:"))}
    return Memory(now=kilobytes["VmRSS"] / 1024, peak=kilobytes["VmHWM"] / 1024)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.perf_counter() + _STARTS_WITHIN
    while not is_ready(url):
        if process.poll() is not None:
            raise ServerError(f"The server ended with code {process.returncode}: {_last(log)}")
        if time.perf_counter() > until:
            raise ServerError(f"The server was not ready within {_STARTS_WITHIN:.0f} s: {_last(log)}")
        time.sleep(_PAUSE)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=_STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _last(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "it wrote nothing."
