"""Files made to take far more than they give: each by name, what is wrong with it, and what it is. Made when asked for.

The largest are scaled to what trips a limit soon; nothing here takes more than a few seconds to make.
"""

import io
import struct
import zipfile
import zlib

TYPES = (
    b'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/word/document.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    b' Target="word/document.xml"/></Relationships>'
)
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MEGABYTE = 1 << 20


def docx(document, more=(), method=zipfile.ZIP_DEFLATED, types=TYPES):
    """A Word file of this main part and these further members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method, compresslevel=1) as archive:
        members = [("[Content_Types].xml", types), ("_rels/.rels", RELATIONS), ("word/document.xml", document)]
        for name, data in [*members, *more]:
            archive.writestr(name, data)
    return file.getvalue()


def body(inside, before=""):
    """The main part of a Word file."""
    start = f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document {_WORD}><w:body>'
    return f"{start}{inside}</w:body></w:document>".encode()


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(*objects, trailer=b"", version=b"1.7"):
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    data, places = b"%PDF-" + version + b"\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    return data + b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)


def stream(data, entries=b""):
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(data), data)


def page(content, resources=b""):
    """A PDF with one page that draws this stream."""
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%b>>>>" % resources,
        content,
    )


def _blanks(megabytes):
    """So many megabytes, deflated: one, again and again."""
    pack = zlib.compressobj(9)
    unit = b" " * _MEGABYTE
    first, again = (pack.compress(unit) + pack.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    check = zlib.adler32(unit)
    for _ in range(megabytes - 1):
        check = zlib.adler32(unit, check)
    return first + again * (megabytes - 1) + b"\x03\x00" + struct.pack(">I", check)


def flat_zip():
    return docx(b"<a>" + b" " * (200 * _MEGABYTE))


def large_part():
    return docx(body(paragraph("x" * 50) * 400_000), method=zipfile.ZIP_STORED)


def many_paragraphs(count):
    return docx(body("".join(paragraph(number) for number in range(count))))


def nested_zip():
    inner = docx(body(paragraph("x") * 10_000))
    for _ in range(5):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for copy in range(10):
                archive.writestr(f"{copy}.zip", inner)
        inner = file.getvalue()
    return inner


def many_members():
    return docx(body(paragraph("x")), more=[(f"word/{number}.xml", b"<a/>") for number in range(3_000)])


def overlapping():
    """Two hundred members that are all the same bytes."""
    file = io.BytesIO(docx(body(paragraph("x")), more=[("word/kernel.bin", bytes(range(256)) * 1_000)]))
    with zipfile.ZipFile(file, "a") as archive:
        kernel = archive.getinfo("word/kernel.bin")
        for number in range(200):
            copy = zipfile.ZipInfo(f"word/{number}.bin")
            for each in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(copy, each, getattr(kernel, each))
            archive.filelist.append(copy)
        archive._didModify = True
    return file.getvalue()


def lying_size():
    """The directory of members says that the part has 100 bytes."""
    data = bytearray(docx(body(paragraph("x" * (20 * _MEGABYTE)))))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml"))
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(data)


def entities(levels, each):
    """Entities of entities."""
    made = '<!ENTITY l0 "lol">'
    made += "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * each}">' for n in range(1, levels))
    return docx(body(paragraph(f"&l{levels - 1};"), f"<!DOCTYPE d [{made}]>"))


def quadratic():
    return docx(body(paragraph("&a;" * 100_000), f'<!DOCTYPE d [<!ENTITY a "{"a" * 100_000}">]>'))


def outside(address):
    return docx(body(paragraph("&a;"), f'<!DOCTYPE d [<!ENTITY a SYSTEM "{address}">]>'))


def hidden_declaration():
    """In UTF-16, where the bytes of a declaration stand apart."""
    part = body(paragraph("&a;"), '<!DOCTYPE d [<!ENTITY a "x">]>').decode().replace("UTF-8", "UTF-16")
    return docx(part.encode("utf-16"))


def declaration_in_types():
    return docx(body(paragraph("x")), types=TYPES.replace(b"<Types", b'<!DOCTYPE d [<!ENTITY a "x">]><Types', 1))


def deep_xml():
    return docx(body("<w:tbl><w:tr><w:tc>" * 50_000 + "</w:tc></w:tr></w:tbl>" * 50_000))


def flate_pdf():
    return page(stream(_blanks(1000), b"/Filter/FlateDecode"))


def twice_flate_pdf():
    return page(stream(zlib.compress(_blanks(1000)), b"/Filter[/FlateDecode/FlateDecode]"))


def lzw_pdf():
    """Each code stands for one blank more than the one before it, as LZW allows: 7 MB from 5 KB, twelve times."""
    bits = f"{256:09b}"
    for _ in range(12):
        for place, code in enumerate([32, *range(258, 4094)]):
            width = 9 if place < 254 else 10 if place < 766 else 11 if place < 1790 else 12
            bits += f"{code:0{width}b}"
        bits += f"{256:012b}"
    bits += f"{257:09b}"
    size = -(-len(bits) // 8)
    return page(stream(int(bits.ljust(8 * size, "0"), 2).to_bytes(size, "big"), b"/Filter/LZWDecode"))


def circular_previous():
    data = page(stream(b"BT ET"))
    start = data.rindex(b"xref\n0")
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % start)


def circular_outline():
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>",
        b"<</First 5 0 R/Last 5 0 R>>",
        b"<</Title(x)/Parent 4 0 R/Next 5 0 R/First 5 0 R>>",
    )


def circular_pages():
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000000/Parent 2 0 R>>")


def doubling_pages():
    """Thirty levels, each twice what the next is: a thousand million pages."""
    nodes = [b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count %d>>" % (n + 1, n + 1, 2**30) for n in range(2, 32)]
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", *nodes, b"<</Type/Page/MediaBox[0 0 600 800]>>")


def many_pages():
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 5_003))
    leaves = [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"] * 5_000
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%b]/Count 5000>>" % kids, *leaves)


def long_table(places):
    """A table of objects none of which is where it says."""
    data = b"%%PDF-1.7\nxref\n0 %d\n" % places + b"0000000009 00000 n \n" * places
    return data + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n9\n%%%%EOF\n" % places


def deep_array():
    return page(stream(b"[" * 200_000 + b"]" * 200_000 + b"TJ"))


def forms_in_forms():
    """Each form draws the next one ten times: ten thousand million drawings."""
    forms = [
        stream(b"/F Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>" % (n + 1))
        for n in range(5, 15)
    ]
    last = stream(b"BT /G 9 Tf (x) Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    head = page(stream(b"/F Do"), b"/XObject<</F 5 0 R>>")
    objects = [each.partition(b"\n")[2].rpartition(b"\nendobj")[0] for each in _objects(head)]
    return pdf(*objects, *forms, last)


def _objects(data):
    starts = [data.index(b"%d 0 obj" % number) for number in range(1, 5)]
    ends = [*starts[1:], data.index(b"xref\n")]
    return [data[start:end] for start, end in zip(starts, ends, strict=True)]


def deep_page():
    return b"<!DOCTYPE html><html><body>" + b"<div>" * 100_000 + b"x"


def entity_page():
    return b'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><html><body><p>&b;</p></body></html>'


def deep_quotes():
    return b">" * 200_000 + b" x\n" + b"- " * 20_000 + b"x\n"


def one_line():
    return b"x" * 9_000_000


BOMBS = {
    "flat.docx": (flat_zip, {"bomb"}),
    "large-part.docx": (large_part, {"bomb"}),
    "paragraphs.txt": (lambda: b"It is so.\n\n" * 101_000, {"too_large"}),
    "nested.zip": (nested_zip, {"unsupported"}),
    "members.docx": (many_members, {"bomb"}),
    "overlapping.docx": (overlapping, {"bomb"}),
    "lying.docx": (lying_size, {"corrupt", "bomb"}),
    "laughs.docx": (lambda: entities(10, 10), {"bomb"}),
    "quadratic.docx": (quadratic, {"bomb"}),
    "outside-file.docx": (lambda: outside("file:///etc/passwd"), {"bomb"}),
    "utf-16.docx": (hidden_declaration, {"bomb"}),
    "types.docx": (declaration_in_types, {"bomb"}),
    "deep.docx": (deep_xml, {"corrupt"}),
    "flate.pdf": (flate_pdf, {"bomb"}),
    "flate-twice.pdf": (twice_flate_pdf, {"bomb"}),
    "lzw.pdf": (lzw_pdf, {"bomb"}),
    "previous.pdf": (circular_previous, {"no_text"}),
    "outline.pdf": (circular_outline, {"no_text"}),
    "pages-circular.pdf": (circular_pages, {"corrupt", "bomb"}),
    "pages-doubling.pdf": (doubling_pages, {"corrupt", "bomb", "too_large"}),
    "pages-many.pdf": (many_pages, {"too_large"}),
    "table.pdf": (lambda: long_table(2_000), {"corrupt"}),
    "array.pdf": (deep_array, {"corrupt", "too_complex", "no_text"}),
    "forms.pdf": (forms_in_forms, {"corrupt", "bomb", "too_complex", "no_text"}),
    "deep.html": (deep_page, {"bomb"}),
    "entities.html": (entity_page, {"bomb"}),
    "quotes.md": (deep_quotes, {"no_text"}),
    "line.txt": (one_line, {"too_large"}),
}
"""By file name: what makes it, and the codes that are right for it."""
LONG = {
    "paragraphs.docx": (lambda: many_paragraphs(700_000), {"too_large", "too_complex", "timeout"}),
    "table.pdf": (lambda: long_table(1_000_000), {"timeout"}),
    "brackets.md": (lambda: b"[" * 300_000 + b"*a " * 300_000, {"timeout", "too_large"}),
}
"""Those that take as long as a file may."""
