"""Automatic numbers of a Word file, counted as Word counts them: in the text they stand nowhere."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from ingest.numerals import letters, roman

_DEEPEST = 9


@dataclass(frozen=True)
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    """What stands before the words; %1 is the number of the outermost level."""
    plain: bool = False
    """Numbers of levels above are written as decimals."""


class Numbers:
    """Counts through the paragraphs of one document, in their order."""

    def __init__(self, numbering: Any | None) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._of: dict[str, str] = {}
        self._own: dict[str, dict[int, Level]] = {}
        self._counts: dict[str, list[int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: Any) -> None:
        linked: dict[str, str] = {}
        styles: dict[str, str] = {}
        for each in numbering.findall(qn("w:abstractNum")):
            key = each.get(qn("w:abstractNumId"), "")
            self._abstract[key] = dict(map(_level, each.findall(qn("w:lvl"))))
            if (style := _value(each, "w:styleLink")) is not None:
                styles[style] = key
            if (style := _value(each, "w:numStyleLink")) is not None:
                linked[key] = style
        for each in numbering.findall(qn("w:num")):
            key, abstract = each.get(qn("w:numId"), ""), _value(each, "w:abstractNumId") or ""
            self._of[key] = styles.get(linked.get(abstract, ""), abstract)
            self._own[key] = {}
            for own in each.findall(qn("w:lvlOverride")):
                number = _whole(own.get(qn("w:ilvl")))
                given = own.find(qn("w:lvl"))
                base = self._abstract.get(self._of[key], {}).get(number, Level())
                level = _level(given)[1] if given is not None else base
                start = _value(own, "w:startOverride")
                changed = Level(_whole(start, level.start), level.kind, level.text, level.plain)
                self._own[key][number] = changed

    def next(self, list_id: str, depth: int) -> tuple[bool, str]:
        """Whether a paragraph of this list and level is a bullet, and else what number stands before it."""
        abstract = self._of.get(list_id)
        levels = {**self._abstract.get(abstract or "", {}), **self._own.get(list_id, {})}
        level = levels.get(depth)
        if abstract is None or level is None or not 0 <= depth < _DEEPEST:
            return False, ""
        counts = self._counts.setdefault(abstract, [])
        restarts = depth in self._own[list_id] and (list_id, depth) not in self._begun
        self._begun.add((list_id, depth))
        del counts[depth + 1 :]
        while len(counts) <= depth:
            counts.append(levels.get(len(counts), Level()).start - (len(counts) == depth))
        counts[depth] = level.start if restarts else counts[depth] + 1
        if level.kind == "bullet":
            return True, ""
        if level.kind == "none":
            return False, re.sub(r"%\d", "", level.text).strip()
        return False, re.sub(
            r"%(\d)", lambda found: _shown(int(found[1]) - 1, counts, levels, level), level.text
        ).strip()


def _shown(which: int, counts: list[int], levels: dict[int, Level], at: Level) -> str:
    if not 0 <= which < len(counts):
        return ""
    kind = "decimal" if at.plain else levels.get(which, Level()).kind
    return _WRITTEN.get(kind, str)(counts[which])


def _level(element: Any) -> tuple[int, Level]:
    return _whole(element.get(qn("w:ilvl"))), Level(
        start=_whole(_value(element, "w:start"), 1),
        kind=_value(element, "w:numFmt") or "decimal",
        text=_value(element, "w:lvlText") or "",
        plain=element.find(qn("w:isLgl")) is not None,
    )


def _value(element: Any, name: str) -> str | None:
    found = element.find(qn(name))
    return None if found is None else found.get(qn("w:val"))


def _whole(stated: str | None, otherwise: int = 0) -> int:
    return int(stated) if stated is not None and re.fullmatch(r"\d{1,6}", stated) else otherwise


_WRITTEN: dict[str, Callable[[int], str]] = {
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "decimalZero": lambda number: f"{number:02}",
}
