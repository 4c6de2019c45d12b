"""How the texts are built: how many parts and commitments, lists of them, one of them by its number, headings."""

import re
from dataclasses import dataclass

from assistant.answers import Reply
from assistant.wholetext import count_lines as say
from assistant.wholetext.saying import NUMBER, value
from assistant.wholetext.scope import Asked
from assistant.wholetext.structure import Missing, Part, body, find_part, part_named, parts
from vectorstore.documents import Clause, Corpus, Document

_COMMITMENTS = r"(?:commitments|promises|pledges|undertakings|bullets|bullet points|bulleted points|points|items)"
_COMMITMENT = r"(?:commitment|promise|pledge|undertaking|bullet(?:ed)? point|bullet|point|item)"
_PARAGRAPHS, _PARAGRAPH = r"(?:preamble |preambular |introductory )?paragraphs", r"(?:preamble |preambular )?paragraph"
_PARTS = r"(?:main )?(?:parts|sections|chapters|pillars|headings)"
_CLAUSES, _CLAUSE = r"(?:clauses|provisions)", r"(?:clause|provision)"

_HOW_MANY = re.compile(
    rf"(?:how many|(?:what is |what's )?(?:the )?(?:total |overall |exact )?number of|count)(?: all)?(?: the)?"
    rf"(?: of the)?"
    rf"(?: different| separate| individual| total)? (?P<noun>{_COMMITMENTS}|{_PARAGRAPHS}|{_PARTS}|{_CLAUSES})\b",
    re.IGNORECASE,
)
_ONE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<noun>{_COMMITMENT}|{_PARAGRAPH}|{_CLAUSE}) (?:no\.? |number )?(?P<number>{NUMBER})\b",
        rf"\b(?:the |its )?(?P<number>{NUMBER})(?: of the)? (?P<noun>{_COMMITMENT}|{_PARAGRAPH}|{_CLAUSE})\b",
    )
)
_MANY = re.compile(
    rf"\b(?P<noun>{_COMMITMENTS}|{_PARAGRAPHS}"
    rf"|(?:every|each)(?: single| one of the)? (?:{_COMMITMENT}|{_PARAGRAPH}))\b",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"\b(?:heading|headline|title|name|called|headed|titled|entitled|named|header|subheading)\b", re.IGNORECASE
)
_STRUCTURE = re.compile(
    rf"\b(?:structure|outline|layout|table of contents|structured|organised|organized|divided(?: up)?|arranged|laid out"
    rf"|set out|broken down|split(?: up)?|{_PARTS})\b",
    re.IGNORECASE,
)
_OF_PARTS = re.compile(rf"\b(?:{NUMBER}|titles|names|called|headings|parts|sections|chapters)\b", re.IGNORECASE)
_FILLER_WORDS = """
a about above actually all altogether an and are as at be both broken by can commit commits complete comprise
comprises consist consists contain contained contains count countries country cover covers deal deals did display
divided do does down each entire enumerate every exactly find for form found from full full-length fully give gives
go governments has have held hold holds how i in include included includes into is it its itself last list listed
lists made main make makes making many me name of official on one or out overall part please pledge print promise
promised provide quote read reads recite reproduce say says section see sequence set sets show sides sort split
state states summarise summarize text that the their them there they this to together total two under up us verbatim
we what what's which whole with within word wording words you your
"""
"""Words that narrow no question of how the texts are built."""
_FILLER = frozenset(_FILLER_WORDS.split())
_MEANS_LIST = re.compile(r"\b(?:list|which|what|name|enumerate|show|give|quote|read|all|every|see|display)\b", re.I)


@dataclass(frozen=True)
class _Place:
    """Where a question looks: a document, one part of it or all, or a part that does not exist."""

    document: Document
    part: Part | None
    missing: int | None = None


def counts(asked: Asked, corpus: Corpus) -> Reply | None:
    """The answer to a question of how the texts are built; null where it is none."""
    text = asked.text
    named = find_part(text)
    if one := next((found for pattern in _ONE if (found := pattern.search(text))), None):
        number = value(one["number"])
        inside = find_part(_without(text, one))
        if number is not None and _only_filler(_without(_without(text, one), inside), asked):
            return _one(one["noun"], number, _places(inside, asked, corpus), corpus)
    if many := _HOW_MANY.match(text):
        # "How many parts are in the first part" names its part after what is counted.
        rest = text[many.end() :]
        inside = find_part(rest)
        if _only_filler(_without(rest, inside), asked):
            return _count(many["noun"], _places(inside, asked, corpus), corpus)
        return None
    if named and _HEADING.search(text):
        rest = _HEADING.sub(" ", text)
        if _only_filler(_without(rest, find_part(rest)), asked):
            return _heading(_places(named, asked, corpus), corpus)
    if (many := _MANY.search(text)) and _MEANS_LIST.search(text):
        inside = find_part(_without(text, many))
        if (inside or asked.named()) and _only_filler(_without(_without(text, many), inside), asked):
            return _list(many["noun"], _places(inside, asked, corpus), corpus)
    if named and _only_filler(_without(text, named), asked):
        return _list("points", _places(named, asked, corpus), corpus)
    return _structure(asked, corpus)


