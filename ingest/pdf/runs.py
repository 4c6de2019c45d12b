"""One PDF page to runs of text: where each stands, how large, whether bold, and whether a reader sees it.

pypdf's own extraction tells neither where a run ends nor its colour, so its content streams are walked here; decoding
and widths of characters are its work.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from pypdf import PageObject
from pypdf.errors import PdfReadError
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject, NameObject, StreamObject

# pypdf has no public way to a font's decoding and widths.
from pypdf.generic._font import Font

from ingest.pdf.canvas import UPRIGHT, Canvas, Colour, Matrix, Run, State, around, decoded, numbers, point, times

MAX_FORMS = 5_000
MAX_RUNS = 200_000
_FORM_DEPTH = 12
_ADDITIVE = ("/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/CalGray", "/CalRGB", "/ICCBased")
_GAP = 1.5
"""In text sizes: what is further apart within one operation is not one run."""


@dataclass(frozen=True)
class Sheet:
    """One page."""

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    pictured: float
    """Share of the page that its largest picture covers."""


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


def _draw(page: PageObject, box: Any, turn: int, off: frozenset[int]) -> Canvas:
    width, height = float(box.width), float(box.height)
    at: Matrix = (1, 0, 0, 1, -float(box.left), -float(box.bottom))
    turned = {
        90: (0, -1, 1, 0, 0, width),
        180: (-1, 0, 0, -1, width, height),
        270: (0, 1, -1, 0, height, 0),
    }.get(turn, UPRIGHT)
    shown = Canvas(*((height, width) if turn in (90, 270) else (width, height)), off=off)
    contents = page.get("/Contents")
    if contents is not None and (contents := contents.get_object()) is not None:
        stream = ContentStream(contents, page.pdf, "bytes")
        _Walk(shown, page.get("/Resources"), page.pdf, State(matrix=times(at, turned))).walk(stream)
    return shown


class _Walk:
    """Walks through the operations of one content stream."""

    def __init__(self, page: Canvas, resources: Any, pdf: Any, state: State, depth: int = 0) -> None:
        found = resources.get_object() if resources is not None else None
        self.resources = found if isinstance(found, DictionaryObject) else DictionaryObject()
        self.page, self.pdf, self.state, self.depth = page, pdf, state, depth
        self.kept: list[State] = []
        self.line: Matrix = UPRIGHT
        self.at: Matrix = UPRIGHT
        self.path: list[tuple[float, float]] = []
        self.marks: list[bool] = []
        self.unseen = False
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
            b"Tm": lambda given: self._move_to(tuple(given[:6])) if len(numbers(given)) == 6 else None,
            b"T*": lambda _: self._next([0, -self.state.leading]),
            b"Tj": lambda given: self._show(given[:1]),
            b"TJ": lambda given: self._show(given[0] if given and isinstance(given[0], list) else []),
            b"'": lambda given: self._spaced([None, None, *given]),
            b'"': self._spaced,
            b"BDC": self._mark,
            b"BMC": lambda _: self.marks.append(False),
            b"EMC": self._unmark,
            b"Do": self._object,
            b"INLINE IMAGE": lambda _: self.page.picture(self.state.matrix),
            **dict.fromkeys((b"g", b"rg", b"k"), self._plain_colour),
            **dict.fromkeys((b"sc", b"scn"), self._colour),
            b"cs": self._space,
            b"re": self._rectangle,
            **dict.fromkeys((b"m", b"l"), lambda given: self._points(given[:2])),
            **dict.fromkeys((b"c", b"v", b"y"), self._points),
            **dict.fromkeys((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"), self._fill),
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
        if first := numbers(given[:1]):
            value = first[0] * factor
            self._set(**{name: int(value) if name == "mode" else value})

    def _transform(self, given: list[Any]) -> None:
        if len(matrix := numbers(given)) == 6:
            self._set(matrix=times(matrix, self.state.matrix))

    def _named(self, kind: str, name: Any) -> Any:
        group = self.resources.get(kind)
        group = group.get_object() if group is not None else None
        found = group.get(name) if isinstance(group, DictionaryObject) else None
        return found.get_object() if found is not None else None

    def _graphics_state(self, given: list[Any]) -> None:
        found = self._named("/ExtGState", given[0]) if given else None
        if isinstance(found, DictionaryObject) and (opacity := numbers([found.get("/ca")])):
            self._set(opacity=opacity[0])

    def _font(self, given: list[Any]) -> None:
        name, size = str(given[0]) if given else "", numbers(given[1:2])
        if name not in self.fonts:
            resource = self._named("/Font", name)
            self.fonts[name] = Font.from_font_resource(resource) if isinstance(resource, DictionaryObject) else None
        self._set(font=self.fonts[name], size=size[0] if size else self.state.size)

    def _move_to(self, matrix: Sequence[float]) -> None:
        self.line = self.at = times(matrix, UPRIGHT)

    def _next(self, given: list[Any]) -> None:
        if len(by := numbers(given)) == 2:
            self._move_to(times((1, 0, 0, 1, *by), self.line))

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
                shown, advance = decoded(state, piece)
                text += shown
                self._advance(advance)
            elif moved := numbers([piece]):
                if -moved[0] > far:
                    self._write(text, start)
                    text = ""
                elif -moved[0] > words and text and not text.endswith(" "):
                    text += " "
                self._advance(-moved[0] / 1000 * state.size * state.scale)
                start = start if text else self.at
        self._write(text, start)

    def _write(self, text: str, start: Matrix) -> None:
        self.page.write(text, self.state, start, self.at, switched_off=self.unseen or any(self.marks))

    def _advance(self, by: float) -> None:
        self.at = times((1, 0, 0, 1, by, 0), self.at)

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
                self.page.picture(self.state.matrix)
            return
        self.page.forms += 1
        if self.depth >= _FORM_DEPTH or self.page.forms > MAX_FORMS:
            return
        matrix = numbers(found.get("/Matrix", ()))
        state = replace(self.state, matrix=times(matrix, self.state.matrix)) if len(matrix) == 6 else self.state
        resources = found.get("/Resources", self.resources)
        inner = _Walk(self.page, resources, self.pdf, state, self.depth + 1)
        inner.unseen = hidden or self.unseen or any(self.marks)
        inner.walk(ContentStream(found, self.pdf, "bytes"))

    def _colour(self, given: list[Any]) -> None:
        parts = numbers(given) if self.state.additive else []
        colour: Colour | None = None
        if len(parts) == 1:
            colour = (parts[0],) * 3
        elif len(parts) == 3:
            colour = tuple(parts)
        elif len(parts) == 4:
            colour = tuple((1 - each) * (1 - parts[3]) for each in parts[:3])
        self._set(colour=colour)

    def _plain_colour(self, given: list[Any]) -> None:
        self._set(additive=True)
        self._colour(given)

    def _space(self, given: list[Any]) -> None:
        """In other spaces, those of single inks or palettes, numbers do not say how light a colour is."""
        name = given[0] if given else ""
        found = self._named("/ColorSpace", name) or name
        family = found[0] if isinstance(found, list) and found else found
        self._set(colour=(0, 0, 0), additive=family in _ADDITIVE)

    def _rectangle(self, given: list[Any]) -> None:
        if len(parts := numbers(given)) == 4:
            x, y, width, height = parts
            self._points([x, y, x + width, y, x, y + height, x + width, y + height])

    def _points(self, given: list[Any]) -> None:
        for x, y in list(pairwise(numbers(given)))[::2]:
            self.path.append(point(self.state.matrix, x, y))

    def _fill(self, _: list[Any]) -> None:
        if self.path and self.state.opacity > 0.5 and not self.unseen and not any(self.marks):
            self.page.fill(around(self.path), self.state.colour)
        self.path.clear()
