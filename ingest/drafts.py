"""Drafts that staff give to be checked: a text or a file as its paragraphs and their sentences."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.apart import commented_apart, draft_apart
from ingest.errors import IngestError, Stopped
from ingest.sentences import sentence_spans
from vectorstore.documents import Span
from vectorstore.intakes import Refusal

_PRINTED = 50
"""Characters from which a line may have been cut where a page ends."""
_CLOSED = re.compile(r"[.:;!?,][\"'”’)\]]*$")
_CELL = re.compile(r"(?:(?! \| ).)+")
"""What stands between the marks that part the cells of a table's row."""
_LISTED = re.compile(r"\s*(?:[-*•]|\d{1,3}[.)]|\([a-z0-9]{1,3}\)|#{1,6})\s")


@dataclass(frozen=True)
class Part:
    """One paragraph of a draft."""

    text: str
    title: bool
    """The draft has it as a title or heading."""
    start: int | None
    """Where it stands in the text that was given; null of a file."""
    sentences: tuple[Span, ...]
    """Spans into its text."""


@dataclass(frozen=True)
class Draft:
    """A draft as it was read."""

    parts: tuple[Part, ...]
    noticed: tuple[str, ...] = ()
    """Which of `insertions`, `deletions`, `pictures` and `comments` its file has."""


def draft_of_text(text: str) -> Draft:
    """A typed text: each line is a paragraph, but for lines that run on where a printed page cut them."""
    return Draft(
        tuple(
            Part(text[start:end], text[start:end].startswith("#"), start, _sentences(text[start:end]))
            for start, end in _paragraphs(text)
        )
    )


def draft_of_file(name: str, data: bytes, stop: Callable[[], bool]) -> Draft | Refusal | None:
    """A file, read in a process of its own; null where `stop` said that it is wanted no more."""
    try:
        loaded, noticed = draft_apart(name, data, stop=stop)
    except Stopped:
        return None
    except IngestError as error:
        return Refusal(error.code, str(error))
    parts = (Part(each.text, each.kind in ("title", "heading"), None, _sentences(each.text)) for each in loaded.blocks)
    return Draft(tuple(parts), noticed)


def draft_commented(
    data: bytes, paragraphs: Sequence[str], remarks: Sequence[tuple[str, str]], stop: Callable[[], bool]
) -> bytes | Refusal | None:
    """A Word file with a comment at each of these sentences; a new one of the paragraphs where there are no bytes.

    Null where `stop` said that it is wanted no more.
    """
    try:
        return commented_apart(data, paragraphs, remarks, stop=stop)
    except Stopped:
        return None
    except IngestError as error:
        return Refusal(error.code, str(error))


def _sentences(paragraph: str) -> tuple[Span, ...]:
    """Spans of the sentences, those of a table's cells apart; the number of a list is none."""
    text = paragraph.replace("\n", " ")
    cells = [(match.start(), match.end()) for match in _CELL.finditer(text)]
    spans = (span for start, end in cells for span in sentence_spans(text, start, end))
    return tuple((start, end) for start, end in spans if any(each.isalpha() for each in text[start:end]))


def _paragraphs(text: str) -> Iterator[Span]:
    """Spans of the paragraphs of a typed text, without white space at their ends."""
    begun: int | None = None
    before, end = "", 0
    for line in re.finditer(r"[^\n]+", text):
        bare = line[0].strip()
        start = line.start() + len(line[0]) - len(line[0].lstrip())
        close = begun is not None and not _runs_on(before, bare, text[end : line.start()])
        if close and begun is not None:
            yield begun, end
            begun = None
        if bare:
            begun = start if begun is None else begun
            before, end = bare, start + len(bare)
    if begun is not None:
        yield begun, end


def _runs_on(before: str, line: str, between: str) -> bool:
    if not line or between.count("\n") > 1 or _LISTED.match(line):
        return False
    return len(before) >= _PRINTED and _CLOSED.search(before) is None
