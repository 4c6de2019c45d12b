"""Whether a sentence of a source carries a written sentence: the guard of everything that a language model writes.

A written sentence may say less than the source's, in another order of its parts, and call "we" by another name; it may
say nothing else. So it is not compared by meaning, in which "raise" and "cut" are neighbours, but word by word: each of
its words stands in the source's sentence, in a form of the same strength, next to the same words; what is left out is
whole members of a list, or whole clauses; no negation, condition or "possibly" is among it. What a faithful writer
loses by that is shown as a quote instead.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from vectorstore.documents import Clause, Corpus, Span
from vectorstore.words import stem_of

Fault = Literal["form", "words", "strength", "speaker", "parts"]
"""Why a sentence is not carried: it is not plain prose; it has words of its own; it claims more; it says that somebody
else does it; its parts do not stand together so."""

MOST_WORDS, FEWEST_WORDS = 70, 3
_PLAIN = re.compile(r"[A-Z“£$€¥\d][^\W_\u200b-\u200f]?(?:[^\W_]|[ ,;:()–—\-.’'“”\"&/%£$€¥])*[.]”?")
_TOKEN = re.compile(r"[£$€¥]?\d+(?:[.,]\d+)*\w*%?|[^\W\d_]+(?:[’'](?!s\b)[^\W\d_]+)?\d*|[,;:()–—]")
_RELATIONS = frozenset(
    (
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "with",
        "as",
    )
)
"""What these say of two words must be said of them in the source."""
_FREE = _RELATIONS | frozenset(
    (
        "a",
        "an",
        "the",
        "and",
        "that",
        "which",
        "who",
        "its",
        "it",
        "their",
        "them",
        "our",
        "us",
        "this",
        "these",
        "also",
    )
)
"""Words that claim nothing by themselves."""
_BREAKS = frozenset(
    (
        ",",
        ";",
        ":",
        "(",
        ")",
        "–",
        "—",
        "and",
        "or",
        "including",
        "includes",
        "include",
        "we",
    )
)
"""Between these, a part of a sentence may be left out."""
_JOINS = frozenset(("or", "including", "includes", "include", "we"))
"""Those of them that say how the parts belong together."""
_NO = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nobody|nothing|nowhere|without|cannot|except|excluding|\w+n[’']t)\b",
    re.IGNORECASE,
)
_IF = re.compile(
    r"\b(?:if|unless|until|once|when|whenever|where|subject|provided|pending|only|appropriate|possible|principle"
    r"|approximately|about|around|nearly|almost|over|least|most|up)\b",
    re.IGNORECASE,
)
"""Conditions and limits: what has one is not said without it."""
_WEAK = re.compile(
    r"explor\w+|consider\w*|discuss\w*|examin\w+|possib\w+|potential\w*|may|might|could|would|should|view|encourag\w+"
    r"|seek\w*|aim\w*|inten\w+|hope\w*|try|trying|attempt\w*|propos\w+|plan|plans|planning|planned|expect\w*"
    r"|likely|some|towards?|ambition\w*|aspir\w+|call\w*|urg\w+|support\w*|welcom\w+|recogni\w+|reaffirm\w*"
    r"|reiterat\w+|condemn\w*|oppos\w+|acknowledg\w+|appreciat\w+|affirm\w*|underlin\w+|stress\w*|note|notes|noted"
    r"|believ\w+|claim\w*|alleg\w+|report\w*|argu\w+|sa(?:y|ys|id)|stat(?:e|es|ed)|announc\w+|commit\w*",
    re.IGNORECASE,
)
"""Words by which what follows is less than a fact or a promise: what stands behind one is not said without it."""
_MAKES = frozenset(
    (
        "establish",
        "launch",
        "create",
        "form",
        "found",
        "introduce",
        "deliver",
        "conclude",
        "build",
        "publish",
        "hold",
        "open",
    )
)
"""Verbs whose object will be there: a sentence may begin with it."""
_WE = re.compile(r"(?:the two|both) (?:countries|governments|nations|sides)\b|they\b|we\b", re.IGNORECASE)


@dataclass(frozen=True)
class Ground:
    """One sentence of a source, as a written sentence may rest on it."""

    text: str
    promise: bool = False
    """True for a bullet that completes "we will:"."""
    parties: tuple[str, ...] = ()
    """Who "we" are, where that is known: "the UK and Japan"."""


def ground_of(clause: Clause, span: Span, corpus: Corpus) -> Ground:
    """One sentence of a clause, as written ones may rest on it."""
    promise = clause.role == "commitment" and span[0] == clause.start
    return Ground(corpus.quote(clause.document_id, span), promise, _parties(corpus.documents[clause.document_id].title))


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
    said = _said(sentence, ground)
    if said is None:
        return "speaker"
    words, start = said
    source = _words(ground.text)
    if not words or not {each.stem for each in words} <= {each.stem for each in source}:
        return "words"
    return _fault_of_parts(words, source, start)


def says_all(sentence: str, ground: Ground) -> bool:
    """True where a sentence that is carried has every word of its ground: it may as well be quoted."""
    said = _said(sentence, ground)
    return said is not None and len(said[0]) == len(_words(ground.text))


def _is_plain(sentence: str, source: str) -> bool:
    quoted = re.findall('[“"]([^“”"]*)[”"]?', sentence)
    return (
        FEWEST_WORDS <= len(sentence.split()) <= MOST_WORDS
        and _PLAIN.fullmatch(sentence) is not None
        and not re.search(r"//|www\.|\w\.\w{2,}/", sentence)
        and _TOKEN.findall(sentence)[-1].casefold() not in _RELATIONS | _BREAKS | {"the", "a", "an", "that", "which"}
        and all(_even(each.rstrip(".,")) in _even(source) for each in quoted)
    )


def _even(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("‘", "'").split()).casefold()


def _said(sentence: str, ground: Ground) -> tuple[Sequence["_Word"], "_Start"] | None:
    """The words of a sentence that need support, and how it begins; None where nobody is its "we"."""
    subject = _subject(sentence, ground)
    if subject == "":
        return None
    words = _words(sentence[len(subject or "") :])
    promised = bool(subject and ground.promise and words) and (words[0].text, words[0].adjoins) == ("will", True)
    return words[1:] if promised else words, _Start(bool(subject), promised, ground.promise)


def _subject(sentence: str, ground: Ground) -> str | None:
    """The words for "we" that a sentence begins with, None where it begins with none; empty where nobody is "we"."""
    names = "|".join(re.escape(each) for each in ground.parties)
    match = re.match(rf"(?:{_WE.pattern}{f'|(?:{names})' + chr(92) + 'b' if names else ''}) *", sentence, re.IGNORECASE)
    if match is None or _even(ground.text).startswith(_even(match[0])):
        return None
    return match[0] if ground.promise or re.search(r"\bwe\b", ground.text, re.IGNORECASE) else ""


@dataclass(frozen=True)
class _Word:
    text: str
    """In lower case, as it is inflected."""
    stem: str
    name: bool
    """Written with a capital letter in a sentence, or with a figure."""
    relations: tuple[str, ...]
    """Of those words, the ones before it."""
    joins: tuple[str, ...]
    """Of the words that join parts and say how, the ones before it."""
    breaks: bool
    """True where a part of the sentence begins with it."""
    adjoins: bool
    """True where nothing stands between it and the word before."""
    after_we: bool


@dataclass(frozen=True)
class _Start:
    """How a written sentence begins."""

    speaks: bool
    """With a name of "we"."""
    promised: bool
    """And "will" after it."""
    promise: bool
    """The source is a promise."""


@lru_cache(maxsize=512)
def _words(text: str) -> tuple[_Word, ...]:
    """The words of a text that claim something."""
    words: list[_Word] = []
    between: list[str] = []
    for at, token in enumerate(_TOKEN.findall(text.replace("’s", "").replace("'s", ""))):
        low = token.casefold()
        if low in _FREE or low in _BREAKS:
            between.append(low)
            continue
        words.append(
            _Word(
                text=low,
                stem=stem_of(low),
                name=(token[0].isupper() and at > 0) or any(each.isdigit() for each in token),
                relations=tuple(each for each in between if each in _RELATIONS),
                joins=tuple(each for each in between if each in _JOINS),
                breaks=any(each in _BREAKS for each in between),
                adjoins=not between,
                after_we="we" in between,
            )
        )
        between = []
    return tuple(words)


def _fault_of_parts(said: Sequence[_Word], source: Sequence[_Word], start: _Start) -> Fault | None:
    """Whether the words stand together as in the source, and nothing before them that weakens them was left out."""
    path = _laid(said, source, start)
    if not path:
        return "parts"
    left_out = [each for at, each in enumerate(source) if at < max(path) and at not in path]
    if any(_WEAK.fullmatch(each.text) for each in left_out):
        return "strength"
    names = [at for at in path if source[at].name]
    return None if names == sorted(names) else "parts"


def _laid(said: Sequence[_Word], source: Sequence[_Word], start: _Start) -> tuple[int, ...]:
    """Where each word stands in the source, as indexes of its words; empty where they do not stand together there.

    One part may be moved to the front.
    """
    places = [[at for at, each in enumerate(source) if _same(word, each)] for word in said]
    found: dict[int, tuple[int, tuple[int, ...]]] = {
        at: (0, (at,)) for at in places[0] if _begins(at, said[0], source, start)
    }
    for word, options in zip(said[1:], places[1:], strict=True):
        reached: dict[int, tuple[int, tuple[int, ...]]] = {}
        for at in options:
            for before, (moves, path) in found.items():
                cost = _step(before, at, word, source)
                if cost is None or moves + cost > 1 or at in path:
                    continue
                if at not in reached or moves + cost < reached[at][0]:
                    reached[at] = (moves + cost, (*path, at))
        found = reached
    return next((path for at, (_, path) in sorted(found.items()) if _ends(at, source)), ())


def _same(word: _Word, other: _Word) -> bool:
    """True for forms of one word that say the same: "partners", not "established" for "establish"."""
    if word.text == other.text:
        return True
    if word.stem != other.stem or any(each.isdigit() for each in word.text + other.text):
        return False
    return not (word.text.endswith("ed") or other.text.endswith("ed"))


def _begins(at: int, word: _Word, source: Sequence[_Word], start: _Start) -> bool:
    """True where a sentence may begin with this word of the source."""
    first = source[at]
    if word.joins and (at > 0 or word.joins != first.joins):
        return False
    if start.speaks and start.promise:
        as_it_is = word.text == first.text
        return at == 0 and as_it_is and (start.promised or _WEAK.fullmatch(first.text) is not None)
    if start.speaks:
        return first.after_we
    if start.promise:  # nobody is named: what they make, not who makes it
        return at == 1 and source[0].text in _MAKES and word.relations == first.relations
    return (at == 0 or first.breaks) and word.relations == first.relations


def _step(before: int, at: int, word: _Word, source: Sequence[_Word]) -> int | None:
    """What it costs to go on from one word of the source to another: a move, or nothing; None where it cannot be."""
    here = source[at]
    if word.relations != here.relations:
        return None
    if at > before:
        alike = word.joins == here.joins and word.breaks == here.breaks
        return 0 if alike and (at == before + 1 or (source[before + 1].breaks and here.breaks)) else None
    return 1 if not word.joins and _ends(before, source) and (at == 0 or here.breaks) else None


def _ends(at: int, source: Sequence[_Word]) -> bool:
    """True where a part of the source may end with this word: the next one is not joined to it."""
    return at == len(source) - 1 or not source[at + 1].adjoins
