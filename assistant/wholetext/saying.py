"""Numbers and documents in words: as answers say them, and as questions do."""

import re
from collections.abc import Sequence

from vectorstore.documents import Document

_NUMBERS = """no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty"""
_SMALL = _NUMBERS.split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
}  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_LAST = {"last": -1, "final": -1, "closing": -1}
_DIGITS = re.compile(r"(\d{1,3})(?:st|nd|rd|th)?")

NUMBER = (
    r"(?:\d{1,3}(?:st|nd|rd|th)?"
    rf"|(?:(?:{'|'.join(_TENS)})[ -])?(?:{'|'.join([*_SMALL[1:], *_ORDINALS])})"
    rf"|{'|'.join(_TENS)}|{'|'.join(_LAST)}|i{{2,3}}|iv|vi{{1,3}}|ix)"
)
"""A pattern for a number in a question, in digits, in words, or Roman above one; "last" too."""


def value(said: str) -> int | None:
    """The number that a question names; -1 for the last one, null where it is none."""
    said = said.lower().strip()
    if digits := _DIGITS.fullmatch(said):
        return int(digits[1])
    tens, _, unit = said.replace("-", " ").rpartition(" ")
    small = {word: at for at, word in enumerate(_SMALL)} | _ORDINALS
    if tens in _TENS and 0 < small.get(unit, 0) < 10:
        return _TENS[tens] + small[unit]
    known = small | _TENS | _ROMAN | _LAST
    return known.get(said)


def number(count: int) -> str:
    """ "eleven", "29"."""
    return _SMALL[count] if count < len(_SMALL) else f"{count:,}"


def counted(count: int, what: str) -> str:
    """ "one clause", "three clauses"."""
    return f"{number(count)} {what}{'' if count == 1 else 's'}"


def times(count: int) -> str:
    """ "once", "twice", "three times"."""
    return {1: "once", 2: "twice"}.get(count) or f"{number(count)} times"


def listed(names: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"


def sentence(text: str) -> str:
    """The same text with a capital first letter, unless it begins with a name that has its capitals elsewhere."""
    first = text.partition(" ")[0]
    return text if first != first.lower() else text[:1].upper() + text[1:]


def name_of(document: Document) -> str:
    """A document inside a sentence, as the one who speaks: "the Accord", "techUK"."""
    return document.name[0].lower() + document.name[1:] if document.name.startswith("The ") else document.name


def work(document: Document) -> str:
    """A document inside a sentence, as a thing: "the Accord", "techUK’s article"."""
    if document.kind == "coverage" and document.publisher and document.publisher == document.name:
        return f"{document.publisher}’s article"
    return name_of(document)
