"""How the words of a written sentence lie in a sentence of a source: in its order, with whole parts left out.

A part may be left out where that is sure to leave the rest as it was said: at the end, or as one member of a list. What
follows is not taken out of the list that it stands in, nor a list's member out of what is said of all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.writing.wording import ARTICLES, BREAKS, OWNERS, RELATIVES, STANDING_FOR, WEAK, Word

_MAKES = frozenset(
    ("establish", "launch", "create", "form", "found", "introduce", "deliver", "conclude", "build", "publish", "hold")
)
"""Verbs whose object will be there: a sentence may begin with it."""
_OPENINGS = frozenset(("additionally", "furthermore", "moreover", "finally", "first", "second", "third"))
"""Words before a comma that say nothing of what comes after it."""
_DOWNWARD = """
not no never none nor neither without cannot all any every each entire whole both always everything everyone ban
bans cease condemn cut cuts end ends exclude excludes fewer halt less limit limits oppose opposed opposes prevent
prevents prohibit prohibits reduce reduces refuse refuses reject rejects remove removes resist stop stops withdraw
"""
_OF_ALL = frozenset(_DOWNWARD.split())
"""Words by which a sentence says more, not less, where something is left out after them."""
_BACK = STANDING_FOR | {"its", "their"}
_SHORT = 2
"""Words of an opening before "we" that needs no comma."""


@dataclass(frozen=True)
class Start:
    """How a written sentence begins."""

    speaks: bool
    """With a name of "we"."""
    promised: bool
    """And "will" after it."""
    promise: bool
    """The source is a promise."""


def laid(said: Sequence[Word], source: Sequence[Word], start: Start) -> tuple[int, ...]:
    """Where each word stands in the source, as indexes of its words; empty where they do not stand together there."""
    places = [[at for at, each in enumerate(source) if _same(word, each, source[:at])] for word in said]
    found: dict[int, tuple[int, ...]] = {at: (at,) for at in places[0] if _begins(at, said, source, start)}
    for word, options in zip(said[1:], places[1:], strict=True):
        found = {
            at: (*path, at)
            for at in options
            for before, path in found.items()
            if at > before and _alike(word, source[at]) and (at == before + 1 or _skips(before, at, source))
        }
    return next((path for path in found.values() if _may_end(path, source) and _knows_whose(path, source)), ())


def _same(word: Word, other: Word, before: Sequence[Word]) -> bool:
    """True for the same word, or "Fujitsu joins" where the source has "Fujitsu joining"."""
    if word.owns != other.owns:
        return False
    acts = other.text.endswith("ing") and word.text == f"{other.text.removesuffix('ing')}s"
    return word.text == other.text or (acts and other.adjoins and bool(before) and before[-1].name)


def _alike(word: Word, other: Word) -> bool:
    """True where what stands before two words says the same, but for what may be left out of it."""
    commas = ("," in word.between) == ("," in other.between) or "and" in other.between or bool(other.joins)
    relative = bool(word.of(RELATIVES)) == bool(other.of(RELATIVES)) or (
        not word.of(RELATIVES) and other.text == "will"
    )
    return (
        word.relations == other.relations
        and (word.joins, word.marks, word.breaks) == (other.joins, other.marks, other.breaks)
        and ("and" in word.between) == ("and" in other.between)
        and (commas and relative)
        and _points_alike(word, other)
    )


def _points_alike(word: Word, other: Word) -> bool:
    """True where nobody else's things are meant, and no other ones."""
    owners = {"their" if each == "our" else each for each in other.of(OWNERS)} | set(other.of(OWNERS))
    standing = set(word.of(STANDING_FOR))
    return set(word.of(OWNERS)) <= owners and standing <= set(other.of(STANDING_FOR))


def _begins(at: int, said: Sequence[Word], source: Sequence[Word], start: Start) -> bool:
    """True where a sentence may begin with this word of the source."""
    word, first = said[0], source[at]
    if word.relations != first.relations or not _points_alike(word, first):
        return False
    if word.joins != first.joins and (word.joins or ("we" in first.joins and not start.speaks)):
        return False
    if start.speaks and start.promise:
        return at == 0 and word.text == first.text and (start.promised or WEAK.fullmatch(first.text) is not None)
    if start.speaks:
        return _after_we(at, source)
    if start.promise:  # nobody is named: what will be made, not who makes it
        will = any(each.text == "will" for each in said)
        return at == 1 and will and source[0].text in _MAKES
    return at == 0 or (
        "," in first.between
        and not any(each.breaks for each in source[1:at])
        and (source[0].text in _OPENINGS or (all(each.name for each in source[1:at]) and bool(source[0].relations)))
    )


