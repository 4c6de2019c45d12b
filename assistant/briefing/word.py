"""A briefing as a Word file with real footnotes; the only door to pandoc.

Pandoc gets the document as a tree and not as Markdown, so that no text can be taken for mark-up.
"""

import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pypandoc

from assistant.briefing.briefing import Briefing, Paragraph
from assistant.briefing.footnotes import Footnote, footnotes, marked
from assistant.briefing.house_style import CLOSING, house_style
from assistant.briefing.markdown import closing
from assistant.errors import BriefingNotWritten

Node = dict[str, Any]
_TREE = [1, 23]
"""The version of pandoc's tree that this is written for."""
_SECONDS = 30


def briefing_docx(briefing: Briefing) -> bytes:
    """The bytes of the file.

    Raises:
        BriefingNotWritten: pandoc failed.
    """
    tree = json.dumps({"pandoc-api-version": _TREE, "meta": _facts(briefing), "blocks": _blocks(briefing)})
    with TemporaryDirectory(prefix="briefing-") as folder:
        style, file = Path(folder, "style.docx"), Path(folder, "briefing.docx")
        style.write_bytes(house_style(_reference()))
        options = ["--from=json", "--to=docx", f"--reference-doc={style}", f"--output={file}"]
        _pandoc(options, tree.encode())
        return file.read_bytes()


@cache
def _reference() -> bytes:
    """The reference document that pandoc brings."""
    return _pandoc(["--print-default-data-file=reference.docx"], b"")


def _pandoc(options: Sequence[str], given: bytes) -> bytes:
    command = [pypandoc.get_pandoc_path(), *options]
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        told = "The Word file could not be written: pandoc failed. Take the briefing as Markdown instead."
        raise BriefingNotWritten(told) from error
    return done.stdout


def _facts(briefing: Briefing) -> Node:
    title = {"t": "MetaInlines", "c": [_text(briefing.title)]}
    return {"title": title, "subtitle": {"t": "MetaInlines", "c": [_text(briefing.subtitle)]}}


def _blocks(briefing: Briefing) -> list[Node]:
    quotes = {each.number: each.quote for each in briefing.citations}
    notes = {each.number: each for each in footnotes(briefing.notes)}
    blocks: list[Node] = []
    for number, section in enumerate(briefing.sections, 1):
        heading = [2, [f"section-{number}", [], []], [_text(section.heading)]]
        blocks += [{"t": "Header", "c": heading}, *_paragraphs(section.paragraphs, quotes, notes)]
    line = _para(_text(closing(briefing)))
    return [*blocks, {"t": "Div", "c": [["", [], [["custom-style", CLOSING]]], [line]]}]


def _paragraphs(
    paragraphs: Iterable[Paragraph], quotes: Mapping[int, str], notes: Mapping[int, Footnote]
) -> Iterable[Node]:
    """Items that follow each other as one list; those with a label of their own need no bullets."""
    items: list[list[Node]] = []
    for each in paragraphs:
        inlines = [{"t": "Strong", "c": [_text(f"{each.label}: ")]}] if each.label else []
        for at, sentence in enumerate(each.sentences):
            inlines += [_text(" ")] if at else []
            for text, number in marked(sentence, quotes):
                inlines += [_text(text)] if text else []
                inlines += [{"t": "Note", "c": [_para(*_note(notes[number]))]}] if number is not None else []
        if each.item and not each.label:
            items.append([{"t": "Plain", "c": inlines}])
            continue
        if items:
            yield {"t": "BulletList", "c": items}
            items = []
        yield _para(*inlines)
    if items:
        yield {"t": "BulletList", "c": items}


def _note(note: Footnote) -> Iterable[Node]:
    link: list[Node] = []
    if note.url:
        link = [_text(" "), {"t": "Link", "c": [["", [], []], [_text(note.url)], [note.url, ""]]}]
    return [_text(note.text), *link]


def _para(*inlines: Node) -> Node:
    return {"t": "Para", "c": list(inlines)}


def _text(text: str) -> Node:
    return {"t": "Str", "c": text}
