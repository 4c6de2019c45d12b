"""What a copy is called: by its date and title, in ASCII, for any system's folders; and what kind of file it is."""

import re
import unicodedata

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""The media type of a Word file."""
_LONGEST = 60
"""Characters of the title."""


def file_name(created_at: str, title: str, ending: str) -> str:
    """ "2023-05-18-what-is-rise.md"; `created_at` is an ISO time, and what has no ASCII letters has only its date."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())
    slug = "-".join(words)
    if len(slug) > _LONGEST:
        slug = slug[: _LONGEST + 1].rpartition("-")[0] or slug[:_LONGEST]
    return "-".join(each for each in (created_at[:10], slug) if each) + f".{ending}"
