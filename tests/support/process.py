"""`accord serve` as a user starts it: a process of its own, on a data folder that may have been used before."""

import json
import os
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

ACCORD = Path(sys.executable).parent / "accord"
_STARTS_WITHIN = 120


class Process:
    """A server on `folder / "data"`; what it prints goes to `folder / "written"`, its temporary files beside it."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port = 0
        temporary = folder / "temporary"
        temporary.mkdir(exist_ok=True)
        own = {"ACCORD_DATA": str(folder / "data"), "ACCORD_PORT": "0", "TMPDIR": str(temporary)}
        with (folder / "written").open("ab") as file:
            self._process = subprocess.Popen(
                [ACCORD, "serve"], cwd=folder, env={**os.environ, **own, **settings}, stdout=file, stderr=file
            )

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def written(self) -> str:
        """All that it has written to standard output and standard error."""
        return (self.folder / "written").read_text(encoding="utf-8", errors="replace")

    @property
    def number(self) -> int:
        """Of the process, while it runs."""
        return self._process.pid

    @property
    def url(self) -> str:
        """Where it is, as it says itself."""
        return f"http://127.0.0.1:{self.port}"

    def until_ready(self) -> "Process":
        """Wait until questions are answered."""
        until = time.monotonic() + _STARTS_WITHIN
        while time.monotonic() < until and self._process.poll() is None:
            self.port = self._announced()
            if self.port and self._is_ready():
                return self
            time.sleep(0.1)
        raise AssertionError(f"not ready: {self.written}")

    def stop(self) -> None:
        """Ask it to end; returns at once."""
        self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a crash does: it can do nothing about it. Returns when it has ended."""
        self._process.kill()
        self._process.wait()

    def ended(self, within: float) -> int:
        """Its exit code, once it has ended.

        Raises:
            subprocess.TimeoutExpired: it runs on.
        """
        return self._process.wait(timeout=within)

    def _announced(self) -> int:
        try:
            owner = json.loads((self.folder / "data" / "owner.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return 0
        return int((owner["url"] or ":0").rpartition(":")[2])

    def _is_ready(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


def command_lines() -> bytes:
    """Those of all processes that run now."""
    found = b""
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += each.read_bytes() + b"\n"
        except OSError:  # it has ended
            continue
    return found


def children() -> list[int]:
    """The processes that this one has started and that still are there, zombies among them."""
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            state = each.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(state[1]) == os.getpid():
            found.append(int(each.parent.name))
    return found
