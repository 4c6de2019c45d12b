"""PDF files made by hand, so that a test knows what stands in them."""

import io

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject

A4 = (595, 842)
LEFT, TOP, PITCH = 72, 760, 14


def words(text, x, y, *, size=11, font="F1", before="", after=""):
    """One printed line, as operations."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"q {before} BT /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET {after} Q\n"


def column(*lines, x=LEFT, y=TOP, size=11, pitch=PITCH, font="F1"):
    """Printed lines under each other; an empty one is a gap."""
    return "".join(
        words(line, x, y - pitch * number, size=size, font=font) for number, line in enumerate(lines) if line
    )


def picture(share=1.0):
    """A picture over a share of the page's height."""
    return f"q {A4[0]} 0 0 {A4[1] * share:.0f} 0 0 cm /Im1 Do Q\n"


def pdf(*pages, info=None, password=None, owner=None, size=A4, turn=0, packed=False):
    """The bytes of a PDF with these pages; F1 is Helvetica, F2 bold, Im1 a picture, OC1 a layer that is off."""
    writer = PdfWriter()
    layer = writer._add_object(DictionaryObject({NameObject("/Type"): NameObject("/OCG")}))
    for page in pages:
        blank = writer.add_blank_page(*size)
        stream = DecodedStreamObject()
        stream.set_data(page.encode("cp1252"))
        blank[NameObject("/Contents")] = writer._add_object(stream)
        blank[NameObject("/Resources")] = _resources(writer, layer)
        if turn:
            blank[NameObject("/Rotate")] = NumberObject(turn)
        if packed:
            blank.compress_content_streams()
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
        {
            NameObject("/OCGs"): ArrayObject([layer]),
            NameObject("/D"): DictionaryObject({NameObject("/OFF"): ArrayObject([layer])}),
        }
    )
    if info:
        writer.add_metadata({f"/{name}": value for name, value in info.items()})
    if password is not None:
        writer.encrypt(password, owner, algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _resources(writer, layer):
    fonts = {
        NameObject(f"/{name}"): DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject(base),
                NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
            }
        )
        for name, base in (("F1", "/Helvetica"), ("F2", "/Helvetica-Bold"))
    }
    image = DecodedStreamObject()
    image.set_data(b"\0")
    image.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(1),
            NameObject("/Height"): NumberObject(1),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/ColorSpace"): NameObject("/DeviceGray"),
        }
    )
    return DictionaryObject(
        {
            NameObject("/Font"): DictionaryObject(fonts),
            NameObject("/XObject"): DictionaryObject({NameObject("/Im1"): writer._add_object(image)}),
            NameObject("/Properties"): DictionaryObject({NameObject("/OC1"): layer}),
        }
    )
