"""One PDF page to runs of text: where each stands, how large, whether bold, and whether a reader sees it.

pypdf's own extraction tells neither where a run ends nor its colour, so its content streams are walked here; decoding
and widths of characters are its work.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from pypdf import PageObject
from pypdf.errors import PdfReadError
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject, NameObject, StreamObject

# pypdf has no public way to a font's decoding and widths.
from pypdf.generic._font import Font

Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[float, ...]
Area = tuple[float, float, float, float]

UPRIGHT: Matrix = (1, 0, 0, 1, 0, 0)
WHITE: Colour = (1, 1, 1)
TINY = 1.0
"""Points: no reader sees text of this size."""
MAX_FORMS = 5_000
MAX_RUNS = 200_000
_FORM_DEPTH = 12
_INVISIBLE_MODES = (3, 7)
_NEAR = 0.06
_GAP = 1.5
"""In text sizes: what is further apart within one operation is not one run."""


@dataclass(frozen=True)
class Run:
    """Characters on one base line. Lengths are in points, from the lower left corner of the page as it is shown."""

    text: str
    x: float
    end: float
    y: float
    size: float
    bold: bool
    hidden: bool = False
    layer: bool = False
    """Hidden because it is drawn in the invisible mode, as programs do that put recognised text behind a scan."""
    turned: bool = False
    """Not written from left to right."""


@dataclass(frozen=True)
class Sheet:
    """One page."""

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    pictured: float
    """Share of the page that its largest picture covers."""


@dataclass(frozen=True)
class _State:
    """The graphics and text state that q and Q keep."""

    matrix: Matrix = UPRIGHT
    font: Font | None = None
    size: float = 0
    mode: int = 0
    spacing: float = 0
    word_spacing: float = 0
    scale: float = 1
    leading: float = 0
    rise: float = 0
    colour: Colour | None = (0, 0, 0)
    """Null for patterns."""
    opacity: float = 1


@dataclass
class _Page:
    """What was drawn so far."""

    width: float
    height: float
    off: frozenset[int]
    """Object numbers of the optional content that is switched off."""
    runs: list[Run] = field(default_factory=list)
    painted: list[tuple[Area, Colour | None]] = field(default_factory=list)
    pictured: float = 0
    forms: int = 0


def sheet(page: PageObject, number: int, off: frozenset[int]) -> Sheet:
    """What stands on one page, in the order in which it is drawn.

    Raises:
        pypdf.errors.PyPdfError: the page cannot be read.
    """
    box = page.cropbox
    turn = int(page.rotation) % 360
    drawn = _draw(page, box, turn, off)
    letters = sum(len(run.text) for run in drawn.runs if not run.hidden)
    if sum(len(run.text) for run in drawn.runs if run.turned and not run.hidden) > letters / 2:
        drawn = _draw(page, box, (turn + 90) % 360, off)  # a page that lies on its side
    return Sheet(number, drawn.width, drawn.height, tuple(drawn.runs), drawn.pictured)


def _draw(page: PageObject, box: Any, turn: int, off: frozenset[int]) -> _Page:
    width, height = float(box.width), float(box.height)
    at: Matrix = (1, 0, 0, 1, -float(box.left), -float(box.bottom))
    turned = {
        90: (0, -1, 1, 0, 0, width),
        180: (-1, 0, 0, -1, width, height),
        270: (0, 1, -1, 0, height, 0),
    }.get(turn, UPRIGHT)
    shown = _Page(*((height, width) if turn in (90, 270) else (width, height)), off=off)
    contents = page.get("/Contents")
    if contents is not None and (contents := contents.get_object()) is not None:
        stream = ContentStream(contents, page.pdf, "bytes")
        _Walk(shown, page.get("/Resources"), page.pdf, _State(matrix=_times(at, turned))).walk(stream)
    return shown


def _times(first: Sequence[float], then: Sequence[float]) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _numbers(operands: Sequence[Any]) -> list[float]:
    return [float(each) for each in operands if isinstance(each, int | float) and math.isfinite(each)]


class _Walk:
    """Walks through the operations of one content stream."""

    def __init__(self, page: _Page, resources: Any, pdf: Any, state: _State, depth: int = 0) -> None:
        found = resources.get_object() if resources is not None else None
        self.resources = found if isinstance(found, DictionaryObject) else DictionaryObject()
        self.page, self.pdf, self.state, self.depth = page, pdf, state, depth
        self.kept: list[_State] = []
        self.line: Matrix = UPRIGHT
        self.at: Matrix = UPRIGHT
        self.path: list[tuple[float, float]] = []
        self.marks: list[bool] = []
        self.fonts: dict[str, Font | None] = {}
        self.does: dict[bytes, Callable[[list[Any]], None]] = {
            b"q": lambda _: self.kept.append(self.state),
            b"Q": lambda _: self._set(**vars(self.kept.pop())) if self.kept else None,
            b"cm": self._transform,
            b"gs": self._graphics_state,
            b"BT": lambda _: self._move_to(UPRIGHT),
            b"Tf": self._font,
            b"Tr": lambda given: self._number(given, "mode"),
            b"Tc": lambda given: self._number(given, "spacing"),
            b"Tw": lambda given: self._number(given, "word_spacing"),
            b"Tz": lambda given: self._number(given, "scale", 0.01),
            b"TL": lambda given: self._number(given, "leading"),
            b"Ts": lambda given: self._number(given, "rise"),
            b"Td": self._next,
            b"TD": self._next_leading,
            b"Tm": lambda given: self._move_to(tuple(given[:6])) if len(_numbers(given)) == 6 else None,
            b"T*": lambda _: self._next([0, -self.state.leading]),
            b"Tj": lambda given: self._show(given[:1]),
            b"TJ": lambda given: self._show(given[0] if given and isinstance(given[0], list) else []),
            b"'": lambda given: self._spaced([None, None, *given]),
            b'"': self._spaced,
            b"BDC": self._mark,
            b"BMC": lambda _: self.marks.append(False),
            b"EMC": self._unmark,
            b"Do": self._object,
            b"INLINE IMAGE": lambda _: self._picture(),
            **dict.fromkeys((b"g", b"rg", b"k", b"sc", b"scn"), self._colour),
            b"cs": lambda _: self._set(colour=(0, 0, 0)),
            b"re": self._rectangle,
            **dict.fromkeys((b"m", b"l"), lambda given: self._points(given[:2])),
            **dict.fromkeys((b"c", b"v", b"y"), self._points),
            **dict.fromkeys((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"), lambda _: self._fill()),
            **dict.fromkeys((b"n", b"S", b"s"), lambda _: self.path.clear()),
        }

    def walk(self, stream: ContentStream) -> None:
        for operands, operator in stream.operations:
            act = self.does.get(operator)
            if act is not None:
                act(operands if isinstance(operands, list) else [])
            if len(self.page.runs) > MAX_RUNS:
                raise PdfReadError(f"A page draws more than {MAX_RUNS:,} pieces of text.")

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)

    def _number(self, given: list[Any], name: str, factor: float = 1) -> None:
        if numbers := _numbers(given[:1]):
            value = numbers[0] * factor
            self._set(**{name: int(value) if name == "mode" else value})

    def _transform(self, given: list[Any]) -> None:
        if len(numbers := _numbers(given)) == 6:
            self._set(matrix=_times(numbers, self.state.matrix))

    def _named(self, kind: str, name: Any) -> Any:
        group = self.resources.get(kind)
        group = group.get_object() if group is not None else None
        found = group.get(name) if isinstance(group, DictionaryObject) else None
        return found.get_object() if found is not None else None

    def _graphics_state(self, given: list[Any]) -> None:
        found = self._named("/ExtGState", given[0]) if given else None
        if isinstance(found, DictionaryObject) and (opacity := _numbers([found.get("/ca")])):
            self._set(opacity=opacity[0])

    def _font(self, given: list[Any]) -> None:
        name, size = str(given[0]) if given else "", _numbers(given[1:2])
        if name not in self.fonts:
            resource = self._named("/Font", name)
            self.fonts[name] = Font.from_font_resource(resource) if isinstance(resource, DictionaryObject) else None
        self._set(font=self.fonts[name], size=size[0] if size else self.state.size)

    def _move_to(self, matrix: Sequence[float]) -> None:
        self.line = self.at = _times(matrix, UPRIGHT)

    def _next(self, given: list[Any]) -> None:
        if len(numbers := _numbers(given)) == 2:
            self._move_to(_times((1, 0, 0, 1, *numbers), self.line))

    def _next_leading(self, given: list[Any]) -> None:
        self._number(given[1:], "leading", -1)
        self._next(given)

    def _spaced(self, given: list[Any]) -> None:
        self._number(given[:1], "word_spacing")
        self._number(given[1:2], "spacing")
        self._next([0, -self.state.leading])
        self._show(given[2:3])

    def _show(self, pieces: Sequence[Any]) -> None:
        """Text and the distances in it, as one run, or several where they are far apart."""
        state = self.state
        if state.font is None:
            return
        text, start, far, words = "", self.at, _GAP * 1000, state.font.space_width / 2
        for piece in pieces:
            if isinstance(piece, bytes | str) and not isinstance(piece, NameObject):
                shown, advance = self._decoded(state.font, piece)
                text += shown
                self._advance(advance)
            elif moved := _numbers([piece]):
                if -moved[0] > far:
                    self._add(text, start)
                    text = ""
                elif -moved[0] > words and text and not text.endswith(" "):
                    text += " "
                self._advance(-moved[0] / 1000 * state.size * state.scale)
                start = start if text else self.at
        self._add(text, start)

    def _advance(self, by: float) -> None:
        self.at = _times((1, 0, 0, 1, by, 0), self.at)

    def _decoded(self, font: Font, given: bytes | str) -> tuple[str, float]:
        """What a string shows, and how far it moves the pen in text space."""
        data = given.encode("latin-1", "replace") if isinstance(given, str) else given
        if isinstance(font.encoding, str):
            raw = coded = data.decode(font.encoding, "replace")
        else:
            raw = "".join(map(chr, data))
            coded = "".join(font.encoding.get(byte, chr(byte)) for byte in data)
        state = self.state
        widths = sum(font.space_width if char == font.space_char else font.get_text_width(char) for char in raw)
        advance = widths / 1000 * state.size + len(raw) * state.spacing + raw.count(" ") * state.word_spacing
        return "".join(str(font.character_map.get(char, char)) for char in coded), advance * state.scale

    def _add(self, text: str, start: Matrix) -> None:
        if not text.strip():
            return
        state = self.state
        first = _times((1, 0, 0, 1, 0, state.rise), _times(start, state.matrix))
        last = _times(self.at, state.matrix)
        size = abs(state.size) * math.hypot(first[2], first[3])
        turned = first[0] <= 0 or abs(first[1]) > 0.1 * abs(first[0])
        x, end, y = first[4], last[4], first[5]
        self.page.runs.append(
            Run(
                text=text,
                x=x,
                end=max(x, end),
                y=y,
                size=size,
                bold=_is_bold(state.font),
                hidden=self._unseen(size, (x, end, y, abs(last[5] - y) if turned else 0)),
                layer=state.mode in _INVISIBLE_MODES,
                turned=turned,
            )
        )

    def _unseen(self, size: float, place: tuple[float, float, float, float]) -> bool:
        x, end, y, rises = place
        state, page = self.state, self.page
        off_page = max(x, end) < 0 or x > page.width or y + max(size, rises) < 0 or y > page.height
        narrow = end - x < 0.05 * size and not rises
        if off_page or narrow or size <= TINY or state.mode in _INVISIBLE_MODES or state.opacity < _NEAR:
            return True
        if any(self.marks) or state.colour is None:
            return any(self.marks)
        middle, height = (x + end) / 2, y + size / 4
        behind: Colour | None = WHITE
        for (left, low, right, high), colour in page.painted:
            if left <= middle <= right and low <= height <= high:
                behind = colour
        same = behind is not None and all(abs(a - b) < _NEAR for a, b in zip(behind, state.colour, strict=True))
        return same and state.mode in (0, 4)

    def _mark(self, given: list[Any]) -> None:
        is_optional = len(given) > 1 and given[0] == "/OC"
        self.marks.append(is_optional and self._switched_off(self._raw("/Properties", given[1])))

    def _unmark(self, _: list[Any]) -> None:
        if self.marks:
            self.marks.pop()

    def _raw(self, kind: str, name: Any) -> Any:
        group = self.resources.get(kind)
        group = group.get_object() if group is not None else None
        return group.raw_get(name) if isinstance(group, DictionaryObject) and name in group else None

    def _switched_off(self, content: Any) -> bool:
        """True of optional content that is not shown; of a membership where all of its groups are off."""
        if isinstance(content, IndirectObject) and content.idnum in self.page.off:
            return True
        found = content.get_object() if content is not None else None
        if not isinstance(found, DictionaryObject) or "/OCGs" not in found:
            return False
        groups = found.raw_get("/OCGs")
        members = groups if isinstance(groups, list) else [groups]
        return bool(members) and all(getattr(each, "idnum", None) in self.page.off for each in members)

    def _object(self, given: list[Any]) -> None:
        found = self._named("/XObject", given[0]) if given else None
        if not isinstance(found, StreamObject):
            return
        hidden = "/OC" in found and self._switched_off(found.raw_get("/OC"))
        if found.get("/Subtype") == "/Image":
            if not hidden:
                self._picture()
            return
        self.page.forms += 1
        if self.depth >= _FORM_DEPTH or self.page.forms > MAX_FORMS:
            return
        matrix = _numbers(found.get("/Matrix", ()))
        state = replace(self.state, matrix=_times(matrix, self.state.matrix)) if len(matrix) == 6 else self.state
        resources = found.get("/Resources", self.resources)
        inner = _Walk(self.page, resources, self.pdf, state, self.depth + 1)
        inner.marks = [hidden or any(self.marks)]
        inner.walk(ContentStream(found, self.pdf, "bytes"))

    def _picture(self) -> None:
        area = _around([_point(self.state.matrix, x, y) for x in (0, 1) for y in (0, 1)])
        self.page.painted.append((area, None))
        left, right = max(area[0], 0), min(area[2], self.page.width)
        low, high = max(area[1], 0), min(area[3], self.page.height)
        share = max(right - left, 0) * max(high - low, 0) / max(self.page.width * self.page.height, 1)
        self.page.pictured = max(self.page.pictured, share)

    def _colour(self, given: list[Any]) -> None:
        numbers = _numbers(given)
        made: dict[int, Callable[[], Colour]] = {
            1: lambda: (numbers[0],) * 3,
            3: lambda: tuple(numbers),
            4: lambda: tuple((1 - each) * (1 - numbers[3]) for each in numbers[:3]),
        }
        known = made.get(len(numbers)) if len(numbers) == len(given) else None
        self._set(colour=known() if known else None)

    def _rectangle(self, given: list[Any]) -> None:
        if len(numbers := _numbers(given)) == 4:
            x, y, width, height = numbers
            self._points([x, y, x + width, y, x, y + height, x + width, y + height])

    def _points(self, given: list[Any]) -> None:
        for x, y in list(pairwise(_numbers(given)))[::2]:
            self.path.append(_point(self.state.matrix, x, y))

    def _fill(self) -> None:
        if self.path and self.state.opacity > 0.5 and not any(self.marks):
            self.page.painted.append((_around(self.path), self.state.colour))
        self.path.clear()


def _point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    at = _times((1, 0, 0, 1, x, y), matrix)
    return at[4], at[5]


def _around(points: Sequence[tuple[float, float]]) -> Area:
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)


def _is_bold(font: Font | None) -> bool:
    if font is None:
        return False
    weight = _numbers([font.font_descriptor.weight])
    name = font.name.lower()
    bold = any(each in name for each in ("bold", "black", "heavy", "semibold", "demi"))
    return bold or bool(font.font_descriptor.flags & 2**18) or bool(weight and weight[0] >= 600)
