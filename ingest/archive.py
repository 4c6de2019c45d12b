"""Zip archives, which DOCX files are: checked before anything in them is read. Nothing is unpacked to disk."""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import pairwise
from zipfile import BadZipFile, ZipFile, ZipInfo

from ingest.errors import LoadError

MAX_MEMBERS = 2_000
MAX_TOTAL = 100_000_000
"""Bytes of all members together, unpacked."""
MAX_PART = 30_000_000
"""Bytes of one part of XML, unpacked."""
MAX_RATIO = 200
"""Bytes unpacked for one packed, of all together and of each member over 1 MB."""

_ENCRYPTED = 0x1
_LOCAL_HEADER = 30
_SMALL = 1_000_000
_STEP = 1 << 20
_HEAD = 1024
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_OVERLAP = len("<!DOCTYPE") - 1
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']*)""")
_ENCODINGS = (b"utf-8", b"utf-16", b"us-ascii", b"ascii")
_BOMB = "It is made to unfold into far more than it is, and is not opened. Ask whoever sent it for a PDF."


def opened(data: bytes) -> ZipFile:
    """The archive, once its directory of members has been checked.

    Raises:
        LoadError: `corrupt`, `encrypted` or `bomb`.
    """
    try:
        archive = ZipFile(BytesIO(data))
    except (BadZipFile, ValueError, EOFError, OSError, NotImplementedError) as error:
        raise LoadError(
            "corrupt", f"The archive that the file is cannot be opened ({_told(error)}). Save or load it anew."
        ) from error
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise LoadError("bomb", f"The file holds {len(members):,} members; it may hold {MAX_MEMBERS:,}. {_BOMB}")
    if any(each.flag_bits & _ENCRYPTED for each in members):
        raise LoadError("encrypted", "The file is encrypted. Save it without the password.")
    for each in members:
        _check_name(each)
    _check_sizes({each.filename: (each.file_size, each.compress_size) for each in members})
    _check_places(archive, members)
    return archive


def check_parts(data: bytes) -> None:
    """Unpack every member in steps, count what really comes, and look for declarations in its XML.

    Raises:
        LoadError: as `opened`; `bomb` also for XML that declares a document type.
    """
    with opened(data) as archive:
        sizes: dict[str, tuple[int, int]] = {}
        for member in archive.infolist():
            with _told_as_corrupt(member.filename):
                size = _unpacked(archive, member)
            sizes[member.filename] = (size, member.compress_size)
            _check_sizes(sizes)


def first_bytes(archive: ZipFile, name: str) -> bytes:
    """The first megabyte of a member; nothing where there is none of this name.

    Raises:
        LoadError: `corrupt`.
    """
    if name not in archive.namelist():
        return b""
    with _told_as_corrupt(name), archive.open(name) as file:
        return file.read(_STEP)


@contextmanager
def _told_as_corrupt(name: str) -> Iterator[None]:
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        told = f"{name[:60]!a} in the file cannot be unpacked ({_told(error)})"
        raise LoadError("corrupt", f"{told}. Save or load the file anew.") from error


def _unpacked(archive: ZipFile, member: ZipInfo) -> int:
    """How many bytes a member has when it is unpacked; no more are unpacked than a file may have in all."""
    with archive.open(member) as file:
        step = file.read(_STEP)
        is_xml = _is_xml(member.filename, step)
        if is_xml and _is_oddly_encoded(step[:_HEAD]):
            told = f"{member.filename[:60]!a} in the file is not XML in UTF-8"
            raise LoadError("corrupt", f"{told}. Save or load the file anew.")
        size, before = 0, b""
        while step and size <= MAX_TOTAL:
            size += len(step)
            # NULs are left out for UTF-16; the end of a step is looked at again with the next.
            bare = before + step.replace(b"\0", b"")
            if is_xml and _DECLARATION.search(bare):
                raise LoadError(
                    "bomb", f"{member.filename[:60]!a} in the file declares entities or their like. {_BOMB}"
                )
            before, step = bare[-_OVERLAP:], file.read(_STEP)
    return size


def _is_xml(name: str, start: bytes) -> bool:
    return name.endswith((".xml", ".rels")) or _bare(start[:_HEAD]).startswith(b"<")


def _is_oddly_encoded(head: bytes) -> bool:
    """True for XML in an encoding in which a declaration would not be found."""
    bare = _bare(head)
    declared = _ENCODING.search(bare.partition(b"?>")[0])
    return not bare.startswith(b"<") or (declared is not None and declared[1].lower() not in _ENCODINGS)


def _bare(head: bytes) -> bytes:
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")


def _check_name(member: ZipInfo) -> None:
    name = member.orig_filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or "\0" in name or ":" in name.split("/")[0]:
        raise LoadError(
            "corrupt",
            f"The file holds a member {name[:60]!a}, whose name leads out of it. Ask whoever sent it for a PDF.",
        )


def _check_sizes(sizes: dict[str, tuple[int, int]]) -> None:
    """By name of each member: its bytes unpacked and packed."""
    total, packed = (sum(each[which] for each in sizes.values()) for which in (0, 1))
    if total > MAX_TOTAL:
        raise LoadError("bomb", f"The file unpacks to {total:,} bytes; it may to {MAX_TOTAL:,}. {_BOMB}")
    for name, (size, part) in sizes.items():
        if name.endswith(".xml") and size > MAX_PART:
            raise LoadError("bomb", f"{name[:60]!a} in the file has {size:,} bytes; it may have {MAX_PART:,}. {_BOMB}")
        if size > _SMALL and size > MAX_RATIO * part:
            raise LoadError(
                "bomb",
                f"{name[:60]!a} in the file unpacks from {part:,} bytes to {size:,}; it may {MAX_RATIO}-fold. {_BOMB}",
            )
    if total > _SMALL and total > MAX_RATIO * packed:
        raise LoadError(
            "bomb", f"The file unpacks from {packed:,} bytes to {total:,}; it may {MAX_RATIO}-fold. {_BOMB}"
        )


def _check_places(archive: ZipFile, members: list[ZipInfo]) -> None:
    """No two members may lie over each other: that is how a small file unfolds into a vast one."""
    places = sorted((each.header_offset, each.compress_size) for each in members)
    for (start, size), (following, _) in pairwise([*places, (archive.start_dir, 0)]):
        if start + _LOCAL_HEADER + size > following:
            raise LoadError("bomb", f"Two members of the file lie over each other at byte {following:,}. {_BOMB}")


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error!s:.80}"
