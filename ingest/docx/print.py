"""How a Word file's paragraphs and runs are printed: their styles' chain, and what a reader does not see."""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

_WHITE = {"FFFFFF", "FEFEFE", "FDFDFD"}
_TINY = 2
"""Half points."""
_CHAIN = 12


class Print:
    """Looks up properties along the chain of styles."""

    def __init__(self, styles: Any) -> None:
        every = styles.findall(qn("w:style"))
        self._styles = {each.get(qn("w:styleId")): each for each in every}
        self._usual = [each for each in every if each.get(qn("w:default")) == "1"]

    def chain(self, paragraph: Any) -> list[Any]:
        """A paragraph's style and those it is based on, the nearest first."""
        own = _child(paragraph, "w:pPr", "w:pStyle")
        usual = [each for each in self._usual if each.get(qn("w:type")) == "paragraph"]
        return self._based(own.get(qn("w:val"))) if own is not None else usual

    def _based(self, name: str | None) -> list[Any]:
        found: list[Any] = []
        while name in self._styles and len(found) < _CHAIN:
            found.append(self._styles[name])
            base = found[-1].find(qn("w:basedOn"))
            name = None if base is None else base.get(qn("w:val"))
        return found

    def property(self, paragraph: Any, name: str) -> Any | None:
        """The nearest statement of a paragraph's property."""
        for each in [paragraph, *self.chain(paragraph)]:
            if (found := _child(each, "w:pPr", name)) is not None:
                return found
        return None

    def heading_level(self, paragraph: Any) -> int | None:
        """1 to 9 of a heading, 0 of the title, null of anything else."""
        names = [_value(style, "w:name").lower() for style in self.chain(paragraph)]
        if "title" in names:
            return 0
        outline = self.property(paragraph, "w:outlineLvl")
        if outline is not None and (level := outline.get(qn("w:val"), "9")).isdigit() and int(level) < 9:
            return int(level) + 1
        named = next((name for name in names if name.startswith("heading ")), "")
        return int(named[8:]) if named[8:].isdigit() else None

    def is_contents(self, paragraph: Any) -> bool:
        """True of an entry of a table of contents."""
        return any(_value(style, "w:name").lower().startswith("toc ") for style in self.chain(paragraph)[:1])

    def hidden(self, run: Any, paragraph: Any) -> bool:
        """True where a run is marked as hidden, tiny, or white without something dark behind it."""
        style = _child(run, "w:rPr", "w:rStyle")
        styles = self._based(style.get(qn("w:val"))) if style is not None else []
        chain = [run, *styles, *self.chain(paragraph)]
        if _on(self._first(chain, "w:vanish")):
            return True
        size = self._first(chain, "w:sz")
        if size is not None and (given := size.get(qn("w:val"), "")).isdigit() and int(given) <= _TINY:
            return True
        colour = self._first(chain, "w:color")
        white = colour is not None and colour.get(qn("w:val"), "").upper() in _WHITE
        return white and not any(_dark(each) for each in self._behind(chain, run))

    @staticmethod
    def _first(chain: list[Any], name: str) -> Any | None:
        return next((found for each in chain if (found := _child(each, "w:rPr", name)) is not None), None)

    @staticmethod
    def _behind(chain: list[Any], run: Any) -> Iterator[Any]:
        for each in chain:
            for kind in ("w:rPr", "w:pPr"):
                yield from (_child(each, kind, name) for name in ("w:shd", "w:highlight"))
        for above in run.iterancestors(qn("w:p"), qn("w:tc"), qn("w:tbl")):
            kind = {qn("w:p"): "w:pPr", qn("w:tc"): "w:tcPr"}.get(above.tag, "w:tblPr")
            yield _child(above, kind, "w:shd")
            if above.tag == qn("w:tbl") and _child(above, "w:tblPr", "w:tblStyle") is not None:
                yield _child(above, "w:tblPr", "w:tblStyle")  # styles of tables shade their heads


def _dark(shade: Any | None) -> bool:
    if shade is None:
        return False
    return shade.get(qn("w:fill"), shade.get(qn("w:val"), "")).upper() not in {
        "AUTO",
        "WHITE",
        "NONE",
        "CLEAR",
        *_WHITE,
    }


def _child(element: Any, group: str, name: str) -> Any | None:
    found = element.find(qn(group))
    return None if found is None else found.find(qn(name))


def _value(element: Any, name: str) -> str:
    found = element.find(qn(name))
    return "" if found is None else found.get(qn("w:val"), "")


def _on(switch: Any | None) -> bool:
    return switch is not None and switch.get(qn("w:val"), "1") not in ("0", "false", "off")
