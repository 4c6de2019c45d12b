"""A server of one's own for measuring: `accord serve` as a process, with data that is gone at the end."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import Settings
from evals.load import connect, is_ready

_STARTS_WITHIN = 180.0
_STOPS_WITHIN = 30.0
_PAUSE = 0.02
NO_MODEL: Mapping[str, str] = {"ACCORD_MODEL": "none"}
"""The environment of a server that quotes and judges without a language model."""


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
def serving(data: Path, embedding_model: str, model: Mapping[str, str] = NO_MODEL) -> Iterator[Server]:
    """A server over a data folder on a free port of this machine, stopped at the end. `model` is what its environment
    says of the language model; where there is one, it is ready too.

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
        **model,
    }
    log = data.with_suffix(".log")
    with log.open("ab") as output:
        start = time.perf_counter()
        # In a folder without a .env file, so that nobody's settings are measured by accident.
        process = subprocess.Popen(
            [command(), "serve"], env=environment, cwd=data.parent, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait(process, lambda: is_ready(url), log)
            seconds = time.perf_counter() - start
            if model != NO_MODEL:
                _wait(process, lambda: _has_model(url), log)
            yield Server(url=url, pid=process.pid, seconds_to_ready=seconds)
        finally:
            _stop(process)


def model_environment(settings: Settings) -> dict[str, str]:
    """What the environment of a server says for it to have the language model of these settings."""
    key = settings.model_key
    values = {
        "ACCORD_MODEL": settings.model,
        "ACCORD_MODEL_KEY": key.get_secret_value() if key is not None else None,
        "ACCORD_MODEL_TIMEOUT": settings.model_timeout,
        "ACCORD_LOCAL_MODEL": settings.local_model and settings.local_model.resolve(),
    }
    return {name: str(value) for name, value in values.items() if value is not None}


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


def _has_model(url: str) -> bool:
    """True once the language model can be asked.

    Raises:
        ServerError: it cannot be loaded.
    """
    connection = connect(url, timeout=5.0)
    try:
        connection.request("GET", "/readyz")
        said = json.loads(connection.getresponse().read())
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    if said["model"] == "failed":
        raise ServerError(f"The language model of the server failed: {said['problem']}")
    return bool(said["model"] == "ready")


def _wait(process: subprocess.Popen[bytes], true: Callable[[], bool], log: Path) -> None:
    until = time.perf_counter() + _STARTS_WITHIN
    while not true():
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
