"""Documents made into other formats by pandoc and LibreOffice, in several printed layouts."""

import shutil
import subprocess
from dataclasses import dataclass

import pypandoc
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

_TEXT = ("Normal", "Body Text", "First Paragraph", "Compact")
_THEMED = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")


@dataclass(frozen=True)
class Layout:
    """How a document is printed. Lengths are in millimetres, sizes in points."""

    font: str
    size: float
    page: tuple[int, int]
    margins: tuple[int, int]
    head: str
    foot: str
    columns: int = 1
    hyphens: bool = False
    """Words are parted at line ends, and lines are justified."""
    indents: bool = False
    """Paragraphs begin with an indent in place of a gap."""


PLAIN = Layout("Liberation Serif", 11, (210, 297), (25, 25), "The text, as published", "Page ")
COLUMNS = Layout("Liberation Sans", 9, (210, 297), (18, 20), "COLLECTED TEXTS 2023", "", columns=2, hyphens=True)
BOOKLET = Layout("DejaVu Serif", 10, (148, 210), (15, 18), "Texts | 2023", "- ", hyphens=True, indents=True)


def by_pandoc(markdown, file):
    """Makes a file of the kind that its ending says from Markdown."""
    pypandoc.convert_text(markdown, file.suffix[1:], "markdown", outputfile=str(file), extra_args=["--standalone"])
    return file


def printed(files, layout, folder):
    """The PDFs that LibreOffice makes of Word files in this layout, by their names."""
    office = shutil.which("soffice")
    assert office, "LibreOffice is needed: apt-get install libreoffice-writer-nogui hyphen-en-us"
    folder.mkdir()
    dressed = [folder / file.name for file in files]
    for file, to in zip(files, dressed, strict=True):
        _dress(file, layout, to)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, dressed)]
    told = subprocess.run(command, capture_output=True, timeout=240, check=False)
    made = {file.stem: folder / f"{file.stem}.pdf" for file in files}
    assert all(file.exists() for file in made.values()), told.stdout + told.stderr
    return made


def _dress(docx, layout, dressed):
    document = Document(docx)
    section = document.sections[0]
    section.page_width, section.page_height = map(Mm, layout.page)
    section.left_margin = section.right_margin = Mm(layout.margins[0])
    section.top_margin = section.bottom_margin = Mm(layout.margins[1])
    for style in document.styles:
        if style.type == 1:  # of paragraphs
            _dress_style(style, layout)
    section.header.paragraphs[0].text = layout.head
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run(layout.foot)
    _add_page_number(foot)
    if layout.columns > 1:
        columns = OxmlElement("w:cols")
        columns.set(qn("w:num"), str(layout.columns))
        columns.set(qn("w:space"), "400")
        section._sectPr.append(columns)
    if layout.hyphens:
        document.settings.element.insert(2, OxmlElement("w:autoHyphenation"))
    document.save(dressed)


def _dress_style(style, layout):
    style.font.name = layout.font
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for themed in _THEMED:
        fonts.attrib.pop(qn(themed), None)
    if style.name not in _TEXT:
        return
    style.font.size = Pt(layout.size)
    if layout.hyphens:
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if layout.indents and style.name != "Compact":
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        if style.name != "Normal":  # lists are based on it
            style.paragraph_format.first_line_indent = Mm(5)


def _add_page_number(paragraph):
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()._r
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = "PAGE"
        run.append(part)
