"""The default embedding model as OpenVINO runs it: made once, kept in the user's cache folder."""

import hashlib
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp

from platformdirs import user_cache_path

from vectorstore.errors import EmbeddingError
from vectorstore.packaged_weights import SHA256, file_hash

_RECIPE = 1
"""Goes up when `conversion` makes something else of the same weights."""
_SECONDS = 300
_MODEL, _WEIGHTS, _HASH = "model.xml", "model.bin", "sha256"


class NotConverted(Exception):
    """It can be neither found nor made; the message says why."""


def converted(folder: Path, cache: Path | None = None) -> Path:
    """The converted model of a folder whose weights were checked: as made before, or now, which takes ten seconds.

    Raises:
        NotConverted: it cannot be made, or there is no place to keep it.
    """
    cache = cache or user_cache_path("accord-assistant")
    key = f"{SHA256} {version('openvino')} {_RECIPE}"
    place = cache / f"embedding-{hashlib.sha256(key.encode()).hexdigest()[:16]}"
    if not _is_right(place):
        _make(folder, place)
    return place / _MODEL


def _is_right(place: Path) -> bool:
    try:
        return (place / _HASH).read_text(encoding="ascii") == _hash(place)
    except (OSError, EmbeddingError):
        return False


def _hash(place: Path) -> str:
    return f"{file_hash(place / _MODEL)} {file_hash(place / _WEIGHTS)}"


def _make(folder: Path, place: Path) -> None:
    """Beside its place first: whoever looks there finds all of it or nothing."""
    making = None
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        making = Path(mkdtemp(prefix="embedding-", dir=place.parent))
        command = [sys.executable, "-P", "-m", "vectorstore.conversion", str(folder), str(making / _MODEL)]
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
        (making / _HASH).write_text(_hash(making), encoding="ascii")
        shutil.rmtree(place, ignore_errors=True)  # what lay there was broken
        making.rename(place)
    except (OSError, EmbeddingError, subprocess.SubprocessError) as error:
        if not _is_right(place):  # another process may have made it meanwhile
            raise NotConverted(str(error)) from error
    finally:
        if making is not None:
            shutil.rmtree(making, ignore_errors=True)