def _after_we(at: int, source: Sequence[Word]) -> bool:
    """True for the word after a "we" that is not what somebody else says of us."""
    between = source[at].between
    if "we" not in between:
        return False
    before = between[: between.index("we")]
    opened = at <= _SHORT and bool(source[0].relations)
    return at == 0 or opened or (bool(before) and before[-1] in (",", ";", "and", ")", "–", "—"))


def _skips(before: int, at: int, source: Sequence[Word]) -> bool:
    """True where all between two words of the source are members of the list whose members they are."""
    here, between = source[at], [each for each in source[before + 1 : at] if each.breaks]
    if not (source[before + 1].breaks and here.breaks and _may_stop(before, source)):
        return False
    if here.joins or here.marks or any(each.joins or each.marks for each in between):
        return False
    if here.kind == "verb" and "," in here.between:  # lists within the members that are left out have ended
        return all("," not in each.between or each.kind == "verb" for each in between)
    things = here.kind != "thing" or not any(each.relations for each in source[before + 1 : at])
    return things and all("and" not in each.between and each.kind == here.kind for each in between)


def _may_end(path: Sequence[int], source: Sequence[Word]) -> bool:
    """True where the source may be left after these words of it."""
    last = path[-1]
    if last == len(source) - 1:
        return True
    if any(source[at].text in _OF_ALL for at in path) and not source[last + 1].breaks:
        return False
    return len(path) > 1 and _may_stop(last, source)


def _knows_whose(path: Sequence[int], source: Sequence[Word]) -> bool:
    """True where nothing is left out that a later "its" or "them" may stand for."""
    skipped = next((at for before, at in pairwise(path) if at > before + 1), len(source))
    return not any(source[at].of(_BACK) for at in path if at >= skipped)


def _may_stop(at: int, source: Sequence[Word]) -> bool:
    """True where a part ends with this word that says the same, or less, without what comes after it."""
    after = source[at + 1]
    if after.adjoins or "its" in after.between or _is_one_of(at, source) or _is_one_name(at, source):
        return False
    if after.joins or after.of(RELATIVES):
        return True
    if not after.breaks:
        return bool(after.relations) and "of" not in after.relations
    if "(" in after.marks:
        return _stands_aside(at + 1, source)
    if after.kind != "thing" or after.of(ARTICLES | OWNERS):
        return True
    return not _shares_its_head(at, source)


def _is_one_of(at: int, source: Sequence[Word]) -> bool:
    """True where the list goes on to an "or": "wind | , waves or coal"."""
    members = (each for each in source[at + 1 :] if each.breaks)
    separator = next((each for each in members if each.of(BREAKS) != (",",)), None)
    return separator is not None and "or" in separator.joins


def _is_one_name(at: int, source: Sequence[Word]) -> bool:
    """True where a name goes on: "Ministry of Economy | , Trade and Industry"; not for "G4 | and Japan appreciates"."""
    here, after = source[at], source[at + 1]
    if not (here.name and after.name) or after.joins or after.of(RELATIVES) or "(" in after.marks:
        return False
    follows = source[at + 2] if at + 2 < len(source) else None
    return not ("and" in after.between and follows is not None and follows.adjoins and not follows.name)


def _stands_aside(at: int, source: Sequence[Word]) -> bool:
    """True where the brackets that open here close at the end of something: not in "(GHG) emissions"."""
    closing = next((each for each in source[at + 1 :] if ")" in each.marks), None)
    return closing is None or (closing.between != (")",) and not {"–", "—"} & set(closing.between))


def _shares_its_head(at: int, source: Sequence[Word]) -> bool:
    """True where it may be an adjective in a list of them: "free, fair and secure | economic order"."""
    for member, following in pairwise((*source[at + 1 :], None)):
        if member is None or (member.breaks and "and" not in member.between and member.between != (",",)):
            return False
        if member.relations and not member.breaks:
            return False
        if "and" in member.between:
            return following is not None and following.adjoins and not _acts(member, following, source)
    return bool(source[at + 2 :]) and source[at + 2].adjoins


def _acts(name: Word, following: Word, source: Sequence[Word]) -> bool:
    """True where a name begins a clause of its own: "Japan appreciates this ..."."""
    at = next(at for at, each in enumerate(source) if each is following) + 1
    return name.name and following.text.endswith("s") and at < len(source) and not source[at].adjoins
