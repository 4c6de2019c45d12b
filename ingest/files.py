"""Files of the machine: read whole, up to a limit, and only where they are files and lie where they seem to."""

import os
import stat
import unicodedata
from pathlib import Path

from ingest.errors import LoadError
from ingest.load import MAX_FILE, too_large

_MAX_NAME = 255
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
"""Unicode's categories of characters that have no look of their own: control, format, line ends ..."""


def read_file(path: Path, folder: Path | None = None) -> bytes:
    """The bytes of a file; of one that a folder lists, only where it lies in that folder.

    Raises:
        LoadError: `not_a_file` (a pipe, a device, a link that leads out of the folder) or `too_large`.
        OSError: it is not there or cannot be opened.
    """
    try:
        real = Path(os.path.realpath(path, strict=True))  # pathlib's own tells a link to itself by another error
    except ValueError as error:
        raise LoadError("not_a_file", "No file can have this name. Check how it is written.") from error
    if folder is not None and not real.is_relative_to(os.path.realpath(folder)):
        raise LoadError("not_a_file", "The name is a link that leads out of the folder. Put the file itself there.")
    # A link put there since, or a pipe that nobody writes to, is not followed or waited for.
    with open(os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise LoadError("not_a_file", "The name is that of a pipe, a device or a socket. Give a file.")
        if about.st_size > MAX_FILE:
            raise too_large(about.st_size, "a file", MAX_FILE)
        return file.read(MAX_FILE + 1)


def shown_name(name: str) -> str:
    """A file's name as reports show it: what would not be seen as itself is escaped."""
    text = _unicode(name)
    return "".join(ascii(each)[1:-1] if unicodedata.category(each) in _UNSEEN else each for each in text)


def plain_name(name: str) -> str:
    """A file's name as a document's record holds it: composed, seen as it is, at most 255 bytes, never empty."""
    text = unicodedata.normalize("NFC", _unicode(name))
    bare = "".join(each for each in text if unicodedata.category(each) not in _UNSEEN and each not in "/\\").strip()
    ending = Path(bare).suffix[:20]
    stem = bare.removesuffix(ending).encode()[: _MAX_NAME - len(ending.encode())].decode("utf-8", "ignore")
    return stem + ending or "file"


def _unicode(name: str) -> str:
    """A name without the bytes in it that are not UTF-8, which Python keeps as surrogates."""
    return name.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
