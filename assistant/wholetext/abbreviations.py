"""Abbreviations: those that a text writes out, found by rule, and usual ones from a reviewed list."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from vectorstore.documents import Span

_BRACKETS = re.compile(r"\(([^()\n]{2,120})\)")
_SHORT = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Z][\w&.-]{0,8}[\w]")
_WORD = re.compile(r"\S+")
_LAST_WORD = re.compile(r"(\S+)\s*$")


@dataclass(frozen=True)
class Known:
    """An abbreviation of the reviewed list."""

    short: str
    long: str
    also: tuple[str, ...] = ()
    article: bool = False
    """True where a sentence says "the" before the long form."""


@dataclass(frozen=True)
class WrittenOut:
    """An abbreviation that a text writes out, and the span of both, brackets included."""

    short: str
    long: str
    span: Span


@cache
def known_abbreviations() -> tuple[Known, ...]:
    """The reviewed list of usual abbreviations (abbreviations.toml)."""
    text = resources.files("assistant.wholetext").joinpath("abbreviations.toml").read_text("utf-8")
    return tuple(
        Known(each["short"], each["long"], tuple(each.get("also", ())), each.get("article", False))
        for each in tomllib.loads(text)["abbreviation"]
    )


@lru_cache(maxsize=256)
def written_out(text: str) -> tuple[WrittenOut, ...]:
    """Every "long form (ABC)" and "ABC (long form)" of a text.

    By the rule of Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical
    text" (Pacific Symposium on Biocomputing, 2003): the letters of the short form are looked for from right to left
    in the words before the brackets, the first of them at the start of a word.
    """
    found: list[WrittenOut] = []
    for brackets in _BRACKETS.finditer(text):
        inside = brackets[1].strip()
        line = text.rfind("\n", 0, brackets.start()) + 1
        before = text[line : brackets.start()]
        if _SHORT.fullmatch(inside):
            most = min(len(inside) + 5, 2 * len(inside))
            words = list(_WORD.finditer(before))[-most:]
            start = words[0].start() if words else 0
            if (at := _best_start(inside, before[start:])) is not None:
                long = before[start + at :].rstrip()
                found.append(WrittenOut(inside, long, (line + start + at, brackets.end())))
        elif (short := _LAST_WORD.search(before)) and _SHORT.fullmatch(short[1]) and _best_start(short[1], inside) == 0:
            found.append(WrittenOut(short[1], inside, (line + short.start(1), brackets.end())))
    return tuple(found)


def _best_start(short: str, long: str) -> int | None:
    """Where the long form starts in a text that ends with it; null where the letters are not all there in order."""
    at = len(long)
    letters = [letter for letter in short.lower() if letter.isalnum()]
    for place in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0 and not (
            long[at].lower() == letters[place] and (place > 0 or at == 0 or not long[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return None
    start = long.rfind(" ", 0, at + 1) + 1
    return start if len(long[start:]) > len(short) else None
