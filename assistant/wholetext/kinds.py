"""Questions for all things of a kind that the texts name: "Which dialogues are named?", "List all partnerships".

A kind is a noun that names in the texts end in, such as "Partnership"; every mention of it is what is answered with.
"""

import re
from collections.abc import Sequence

from assistant.wholetext.mention_questions import MentionQuestion
from assistant.wholetext.scope import Asked, D
from vectorstore.documents import Document
from vectorstore.words import stem_of

_NAMED = (
    r"(?:given by name|given a name|named|mentioned|listed|referred to|announced|planned|there|set out|set up|covered)"
)
_IN = rf"(?: (?:in|by|of) {D}(?:'s (?:commitments|text|clauses))?)?"
_PLEASE = r"(?:,? (?:all|every one)(?: of them)?)?(?:,? please)?"
_QUESTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:please )?(?:list|name|give|show|enumerate|tell)(?: me| us)? (?:all|every|each)(?: of)?(?: the)?"
        rf" (?P<kind>[a-z]+)(?:, [^,]+,)?(?: (?:that|which))?(?: (?:are|is|get))?(?: {_NAMED})?{_IN}{_PLEASE}",
        rf"(?:which|what) (?P<kind>[a-z]+)(?: between [\w ]+?)? (?:are|is|get|gets) {_NAMED}{_IN}{_PLEASE}",
        rf"(?:which|what) (?P<kind>[a-z]+) (?:does|do) {D} (?:name|mention|list){_PLEASE}",
    )
)


def kind_asked(asked: Asked) -> MentionQuestion | None:
    """The question as one of the mentions of a kind; null where it is none."""
    for pattern in _QUESTIONS:
        if match := pattern.fullmatch(asked.text):
            documents = asked.asked()
            kind = _kind(match["kind"], documents)
            return MentionQuestion("where", (kind,), False, documents, frozenset()) if kind else None
    return None


def _kind(word: str, documents: Sequence[Document]) -> str | None:
    """The noun as names end in it, in small letters; null where no name does."""
    ends = re.compile(r"\b[A-Z][\w-]+ ([A-Z]\w+)\b(?! [A-Z])")
    nouns = {noun.lower() for document in documents for noun in ends.findall(document.text)}
    return next((noun for noun in sorted(nouns) if stem_of(noun) == stem_of(word)), None)
