"""Headings of a text that numbers its own articles and sections: what they are called, and how deep they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.blocks import Block

_KEYWORDS = "article|section|chapter|part|title|annex|appendix|schedule|protocol|rule|regulation|clause|attachment"
_APPENDED = ("annex", "appendix", "schedule", "protocol", "attachment")
"""What stands after a text and has numbers of its own."""
_NUMBER = r"[0-9]{1,4}[A-Za-z]?(?:bis|ter)?(?:\.[0-9]{1,3})*|[IVXLC]{1,8}|[A-Z]"
_NAMED = re.compile(rf"(?P<word>{_KEYWORDS})\s+(?P<number>{_NUMBER})\b(?P<rest>.*)", re.IGNORECASE)
_ALONE = re.compile(r"(?P<word>annex|appendix|schedule|protocol)\s*[:.—–-]?\s*(?P<rest>[A-Z].*)?", re.IGNORECASE)
_BARE_TITLE = re.compile(r"\s*(?:[.:—–-]\s*)*(?:[A-Z“\"(‘].*)?")
_RUN_IN = re.compile(r"\s*[.:)—–][.:)—–\s-]*(?=[A-Z“\"(‘0-9])")
_HEADED = re.compile(
    r"(?:(?P<number>[0-9]{1,3}(?:\.[0-9]{1,3})*)[.)]?|(?P<letter>[IVXLC]{1,8}|[A-Z])[.)])\s+(?P<rest>[A-Z“\"(].*)"
)
_TITLE_LENGTH = 120
_SUBTITLE_LENGTH = 80


@dataclass(frozen=True)
class Heading:
    """A heading as a place of the text: "Article 4", or its own words where it has no number."""

    level: int
    name: str | None
    words: str
    appended: bool = False


def headings(blocks: Sequence[Block]) -> Iterator[Heading | None]:
    """What each block is as a heading: printed as one, or worded like an article's."""
    before: Heading | None = None
    for index, block in enumerate(blocks):
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        found = _heading(block)
        if found is None and before is not None and before.words == "" and _is_subtitle(block, after):
            found = Heading(block.level, None, block.text)
        yield found
        before = found


def _heading(block: Block) -> Heading | None:
    if block.kind in ("title", "bullet"):
        return None
    printed = block.kind == "heading"
    if (named := _NAMED.fullmatch(block.text)) and (_is_title(named["rest"]) or printed):
        return Heading(block.level, _name(named), _bare(named["rest"]), named["word"].lower() in _APPENDED)
    if (alone := _ALONE.fullmatch(block.text)) and (printed or not alone["rest"]) and block.text[:1].isupper():
        return Heading(block.level, alone["word"].capitalize(), _bare(alone["rest"] or ""), appended=True)
    if not printed:
        return None
    if headed := _HEADED.fullmatch(block.text):
        number = headed["number"] or headed["letter"]
        return Heading(block.level, number if "." in number else f"Section {number}", headed["rest"])
    return Heading(block.level, None, block.text)


def _is_title(rest: str) -> bool:
    """True where what follows an article's number is nothing, or a title, and not the article itself."""
    return len(rest) <= _TITLE_LENGTH and bool(_BARE_TITLE.fullmatch(rest)) and not re.search(r"\w[.;,:]$", rest)


def _bare(rest: str) -> str:
    return rest.strip(" .:—–-)")


def _is_subtitle(block: Block, after: Block | None) -> bool:
    short = len(block.text) <= _SUBTITLE_LENGTH and not re.search(r"[.;:,]$", block.text)
    return block.kind == "paragraph" and short and block.text[:1].isupper() and after is not None


def levelled(blocks: Sequence[Block], headed: Sequence[Heading | None]) -> list[Block]:
    """The blocks with headings at the depths that their numbers tell, outermost 1."""
    words = [_kind(each.name) for each in headed if each is not None and each.name]
    order = {word: rank for rank, word in enumerate(dict.fromkeys(words))}
    printed = [block.level for block in blocks if block.kind == "heading"]
    usual = {
        _kind(each.name): block.level
        for block, each in zip(blocks, headed, strict=True)
        if each is not None and each.name and block.kind == "heading"
    }
    made: list[Block] = []
    above: list[tuple[int, ...]] = []
    bare: tuple[int, ...] | None = None
    for block, heading in zip(blocks, headed, strict=True):
        if heading is None:
            made.append(block)
            bare = None
            continue
        word = _kind(heading.name) if heading.name else ""
        level = block.level if block.kind == "heading" else usual.get(word, max(printed, default=0) + 1)
        rank: tuple[int, ...] = (1, level, -1)
        if heading.appended:
            rank = (0,)
        elif heading.name:
            rank = (1, level, order[word], heading.name.count("."))
        elif bare is not None:
            rank = (*bare, 9)
        while above and above[-1] >= rank:
            above.pop()
        above.append(rank)
        bare = rank if heading.name and not heading.words else None
        made.append(replace(block, kind="heading", level=len(above)))
    return made


def begun_by(text: str) -> tuple[str, str] | None:
    """The article that a paragraph begins with ("Article 4. The Parties ..."), and the paragraph's own words."""
    named = _NAMED.fullmatch(text)
    begun = _RUN_IN.match(named["rest"]) if named else None
    return (_name(named), named["rest"][begun.end() :]) if named and begun else None


def _name(named: re.Match[str]) -> str:
    number = named["number"]
    return f"{named['word'].capitalize()} {number.upper() if number.isalpha() else number}"


def _kind(name: str) -> str:
    """What a heading with a number is one of: "3.1" is of the kind of "Section 3"."""
    return "Section" if name[0].isdigit() else name.split()[0]
