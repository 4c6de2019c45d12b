"""Who does it: in a draft's sentence, and in the text's."""

from collections.abc import Iterable
from functools import cache

from assistant.draft.grounds import Ground
from assistant.draft.lexicon import concept_of
from assistant.draft.words import Reading, Said
from assistant.wholetext.terms import is_acronym
from assistant.wholetext.variants import known_names

_DOING = frozenset(("for", "against", "commit", "state", "explore"))
_OF_WHOM = frozenset(("against", "for", "from", "on", "to", "towards"))


def actors_differ(said: Reading, ground: Ground) -> bool:
    """Whether the draft says of one what the text says of another."""
    if _led_otherwise(said, ground.reading):
        return True
    mine, theirs = _doers(said), _doers(ground.reading)
    if not mine:
        return False
    if ground.ours:
        return mine.isdisjoint(ground.parties | theirs)
    one, two = mine & ground.parties, theirs & ground.parties
    return len(one) == 1 and len(two) == 1 and one != two


def one_of_both(said: Reading, ground: Ground) -> bool:
    """Whether the draft says of one of the two alone what the text says of both."""
    named = {each.concept for each in said.words} & ground.parties
    return ground.ours and len(named) == 1 and named <= _doers(said)


def has_names(words: Iterable[Said]) -> bool:
    """Whether a name is among them, or a country or body."""
    return any(each.name or each.concept in _known() or is_acronym(each.text) for each in words)


def _doers(reading: Reading) -> frozenset[str]:
    """The countries and bodies before what is done; where it "is done by" somebody, those."""
    if reading.passive:
        return frozenset(each.concept for each in reading.words if each.led == "by") & _known()
    at = min((each.at for each in reading.words if each == reading.verb or each.lists & _DOING), default=0)
    return frozenset(each.concept for each in reading.words if each.at < at) & _known()


def _led_otherwise(said: Reading, text: Reading) -> bool:
    """Whether the draft has "for" or "against" before one country, and the text before another and not that one."""
    for word in said.words:
        if word.concept in _known() and word.led in _OF_WHOM:
            theirs = {each.concept for each in text.words if each.led == word.led} & _known()
            if theirs and word.concept in text.concepts and word.concept not in theirs:
                return True
    return False


@cache
def _known() -> frozenset[str]:
    """What the names of countries and bodies are called."""
    return frozenset(concept_of(each.same[0]) for each in known_names() if each.same[0][0].isupper())
