"""The labels that a text's own numbers make: "Article 4(2)", "Annex A, paragraph 7", "4.2".

A text with such numbers is cited by them; one without by numbers of ours.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.blocks import Block
from ingest.headings import Heading, begun_by, headings, levelled

_FIRST = re.compile(
    r"(?P<dotted>[0-9]{1,3}(?:\.[0-9]{1,3}){1,4})[.)]?\s+(?=[A-Z“\"(‘])"
    r"|(?P<digits>[0-9]{1,3})[.)](?=[\s(])\s*"
    r"|\((?P<enclosed>[0-9]{1,3}|[a-z]{1,2}|[ivxl]{1,6}|[A-Z])\)\s*"
    r"|(?P<letter>[a-z]|[ivxl]{2,6})[.)]\s+"
    r"|(?P<capital>[A-Z])\)\s+"
)
_NEXT = re.compile(r"\((?P<enclosed>[0-9]{1,3}|[a-z]{1,2}|[ivxl]{1,6}|[A-Z])\)\s*")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi")
_WIDE = ("Annex", "Appendix", "Schedule", "Protocol", "Attachment", "Part", "Chapter", "Title")
"""What holds paragraphs with numbers of their own, which are then called so."""
OPENS = (":", "—", "–")
"""How a clause ends that the next ones complete."""
_RUN_IN_LEVEL = 99
_PLACE_LENGTH = 60


@dataclass(frozen=True)
class Sign:
    """A number before a clause: what it says, and the form that tells its level."""

    value: str
    form: str


@dataclass(frozen=True)
class Numbering:
    """What the numbers of a text make of its blocks."""

    blocks: tuple[Block, ...]
    """The same texts; titles of articles are headings, at the depths that their numbers tell."""
    labels: tuple[str, ...]
    """Of each block its label; empty for headings."""
    depths: tuple[int, ...]
    """How many numbers below its article lead to a clause."""


@dataclass(frozen=True)
class _Clause:
    """What leads to one block that is no heading."""

    path: tuple[Heading, ...]
    part: int
    signs: tuple[Sign, ...]
    """All that lead to it; of an unnumbered block those of the clause before it."""
    own: bool
    """It has a number itself."""
    bullet: bool
    opens: bool
    """Others complete it."""
    inside: bool
    """The last clause with a number is completed by others."""
    begins: bool
    """It begins with what its article is called."""


def numbering(blocks: Sequence[Block], before: str) -> Numbering | None:
    """The labels that a text's own numbers make; null where it has none.

    `before` is what the text before all headings is called.
    """
    headed = list(headings(blocks))
    named = any(each is not None and each.name for each in headed)
    signs = sum(bool(_FIRST.match(block.text)) for block in blocks if block.kind in ("paragraph", "bullet"))
    if not named and signs < 2 and not any(begun_by(block.text) for block in blocks):
        return None
    made = levelled(blocks, headed)
    run_in: list[Heading] = []
    clauses = _clauses(made, headed, run_in)
    labels = _Labels(
        [*_of_the_text(headed), *run_in],
        [each for each in clauses if each is not None],
        before if any(headed) else "",
    )
    used: Counter[str] = Counter()
    found: list[str] = []
    for clause in clauses:
        label = labels.of(clause) if clause is not None else ""
        used[label] += 1
        found.append(label if used[label] == 1 or not label else f"{label} [{used[label]}]")
    depths = tuple(_depth(clause.signs) if clause is not None and clause.own else 0 for clause in clauses)
    return Numbering(tuple(made), tuple(found), depths)


def _depth(signs: Sequence[Sign]) -> int:
    return sum(sign.value.count(".") + 1 for sign in signs)


def _clauses(blocks: Sequence[Block], headed: Sequence[Heading | None], run_in: list[Heading]) -> list[_Clause | None]:
    """What leads to each block; null for headings. Articles that paragraphs begin with are added to `run_in`."""
    path: list[Heading] = []
    signs: list[Sign] = []
    part, open_above = 0, False
    found: list[_Clause | None] = []
    for block, heading in zip(blocks, headed, strict=True):
        if heading is not None:
            path = [*(each for each in path if each.level < block.level), replace(heading, level=block.level)]
            signs, part = [], part + 1
            found.append(None)
            continue
        if block.kind == "title" and not found:
            found.append(None)
            continue
        text = block.text
        begun = begun_by(text) if block.kind == "paragraph" else None
        if begun is not None:
            name, text = begun
            path = [*(each for each in path if each.level < _RUN_IN_LEVEL), Heading(_RUN_IN_LEVEL, name, "")]
            signs, part = [], part + 1
            run_in += [path[-1]] if not any(each.appended for each in path) else []
        own = _read(text, signs)
        signs = own or signs
        opens = block.text.endswith(OPENS)
        open_above = opens if own else open_above and bool(signs)
        found.append(
            _Clause(
                path=tuple(path),
                part=part,
                signs=tuple(signs),
                own=bool(own),
                bullet=block.kind == "bullet",
                opens=opens,
                inside=open_above,
                begins=begun is not None,
            )
        )
    return found


def _read(text: str, before: Sequence[Sign]) -> list[Sign]:
    """The numbers that lead to a clause which follows one with the numbers `before`; none where it has no own."""
    found = _FIRST.match(text)
    if found is None:
        return []
    signs = list(before)
    while found is not None:
        sign = _sign(found, signs)
        forms = [each.form for each in signs]
        signs = [*signs[: forms.index(sign.form)], sign] if sign.form in forms else [*signs, sign]
        text = text[found.end() :]
        found = _NEXT.match(text)
    return signs[-1:] if signs[-1].form == "dotted" else signs


def _sign(found: re.Match[str], before: Sequence[Sign]) -> Sign:
    kind, value = found.lastgroup or "", found[found.lastgroup or 0]
    if value[0].isdigit():
        return Sign(value, "dotted" if kind == "dotted" else f"1 {kind}")
    if value.isupper():
        return Sign(value, f"A {kind}")
    last = {each.form: each.value for each in before}
    if value in _ROMAN:
        # (i) follows (h), or begins a list of its own.
        at = _ROMAN.index(value)
        goes_on = last.get(f"i {kind}") == _ROMAN[at - 1] if at else last.get(f"a {kind}") != "h"
        if goes_on or len(value) > 1:
            return Sign(value, f"i {kind}")
    return Sign(value, f"a {kind}")


class _Labels:
    """Makes the labels of one text."""

    def __init__(self, named: Sequence[Heading], clauses: Sequence[_Clause], before: str) -> None:
        self._before = before
        self._shared = Counter(each.name for each in named)
        firsts = Counter(each.signs for each in clauses if each.own and not _names(each.path))
        self._restarts = any(count > 1 for count in firsts.values())
        self._numbered = {each.part for each in clauses if each.own}
        self._plain = Counter(each.part for each in clauses if not each.own)
        self._begun: set[int] = set()
        self._counts: Counter[tuple[object, ...]] = Counter()

    def of(self, clause: _Clause) -> str:
        """The label of the next clause; clauses come in their order."""
        base = self._base(clause.path)
        if clause.own:
            self._begun.add(clause.part)
            return self._numbered_label(base, clause)
        if clause.bullet or clause.inside:
            over = self._numbered_label(base, clause) if clause.signs else base or self._place(clause)
            what = "item" if clause.bullet else "unnumbered paragraph"
            self._counts[over, what] += 1
            return _after(over, f"{what} {self._counts[over, what]}")
        return self._unnumbered(base, clause)

    def _unnumbered(self, base: str | None, clause: _Clause) -> str:
        place = base or self._place(clause)
        inside = clause.part in self._numbered
        if base and clause.begins and not clause.opens:
            return base
        if base and not inside and self._plain[clause.part] == 1:
            return base
        if clause.opens and inside and clause.part not in self._begun and self._plain[clause.part] == 1:
            return _after(place, "opening")
        self._counts[clause.part, "plain"] += 1
        what = "unnumbered paragraph" if inside else "paragraph"
        return _after(place, f"{what} {self._counts[clause.part, 'plain']}")

    def _base(self, path: Sequence[Heading]) -> str | None:
        """What the innermost numbered heading is called, with the one above it where its number stands twice."""
        names = _names(path)
        if not names:
            return None
        inner = names[-1]
        outer = [each for each in names[:-1] if each.appended] or (
            names[-2:-1] if self._shared[inner.name] > 1 and not inner.appended else []
        )
        return ", ".join(str(each.name) for each in (*outer[-1:], inner))

    def _place(self, clause: _Clause) -> str:
        words = clause.path[-1].words if clause.path else self._before
        return words if len(words) <= _PLACE_LENGTH else words[:_PLACE_LENGTH].rsplit(" ", 1)[0] + " ..."

    def _numbered_label(self, base: str | None, clause: _Clause) -> str:
        first, *deeper = clause.signs
        rest = "".join(f"({sign.value})" for sign in deeper)
        if first.form == "dotted":
            return self._dotted(base, first.value) + rest
        if base is None:
            return _after(self._place(clause) if self._restarts else "", f"paragraph {_value(first)}") + rest
        if base.split(", ")[-1].split()[0] in _WIDE and first.value[0].isdigit():
            return f"{base}, paragraph {first.value}{rest}"
        return f"{base}({first.value}){rest}"

    def _dotted(self, base: str | None, value: str) -> str:
        *outer, inner = base.split(", ") if base else [""]
        outer = [*outer, inner] if inner.startswith(_WIDE) else outer
        word, _, number = inner.partition(" ")
        if number and value.startswith(f"{number}.") and word not in ("Section", *_WIDE):
            return ", ".join([*outer, f"{word} {value}"])
        appended = [each for each in outer if not each.startswith(("Part", "Chapter", "Title"))]
        return ", ".join([*appended, value])


def _of_the_text(headed: Sequence[Heading | None]) -> list[Heading]:
    """The numbered headings that stand before the first annex; those in annexes are called after theirs."""
    named = [each for each in headed if each is not None and each.name]
    end = next((index for index, each in enumerate(named) if each.appended), len(named))
    return named[:end]


def _value(sign: Sign) -> str:
    return sign.value if sign.value[0].isdigit() else f"({sign.value})"


def _names(path: Sequence[Heading]) -> list[Heading]:
    return [each for each in path if each.name]


def _after(place: str, what: str) -> str:
    return f"{place}, {what}" if place else what[0].upper() + what[1:]
