"""What a Word file has beside the text that is read of it."""

from typing import Literal

from ingest.archive import first_bytes, opened

Noticed = Literal["insertions", "deletions", "pictures", "comments"]

_ZIP = b"PK"
_SIGNS: dict[Noticed, bytes] = {"insertions": b"<w:ins ", "deletions": b"<w:del "}


def noticed(data: bytes) -> list[Noticed]:
    """Tracked changes, pictures and comments of a Word file; nothing of any other.

    Raises:
        LoadError: it cannot be unpacked.
    """
    if not data.startswith(_ZIP):
        return []
    with opened(data) as archive:
        names = archive.namelist()
        text = first_bytes(archive, "word/document.xml")
    found: list[Noticed] = [name for name, sign in _SIGNS.items() if sign in text]
    if any(each.startswith("word/media/") for each in names):
        found.append("pictures")
    if "word/comments.xml" in names:
        found.append("comments")
    return found
