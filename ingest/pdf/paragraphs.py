"""Printed lines to blocks: paragraphs rejoined, headings told by their print, bullets by their signs."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.blocks import SHOWN, Block, Flag
from ingest.pdf.lines import HYPHENS, LABEL, Line
from ingest.text import squeeze

_ENDS = re.compile(r"[.:;!?][\"'”’)\]]*$")
_SIGN = re.compile(r"^(?:[•▪●‣◦○■□·\uf0b7\uf0a7\uf0d8]\s*|[–—*-]\s+|o\s+(?=[A-Za-z]))")
_NUMBER = re.compile(r"^(?:\(?(?:[0-9]{1,3}|[a-z]|[ivxl]{1,5})\)|[0-9]{1,3}\.|[0-9]{1,3}(?:\.[0-9]{1,3})+\.?)\s")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_AROUND = ".,;:()[]\"'“”‘’"
_PREFIXES = ("non", "quasi", "self")
"""What English parts from a word by a hyphen."""
_PARTED = re.compile(rf"\w(?:/|{'|'.join(HYPHENS)})$")
_HEADING_LENGTH = 250


def blocks_of(lines: Sequence[Line]) -> tuple[list[Block], list[Flag]]:
    """The blocks that printed lines make, and a flag for each table among them."""
    if not lines:
        return [], []
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0]
    bold = sum(len(line.text) for line in lines if line.bold) > sum(len(line.text) for line in lines) / 2
    style = _Style(lines, body, bold)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and style.goes_on(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return style.blocks(groups), _tables(groups)


def _pitches(lines: Sequence[Line]) -> dict[float, float]:
    """The usual distance from one line to the next within paragraphs, by size of print."""
    within: dict[float, list[float]] = {}
    every: dict[float, list[float]] = {}
    for before, line in pairwise(lines):
        if before.region == line.region and before.size == line.size and before.y > line.y:
            gap = before.y - line.y
            every.setdefault(line.size, []).append(gap)
            # A small letter goes on with the sentence of the line before.
            if line.text[:1].islower() and not _ENDS.search(before.text.rstrip()):
                within.setdefault(line.size, []).append(gap)
    near = {size: min(gaps) for size, gaps in every.items() if min(gaps) < 1.6 * size}
    return near | {size: median(gaps) for size, gaps in within.items()}


def _set_in(line: Line) -> bool:
    return line.x - line.left > 0.8 * line.size and line.inner <= line.x


def _indents(lines: Sequence[Line]) -> bool | None:
    """Whether paragraphs begin with an indent, told from sentences that go on in a second line; null without any."""
    firsts = [
        (before, line)
        for before, line in pairwise(lines)
        if before.region == line.region and _set_in(before) and line.text[:1].islower()
    ]
    out = sum(before.x - line.x > 0.8 * line.size for before, line in firsts)
    deep = sum(abs(before.x - line.x) < 1 for before, line in firsts)
    return out > 2 * deep if out or deep else None


def _words(lines: Sequence[Line]) -> Counter[str]:
    """Words that stand whole on a line."""
    found: Counter[str] = Counter()
    parted = False
    for line in lines:
        words = line.text.translate(_LIGATURES).split()
        found.update(word.lower().strip(_AROUND) for word in words[int(parted) : -1])
        parted = line.text.rstrip().endswith(HYPHENS)
        found.update(word.lower().strip(_AROUND) for word in words[-1:] if not parted)
    return found


class _Style:
    """How this document is printed."""

    def __init__(self, lines: Sequence[Line], body: float, bold: bool) -> None:
        self.body, self.bold = body, bold
        self.pitches, self.words = _pitches(lines), _words(lines)
        self.hyphenated = _hyphenated(lines, self.words)
        # Word processors draw the hyphens that they add apart from the words.
        self.hyphens_alone = any(line.hyphen_alone for line in lines)
        self.indents = _indents(lines)

    def goes_on(self, group: list[Line], line: Line) -> bool:
        """True where a line belongs to the paragraph before it."""
        last = group[-1]
        if last.cells or line.cells or _starts_item(line, group):
            return False
        if abs(last.size - line.size) > 0.08 * last.size or (last.bold != line.bold and self._all_one(group, line)):
            return False
        if last.region != line.region:
            return self._goes_over(group, line)
        pitch = self.pitches.get(line.size, 1.2 * line.size)
        if last.y - line.y > 1.3 * pitch + 0.5 or self._indented(group, line):
            return False
        return self._is_heading(group) or not _had_room(last, line)

    def _all_one(self, group: list[Line], line: Line) -> bool:
        return all(each.bold == group[0].bold for each in group)

    def _indented(self, group: list[Line], line: Line) -> bool:
        """True where a line starts further in, or further out, than the paragraph's lines do."""
        if _centred(line) and _centred(group[-1]):
            return False
        beside = [each for each in group if each.region == line.region]
        if len(group) == 1:  # its first line may be set in or out
            hanging = bool(LABEL.match(group[0].text.strip()))
            if not hanging and _set_in(group[0]) and abs(line.x - group[0].x) < 1:
                return bool(_ENDS.search(group[0].text.rstrip())) if self.indents is None else self.indents
            return line.x - max(group[0].inner, group[0].x) > 0.8 * line.size and not hanging
        return abs(line.x - beside[-1].x) > 0.8 * line.size and beside[-1] is not group[0]

    def _goes_over(self, group: list[Line], line: Line) -> bool:
        """True where a paragraph goes on in the next column or page."""
        last = group[-1]
        if self._is_heading(group):
            return False
        text = last.text.rstrip()
        if _ENDS.search(text):
            return False
        is_deeper = max(group[0].inner, group[0].x) - group[0].left > 0.8 * line.size
        return not is_deeper or line.x - line.left > 0.5 * line.size or text[-1:] in HYPHENS or line.text[:1].islower()

    def _is_heading(self, group: list[Line]) -> bool:
        text = " ".join(line.text for line in group)
        larger = all(line.size >= 1.08 * self.body for line in group)
        weighty = not self.bold and all(line.bold for line in group)
        return (larger or weighty) and len(text) <= _HEADING_LENGTH and not _SIGN.match(text) and not group[0].cells

    def blocks(self, groups: list[list[Line]]) -> list[Block]:
        """Blocks of groups of lines; the largest print before all else is the title."""
        headed = [group for group in groups if self._is_heading(group) and not text_ends(group)]
        ranks = sorted({(group[0].size, group[0].bold) for group in headed}, reverse=True)
        made: list[Block] = []
        for group in groups:
            if text := self._text(group):
                made.append(self._block(group, text, ranks, first=not made, headed=group in headed))
        return made

    def _block(
        self, group: list[Line], text: str, ranks: list[tuple[float, bool]], *, first: bool, headed: bool
    ) -> Block:
        pages = tuple(sorted({line.page for line in group}))
        if headed:
            if first:
                return Block("title", text, pages)
            return Block("heading", text, pages, level=ranks.index((group[0].size, group[0].bold)) + 1)
        if bare := _SIGN.sub("", text) if _SIGN.match(text) else "":
            return Block("bullet", bare, pages)
        return Block("paragraph", text, pages)

    def _text(self, group: list[Line]) -> str:
        if group[0].cells:
            return squeeze(" | ".join(group[0].cells)).translate(_LIGATURES)
        text, alone = "", False
        for line in group:
            bare = squeeze(line.text.translate(_LIGATURES))
            text = self._join(text, bare, alone=alone) if text else bare
            alone = line.hyphen_alone
        return text.replace("\u00ad", "")

    def _join(self, text: str, line: str, *, alone: bool) -> str:
        """Two lines as one; a hyphen that only parts a word at the line's end goes."""
        if re.search(r"\w/$", text):
            return text + line
        if not text.endswith(HYPHENS) or text.endswith(" -"):
            return f"{text} {line}"
        return text[:-1] + ("-" if self._keeps_hyphen(text, line, alone=alone) else "") + line

    def _keeps_hyphen(self, text: str, line: str, *, alone: bool) -> bool:
        in_capitals = text.split()[-1].isupper() and line.split()[0].isupper()
        if text[-1] == "\u00ad" or not (line[0].islower() or in_capitals):
            return text[-1] != "\u00ad"
        hyphened, whole = _parted(text, line)
        if self.words[hyphened] or self.words[whole]:
            return self.words[hyphened] >= self.words[whole]
        if not self.hyphenated or self.hyphens_alone:
            return not alone
        *_, first, second = hyphened.split("-")
        return first in _PREFIXES or bool(self.words[first] and self.words[second])


