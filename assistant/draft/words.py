"""A sentence as the words in it that say something, each with what it is called and what it does."""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.commitments.promise import Strength
from assistant.draft.figures import Figure, figures_in, plain
from assistant.draft.lexicon import Key, key_of, lexicon, root_of, tokens
from vectorstore.words import is_function_word

WEAKER: tuple[Strength, ...] = ("explore", "state", "commit", "do")
"""From the weakest to the strongest."""
_DONE = re.compile(
    r"\b(?:has|have|had)\s+(?:already\s+|now\s+|both\s+)?(?:been\s+)?(?P<perfect>\w+(?:ed|en|un|aid|eld|uilt|ought))\b"
    r"|\b(?:was|were)\s+(?P<past>\w+(?:ed|en|un|aid|eld|uilt|ought))\b|\balready\b",
    re.IGNORECASE,
)
_ADVERB = r"not|also|be|have|now|then|together|(?!apply\b|supply\b|comply\b|multiply\b|reply\b|rely\b)\w+ly"
_GOVERNING = re.compile(
    rf"\b(?:will|shall|must|would|can|is to|are to|to be)\s+(?:(?:{_ADVERB})\s+)*(?P<verb>[a-z]+)",
)
_HELD = frozenset(("a", "an", "its", "our", "the", "their"))
_LEADING = frozenset(("that", "against", "between", "by", "for", "from", "in", "of", "on", "to", "towards", "with"))
_COMING = re.compile(r"\b(?:will|shall)\b", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:is|are|be|been|being|was|were)\s+(?:\w+ly\s+)?\w+(?:ed|en|ought|eld|un|uilt)\b", re.I)


@dataclass(frozen=True)
class Said:
    """One word or phrase that says something."""

    text: str
    concept: str
    """What it is called: equal for words that mean the same."""
    parts: tuple[str, ...]
    """The roots of its words: a longer name may be said in part."""
    at: int
    """Which word of the sentence, counted from 0."""
    start: int
    """At which character."""
    light: bool
    """It may be said of any text."""
    lists: frozenset[str]
    name: bool
    """Written as a name."""
    led: str
    """The preposition or "that" before it, in lower case; empty where there is none."""


@dataclass(frozen=True)
class Reading:
    """A sentence as it is compared."""

    text: str
    words: tuple[Said, ...]
    figures: tuple[Figure, ...]
    strength: Strength
    done: bool
    """It tells of something as done already."""
    coming: bool
    """It tells of something that will be."""
    verb: Said | None
    """What is done, where a "will" or the like tells."""
    passive: bool

    @property
    def content(self) -> tuple[Said, ...]:
        """The words that a text must have."""
        return tuple(each for each in self.words if not each.light)

    def marked(self, name: str) -> tuple[Said, ...]:
        """The words that a list has."""
        return tuple(each for each in self.words if name in each.lists)

    @property
    def concepts(self) -> frozenset[str]:
        """What all its words are called, the parts of its names included."""
        return frozenset(each.concept for each in self.words).union(*(each.parts for each in self.words))


_LISTS = (
    "commit",
    "state",
    "explore",
    "hedges",
    "absolutes",
    "for",
    "against",
    "negations",
    "saying",
    "light",
    "lacking",
    "limits",
)
_LIGHT = frozenset(("saying", "light", "negations", "absolutes", "commit", "state", "explore", "hedges"))


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """What a sentence says."""
    figures = figures_in(text)
    spoken = plain(text)
    words = tuple(_said(spoken))
    governing = _GOVERNING.search(spoken)
    verb = None
    if governing is not None:
        key = key_of(governing["verb"])
        verb = next((each for each in words if key[0] in each.parts and not each.name), None)
    done = next((found for found in _DONE.finditer(spoken) if not _speaks(found)), None)
    return Reading(
        text=text,
        words=words,
        figures=figures,
        strength=_strength(words),
        done=done is not None,
        coming=_COMING.search(spoken) is not None,
        verb=verb,
        passive=_PASSIVE.search(spoken) is not None,
    )


def _speaks(found: re.Match[str]) -> bool:
    """True for "have agreed", "has announced": to have said it is not to have done it."""
    word = found["perfect"] or found["past"]
    if word is None:
        return False
    key = key_of(word)
    return any(key[0] == each[0] for name in ("saying", "commit", "state") for each in lexicon().lists[name])


def _strength(words: tuple[Said, ...]) -> Strength:
    """The weakest by which a sentence is bound."""
    return next((each for each in WEAKER[:-1] if any(each in word.lists for word in words)), "do")


def _said(text: str) -> list[Said]:
    known = lexicon()
    found = [(match[0], root_of(match[0]), match.start()) for match in tokens(text)]
    roots = [key for _, key, _ in found]
    said: list[Said] = []
    at = 0
    led = ""
    while at < len(found):
        size = next(
            (
                size
                for size in range(min(known.longest, len(found) - at), 1, -1)
                if _is_known(tuple(roots[at : at + size]))
            ),
            1,
        )
        key = tuple(roots[at : at + size])
        text_of = text[found[at][2] : found[at + size - 1][2] + len(found[at + size - 1][0])]
        lists = frozenset(name for name in _LISTS if key in known.lists[name])
        if lists or key in known.same or not (is_function_word(text_of) or len(text_of) < 2):
            name = at > 0 and text_of[0].isupper()
            light = bool(lists & _LIGHT and not lists & {"lacking"}) or text_of[0].isdigit() or text_of[0] in "£$€¥"
            concept = known.same.get(key, " ".join(key))
            said.append(Said(text_of, concept, key, at, found[at][2], light, lists, name, led))
        low = text_of.casefold()
        led = low if low in _LEADING else led if low in _HELD else ""
        at += size
    return said


def _is_known(key: Key) -> bool:
    known = lexicon()
    return key in known.same or any(key in some for some in known.lists.values())
