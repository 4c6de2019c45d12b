"""Files that are no documents, or broken ones: each by name, the code that is right for it, and its bytes."""

import io
import random
import struct
import zipfile
import zlib

from bombs import RELATIONS, TYPES, body, docx, page, paragraph, pdf, stream
from pypdf import PdfReader, PdfWriter

WORDS = "Steel was discussed at length, and nothing was signed."
FONT = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
GOOD_PDF = page(stream(f"BT /F1 12 Tf 72 700 Td ({WORDS}) Tj ET".encode()), FONT)
GOOD_DOCX = docx(body(paragraph(WORDS)))
GOOD_HTML = (
    f"<!DOCTYPE html><html><head><title>Steel</title></head><body><article><h1>Steel</h1>"
    f"<p>{WORDS}</p><p>Cars were not discussed, nor was tea.</p></article></body></html>"
).encode()
PLACES = 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0"


def locked(data, user, owner):
    """A PDF with passwords."""
    writer = PdfWriter(PdfReader(io.BytesIO(data)))
    writer.encrypt(user, owner, algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def archive(**members):
    """A zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, data in members.items():
            made.writestr(name, data)
    return file.getvalue()


def encrypted_members(data):
    """A zip archive that says that its members are encrypted."""
    made, at = bytearray(data), -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        made[at + 8] |= 1
    return bytes(made)


def without(name):
    """A Word file without one of its members."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD_DOCX)) as whole, zipfile.ZipFile(file, "w") as made:
        for each in whole.namelist():
            if each != name:
                made.writestr(each, whole.read(each))
    return file.getvalue()


def picture_page():
    """A PDF whose one page is a picture."""
    entries = b"/Type/XObject/Subtype/Image/Width 600/Height 800/ColorSpace/DeviceGray/BitsPerComponent 8"
    head = page(stream(b"q 600 0 0 800 0 0 cm /I Do Q"), b"/XObject<</I 5 0 R>>")
    picture = stream(zlib.compress(bytes(600 * 800)), entries + b"/Filter/FlateDecode")
    starts = [head.index(b"%d 0 obj\n" % number) for number in range(1, 5)]
    ends = [*starts[1:], head.index(b"xref\n")]
    objects = [head[start:end].partition(b"\n")[2][:-8] for start, end in zip(starts, ends, strict=True)]
    return pdf(*objects, picture)


def cut(data):
    """A file cut off at sixteen places."""
    return [data[: len(data) * place // PLACES] for place in range(1, PLACES)] + [data[:-40]]


def bad_files():
    """By file name: the bytes, and the code that is right for them."""
    noise = random.Random(1).randbytes(5_000)
    program = docx(body(paragraph(WORDS)), more=[("word/vbaProject.bin", b"x")])
    enabled = TYPES.replace(
        b"openxmlformats-officedocument.wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
    )
    files = {
        "empty.txt": (b"", "empty"),
        "empty.md": (b"", "empty"),
        "empty.html": (b"", "empty"),
        "empty.pdf": (b"", "empty"),
        "empty.docx": (b"", "empty"),
        "blank.txt": (b" \n\t\n", "empty"),
        "mark.txt": (b"\xef\xbb\xbf", "empty"),
        "markup.md": (b"<div></div>\n\n***\n", "no_text"),
        "markup.html": (b"<!DOCTYPE html><html><body><script>let a = 1</script></body></html>", "no_text"),
        "paragraphs.docx": (docx(body(paragraph("") * 9)), "no_text"),
        "pages.pdf": (page(stream(b"")), "no_text"),
        "scan.pdf": (picture_page(), "no_text"),
        "nul.txt": (b"It is so.\0", "binary"),
        "nul.html": (GOOD_HTML.replace(b"Cars", b"\0"), "binary"),
        "control.md": (b"It is \x07 so.", "binary"),
        "noise.txt": (b"\0" + noise, "binary"),
        "program.bin": (b"\x7fELF\x02\x01\x01" + bytes(500), "binary"),
        "utf-16.txt": (WORDS.encode("utf-16"), "encoding"),
        "utf-16-unmarked.txt": (WORDS.encode("utf-16-le"), "binary"),
        "latin.txt": ("Zoë's café".encode("latin-1"), "encoding"),
        "japanese.txt": ("広島アコード".encode("shift_jis"), "encoding"),
        "surrogate.txt": (b"It is \xed\xa0\x80 so.", "encoding"),
        "cut.txt": ("広島アコード".encode()[:-1], "encoding"),
        "picture.png": (_PNG, "unsupported"),
        "picture.jpg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "unsupported"),
        "picture.gif": (b"GIF89a\1\0\1\0", "unsupported"),
        "drawing.svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><text>a</text></svg>', "unsupported"),
        "old.doc": (_OLE + "WordDocument".encode("utf-16-le"), "unsupported"),
        "sheet.xls": (_OLE + "Workbook".encode("utf-16-le"), "unsupported"),
        "sheet.xlsx": (
            docx(b"<a/>", types=TYPES.replace(b"wordprocessingml.document", b"spreadsheetml.sheet")),
            "unsupported",
        ),
        "rich.rtf": (b"{\\rtf1\\ansi It is so.}", "unsupported"),
        "book.epub": (archive(mimetype="application/epub+zip"), "unsupported"),
        "open.odt": (archive(mimetype="application/vnd.oasis.opendocument.text"), "unsupported"),
        "notes.zip": (archive(note="It is so."), "unsupported"),
        "notes.gz": (b"\x1f\x8b\x08\0" + noise, "unsupported"),
        "data.xml": (b'<?xml version="1.0"?><a>It is so.</a>', "unsupported"),
        "print.ps": (b"%!PS-Adobe-3.0\n", "unsupported"),
        "archive.pdf": (archive(note="It is so."), "wrong_type"),
        "word.pdf": (GOOD_DOCX, "wrong_type"),
        "portable.docx": (GOOD_PDF, "wrong_type"),
        "portable.txt": (GOOD_PDF, "wrong_type"),
        "page.pdf": (GOOD_HTML, "wrong_type"),
        "page.txt": (GOOD_HTML, "wrong_type"),
        "text.pdf": (WORDS.encode(), "wrong_type"),
        "text.docx": (WORDS.encode(), "wrong_type"),
        "picture.md": (_PNG, "wrong_type"),
        "rich.doc": (b"{\\rtf1\\ansi It is so.}", "wrong_type"),
        "plain.docx": (archive(note="It is so."), "wrong_type"),
        "macros.docm": (docx(body(paragraph(WORDS)), types=enabled), "macros"),
        "macros.docx": (program, "macros"),
        "password.pdf": (locked(GOOD_PDF, "secret", "owner"), "encrypted"),
        "password.docx": (_OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        "members.docx": (encrypted_members(GOOD_DOCX), "encrypted"),
        "noise.pdf": (noise, "corrupt"),
        "noise.docx": (noise, "corrupt"),
        "header.pdf": (b"%PDF-1.7\n", "corrupt"),
        "header-noise.pdf": (b"%PDF-1.7\n" + noise, "corrupt"),
        "no-pages.pdf": (pdf(b"<</Type/Catalog>>"), "corrupt"),
        "broken.docx": (docx(body("<w:p>").replace(b"</w:body>", b"")), "corrupt"),
        "no-part.docx": (without("word/document.xml"), "corrupt"),
        "no-relations.docx": (without("_rels/.rels"), "corrupt"),
        "away.docx": (docx(body(paragraph(WORDS)), more=[("../../away.xml", b"<a/>")]), "corrupt"),
        "crc.docx": (GOOD_DOCX.replace(struct.pack("<I", zlib.crc32(RELATIONS)), b"\0\0\0\0"), "corrupt"),
    }
    for name, whole in (("cut.pdf", GOOD_PDF), ("cut.docx", GOOD_DOCX)):
        files |= {f"{place}-{name}": (data, "corrupt") for place, data in enumerate(cut(whole))}
    return files


def good_files():
    """Odd ones that are read all the same."""
    return {
        "owner.pdf": locked(GOOD_PDF, "", "owner"),
        "steel-1.pdf": GOOD_PDF,
        "steel-2.docx": GOOD_DOCX,
        "steel-3.html": GOOD_HTML,
        "japanese-good.txt": f"広島アコード。\n\n{WORDS}".encode(),
        "no-ending": WORDS.encode(),
        "pdf-without-ending": GOOD_PDF + b"\n",  # else it would be the same file twice
    }