def _parted(text: str, line: str) -> tuple[str, str]:
    """A word that a line's end parts, with its hyphen and without."""
    head, tail = text[:-1].split()[-1:], line.split()[:1]
    first, second = ("".join(each).lower().strip(_AROUND) for each in (head, tail))
    return f"{first}-{second}", first + second


def _hyphenated(lines: Sequence[Line], words: Counter[str]) -> bool:
    """True where lines' ends part words that stand whole elsewhere."""
    parted = [
        _parted(line.text.rstrip(), after.text)
        for line, after in pairwise(lines)
        if line.text.rstrip().endswith(HYPHENS) and after.text[:1].islower()
    ]
    return any(words[whole] and not words[hyphened] for hyphened, whole in parted)


def text_ends(group: list[Line]) -> bool:
    """True where a group of lines ends as a sentence does."""
    text = group[-1].text.rstrip()
    return text.endswith((".", ";", ",")) and not re.fullmatch(r"[\w ]{1,20}\.", text)


def _starts_item(line: Line, group: list[Line]) -> bool:
    """True of a bullet, and of a number that a paragraph starts with."""
    text = line.text.strip()
    if _SIGN.match(text):
        # A dash may also start a printed line within a sentence; as a sign it stands apart.
        return text[0] not in "–—-*" or line.inner > line.x or bool(_ENDS.search(group[-1].text.rstrip()))
    if not _NUMBER.match(text):
        return False
    return line.inner > line.x or bool(re.search(r"(?:[.:;!?,—]|\band|\bor)[\"'”’)\]]*$", group[-1].text.rstrip()))


def _had_room(last: Line, line: Line) -> bool:
    """True where a line's first word would have fitted on the line before: somebody ended that on purpose."""
    if _centred(last) or _PARTED.search(last.text.rstrip()):
        return False
    word = line.text.split()[0]
    width = (line.end - line.x) * len(word) / max(len(line.text), 1)
    room = last.right - last.end - 0.35 * last.size
    return room > 1.15 * width and (room > 0.3 * (last.right - last.left) or bool(_ENDS.search(last.text.rstrip())))


def _centred(line: Line) -> bool:
    before, after = line.x - line.left, line.right - line.end
    return before > 1.5 * line.size and abs(before - after) < 1.2 * line.size


def _tables(groups: list[list[Line]]) -> list[Flag]:
    """A flag for each run of rows."""
    flags: list[Flag] = []
    before = False
    for group in groups:
        is_row = bool(group[0].cells)
        if is_row and not before:
            flags.append(Flag("table", " | ".join(group[0].cells)[:SHOWN], group[0].page))
        before = is_row
    return flags
