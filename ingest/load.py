"""One file to blocks in this process: recognise it, check it, load it. `ingest.apart` does it out of harm's way."""

import re
from dataclasses import replace
from importlib import import_module

from ingest.archive import check_parts
from ingest.blocks import Loaded, Loader
from ingest.errors import LoadError
from ingest.flags import flagged
from ingest.formats import NAMES, Format
from ingest.recognise import recognise

MAX_FILE = 50_000_000
"""Bytes of any file."""
MAX_TEXT_FILE = 10_000_000
"""Bytes of a file that is text itself: plain, Markdown or HTML."""
MAX_TEXT = 10_000_000
"""Bytes of the text that a file gives, as UTF-8."""
MAX_BLOCK = 1_000_000
"""Bytes of one paragraph."""
MAX_BLOCKS = 100_000

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LOADERS: dict[Format, tuple[str, str]] = {
    "text": ("ingest.text", "load_text"),
    "markdown": ("ingest.markdown", "load_markdown"),
    "html": ("ingest.html", "load_html"),
    "pdf": ("ingest.pdf.load", "load_pdf"),
    "docx": ("ingest.docx.load", "load_docx"),
}


def load(name: str, data: bytes) -> Loaded:
    """What stands in a file of this name with these bytes.

    Raises:
        LoadError: it cannot be read as a document, or is more than a document may be.
    """
    if len(data) > MAX_FILE:
        raise too_large(len(data), "file", MAX_FILE)
    found = recognise(name, data)
    if found in ("text", "markdown", "html") and len(data) > MAX_TEXT_FILE:
        raise too_large(len(data), NAMES[found], MAX_TEXT_FILE)
    if found == "html" and b"<!entity" in data.lower():
        raise LoadError("bomb", "The page declares entities, which no web page needs. Save it anew in a browser.")
    if found == "docx":
        check_parts(data)
    return flagged(_bounded(_plain(_loader(found)(data))))


def too_large(size: int, what: str, limit: int) -> LoadError:
    """The error for a file of so many bytes."""
    return LoadError("too_large", f"The file has {size:,} bytes; {what} may have {limit:,}. Split it.")


def _loader(found: Format) -> Loader:
    """Only the library that is needed is imported: most of a file's time in a process of its own goes into that."""
    module, function = _LOADERS[found]
    loader: Loader = getattr(import_module(module), function)
    return loader


def _plain(loaded: Loaded) -> Loaded:
    """Without characters that are no text, which not every database can hold."""
    cleaned = (replace(block, text=CONTROL.sub("", block.text)) for block in loaded.blocks)
    return replace(loaded, blocks=tuple(block for block in cleaned if block.text.strip()))


def _bounded(loaded: Loaded) -> Loaded:
    sizes = [len(block.text.encode("utf-8", "replace")) for block in loaded.blocks]
    if (size := sum(sizes)) > MAX_TEXT:
        raise LoadError("too_large", f"The file gives {size:,} bytes of text; it may give {MAX_TEXT:,}. Split it.")
    if (size := max(sizes, default=0)) > MAX_BLOCK:
        told = f"A paragraph of the file has {size:,} bytes; it may have {MAX_BLOCK:,}."
        raise LoadError("too_large", f"{told} Put an empty line where one paragraph ends and the next begins.")
    if len(sizes) > MAX_BLOCKS:
        raise LoadError("too_large", f"The file has {len(sizes):,} paragraphs; it may have {MAX_BLOCKS:,}. Split it.")
    return loaded
