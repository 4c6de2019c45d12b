"""The reviewed lists of English by which a draft is compared with a text (lexicon.toml), ready to be looked up."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from assistant.wholetext.abbreviations import known_abbreviations
from assistant.wholetext.terms import is_acronym, root
from assistant.wholetext.variants import known_names
from vectorstore.words import stem_of

Key = tuple[str, ...]
"""The roots of the words of a phrase."""
_WORD = re.compile(r"[£$€¥]?\d+(?:[.,]\d+)*\w*%?|[^\W\d_]+(?:[&][^\W\d_]+)?\d*")
_DOUBLE = re.compile(r"(?:[aiu]|[^r]o)ll(?:ed|ing|ers?)$")
"""Not of "cancelled", which Americans write with one l, but of "called"."""


@dataclass(frozen=True)
class Lexicon:
    """All lists, by the roots of their phrases."""

    same: Mapping[Key, str]
    """What each phrase is called that has others like it."""
    lists: Mapping[str, frozenset[Key]]
    longest: int
    """Words of the longest phrase."""

    def has(self, name: str, key: Key) -> bool:
        """Whether a list has a phrase."""
        return key in self.lists[name]


@cache
def lexicon() -> Lexicon:
    """The lists that come with the project, and the names and abbreviations of the whole-text search."""
    data = tomllib.loads(resources.files(__package__).joinpath("lexicon.toml").read_text("utf-8"))
    same: dict[Key, str] = {}
    groups: list[Iterable[str]] = [each.same for each in known_names()]
    groups += [(each.short, each.long, *each.also) for each in known_abbreviations()]
    for group in (*groups, *data["same"]):
        keys = [key_of(phrase) for phrase in group]
        name = " ".join(keys[0])
        for key in keys:
            same.setdefault(key, name)
    lists = {name: frozenset(map(key_of, data[name])) for name in data if name != "same"}
    longest = max(map(len, (*same, *(key for some in lists.values() for key in some))))
    return Lexicon(same, lists, longest)


@cache
def verbs_known() -> frozenset[str]:
    """The roots of the verbs that documents promise with."""
    data = tomllib.loads(resources.files("assistant.commitments").joinpath("verbs.toml").read_text("utf-8"))
    return frozenset(key_of(each)[0] for some in data.values() for each in some)


def key_of(phrase: str) -> Key:
    """The roots of a phrase's words; those of an abbreviation are itself."""
    return tuple(root_of(word) for word in words_in(phrase))


def concept_of(phrase: str) -> str:
    """What a phrase is called: the same for all that mean the same."""
    key = key_of(phrase)
    return lexicon().same.get(key, " ".join(key))


def words_in(text: str) -> list[str]:
    """The words and figures of a text, as they are written."""
    return [found[0] for found in tokens(text)]


def tokens(text: str) -> list[re.Match[str]]:
    """The words and figures of a text, with their places."""
    return list(_WORD.finditer(text))


def root_of(word: str) -> str:
    """The root of a word; an abbreviation stands for itself: "US" is not "us"."""
    if is_acronym(word):
        return word
    if is_acronym(word[:-1]) and word.endswith("s"):
        return word[:-1]
    return stem_of(word) if _DOUBLE.search(word) else root(word)
