"""Whether a sentence of a source carries a written sentence: the guard of everything that a language model writes.

A written sentence may say less than the source's, and call "we" by another name; it may say nothing else. So it is not
compared by meaning, in which "raise" and "cut" are neighbours, but word by word: each of its words stands in the
source's sentence, in the same form, in the same order, next to the same words (`assistant.writing.laying`); what is
left out is whole members of a list, or whole clauses; no negation, condition or "possibly" is among it. What a faithful
writer loses by that is shown as a quote instead.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.writing.laying import Start, laid
from assistant.writing.wording import BREAKS, FREE, TOKEN, WEAK, Word, words_of
from vectorstore.documents import Clause, Corpus, Span

Fault = Literal["form", "words", "strength", "speaker", "parts"]
"""Why a sentence is not carried: it is not plain prose; it has words of its own; it claims more; it says that somebody
else does it; its parts do not stand together so."""

MOST_WORDS, FEWEST_WORDS = 70, 3
_PLAIN = re.compile(r"[A-Z“£$€¥\d][^\W_\u200b-\u200f]?(?:[^\W_]|[ ,;:()–—\-.’'“”\"&/%£$€¥])*[.]”?")
_BACK = re.compile(r"(?:this|that|these|those|it|such|he|she|our|us|my|i)\b", re.IGNORECASE)
"""Words at the beginning that stand for what another sentence says, or for whoever wrote the source."""
_ODD = re.compile(r"[\d&/%£$€¥]|[.,](?=.)|(?<![^\W_])-|(?<=\w)-$")
"""Marks for which a word between blanks must stand in the source as it is: "-1.5", "and/or", "techUK.org"."""
_NO = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nobody|nothing|nowhere|without|cannot|except|excluding|\w+n[’']t)\b",
    re.IGNORECASE,
)
_IF = re.compile(
    r"\b(?:if|unless|until|once|when|whenever|where|subject|provided|pending|only|appropriate|possible|principle"
    r"|approximately|about|around|nearly|almost|over|least|most|up|after|upon|assuming|depend\w*|conditions?"
    r"|conditional|contingent|(?<!the )following|as long as)\b",
    re.IGNORECASE,
)
"""Conditions and limits: what has one is not said without it."""
_HEARSAY = re.compile(
    r"hop(?:e|es|ed|ing)|claim\w*|alleg\w+|sa(?:y|ys|id)|report(?:s|ed|edly)|argu\w+|believ\w+|possibly|perhaps|maybe"
    r"|probably|potentially|supposedly|expect\w*|likely|told|according|rumou?r\w*|doubt\w*|fear\w*|deny|denie[sd]"
)
"""Words by which others say it, or nobody is sure: nothing is said without them, wherever they stand."""
_WE = re.compile(
    r"(?:the two|both) (?:countries|governments|nations|sides)\b(?![’'])|they\b(?![’'])|we\b(?![’'])", re.IGNORECASE
)


@dataclass(frozen=True)
class Ground:
    """One sentence of a source, as a written sentence may rest on it."""

    text: str
    promise: bool = False
    """True for a bullet that completes "we will:"."""
    parties: tuple[str, ...] = ()
    """Who "we" are, where that is known: "the UK and Japan"."""
    ours: bool = True
    """False where those who say "we" are not the two countries."""


def ground_of(clause: Clause, span: Span, corpus: Corpus) -> Ground:
    """One sentence of a clause, as written ones may rest on it."""
    document = corpus.documents[clause.document_id]
    promise = clause.role == "commitment" and span[0] == clause.start
    opening = corpus.text(corpus.clauses[clause.opening_id]) if promise and clause.opening_id else "we will:"
    parties = _parties(document.title) if document.kind == "primary" else ()
    ours = bool(parties) and re.search(r"\bwe will:$", opening, re.IGNORECASE) is not None
    return Ground(corpus.quote(clause.document_id, span), promise, parties, ours)


def _parties(title: str) -> tuple[str, ...]:
    """Who "we" are in a document, by its title: "UK-Japan ..."; in the ways that they are named together."""
    pair = re.search(r"\b([A-Z]\w+)[-–]([A-Z]\w+)\b", title)
    if pair is None:
        return ()
    pairs = [(pair[1], pair[2]), (pair[2], pair[1])]
    return tuple(f"{the}{a} and {also}{b}" for a, b in pairs for the in ("the ", "") for also in ("the ", ""))


def fault(sentence: str, ground: Ground) -> Fault | None:
    """Why a ground does not carry a written sentence; None where it does."""
    if not _is_plain(sentence, ground.text):
        return "form"
    if bool(_NO.search(sentence)) != bool(_NO.search(ground.text)):
        return "strength"
    if {each.casefold() for each in _IF.findall(ground.text)} - {each.casefold() for each in _IF.findall(sentence)}:
        return "strength"
    if not _has_its_figures(sentence, ground.text):
        return "words"
    said = _said(sentence, ground)
    if said is None:
        return "speaker"
    words, start = said
    source = words_of(ground.text)
    if not words or not {each.stem for each in words} <= {each.stem for each in source}:
        return "words"
    return _fault_of_parts(words, source, start)


def _is_plain(sentence: str, source: str) -> bool:
    quoted = re.findall('[“"]([^“”"]*)[”"]?', sentence)
    return (
        FEWEST_WORDS <= len(sentence.split()) <= MOST_WORDS
        and _PLAIN.fullmatch(sentence) is not None
        and _BACK.match(sentence) is None
        and all(each.isascii() or each in source or each in "–—’“”" for each in sentence)
        and TOKEN.findall(sentence)[-1].casefold() not in FREE | BREAKS - {")"}
        and all(_even(each.rstrip(".,")) in _even(source) for each in quoted)
    )


def _has_its_figures(sentence: str, source: str) -> bool:
    """True where all words with figures or marks in them stand in the source as they are."""
    odd = {each for each in map(_bare, sentence.split()) if _ODD.search(each)}
    return odd <= {_bare(each) for each in source.split()}


def _bare(word: str) -> str:
    """A word between blanks without the marks around it."""
    return re.sub(r"[’']s$", "", word.lstrip('“("').rstrip('.,;:)”"')).casefold()


def _even(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("‘", "'").split()).casefold()


def _said(sentence: str, ground: Ground) -> tuple[Sequence[Word], Start] | None:
    """The words of a sentence that need support, and how it begins; None where nobody is its "we"."""
    subject = _subject(sentence, ground)
    if subject == "":
        return None
    words = words_of(sentence[len(subject or "") :])
    promised = bool(subject and ground.promise and words) and (words[0].text, words[0].adjoins) == ("will", True)
    return words[1:] if promised else words, Start(bool(subject), promised, ground.promise)


def _subject(sentence: str, ground: Ground) -> str | None:
    """The words for "we" that a sentence begins with, None where it begins with none; empty where nobody is "we"."""
    ways = "|".join([_WE.pattern, *(rf"{re.escape(each)}\b" for each in ground.parties)])
    match = re.match(rf"(?:{ways}) *", sentence, re.IGNORECASE)
    if match is None or _even(ground.text).startswith(_even(match[0])):
        return None
    speaks = ground.promise or re.search(r"\bwe\b", ground.text, re.IGNORECASE)
    return match[0] if ground.ours and speaks else ""


def _fault_of_parts(said: Sequence[Word], source: Sequence[Word], start: Start) -> Fault | None:
    """Whether the words stand together as in the source, and nothing that weakens them was left out."""
    path = laid(said, source, start)
    if not path:
        return "parts"
    left_out = [(at, each.text) for at, each in enumerate(source) if at not in path]
    ours = path[0] if start.speaks and not start.promise else 0
    if any(_HEARSAY.fullmatch(each) or _weakens(each, at, path[-1], ours) for at, each in left_out):
        return "strength"
    return None


def _weakens(text: str, at: int, last: int, ours: int) -> bool:
    """True for a weak word before the last that is said; not for "recognising ..." before "we" begin to speak."""
    return at < last and WEAK.fullmatch(text) is not None and not (at < ours and text.endswith("ing"))
