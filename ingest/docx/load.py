"""A Word file to blocks."""

import io
from collections.abc import Iterator
from typing import Any

from docx import Document as open_document
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as PARTS
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from ingest.blocks import SHOWN, Block, Flag, Loaded
from ingest.docx.numbers import Numbers
from ingest.docx.print import Print
from ingest.errors import LoadError
from ingest.stated import stated
from ingest.text import BULLET, squeeze

MAX_CHARACTERS = 10_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_AS_SPACE = {qn(name) for name in ("w:tab", "w:br", "w:cr", "w:ptab")}
_GONE = {qn(name) for name in ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:instrText", "w:delText")} | {_CHOICE}


def load_docx(data: bytes) -> Loaded:
    """A Word file to blocks. Running heads and feet, comments, deletions and hidden text are left out.

    Raises:
        LoadError: `encrypted`, `corrupt`, `too_large`, or `no_text`.
    """
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise LoadError("encrypted", "The Word file asks for a password. Save a copy without one, and give that.")
    try:
        document = open_document(io.BytesIO(data))
        reading = _Reading(document)
        reading.body(document.element.body)
        reading.comments(document)
        properties = document.core_properties
        told = properties.title, properties.author
    except (LoadError, MemoryError):
        raise
    except Exception as error:  # a broken file surprises python-docx in many ways
        told_why = f"The Word file is broken ({type(error).__name__}). Open it, save it anew, and give that."
        raise LoadError("corrupt", told_why) from error
    if not reading.blocks:
        raise LoadError("no_text", "The Word file has no text that a reader sees. Pictures of pages are not read.")
    return Loaded(tuple(reading.blocks), stated(*told, reading.blocks), tuple(reading.flags))


class _Reading:
    """What was read of one document so far."""

    def __init__(self, document: Document) -> None:
        self.blocks: list[Block] = []
        self.flags: list[Flag] = []
        self.print = Print(document.styles.element)
        self.numbers = Numbers(_part(document, PARTS.NUMBERING))
        self.notes = {kind: _notes(_part(document, kind)) for kind in (PARTS.FOOTNOTES, PARTS.ENDNOTES)}
        self.noted: list[Any] = []
        self.note = 0
        self.characters = 0

    def body(self, container: Any) -> None:
        """Paragraphs and tables in their order; content controls are what they hold."""
        for child in container:
            if child.tag == qn("w:p"):
                self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                self._table(child)
            elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:moveTo")):
                self.body(child)

    def comments(self, document: Document) -> None:
        """A flag for what stands beside the text."""
        for comment in document.comments:
            if text := squeeze(comment.text):
                self.flags.append(Flag("hidden", f"comment: {text}"[:SHOWN]))

    def _paragraph(self, paragraph: Any) -> None:
        if self.print.is_contents(paragraph):
            return
        text, number, is_bullet = self._words(paragraph), "", False
        if squeeze(text) and (found := self.print.property(paragraph, "w:numPr")) is not None:
            is_bullet, number = self._number(paragraph, found)
        text = squeeze(f"{number} {text}")
        level = self.print.heading_level(paragraph)
        if text:
            self._add(self._block(text, level, is_bullet))
        for box in paragraph.iter(qn("w:txbxContent")):
            if not any(True for _ in box.iterancestors(_CHOICE)):
                self.body(box)
        self._notes()

    def _block(self, text: str, level: int | None, is_bullet: bool) -> Block:
        if level is not None:
            first = not self.blocks
            return Block("title", text) if first else Block("heading", text, level=max(level, 1))
        if not is_bullet and BULLET.match(text):
            is_bullet, text = True, BULLET.sub("", text)
        return Block("bullet" if is_bullet else "paragraph", text)

    def _add(self, block: Block) -> None:
        if not block.text:
            return
        self.characters += len(block.text)
        if self.characters > MAX_CHARACTERS:
            raise LoadError("too_large", f"The file has more than {MAX_CHARACTERS:,} characters of text. Split it.")
        self.blocks.append(block)

    def _number(self, paragraph: Any, found: Any) -> tuple[bool, str]:
        list_id, depth = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
        stated_depth = depth.get(qn("w:val")) if depth is not None else None
        if list_id is None:
            return False, ""
        return self.numbers.next(list_id.get(qn("w:val"), ""), int(stated_depth or 0))

    def _words(self, paragraph: Any) -> str:
        """A paragraph's words that a reader sees; the others are flagged."""
        shown, hidden = "", ""
        for run in runs_of(paragraph):
            if run.tag != qn("w:r"):
                hidden += _text(run, deleted=True)
            elif self.print.hidden(run, paragraph):
                hidden += _text(run)
            else:
                shown += _text(run)
                self.noted += [
                    each for name in ("w:footnoteReference", "w:endnoteReference") for each in run.iter(qn(name))
                ]
        if squeeze(hidden):
            self.flags.append(Flag("hidden", squeeze(hidden)[:SHOWN]))
        return shown

    def _notes(self) -> None:
        """The notes to what was read last, as paragraphs of their own."""
        noted, self.noted = self.noted, []
        for reference in noted:
            kind = PARTS.FOOTNOTES if reference.tag == qn("w:footnoteReference") else PARTS.ENDNOTES
            note = self.notes[kind].get(reference.get(qn("w:id")))
            if note is None:
                continue
            self.note += 1
            text = squeeze(" ".join(self._words(each) for each in note.iter(qn("w:p"))))
            if text:
                self._add(Block("paragraph", f"Note {self.note}: {text}"))
        self.noted = []

    def _table(self, table: Any) -> None:
        """Rows as paragraphs of cells; a table of one column is there for its looks."""
        rows = [[cell for cell in _cells(row)] for row in _rows(table)]
        if all(len(row) < 2 for row in rows):
            for row in rows:
                for cell in row:
                    self.body(cell)
            return
        first = len(self.blocks)
        for row in rows:
            texts = [squeeze(" ".join(self._words(each) for each in cell.iter(qn("w:p")))) for cell in row]
            if any(texts):
                self._add(Block("paragraph", " | ".join(texts)))
            self._notes()
        if len(self.blocks) > first:
            self.flags.append(Flag("table", self.blocks[first].text[:SHOWN]))


def _part(document: Document, kind: str) -> Any | None:
    """The root of one of the document's other parts."""
    for relation in document.part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            return parse_xml(relation.target_part.blob)
    return None


def _notes(root: Any | None) -> dict[str, Any]:
    return {} if root is None else {note.get(qn("w:id")): note for note in root if note.get(qn("w:type")) is None}


def runs_of(element: Any) -> Iterator[Any]:
    """Runs in their order, also those in links, fields and insertions; deletions as they are."""
    for child in element:
        if child.tag in (qn("w:r"), qn("w:del"), qn("w:moveFrom")):
            yield child
        elif child.tag not in _GONE:
            yield from runs_of(child)


def _text(element: Any, *, deleted: bool = False) -> str:
    text = ""
    for child in element:
        if child.tag == qn("w:t") or (deleted and child.tag == qn("w:delText")):
            text += child.text or ""
        elif child.tag in _AS_SPACE:
            text += " "
        elif child.tag == qn("w:noBreakHyphen"):
            text += "-"
        elif deleted and child.tag == qn("w:r"):
            text += _text(child, deleted=True)
    return text


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == qn("w:tr"):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins")):
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent")):
            yield from _cells(child)
