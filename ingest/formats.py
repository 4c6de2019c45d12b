"""The formats of files by name: those that are read, and those that are recognised to be refused by their name."""

from typing import Literal, TypeGuard

Format = Literal["text", "markdown", "html", "pdf", "docx"]
Refused = Literal["doc", "office", "odt", "epub", "rtf", "picture", "archive", "xml", "postscript"]

ENDINGS: dict[str, Format | Refused] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".dotm": "docx",
    ".doc": "doc",
    ".dot": "doc",
    ".xls": "office",
    ".xlsx": "office",
    ".ppt": "office",
    ".pptx": "office",
    ".odt": "odt",
    ".epub": "epub",
    ".rtf": "rtf",
    ".png": "picture",
    ".jpg": "picture",
    ".jpeg": "picture",
    ".gif": "picture",
    ".tif": "picture",
    ".tiff": "picture",
    ".webp": "picture",
    ".svg": "picture",
    ".zip": "archive",
    ".gz": "archive",
    ".7z": "archive",
    ".rar": "archive",
    ".xml": "xml",
    ".ps": "postscript",
}
"""What an ending promises. Under any other ending, or none, a file is what its content is."""

NAMES: dict[Format | Refused, str] = {
    "text": "plain text",
    "markdown": "Markdown",
    "html": "a web page",
    "pdf": "a PDF",
    "docx": "a Word document (.docx)",
    "doc": "an old Word document (.doc)",
    "office": "a spreadsheet, a presentation or another Office file",
    "odt": "an OpenDocument file",
    "epub": "an EPUB book",
    "rtf": "a Rich Text file",
    "picture": "a picture",
    "archive": "a compressed archive",
    "xml": "XML",
    "postscript": "PostScript",
}
NEXT: dict[Format | Refused, str] = {
    "doc": "Open it in Word or LibreOffice and save it as .docx.",
    "office": "Save the text that matters as .docx or PDF.",
    "odt": "Save it as .docx or PDF.",
    "epub": "Convert it to HTML or PDF.",
    "rtf": "Save it as .docx.",
    "picture": "Run text recognition over it and give the text.",
    "archive": "Unpack it and give the files in it.",
    "xml": "Save what it says as text, HTML or PDF.",
    "postscript": "Convert it to PDF.",
}
"""What to do about a format that is not read."""


def document_endings() -> tuple[str, ...]:
    """Endings of what people call documents: a folder without a manifest is searched for these.

    Those that are not read are among them, so that the report says so.
    """
    return tuple(ending for ending, promised in ENDINGS.items() if promised not in ("picture", "archive", "xml"))


def is_read(found: Format | Refused) -> TypeGuard[Format]:
    """Whether files of this format are read."""
    return found not in NEXT
