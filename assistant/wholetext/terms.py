"""Exact search for words over whole texts: the same word, also inflected, hyphenated or in American spelling."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vectorstore.documents import Clause, Corpus, Document, Span
from vectorstore.words import stem_of, stems

_WORD = re.compile(r"\d+(?:[.,]\d+)+\w*|\w+")
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")
_GAP = re.compile(r"(?:['’]s?)?[\s\-–—/,&]{0,3}")
"""What may stand between two words of one term."""
_AMERICAN = (
    (re.compile(r"is(e|ed|es|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"ys(e|ed|es|ing)$"), r"yz\1"),
    (re.compile(r"(?<=[a-z]{2})our(s|ed|ing|able|ite|al)?$"), r"or\1"),
    (re.compile(r"^(defen|offen|licen)ce"), r"\1se"),
    (re.compile(r"(cent|met|lit|fib|theat)re(s?)$"), r"\1er\2"),
    (re.compile(r"^(program)me"), r"\1"),
    (re.compile(r"ll(ed|ing|er|ers)$"), r"l\1"),
)
_ENDING = re.compile(r"(?:[bdfglmnprt](?=ed|ing))?(?:e|s|es|d|ed|ing|y|ies|ied|ying)?")
"""Endings that make another form of the same word, after what two forms have in common."""
_BETWEEN = 2
"""Words that may stand between those of one name: "the National Cyber Security Centre's Industry 100 initiative"."""
_ACRONYM = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Z&\d]{2,5}|[A-Z]\d{1,2}")


@dataclass(frozen=True)
class Occurrence:
    """One place where a term stands; the clause is null where that is a heading."""

    clause: Clause | None
    span: Span


@lru_cache(maxsize=50_000)
def spelling(word: str) -> str:
    """A word in lower case and American spelling."""
    word = word.lower()
    for pattern, american in _AMERICAN:
        word = pattern.sub(american, word)
    return word


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """The stem of a word, in whichever spelling."""
    return stem_of(spelling(word))


def words_of(term: str) -> list[str]:
    """The words of a term as they are written, without possessive endings."""
    return _WORD.findall(_POSSESSIVE.sub("", term))


def is_acronym(word: str) -> bool:
    """True for "AI", "G7", "CPTPP": looked for in capitals only."""
    return _ACRONYM.fullmatch(word) is not None


def same_word(asked: str, found: str) -> bool:
    """True where both are forms of one word: "chains" and "chain", not "imports" and "important"."""
    if is_acronym(asked):
        return found == asked or found == f"{asked}s"
    one, other = spelling(asked), spelling(found)
    if one == other:
        return True
    if root(asked) != root(found):
        return False
    common = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return bool(_ENDING.fullmatch(one[common:]) and _ENDING.fullmatch(other[common:]))


class _Text:
    """The words of one text with their places, by their roots."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = [(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]
        self.places: dict[str, list[int]] = {}
        self.joined: dict[str, list[int]] = {}
        for at, (word, _, end) in enumerate(self.words):
            self.places.setdefault(root(word), []).append(at)
            if at + 1 < len(self.words) and self.words[at + 1][1] - end == 1:
                self.joined.setdefault(root(word + self.words[at + 1][0]), []).append(at)

    def find(self, term: str) -> list[Span]:
        """Every place of a term, in order."""
        looked_for = _looked_for(term)
        first = self.places.get(looked_for.first, ())
        spans = [span for at in first if (span := self._match(looked_for.words, at))]
        spans += self._other_spacing(looked_for)
        return sorted(set(spans))

    def _match(self, asked: Sequence[str], at: int) -> Span | None:
        """The span of these words, one after the other, from this place on."""
        if at + len(asked) > len(self.words):
            return None
        for step, word in enumerate(asked):
            found, start, _ = self.words[at + step]
            if not same_word(word, found):
                return None
            if step and not _GAP.fullmatch(self.text[self.words[at + step - 1][2] : start]):
                return None
        return self.words[at][1], self.words[at + len(asked) - 1][2]

    def has_together(self, asked: Sequence[str]) -> bool:
        """True where a word of each stem stands within a few words of the first one's."""
        others = [self.places.get(root(word), []) for word in asked[1:]]
        reach = len(asked) + _BETWEEN
        return any(
            all(any(abs(place - at) <= reach for place in places) for places in others)
            for at in self.places.get(root(asked[0]), [])
        )

    def _other_spacing(self, looked_for: "_LookedFor") -> list[Span]:
        """Places where one asked word is written as two, or two as one: "cybersecurity", "cyber security"."""
        if looked_for.as_one:
            at_places = self.places.get(root(looked_for.as_one), ())
            return [self.words[at][1:] for at in at_places if same_word(looked_for.as_one, self.words[at][0])]
        if looked_for.as_two:
            places = self.joined.get(root(looked_for.as_two), ())
            pairs = [(self.words[at], self.words[at + 1]) for at in places]
            return [(one[1], two[2]) for one, two in pairs if same_word(looked_for.as_two, one[0] + two[0])]
        return []


