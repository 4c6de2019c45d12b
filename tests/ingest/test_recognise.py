"""What a file is taken for: by its content, and by its ending only where content cannot tell."""

import io
import zipfile

import pytest

from ingest.apart import load_apart
from ingest.errors import LoadError
from ingest.recognise import recognise

WORD = b'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.%s"/></Types>'
PDF = b"%PDF-1.4\nstartxref\n0\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PAGE = b"<!DOCTYPE html><html><body><p>It is so.</p></body></html>"


def zipped(**members):
    """A zip archive of these members; `types` is its list of content types."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr("[Content_Types].xml" if name == "types" else name, data)
    return file.getvalue()


MAIN = WORD % b"wordprocessingml.document.main+xml"
DOCX = zipped(types=MAIN, **{"word/document.xml": "<w/>"})
PROGRAM = zipped(types=MAIN, **{"word/document.xml": "<w/>", "word/vbaProject.bin": "x"})


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.txt", b"It is so.", "text"),
        ("a", b"It is so.", "text"),
        ("a.odd", b"It is so.", "text"),
        ("a.MD", b"It is so.", "markdown"),
        ("a.markdown", b"<p>It is so.</p>", "markdown"),
        ("a.md", b"A PDF starts with %PDF-1.7.", "markdown"),
        ("a.html", b"<p>It is so.</p>", "html"),
        ("a.htm", b"It is so.", "html"),
        ("a", PAGE, "html"),
        ("page.php", b"\xef\xbb\xbf\n<!-- made -->\n" + PAGE, "html"),
        ("page", b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', "html"),
        ("page", PAGE.decode().encode("utf-16"), "html"),
        ("a.pdf", PDF, "pdf"),
        ("a", PDF, "pdf"),
        ("a.download", b"\n" + PDF, "pdf"),
        ("a.pdf", b"HTTP/1.1 200 OK\n\n" + PDF, "pdf"),
        ("a.docx", DOCX, "docx"),
        ("a", DOCX, "docx"),
        ("..", DOCX, "docx"),
    ],
)
def test_a_file_that_may_be_read(name, data, expected):
    assert recognise(name, data) == expected


@pytest.mark.parametrize(
    ("name", "data", "code", "told"),
    [
        ("a.txt", b"", "empty", "0 bytes"),
        ("a.pdf", b"", "empty", "0 bytes"),
        ("a.pdf", DOCX, "wrong_type", "named .pdf but is a Word document"),
        ("a.zip", DOCX, "wrong_type", "named .zip"),
        ("a.docx", PDF, "wrong_type", "is a PDF"),
        ("a.txt", PDF, "wrong_type", "is a PDF"),
        ("a.pdf", PAGE, "wrong_type", "is a web page"),
        ("a.txt", PAGE, "wrong_type", "is a web page"),
        ("a.md", b"\x89PNG\r\n\x1a\n\0\0", "wrong_type", "is a picture"),
        ("a.pdf", b"It is so.", "wrong_type", "plain text"),
        ("a.docx", "条約".encode() * 300, "wrong_type", "plain text"),
        ("a.doc", b"{\\rtf1 It is so.}", "wrong_type", "Rich Text"),
        ("a.pdf", b"\0\1\2\3", "corrupt", "does not begin as a PDF"),
        ("a.pdf", b"%PDF-1.4\nand no more", "corrupt", "cut off"),
        ("a.svg", b"<svg/>", "unsupported", "picture"),
        ("a.docx", b"\0\1\2\3", "corrupt", "does not begin"),
        ("a.docx", DOCX[:200], "corrupt", "cannot be opened"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "unsupported", ".docx"),
        ("a.xls", OLE + "Workbook".encode("utf-16-le"), "unsupported", "spreadsheet"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "password"),
        ("a.rtf", b"{\\rtf1 It is so.}", "unsupported", "Save it as .docx"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0", "unsupported", "text recognition"),
        ("a", b"\xff\xd8\xff\xe0\0\0", "unsupported", "picture"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "unsupported", "picture"),
        ("a.gz", b"\x1f\x8b\x08\0", "unsupported", "Unpack"),
        ("a.zip", zipped(note="It is so."), "unsupported", "Unpack"),
        ("a.xlsx", zipped(types=WORD % b"spreadsheetml.sheet.main+xml"), "unsupported", "spreadsheet"),
        ("a.epub", zipped(mimetype="application/epub+zip"), "unsupported", "EPUB"),
        ("a.odt", zipped(mimetype="application/vnd.oasis.opendocument.text"), "unsupported", "OpenDocument"),
        ("a.xml", b'<?xml version="1.0"?><a/>', "unsupported", "XML"),
        ("a.ps", b"%!PS-Adobe-3.0", "unsupported", "Convert it to PDF"),
        ("a.docm", zipped(types=b"vnd.ms-word.document.macroEnabled.main+xml"), "macros", "without macros"),
        ("a.docx", PROGRAM, "macros", "without macros"),
    ],
)
def test_a_file_that_is_refused(name, data, code, told):
    with pytest.raises(LoadError, match=told) as refused:
        recognise(name, data)
    assert refused.value.code == code


def test_a_file_without_an_ending_is_read():
    assert [block.text for block in load_apart("notes", b"Steel was discussed.").blocks] == ["Steel was discussed."]
