"""What a file is: by its content; its ending only tells Markdown and fragments of HTML from plain text.

A missing or unknown ending does not matter. An ending that promises another format than the content is refused: who
gives such a file is mistaken about it or means harm.
"""

import codecs
import re
from pathlib import PurePath

from ingest.archive import first_bytes, opened
from ingest.errors import LoadError
from ingest.formats import ENDINGS, NAMES, NEXT, Format, Refused, is_read

_HEAD = 1024
_TAIL = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SIGNS: dict[bytes, Refused] = {
    b"{\\rtf": "rtf",
    b"\x89PNG\r\n": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"II*\0": "picture",
    b"MM\0*": "picture",
    b"\x1f\x8b": "archive",
    b"7z\xbc\xaf\x27\x1c": "archive",
    b"Rar!\x1a\x07": "archive",
    b"\xfd7zXZ\0": "archive",
    b"BZh": "archive",
    b"\x28\xb5\x2f\xfd": "archive",
    b"%!PS": "postscript",
}
_WORD = b"wordprocessingml.document.main+xml"
_MACROS = (b"macroEnabled", b"vbaProject")
_PAGE = re.compile(r"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)


def recognise(name: str, data: bytes) -> Format:
    """The format of a file of this name with these bytes.

    Raises:
        LoadError: `empty`, `unsupported`, `wrong_type`, `encrypted`, `macros`, `corrupt`, or `bomb`.
    """
    if not data:
        raise LoadError("empty", "The file has 0 bytes. Save it again, or give the file that was meant.")
    ending = PurePath(name).suffix.lower()
    found = _content(data, ending)
    if found is None:
        return _by_ending(data, ending)
    promised = ENDINGS.get(ending)
    if promised is not None and promised != found:
        raise LoadError(
            "wrong_type", f"The file is named {ending} but is {NAMES[found]}. Find out what it is, or rename it."
        )
    if is_read(found):
        return found
    raise LoadError("unsupported", f"The file is {NAMES[found]}, which is not read. {NEXT[found]}")


def _content(data: bytes, ending: str) -> Format | Refused | None:
    """What the content alone shows; null for text without any mark, and for bytes that nothing is known of."""
    head = data[:_HEAD]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-") or (ending == ".pdf" and b"%PDF-" in head):
        return _of_pdf(data)
    if head.startswith(_ZIP):
        return _of_zip(data)
    if head.startswith(_OLE):
        return _of_ole(data)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "picture"
    if sign := next((sign for sign in _SIGNS if head.startswith(sign)), None):
        return _SIGNS[sign]
    return _of_markup(head)


def _of_pdf(data: bytes) -> Format:
    if b"startxref" not in data[-_TAIL:]:
        raise LoadError(
            "corrupt", "The PDF is cut off: its end is missing. Load it anew, and see that all of it comes."
        )
    return "pdf"


def _of_zip(data: bytes) -> Format | Refused:
    with opened(data) as archive:
        names = set(archive.namelist())
        types = first_bytes(archive, "[Content_Types].xml")
        kind = first_bytes(archive, "mimetype")
    if any(sign in types for sign in _MACROS) or any(PurePath(each).name == "vbaProject.bin" for each in names):
        raise LoadError("macros", "The file carries macros, which are programs. Save it as .docx without macros.")
    if _WORD in types:
        return "docx"
    if types:
        return "office"
    if kind.startswith(b"application/epub+zip"):
        return "epub"
    return "odt" if kind.startswith(b"application/vnd.oasis.opendocument") else "archive"


def _of_ole(data: bytes) -> Refused:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise LoadError("encrypted", "The file is an Office file with a password. Save it without the password.")
    return "doc" if "WordDocument".encode("utf-16-le") in data else "office"


def _of_markup(head: bytes) -> Format | Refused | None:
    text = _decoded(head)
    if _PAGE.match(text):
        return "html"
    if re.match(r"(?:<\?xml[^>]*>|\s)*<svg\b", text):
        return "picture"
    return "xml" if text.lstrip().startswith("<?xml") else None


def _decoded(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8-sig", "replace")


def _by_ending(data: bytes, ending: str) -> Format:
    promised = ENDINGS.get(ending, "text")
    if promised == "text" or promised == "markdown" or promised == "html":
        return promised
    if b"\0" in data or "\ufffd" in _decoded(data[:_HEAD])[:-1]:
        raise LoadError(
            "corrupt", f"The file is named {ending} but does not begin as {NAMES[promised]} does. Save or load it anew."
        )
    raise LoadError("wrong_type", f"The file is named {ending} but is plain text. Find out what it is, or rename it.")
