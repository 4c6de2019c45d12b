"""A Word file with comments at sentences of it. Of its own text nothing changes; runs are cut where a sentence ends."""

import io
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from docx import Document as open_document
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.run import Run

from ingest.docx.load import runs_of
from ingest.docx.print import Print
from ingest.load import CONTROL
from ingest.text import squeeze

Remark = tuple[str, str]
"""A sentence, and the comment to it."""
_AUTHOR, _INITIALS = "Accord Assistant", "AA"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class _Letter:
    """One letter that a reader sees: in which element, and the how-manieth of it."""

    letter: str
    element: Any
    at: int


def commented(data: bytes, remarks: Sequence[Remark]) -> bytes:
    """The file with a comment at each sentence, in the order of the text.

    What is not found in the body, such as a sentence of a footnote, is told in one comment at the beginning.
    """
    document = open_document(io.BytesIO(data))
    lost = _place(document, remarks)
    if lost:
        told = "\n\n".join(f"“{sentence}”\n{comment}" for sentence, comment in lost)
        _at_the_beginning(document, f"On sentences that stand in notes, boxes or tables:\n\n{told}")
    return _saved(document)


def made(paragraphs: Sequence[str], remarks: Sequence[Remark]) -> bytes:
    """A new file of these paragraphs with comments."""
    document = open_document()
    for each in paragraphs:
        document.add_paragraph(CONTROL.sub("", each))
    return commented(_saved(document), remarks)


def _saved(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _place(document: Document, remarks: Sequence[Remark]) -> list[Remark]:
    """Write what can be placed; what cannot is given back."""
    paragraphs = [_Paragraph(each, Print(document.styles.element)) for each in document.element.body.iter(qn("w:p"))]
    lost: list[Remark] = []
    number, at = 0, 0
    for sentence, comment in remarks:
        found = _found(paragraphs, squeeze(CONTROL.sub("", sentence)), number, at)
        if found is None:
            lost.append((sentence, comment))
            continue
        number, start, at = found
        paragraphs[number].ranges.append((start, at, comment))
    for paragraph in paragraphs:
        for start, end, comment in reversed(paragraph.ranges):  # what is cut lies behind what is left to do
            first, last = paragraph.cut(start, end, document)
            document.add_comment([first, last], CONTROL.sub("", comment), _AUTHOR, _INITIALS)
    return lost


def _found(paragraphs: "Sequence[_Paragraph]", sentence: str, number: int, at: int) -> tuple[int, int, int] | None:
    """Which paragraph has a sentence, and from where to where, from one place on."""
    unnumbered = sentence.partition(" ")[2]  # the number of a list stands before its words, but in no run
    for wanted in filter(None, (sentence, unnumbered)):
        for which in range(number, len(paragraphs)):
            start = paragraphs[which].text.find(wanted, at if which == number else 0)
            if start >= 0:
                return which, start, start + len(wanted)
    return None


def _at_the_beginning(document: Document, comment: str) -> None:
    paragraph = document.paragraphs[0] if document.paragraphs else document.add_paragraph()
    run = paragraph.runs[0] if paragraph.runs else paragraph.add_run()
    document.add_comment([run], CONTROL.sub("", comment), _AUTHOR, _INITIALS)


class _Paragraph:
    """A paragraph's text as it was read, and where each letter of it stands."""

    def __init__(self, element: Any, print_: Print) -> None:
        self.ranges: list[tuple[int, int, str]] = []
        self._letters: list[_Letter] = []
        for letter in _letters(element, print_):
            if letter.letter.isspace():
                if self._letters and self._letters[-1].letter != " ":
                    self._letters.append(_Letter(" ", letter.element, letter.at))
            else:
                self._letters.append(letter)
        self.text = "".join(each.letter for each in self._letters)

    def cut(self, start: int, end: int, document: Document) -> tuple[Run, Run]:
        """The first and the last run of a range, which begin and end with it."""
        last = self._letters[end - 1]
        _cut(last.element, last.at + 1)
        first = self._letters[start]
        begins = _cut(first.element, first.at)
        ends = last.element.getparent() if last.element is not first.element else begins
        return Run(begins, document._body), Run(ends, document._body)


def _letters(paragraph: Any, print_: Print) -> Iterator[_Letter]:
    for run in runs_of(paragraph):
        if run.tag != qn("w:r") or print_.hidden(run, paragraph):
            continue
        for child in run:
            if child.tag == qn("w:t"):
                yield from (_Letter(letter, child, at) for at, letter in enumerate(child.text or ""))
            elif child.tag == qn("w:noBreakHyphen"):
                yield _Letter("-", child, 0)
            elif child.tag in {qn(name) for name in ("w:tab", "w:br", "w:cr", "w:ptab")}:
                yield _Letter(" ", child, 0)


def _cut(element: Any, at: int) -> Any:
    """The run that begins with the letter `at` of an element, which is cut there where it is not cut already."""
    run = element.getparent()
    text = element.text or "" if element.tag == qn("w:t") else ""
    before = element.getprevious()
    if at == 0 and (before is None or before.tag == qn("w:rPr")):
        return run
    behind = deepcopy(run)
    for child in list(behind):
        if child.tag != qn("w:rPr"):
            behind.remove(child)
    moved = list(run)[run.index(element) + (1 if at else 0) :]
    if at and at < len(text):
        rest = deepcopy(element)
        element.text, rest.text = text[:at], text[at:]
        for each in (element, rest):
            each.set(_SPACE, "preserve")
        behind.append(rest)
    for child in moved:
        behind.append(child)
    if len(behind) == (behind.find(qn("w:rPr")) is not None):
        return run
    run.addnext(behind)
    return behind
