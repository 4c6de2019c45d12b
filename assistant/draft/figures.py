"""Figures and dates of a sentence, written in one way, each with its kind: those of one kind can contradict."""

import re
from dataclasses import dataclass
from typing import Literal

FigureKind = Literal["money", "share", "year", "day", "degrees", "deadline", "other"]

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTHS})\b|\b({_MONTHS})\s+(\d{{1,2}})(?:st|nd|rd|th)?\b"
)
_MONEY = re.compile(
    r"(?P<sign>[£$€¥])\s?(?P<sum>\d[\d.,]*\d|\d)\s?(?P<unit>bn|billion|mn|m|million|tn|trillion|k|thousand)?\b", re.I
)
_SHARE = re.compile(r"\b(\d[\d.,]*)\s?(?:%|per cent\b|percent\b)")
_DEGREES = re.compile(r"\b(\d[\d.,]*)\s?(?:°|degrees?\b)")
_YEAR = re.compile(r"(?<![\d.,£$€¥])\b((?:1[6-9]|20|21)\d\d)s?\b")
_DEADLINE = re.compile(
    r"\b(?:by|before|until)\s+(?:the\s+)?(?P<edge>end|middle|beginning|start|close)\s+of\s+(?P<of>the|this|next|that)\s+"
    r"(?P<unit>year|decade|century|month|week|quarter)\b"
    r"|\b(?:by|before|until)\s+(?P<next>next|this)\s+(?P<late>year|month|week|spring|summer|autumn|winter)\b"
    r"|\bwithin\s+(?P<number>\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\s+(?P<span>hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.,£$€¥-])\d+(?:[.,]\d+)*(?![\w%])")
_UNITS = {"billion": "bn", "million": "m", "mn": "m", "trillion": "tn", "thousand": "k"}
_JOINED = re.compile(r"\b(re|co|non|pre|inter)-([a-z]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Figure:
    """One figure or date."""

    kind: FigureKind
    value: str
    """Equal for equal figures, however they are written."""
    text: str


def figures_in(text: str) -> tuple[Figure, ...]:
    """All figures of a text, each once."""
    found: list[Figure] = []
    rest = text

    def taken(kind: FigureKind, pattern: re.Pattern[str]) -> None:
        nonlocal rest
        found.extend(Figure(kind, _value(kind, match), match[0]) for match in pattern.finditer(rest))
        rest = pattern.sub(lambda match: " " * len(match[0]), rest)

    taken("day", _DAY)
    taken("money", _MONEY)
    taken("share", _SHARE)
    taken("degrees", _DEGREES)
    taken("deadline", _DEADLINE)
    taken("year", _YEAR)
    taken("other", _NUMBER)
    return tuple(dict.fromkeys(found))


def plain(text: str) -> str:
    """The text without its figures, with prefixes joined ("re-vitalise": "revitalise"); words stay where they are."""
    for pattern in (_DAY, _MONEY, _SHARE, _DEGREES, _DEADLINE, _YEAR, _NUMBER):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return _JOINED.sub(r"\1\2 ", text)


def _value(kind: FigureKind, match: re.Match[str]) -> str:
    match kind:
        case "day":
            day, month = (match[1], match[2]) if match[1] else (match[4], match[3])
            return f"{int(day)} {month}"
        case "money":
            unit = (match["unit"] or "").lower()
            return f"{match['sign']}{_bare(match['sum'])}{_UNITS.get(unit, unit)}"
        case "deadline":
            return " ".join(each.lower() for each in match.groups() if each)
        case _:
            return _bare(match[1] if match.re.groups else match[0])


def _bare(number: str) -> str:
    """Without signs between thousands, and without what ends a sentence."""
    return re.sub(r",(?=\d{3}\b)", "", number).rstrip(".,")
