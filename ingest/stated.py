"""What a file's own properties say of it, where that makes sense."""

import re
from collections.abc import Sequence

from ingest.blocks import Block, Stated
from ingest.text import squeeze

_NO_TITLE = re.compile(r"microsoft|untitled|^document\d*$|\.(?:docx?|pdf|odt|rtf|indd|qxd|tex|dvi)$", re.IGNORECASE)
_NO_AUTHOR = re.compile(r"unknown|anonymous|admin|user|owner|author|@|python-docx", re.IGNORECASE)
_FIRST = 20


def stated(title: str | None, author: str | None, blocks: Sequence[Block]) -> Stated:
    """Title and author from a file's properties; its dates are those of the file, not of the text.

    Programs write file names, templates' titles and names of accounts there. So a title must stand in the first blocks
    too, and an author must have more than one name.
    """
    title, author = squeeze(title or ""), squeeze(author or "")
    shown = squeeze(" ".join(block.text for block in blocks[:_FIRST])).casefold()
    is_title = title and title.casefold() in shown and not _NO_TITLE.search(title)
    is_author = 1 < len(author.split()) < 12 and not _NO_AUTHOR.search(author)
    return Stated(title=title if is_title else None, author=author if is_author else None)