@dataclass(frozen=True)
class _LookedFor:
    """A term as it is looked for in one text after the other."""

    words: tuple[str, ...]
    first: str
    """The root of the first word."""
    as_one: str | None
    """Two words that may be written as one."""
    as_two: str | None
    """One word that may be written as two."""


@lru_cache(maxsize=10_000)
def _looked_for(term: str) -> _LookedFor:
    asked = tuple(words_of(term))
    if not asked:
        return _LookedFor((), "", None, None)
    first = asked[0].rstrip("s") if is_acronym(asked[0][:-1]) else asked[0]
    two = len(asked) == 2 and not any(is_acronym(word) for word in asked)
    one = len(asked) == 1 and len(asked[0]) > 5
    return _LookedFor(asked, root(first), "".join(asked) if two else None, asked[0] if one else None)


@lru_cache(maxsize=4096)
def _read(text: str) -> _Text:
    """A text's words; kept, since the same texts are searched for every question."""
    return _Text(text)


def find(term: str, text: str) -> list[Span]:
    """Every span of a text where a term stands, in order."""
    return _read(text).find(term)


def have_together(words: Sequence[str], documents: Iterable[Document]) -> bool:
    """True where some text has words of all these stems near each other, in any order: those of one name."""
    return bool(words) and any(_read(each.text).has_together(words) for each in documents)


@dataclass(frozen=True)
class AbsentTerm:
    """What a question asks for, and the words of it that stand in no form in the documents it is about."""

    text: str
    gone: tuple[str, ...]


def gone(term: str, documents: Iterable[Document]) -> tuple[str, ...]:
    """The words of a term, those that carry meaning, that stand in no form in these documents."""
    documents = tuple(documents)
    return tuple(word for word in words_of(term) if stems(word) and not has_root(word, documents))


def has_root(word: str, documents: Iterable[Document]) -> bool:
    """True where some text has a word of the same stem, or the word inside a longer one written as two."""
    return any(
        root(word) in known.places or root(word) in known.joined for known in (_read(each.text) for each in documents)
    )


def occurrences(terms: Sequence[str], document: Document, corpus: Corpus) -> list[Occurrence]:
    """Where any of these terms stands in a document, in reading order.

    Overlaps count once, the longest first, and so does a long form with its abbreviation in brackets.
    """
    spans = sorted({span for term in terms for span in find(term, document.text)}, key=lambda each: (each[0], -each[1]))
    clauses = corpus.of(document.id)
    starts = [clause.start for clause in clauses]
    found: list[Occurrence] = []
    reached = 0
    for start, end in spans:
        if start < reached:
            continue
        in_brackets = reached and document.text[reached:start].strip() == "("
        reached = end
        if in_brackets:
            continue
        at = bisect_right(starts, start) - 1
        inside = at >= 0 and end <= clauses[at].end
        found.append(Occurrence(clauses[at] if inside else None, (start, end)))
    return found