def _without(text: str, match: re.Match[str] | None) -> str:
    return text if match is None else f"{text[: match.start()]} {text[match.end() :]}"


def _only_filler(text: str, asked: Asked) -> bool:
    """True where nothing is left that would narrow the question."""
    rest = re.sub(r"<d\d>(?:'s)?", " ", text.lower())
    return all(word in _FILLER for word in re.findall(r"[\w'-]+", rest))


def _places(match: re.Match[str] | None, asked: Asked, corpus: Corpus) -> list[_Place]:
    """The places in the documents that the question names; if it names none, in the official texts."""
    documents = asked.named() or [each for each in asked.allowed if each.kind == "primary"] or asked.allowed
    if match is None:
        return [_Place(document, None) for document in documents]
    found: list[_Place] = []
    for document in documents:
        part = part_named(match, corpus, document)
        if isinstance(part, Missing):
            found.append(_Place(document, None, part.number))
        elif part is not None:
            found.append(_Place(document, part))
    existing = [each for each in found if each.missing is None]
    return existing or found


def _members(noun: str, place: _Place, corpus: Corpus) -> tuple[Clause, ...]:
    """The clauses that a noun means in one place."""
    part = place.part or body(corpus, place.document)
    if "paragraph" in noun.lower():
        return tuple(each for each in part.clauses if each.role == "paragraph")
    if re.fullmatch(rf"{_CLAUSES}|{_CLAUSE}", noun, re.IGNORECASE):
        return part.clauses
    return part.commitments or (part.clauses if place.part else ())


def _counted(noun: str, places: list[_Place], corpus: Corpus) -> list[say.Counted]:
    return [(each.document, each.part, _members(noun, each, corpus)) for each in places]


def _one(noun: str, number: int, places: list[_Place], corpus: Corpus) -> Reply | None:
    if not places:
        return None
    if (missing := places[0].missing) is not None:
        return say.no_part(places[0].document, missing, corpus)
    fitting = [(place, _members(noun, place, corpus)) for place in places]
    fitting = [(place, members) for place, members in fitting if members]
    if len(fitting) != 1 or number == 0:
        return None
    place, members = fitting[0]
    if place.part is None:
        by_part = [
            (part, tuple(each for each in members if each in part.clauses)) for part in parts(corpus, place.document)
        ]
        by_part = [(part, inside) for part, inside in by_part if inside]
        if len(by_part) > 1 or (by_part and len(by_part[0][1]) < len(members)):
            return say.which_part(place.document, noun, number, by_part, corpus)
    if number > len(members):
        return say.no_such(place.document, place.part, noun, number, len(members), corpus)
    return say.one(members[number - 1 if number > 0 else -1], corpus)


def _count(noun: str, places: list[_Place], corpus: Corpus) -> Reply | None:
    if not places:
        return None
    if (missing := places[0].missing) is not None:
        return say.no_part(places[0].document, missing, corpus)
    if re.fullmatch(_PARTS, noun, re.IGNORECASE):
        if any(place.part for place in places):
            return None
        return say.structure([place.document for place in places], corpus)
    if "paragraph" in noun.lower() and noun.lower() != "paragraphs":
        found = [place for place in places if place.part is None or place.part.number == 0]
        return say.counted_in(_counted(noun, found, corpus), "paragraph", corpus)
    what = "paragraph" if "paragraph" in noun.lower() else "clause" if re.match(_CLAUSES, noun, re.I) else None
    return say.counted_in(_counted(noun, places, corpus), what, corpus)


def _list(noun: str, places: list[_Place], corpus: Corpus) -> Reply | None:
    if not places:
        return None
    if (missing := places[0].missing) is not None:
        return say.no_part(places[0].document, missing, corpus)
    return say.listing(_counted(noun, places, corpus), corpus)


def _heading(places: list[_Place], corpus: Corpus) -> Reply | None:
    if len(places) != 1:
        return None
    place = places[0]
    if place.missing is not None:
        return say.no_part(place.document, place.missing, corpus)
    return say.heading(place.part, corpus) if place.part else None


def _structure(asked: Asked, corpus: Corpus) -> Reply | None:
    found = _STRUCTURE.search(asked.text)
    if found is None:
        return None
    rest = _OF_PARTS.sub(" ", _without(asked.text, found))
    is_plain = re.fullmatch(_PARTS, found[0], re.IGNORECASE) is None
    if not _only_filler(rest, asked) or not (asked.named() or (is_plain and " it" in f" {asked.text}") or not is_plain):
        return None
    return say.structure([place.document for place in _places(None, asked, corpus)], corpus)
