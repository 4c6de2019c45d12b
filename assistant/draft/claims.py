"""Whether a sentence of a draft claims anything that texts could carry, or judges, greets, asks or titles instead."""

import re
from functools import cache

from assistant.draft.lexicon import Key, lexicon, root_of, tokens, verbs_known
from assistant.draft.quotes import without_quotes
from assistant.draft.words import Reading, read
from vectorstore.words import foreign_language

_MOST = 12
"""Words of a line that may be a title."""
_GREETING = 8
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|be|been|will|would|shall|must|may|might|can|could|has|have|had|does|do|did|isn't|aren't)\b",
    re.IGNORECASE,
)
_ITSELF = re.compile(r"^\W*(?:this|the (?:following|present|attached)|below|above|attached)\b", re.IGNORECASE)
_CLOSED = re.compile(r"[.!;…][”\"’')\]]*$")


def is_opinion(text: str) -> str | None:
    """The words by which it judges, wishes or advises, outside quotation marks; null where there are none."""
    return _found("opinion", without_quotes(text))


def no_claim(text: str, *, title: bool = False) -> str | None:
    """Why a sentence claims nothing; null where it does."""
    bare = text.strip()
    count = len(tokens(bare))
    if title:
        return "it is a heading"
    if foreign_language(bare) is not None:
        return "it is not in English, and was not checked"
    if bare.rstrip("”\"’')]").endswith("?"):
        return "it asks"
    if count <= _GREETING and _begins("greetings", bare):
        return "it greets"
    if _begins("requests", bare):
        return "it asks the reader to do something"
    if _ITSELF.match(bare) and any(key[0] in _meta() for key in _keys(bare)[1:4]):
        return "it tells of the draft itself"
    if is_opinion(bare) is not None:
        return None
    reading = read(bare)
    if not reading.content and not reading.figures:
        return "it says nothing that could be looked up"
    if _is_title(bare, count, reading):
        return "it is a heading or a part of a sentence"
    return None


def _is_title(text: str, count: int, reading: Reading) -> bool:
    """A line without a verb: it titles what follows."""
    if count > _MOST or (_CLOSED.search(text) and count > _GREETING // 2) or _AUXILIARY.search(text):
        return False
    doing = {"for", "against", "commit", "state", "explore"}
    return not any(each.lists & doing or set(each.parts) & verbs_known() for each in reading.words)


def _begins(name: str, text: str) -> bool:
    roots = tuple(key[0] for key in _keys(text))
    return any(roots[: len(key)] == key for key in lexicon().lists[name])


def _found(name: str, text: str) -> str | None:
    """The first phrase of a list that a text has."""
    found = tokens(text)
    roots = tuple(root_of(each[0]) for each in found)
    keys = lexicon().lists[name]
    for at in range(len(roots)):
        for size in range(min(lexicon().longest, len(roots) - at), 0, -1):
            if roots[at : at + size] in keys:
                return text[found[at].start() : found[at + size - 1].end()]
    return None


def _keys(text: str) -> list[Key]:
    return [(root_of(each[0]),) for each in tokens(text)]


@cache
def _meta() -> frozenset[str]:
    return frozenset(key[0] for key in lexicon().lists["meta"])
