"""What one page of a PDF shows so far: its text, and what is painted behind it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

# pypdf has no public way to a font's decoding and widths.
from pypdf.generic._font import Font

Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[float, ...]
Area = tuple[float, float, float, float]

UPRIGHT: Matrix = (1, 0, 0, 1, 0, 0)
WHITE: Colour = (1, 1, 1)
TINY = 1.0
"""Points: no reader sees text of this size."""
_INVISIBLE_MODES = (3, 7)
_NEAR = 0.06
_PAINTED = 1_000
"""Areas of one page that are remembered."""


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
class State:
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
    """Null where it is not known."""
    additive: bool = True
    """Whether numbers of the current colour space say how light a colour is."""
    opacity: float = 1


@dataclass
class Canvas:
    """What was drawn so far."""

    width: float
    height: float
    off: frozenset[int] = frozenset()
    """Object numbers of the optional content that is switched off."""
    forms: int = 0
    """How many forms were drawn."""
    runs: list[Run] = field(default_factory=list)
    painted: list[tuple[Area, Colour | None]] = field(default_factory=list)
    pictured: float = 0

    def write(self, text: str, state: State, start: Matrix, end: Matrix, *, switched_off: bool) -> None:
        """Add what stands between two positions of the pen."""
        if not text.strip() or not all(map(math.isfinite, (*state.matrix, *start, *end))):
            return
        first = times((1, 0, 0, 1, 0, state.rise), times(start, state.matrix))
        last = times(end, state.matrix)
        size = abs(state.size) * math.hypot(first[2], first[3])
        turned = first[0] <= 0 or abs(first[1]) > 0.1 * abs(first[0])
        x, far, y = first[4], last[4], first[5]
        self.runs.append(
            Run(
                text=text,
                x=x,
                end=max(x, far),
                y=y,
                size=size,
                bold=is_bold(state.font),
                hidden=switched_off or self._unseen(state, size, (x, far, y, abs(last[5] - y) if turned else 0)),
                layer=state.mode in _INVISIBLE_MODES,
                turned=turned,
            )
        )

    def _unseen(self, state: State, size: float, place: tuple[float, float, float, float]) -> bool:
        x, end, y, rises = place
        off_page = max(x, end) < 0 or x > self.width or y + max(size, rises) < 0 or y > self.height
        narrow = end - x < 0.05 * size and not rises
        if off_page or narrow or size <= TINY or state.mode in _INVISIBLE_MODES or state.opacity < _NEAR:
            return True
        if state.colour is None:
            return False
        middle, height = (x + end) / 2, y + size / 4
        behind: Colour | None = WHITE
        for (left, low, right, high), colour in self.painted:
            if left <= middle <= right and low <= height <= high:
                behind = colour
        same = behind is not None and all(abs(a - b) < _NEAR for a, b in zip(behind, state.colour, strict=True))
        return same and state.mode in (0, 4)

    def picture(self, matrix: Matrix) -> None:
        """Paint a picture, which fills the unit square."""
        area = around([point(matrix, x, y) for x in (0, 1) for y in (0, 1)])
        self.fill(area, None)
        left, right = max(area[0], 0), min(area[2], self.width)
        low, high = max(area[1], 0), min(area[3], self.height)
        share = max(right - left, 0) * max(high - low, 0) / max(self.width * self.height, 1)
        self.pictured = max(self.pictured, share)

    def fill(self, area: Area, colour: Colour | None) -> None:
        """Paint an area; null for what has no one colour."""
        if len(self.painted) < _PAINTED:
            self.painted.append((area, colour))


def decoded(state: State, given: bytes | str) -> tuple[str, float]:
    """What a string shows, and how far it moves the pen in text space."""
    font = state.font
    if font is None:
        return "", 0
    data = given.encode("latin-1", "replace") if isinstance(given, str) else given
    if isinstance(font.encoding, str):
        raw = coded = data.decode(font.encoding, "replace")
    else:
        raw = "".join(map(chr, data))
        coded = "".join(font.encoding.get(byte, chr(byte)) for byte in data)
    widths = sum(font.space_width if char == font.space_char else font.get_text_width(char) for char in raw)
    advance = widths / 1000 * state.size + len(raw) * state.spacing + raw.count(" ") * state.word_spacing
    return "".join(str(font.character_map.get(char, char)) for char in coded), advance * state.scale


def times(first: Sequence[float], then: Sequence[float]) -> Matrix:
    """The product of two matrices: what `first` does, and then `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def numbers(operands: Sequence[Any]) -> list[float]:
    """Those operands that are numbers."""
    return [float(each) for each in operands if isinstance(each, int | float) and math.isfinite(each)]


def point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point is after a matrix."""
    at = times((1, 0, 0, 1, x, y), matrix)
    return at[4], at[5]


def around(points: Sequence[tuple[float, float]]) -> Area:
    """The upright rectangle around some points."""
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)


def is_bold(font: Font | None) -> bool:
    """True where a font's name, flags or weight say so."""
    if font is None:
        return False
    weight = numbers([font.font_descriptor.weight])
    name = font.name.lower()
    bold = any(each in name for each in ("bold", "black", "heavy", "semibold", "demi"))
    return bold or bool(font.font_descriptor.flags & 2**18) or bool(weight and weight[0] >= 600)
