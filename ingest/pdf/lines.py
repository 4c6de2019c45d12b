"""Runs of text on pages to printed lines in reading order: columns told apart, running heads and feet gone."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ingest.pdf.canvas import Run
from ingest.pdf.runs import Sheet

Regions = list[list["Line"]]

HYPHENS = ("-", "\u2010", "\u00ad")
LABEL = re.compile(
    r"(?:[•▪●‣◦○■□–—*·\uf0b7\uf0a7\uf0d8o-]|\(?[0-9]{1,3}[.)]|[0-9]{1,3}(?:\.[0-9]{1,3})+\.?|\(?[a-zA-Z]{1,4}[.)])"
)
"""What may stand apart before a line: a bullet sign, a number or a letter."""

_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–—|\s]*(?:\d{1,4}|[ivxl]{1,7})[-–—|\s]*(?:(?:of|/)\s*\d{1,4})?", re.IGNORECASE
)
_LEADERS = re.compile(r"(?:[.…]\s?){5,}\s*(?:\d{1,4}|[ivxl]{1,7})?\s*$")
"""Dots that lead to a page number: an entry of a table of contents."""
_ZONE = 0.12
"""Share of a page at its top and its foot where running heads and feet stand."""
_OUTER = 3
_BESIDE = 8
_BEGINNING = 64
"""Runs of a line that others are compared with: a page may be made of very many."""
_COLUMN_LINES = 4


@dataclass(frozen=True)
class Line:
    """One printed line. `left` and `right` are the edges of the column in which it stands."""

    text: str
    page: int
    x: float
    end: float
    y: float
    size: float
    bold: bool
    left: float = 0
    right: float = 0
    region: int = 0
    """Which column of the document, counted through, it belongs to."""
    inner: float = 0
    """Where the words start after a label that stands apart."""
    cells: tuple[str, ...] = ()
    """Of a row of a table."""
    hyphen_alone: bool = False
    """A hyphen at its end was drawn apart from the word before it."""


def printed(sheets: Sequence[Sheet]) -> list[Line]:
    """The lines of all pages that readers see, in reading order."""
    pages = [_segments(sheet) for sheet in sheets]
    furniture = _furniture(sheets, pages)
    lines: list[Line] = []
    regions = 0
    for sheet, segments in zip(sheets, pages, strict=True):
        body = [each for each in segments if _key(each) not in furniture and not _LEADERS.search(each.text)]
        for region in _columns(body, sheet.width):
            lines += [replace(line, region=regions) for line in _joined(region)]
            regions += 1
    return lines


def _segments(sheet: Sheet) -> list[Line]:
    """Runs that stand close together on one base line, from top to bottom."""
    bands: list[list[Run]] = []
    shown = [run for run in sheet.runs if not run.hidden and not run.turned]
    for run in sorted(shown, key=lambda each: -each.y):
        # Beside it may stand lines of another column, at other heights.
        near = (
            band for band in reversed(bands[-_BESIDE:]) if any(_on_one_line(each, run) for each in band[:_BEGINNING])
        )
        if (band := next(near, None)) is not None:
            band.append(run)
        else:
            bands.append([run])
    return [line for band in bands for line in _band_segments(band, sheet.number)]


def _on_one_line(one: Run, other: Run) -> bool:
    """True on the same base line; raised and lowered signs belong to what they touch."""
    apart = abs(one.y - other.y)
    if apart < 0.3 * min(one.size, other.size):
        return True
    gap = max(one.x - other.end, other.x - one.end)
    return apart < 0.45 * max(one.size, other.size) and abs(gap) < 0.4 * min(one.size, other.size)


def _band_segments(band: list[Run], page: int) -> list[Line]:
    segments: list[Line] = []
    text, last, size = "", band[0], Counter[tuple[float, bool, float]]()
    start = 0.0
    for run in [*sorted(band, key=lambda each: each.x), None]:
        gap = run.x - last.end if run is not None else 0
        if text and (run is None or gap > min(run.size, last.size)):
            (common, bold, y), _ = size.most_common(1)[0]
            alone = last.text.strip() in HYPHENS and text.strip() not in HYPHENS
            segments.append(Line(text, page, start, last.end, y, common, bold, hyphen_alone=alone))
            text, size = "", Counter()
        if run is None:
            break
        if not text:
            start, last = run.x, run
        elif gap > 0.12 * run.size and not text.endswith(" ") and not run.text.startswith(" "):
            text += " "
        text += run.text
        size[(round(run.size, 1), run.bold, run.y)] += len(run.text.strip())
        last = run if run.end >= last.end else last
    return segments


def _furniture(sheets: Sequence[Sheet], pages: Sequence[Sequence[Line]]) -> set[tuple[int, str, int]]:
    """What is printed at the same place of several pages apart from the text, and page numbers."""
    edges = [edge for sheet, lines in zip(sheets, pages, strict=True) for edge in _edges(sheet, lines)]
    seen = Counter(key for edge in edges for key in {_normal(line) for row in edge.rows for line in row})
    enough = max(2, 0.3 * len(sheets))
    found: set[tuple[int, str, int]] = set()
    for edge in edges:
        repeated = 0
        while repeated < len(edge.rows) and all(seen[_normal(line)] >= enough for line in edge.rows[repeated]):
            repeated += 1
        if repeated == len(edge.rows) and not edge.apart:
            repeated = 0  # the text itself stands on several pages
        numbers = [row for row in edge.rows[:1] if all(_PAGE_NUMBER.fullmatch(line.text.strip()) for line in row)]
        found |= {_key(line) for row in [*edge.rows[:repeated], *numbers] for line in row}
    return found


@dataclass(frozen=True)
class _Edge:
    """The outermost printed rows of a page, at its top or foot, from the outside inwards."""

    rows: list[list[Line]]
    apart: bool
    """More white than between lines of text parts them from the text."""


def _edges(sheet: Sheet, lines: Sequence[Line]) -> Iterator[_Edge]:
    rows: dict[int, list[Line]] = {}
    for line in lines:
        rows.setdefault(round(line.y), []).append(line)
    heights = sorted(rows)
    steps = [high - low for low, high in pairwise(heights)]
    pitch = median(steps) if steps else 0
    for inwards, top in ((heights, False), (heights[::-1], True)):
        edge: list[list[Line]] = []
        apart = False
        for number, height in enumerate(inwards[:_OUTER]):
            in_zone = height > (1 - _ZONE) * sheet.height if top else height < _ZONE * sheet.height
            labelled = any(LABEL.fullmatch(line.text.strip()) for line in rows[height])
            if not in_zone or apart or labelled:
                apart = apart or labelled  # no running head is a bullet: here the text begins
                break
            edge.append(rows[height])
            apart = number + 1 < len(inwards) and abs(inwards[number + 1] - height) > 1.5 * pitch
        yield _Edge(edge, apart)


def _key(line: Line) -> tuple[int, str, int]:
    return line.page, line.text, round(line.y)


def _normal(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+|\b[ivxl]+\b", "#", " ".join(line.text.lower().split())), round(line.y / 4)


def _columns(lines: list[Line], width: float) -> Regions:
    """Lines by the columns they stand in: a gap that none crosses, with full lines on both of its sides."""
    if not lines:
        return []
    for low, high in _bands(lines):
        part = [line for line in lines if low <= line.y <= high]
        gutter = _gutter(part, width)
        if gutter is not None:
            above = [line for line in lines if line.y > high]
            below = [line for line in lines if line.y < low]
            left = [line for line in part if line.end <= gutter]
            right = [line for line in part if line.x >= gutter]
            return [
                *_columns(above, width),
                *_columns(left, width),
                *_columns(right, width),
                *_columns(below, width),
            ]
    edge, end = min(line.x for line in lines), max(line.end for line in lines)
    return [[replace(line, left=edge, right=end) for line in lines]]


def _bands(lines: list[Line]) -> list[tuple[float, float]]:
    """Heights between which columns may stand: the whole, then what lies between lines that go across."""
    top, foot = max(line.y for line in lines), min(line.y for line in lines)
    left, right = min(line.x for line in lines), max(line.end for line in lines)
    middle = (left + right) / 2
    across = sorted({line.y for line in lines if line.x < middle - 12 and line.end > middle + 12}, reverse=True)
    bounds = [top + 1, *across, foot - 1]
    between = [(low + 0.1, high - 0.1) for high, low in pairwise(bounds) if high - low > 30]
    return [(foot, top), *sorted(between, key=lambda each: each[0] - each[1])] if across else [(foot, top)]


def _gutter(lines: list[Line], width: float) -> float | None:
    """The place of the widest gap between columns, if there is one: columns are full, or their lines in no rows."""
    reached, gaps = 0.0, []
    for line in sorted(lines, key=lambda each: each.x):
        if reached and line.x - reached > 0.6 * line.size:
            gaps.append((line.x - reached, (line.x + reached) / 2))
        reached = max(reached, line.end)
    for _, at in sorted(gaps, reverse=True):
        sides = [line for line in lines if line.end <= at], [line for line in lines if line.x >= at]
        if all(_is_broad(side, width) for side in sides) and (all(map(_is_full, sides)) or not _in_rows(*sides)):
            return at
    return None


def _is_broad(lines: list[Line], width: float) -> bool:
    return len(lines) >= _COLUMN_LINES and _extent(lines) > 0.15 * width


def _is_full(lines: list[Line]) -> bool:
    """True where most lines run from edge to edge, as cells of tables do not."""
    return median((line.end - line.x) / _extent(lines) for line in lines) > 0.6


def _in_rows(left: list[Line], right: list[Line]) -> bool:
    """True where lines stand beside lines, as cells of tables do."""
    fewer, more = sorted((left, right), key=len)
    return sum(any(abs(one.y - other.y) < 1 for other in more) for one in fewer) > 0.35 * len(fewer)


def _extent(lines: list[Line]) -> float:
    return max(line.end for line in lines) - min(line.x for line in lines)


def _joined(region: list[Line]) -> list[Line]:
    """One line for each base line of a column; rows of tables keep their cells."""
    rows: dict[float, list[Line]] = {}
    for line in sorted(region, key=lambda each: -each.y):
        near = next((y for y in rows if abs(y - line.y) < 0.3 * line.size), line.y)
        rows.setdefault(near, []).append(line)
    made = [_row(sorted(row, key=lambda each: each.x)) for row in rows.values()]
    return [line if _among_rows(made, number) else replace(line, cells=()) for number, line in enumerate(made)]


def _row(parts: list[Line]) -> Line:
    first = parts[0]
    label = len(parts) > 1 and LABEL.fullmatch(first.text.strip()) is not None
    inner = parts[1].x if label else first.x
    cells = (
        [parts[0].text + " " + parts[1].text, *[each.text for each in parts[2:]]]
        if label
        else [each.text for each in parts]
    )
    body = max(parts, key=lambda each: len(each.text))
    return replace(
        body,
        text=" ".join(each.text.strip() for each in parts),
        x=first.x,
        end=parts[-1].end,
        hyphen_alone=parts[-1].hyphen_alone,
        inner=inner,
        cells=tuple(" ".join(each.split()) for each in cells) if len(cells) > 1 else (),
    )


def _among_rows(lines: list[Line], number: int) -> bool:
    """True where a neighbour is split into cells as well: one wide gap in a line does not make a table."""
    beside = [*lines[max(number - 1, 0) : number], *lines[number + 1 : number + 2]]
    return bool(lines[number].cells) and any(line.cells for line in beside)
