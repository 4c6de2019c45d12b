"""A PDF file to blocks, within limits."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import LimitReachedError
from pypdf.generic import DictionaryObject, IndirectObject

from ingest.blocks import SHOWN, Flag, Loaded
from ingest.errors import LoadError
from ingest.pdf.lines import printed
from ingest.pdf.paragraphs import blocks_of
from ingest.pdf.runs import Sheet, sheet
from ingest.stated import stated
from ingest.text import squeeze

MAX_PAGES = 2_000
MAX_CHARACTERS = 10_000_000
_LIMITS = Configuration(
    maximum_declared_stream_length=50_000_000,
    array_based_stream_maximum_output_length=50_000_000,
    zlib_maximum_output_length=50_000_000,
    lzw_maximum_output_length=20_000_000,
    run_length_maximum_output_length=20_000_000,
    brotli_maximum_output_length=20_000_000,
    stream_filters_maximum_length=4,
    stream_decoding_work_maximum_length=100_000_000,
    stream_parsing_work_maximum_count=2_000_000,
    page_tree_maximum_entries=10_000,
    page_tree_maximum_depth=50,
    page_tree_maximum_page_entries=200_000,
    jbig2dec_binary=None,
)
"""Of pypdf. Pictures are never decoded, so what is left are text, fonts and the file's own tables."""

_SCANNED = 0.3
"""A page without text is a scan where one picture covers this share of it."""


def load_pdf(data: bytes) -> Loaded:
    """A PDF to blocks with their pages. Hidden text, running heads, running feet and page numbers are left out.

    Raises:
        LoadError: `encrypted`, `corrupt`, `bomb`, `too_large`, or `no_text` where all pages are pictures or empty.
    """
    with apply_configuration(_LIMITS):
        try:
            reader = PdfReader(io.BytesIO(data))
            _open(reader)
            sheets = list(_sheets(reader))
            told = _told(reader)
        except (LoadError, MemoryError):
            raise
        except LimitReachedError as error:
            told_why = "The PDF unpacks to more than a document needs. Print it to a new PDF and give that."
            raise LoadError("bomb", told_why) from error
        except Exception as error:  # a broken file surprises pypdf in many ways
            told_why = f"The PDF is broken ({type(error).__name__}). Open it, save or print it anew, and give that."
            raise LoadError("corrupt", told_why) from error
    blocks, tables = blocks_of(printed(sheets))
    if not blocks:
        pictures = sum(each.pictured >= _SCANNED for each in sheets)
        what = f"{pictures} of its {len(sheets)} pages are pictures" if pictures else "its pages hold no text"
        raise LoadError("no_text", f"The PDF has no text to read: {what}. Run text recognition and give its output.")
    return Loaded(tuple(blocks), stated(*told, blocks), (*_odd(sheets), *tables))


def _open(reader: PdfReader) -> None:
    """Unlock a file that needs no password to be read, and count its pages.

    Raises:
        LoadError: `encrypted` or `too_large`.
    """
    # Many files are only locked against changes; readers open them with an empty password.
    if reader.is_encrypted and not _unlocked(reader):
        raise LoadError("encrypted", "The PDF asks for a password. Save a copy without one, and give that.")
    if (pages := len(reader.pages)) > MAX_PAGES:
        raise LoadError("too_large", f"The PDF has {pages:,} pages; it may have {MAX_PAGES:,}. Split it.")


def _unlocked(reader: PdfReader) -> bool:
    try:
        return bool(reader.decrypt(""))
    except Exception:  # an unknown or broken way of encrypting is as good as a password
        return False


def _sheets(reader: PdfReader) -> Iterator[Sheet]:
    off = _switched_off(reader)
    characters = 0
    for number, page in enumerate(reader.pages, start=1):
        made = sheet(page, number, off)
        characters += sum(len(run.text) for run in made.runs)
        if characters > MAX_CHARACTERS:
            raise LoadError("too_large", f"The PDF has more than {MAX_CHARACTERS:,} characters of text. Split it.")
        yield made


def _switched_off(reader: PdfReader) -> frozenset[int]:
    """Object numbers of the optional content that the file does not show as it opens."""
    properties = _dictionary(reader.root_object.get("/OCProperties"))
    shown = _dictionary(properties.get("/D"))
    off = _references(shown.get("/OFF"))
    if shown.get("/BaseState") == "/OFF":
        off |= _references(properties.get("/OCGs")) - _references(shown.get("/ON"))
    return off


def _dictionary(found: Any) -> DictionaryObject:
    found = found.get_object() if found is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _references(found: Any) -> frozenset[int]:
    found = found.get_object() if found is not None else None
    items = found if isinstance(found, list) else []
    return frozenset(each.idnum for each in items if isinstance(each, IndirectObject))


def _told(reader: PdfReader) -> tuple[str | None, str | None]:
    """Title and author as the file's own information has them."""
    about = reader.metadata
    return (about.title, about.author) if about is not None else (None, None)


def _odd(sheets: Sequence[Sheet]) -> list[Flag]:
    """Pages that are pictures, and what is hidden on the others."""
    flags = []
    for page in sheets:
        shown = any(not run.hidden for run in page.runs)
        hidden = [run for run in page.runs if run.hidden]
        if not shown and page.pictured >= _SCANNED:
            flags.append(Flag("scan", f"page {page.number}", page.number))
            hidden = [run for run in hidden if not run.layer]  # what text recognition has put behind the picture
        if text := squeeze(" ".join(run.text for run in hidden)):
            flags.append(Flag("hidden", text[:SHOWN], page.number))
    return flags
