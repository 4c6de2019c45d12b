"""The parts of a document: their headings, openings and clauses, and how a question names one of them."""

import re
from dataclasses import dataclass

from assistant.wholetext.saying import NUMBER, value
from assistant.wholetext.terms import root, words_of
from vectorstore.documents import Clause, Corpus, Document
from vectorstore.words import stems

UNIT = r"(?:part|section|chapter|heading|pillar)"
PREAMBLE = r"(?:the )?(?:preamble|introduction|preambular (?:part|section|text)|introductory (?:part|section|text))"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:the )?{UNIT} (?:no\.? |number )?(?P<number>{NUMBER}|[IVX](?= |$))\b",
        rf"\b(?:the )?(?P<number>{NUMBER}) {UNIT}\b(?! of the preamble)",
        rf"\b(?P<preamble>{PREAMBLE})\b",
        rf"\b(?:the )?{UNIT} (?:on|about|for|dealing with|concerning|called|headed|titled|entitled)"
        r" (?P<about>[\w ,&'\"-]+)",
        rf"\b(?:the|its|their) (?P<about>(?:(?!the |its )[\w&-]+ ){{1,6}}?){UNIT}\b",
    )
)
"""How a question names one part of a document, the surest way first."""


@dataclass(frozen=True)
class Part:
    """One part, or with number 0 what stands before the first."""

    document: Document
    number: int
    heading: str | None
    opening: Clause | None
    clauses: tuple[Clause, ...]
    """Paragraphs and bullets, without title and opening."""

    @property
    def commitments(self) -> tuple[Clause, ...]:
        """The bullets, where the document has commitments these alone."""
        return tuple(clause for clause in self.clauses if clause.role in ("commitment", "item"))


@dataclass(frozen=True)
class Missing:
    """A part that is asked for and does not exist."""

    number: int


def parts(corpus: Corpus, document: Document) -> list[Part]:
    """The parts of a document that stand under a heading, in order."""
    return [part for part in _all(corpus, document) if part.number > 0]


def preamble(corpus: Corpus, document: Document) -> Part | None:
    """The paragraphs before the first part; null where the document has no parts."""
    found = _all(corpus, document)
    return found[0] if len(found) > 1 and found[0].number == 0 and found[0].clauses else None


def body(corpus: Corpus, document: Document) -> Part:
    """The whole document as one part."""
    clauses = tuple(each for each in corpus.of(document.id) if each.role in ("paragraph", "commitment", "item"))
    return Part(document, 0, None, None, clauses)


def find_part(text: str) -> re.Match[str] | None:
    """Where a question names a part, if it does."""
    return next((match for pattern in _PATTERNS if (match := pattern.search(text))), None)


def part_named(match: re.Match[str], corpus: Corpus, document: Document) -> Part | Missing | None:
    """The part of this document that `find_part` found the name of; null where that is not clear."""
    said = match.groupdict()
    if said.get("preamble"):
        return preamble(corpus, document)
    known = parts(corpus, document)
    if not known:
        return None
    if (asked := value(said.get("number") or "")) is not None:
        if asked == -1:
            return known[-1]
        return next((part for part in known if part.number == asked), None) or Missing(asked)
    return part_about(said.get("about") or "", known)


def part_about(words: str, known: list[Part]) -> Part | None:
    """The one part whose heading has all of these words, or whose heading and opening have them."""
    asked = [root(word) for word in words_of(words) if stems(word)]
    if not asked:
        return None
    for texts in ([part.heading or "" for part in known], [_introduced(part) for part in known]):
        fitting = [part for part, text in zip(known, texts, strict=True) if _has_all(asked, text)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            return None
    return None


def _introduced(part: Part) -> str:
    opening = part.document.text[part.opening.start : part.opening.end] if part.opening else ""
    return f"{part.heading or ''} {opening}"


def _has_all(asked: list[str], text: str) -> bool:
    """True where the text has each asked stem, or one that begins as it does: "economy" and "economic"."""
    has = {root(word) for word in words_of(text)}
    return all(any(stem == each or (len(stem) > 5 and stem[:5] == each[:5]) for each in has) for stem in asked)


def _all(corpus: Corpus, document: Document) -> list[Part]:
    grouped: dict[int, list[Clause]] = {}
    for clause in corpus.of(document.id):
        if clause.role in ("paragraph", "opening", "commitment", "item"):
            grouped.setdefault(_part_number(clause), []).append(clause)
    return [
        Part(
            document,
            number,
            members[0].heading[-1] if number and members[0].heading else None,
            next((each for each in members if each.role == "opening"), None),
            tuple(each for each in members if each.role != "opening"),
        )
        for number, members in sorted(grouped.items())
    ]


def _part_number(clause: Clause) -> int:
    """From the id, "accord/2/6"; 0 before the first heading and where there are none."""
    path = clause.id.removeprefix(f"{clause.document_id}/").split("/")
    return int(path[0]) if len(path) == 2 and path[0].isdigit() else 0
