"""Other ways to say a name: reviewed lists, and what the texts themselves write out."""

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from assistant.wholetext.abbreviations import known_abbreviations, written_out
from assistant.wholetext.terms import is_acronym, root, words_of
from vectorstore.documents import Corpus


@dataclass(frozen=True)
class Name:
    """One name of the reviewed list."""

    same: tuple[str, ...]
    near: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@cache
def known_names() -> tuple[Name, ...]:
    """The reviewed list of names (variants.toml)."""
    text = resources.files("assistant.wholetext").joinpath("variants.toml").read_text("utf-8")
    return tuple(
        Name(tuple(each["same"]), tuple(each.get("near", ())), tuple(each.get("also", ())))
        for each in tomllib.loads(text)["name"]
    )


def same(term: str, corpus: Corpus) -> tuple[str, ...]:
    """The term and other ways to write it, the term first: each place of one is a mention of the term."""
    said = {_key(term)}
    found = [term]
    for group in (*_by_key("same").get(_key(term), ()), *_written_groups(_texts(corpus)).get(_key(term), ())):
        found += [each for each in group if _key(each) not in said]
        said |= {_key(each) for each in group}
    # A long form may have a variant of its own: UNSC, United Nations Security Council, UN Security Council.
    for other in found[1:]:
        for group in _by_key("same").get(_key(other), ()):
            found += [each for each in group if _key(each) not in said]
            said |= {_key(each) for each in group}
    return tuple(found)


def stands_for(term: str) -> tuple[str, ...]:
    """The names that a term is used for without being one of them: "London" for the United Kingdom."""
    return tuple(each for group in _by_key("near").get(_key(term), ()) for each in group)


def searched_too(term: str) -> tuple[str, ...]:
    """What is looked for as well where a term is absent."""
    return tuple(each for group in _by_key("also").get(_key(term), ()) for each in group)


def as_listed(term: str) -> str:
    """The term as a reviewed list writes it; the term itself where none has it."""
    for relation in ("same", "near"):
        for group in _by_key(relation).get(_key(term), ()):
            for each in group:
                if _key(each) == _key(term):
                    return each
    return term


def is_known(term: str) -> bool:
    """True where a reviewed list has the term, in whatever case it is written."""
    return any(_key(term) in _by_key(relation) for relation in ("same", "near"))


def _key(term: str) -> str:
    """Equal for forms of the same term; an abbreviation's plural is the abbreviation."""
    term = term.removeprefix("the ").removeprefix("The ")
    words = [word[:-1] if word.endswith("s") and is_acronym(word[:-1]) else word for word in words_of(term)]
    return " ".join(root(word) for word in words)


@cache
def _by_key(relation: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Groups of names by the key of a term that leads to them."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for name in known_names():
        leading = name.near if relation == "near" else name.same
        group = name.also if relation == "also" else name.same
        for each in leading:
            found[_key(each)] = (*found.get(_key(each), ()), group)
    if relation == "same":
        for short in known_abbreviations():
            group = (short.short, short.long, *short.also)
            for each in group:
                found[_key(each)] = (*found.get(_key(each), ()), group)
    return found


def _texts(corpus: Corpus) -> tuple[str, ...]:
    return tuple(document.text for document in corpus.documents.values())


@lru_cache(maxsize=8)
def _written_groups(texts: tuple[str, ...]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for text in texts:
        for each in written_out(text):
            group = (each.short, each.long)
            for form in group:
                found[_key(form)] = (*found.get(_key(form), ()), group)
    return found
