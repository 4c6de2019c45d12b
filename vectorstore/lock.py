"""One process owns a data folder. Its lock file tells others where it serves, and how to prove they may write.

Two processes on one Chroma directory lose vectors in silence, so everybody who opens the store takes this lock.
"""

import json
import os
import secrets
import time
from pathlib import Path

from filelock import FileLock, Timeout

from vectorstore.errors import FolderError, StoreBusy

WAIT = 30.0
"""Seconds to wait for another command to let the data folder go."""
_PAUSE = 0.1


class OwnerLock:
    """The exclusive lock on a data folder, held until `release` or the end of the process."""

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise _unusable(folder, error) from error
        # Held by the process: a store that one thread opened may be closed by another.
        self._lock = FileLock(folder / "owner.lock", thread_local=False)
        self._about = folder / "owner.json"
        self.token = secrets.token_urlsafe(32)
        """Known only to those who can read the data folder."""

    def acquire(self, *, wait: float = 0.0) -> None:
        """Take the lock, waiting up to `wait` seconds for an owner that does not serve.

        Raises:
            StoreBusy: another process holds it.
        """
        until = time.monotonic() + wait
        while True:
            try:
                self._lock.acquire(timeout=0)
            except OSError as error:
                if not isinstance(error, Timeout):
                    raise _unusable(self._about.parent, error) from error
                busy = _busy(self._about)
                if busy.url is not None or time.monotonic() >= until:
                    raise busy from error
                time.sleep(_PAUSE)
            else:
                self._write(url=None)
                return

    def announce(self, url: str) -> None:
        """Say at which URL this process serves."""
        self._write(url=url)

    def release(self) -> None:
        """Give the lock back; calling it twice does no harm."""
        if self._lock.is_locked:
            self._about.unlink(missing_ok=True)
            self._lock.release()

    def _write(self, url: str | None) -> None:
        fresh = self._about.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump({"pid": os.getpid(), "url": url, "token": self.token}, file)
        fresh.replace(self._about)


def owner(folder: Path) -> StoreBusy | None:
    """Who owns the folder just now, as whoever wanted it would be told; null: nobody. Changes nothing."""
    about, lock = folder / "owner.json", folder / "owner.lock"
    try:
        if not (about.exists() and lock.exists()):  # an owner leaves both as long as it runs
            return None
        # Only where a killed process left them is the lock held here, for less than a millisecond.
        held = FileLock(lock, thread_local=False)
        held.acquire(timeout=0)
    except OSError:  # it is taken, or may not be tried: then whom the file names is believed
        return _busy(about)
    held.release()
    return None


def _unusable(folder: Path, error: OSError) -> FolderError:
    return FolderError(f"The data folder {str(folder)!r} cannot be used: {error.strerror}. Set ACCORD_DATA to another.")


def _busy(about: Path) -> StoreBusy:
    try:
        owner = json.loads(about.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        owner = {}
    where = f"process {owner.get('pid', 'unknown')}"
    if url := owner.get("url"):
        return StoreBusy(f"The data folder {str(about.parent)!r} is served by {where} at {url}.", url, owner["token"])
    return StoreBusy(
        f"The data folder {str(about.parent)!r} is in use by {where}. Try again when it has finished.", None, None
    )
