"""The house style of briefings as a Word file: what pandoc takes fonts, margins and the page's foot from; a door to
python-docx."""

from functools import cache
from io import BytesIO

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

_INK, _ACCENT, _FAINT = RGBColor(0x1A, 0x1A, 0x1A), RGBColor(0x1F, 0x3A, 0x5F), RGBColor(0x59, 0x59, 0x59)
_SERIF, _SANS = "Times New Roman", "Arial"
_THEMED = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")
_STYLES: dict[str, tuple[str, float, RGBColor, float, float]] = {
    "Title": (_SANS, 17, _ACCENT, 0, 0),
    "Subtitle": (_SANS, 8.5, _FAINT, 0, 4),
    "Heading 2": (_SANS, 10.5, _ACCENT, 7, 2),
    "First Paragraph": (_SERIF, 9.5, _INK, 0, 2),
    "Body Text": (_SERIF, 9.5, _INK, 0, 2),
    "Compact": (_SERIF, 9.5, _INK, 0, 1.5),
    "Footnote Text": (_SERIF, 7, _INK, 0, 0),
}
"""Font, size and colour; points before and after a paragraph."""
CLOSING = "Closing line"
"""The style of the line at a briefing's end."""


@cache
def house_style(reference: bytes) -> bytes:
    """Pandoc's own reference document in our style."""
    document = Document(BytesIO(reference))
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(14)
    section.footer_distance = section.header_distance = Mm(7)
    for name, (font, size, colour, before, after) in _STYLES.items():
        _set(document.styles[name], font, size, colour, before, after)
    closing = document.styles.add_style(CLOSING, WD_STYLE_TYPE.PARAGRAPH)
    closing.base_style = document.styles["Body Text"]
    _set(closing, _SANS, 7.5, _FAINT, 3, 0)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    number = foot.add_run()
    number.font.name, number.font.size, number.font.color.rgb = _SANS, Pt(8), _FAINT
    _add_page_number(number._r)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _set(style: ParagraphStyle, font: str, size: float, colour: RGBColor, before: float, after: float) -> None:
    style.font.name, style.font.size, style.font.color.rgb = font, Pt(size), colour
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for themed in _THEMED:  # they would be preferred to the name
        fonts.attrib.pop(qn(themed), None)
    layout = style.paragraph_format
    layout.alignment = WD_ALIGN_PARAGRAPH.LEFT
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), 1.0


def _add_page_number(run: object) -> None:
    for kind in ("begin", None, "end"):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = "PAGE"
        run.append(part)  # type: ignore[attr-defined]  # an element of lxml, which has no types
