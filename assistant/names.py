"""Names that the texts give to things ("the Renewable Energy Partnership"), and what the documents are called."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import TypeVar

from assistant.by_corpus import by_corpus
from vectorstore.documents import Corpus, Document, Role, Span
from vectorstore.words import is_function_word, stems, words

_CAPITAL = r"[A-Z][\w-]*\w"
_JOINED = (
    rf"(?: (?:of|for|on|and|with)(?: the)? {_CAPITAL}| {_CAPITAL}|, {_CAPITAL}(?=(?:, {_CAPITAL})*,? and {_CAPITAL}))"
)
_PHRASE = re.compile(rf"\b{_CAPITAL}{_JOINED}+")
_OPENERS = frozenset(words("a an the this that these those it we they in on our its as by to for and but if"))
_LINK = re.compile(r" (?:of|for|on) ")
_QUALITIES = frozenset(
    words(
        "new newly announced existing upcoming current closer deeper broader stronger robust enhanced significant "
        "bilateral important ongoing first joint our own possible future ambitious said same"
    )
)
"""Words that tell what a thing is like and not which it is."""
_AND = " and "
_MOST_LISTED = 6
_DOCUMENTS = 4096
"""Documents of which is kept what was read in them."""
Made = TypeVar("Made")


@dataclass(frozen=True)
class Name:
    """A capitalised phrase of several words, by which the texts call one thing."""

    text: str
    """As it is written where it first stands, without an article."""
    head: str
    """What kind of thing it is, in lower case and singular: "partnership", also in "Partnership for RISE"."""
    stems: frozenset[str]
    forms: tuple[frozenset[str], ...]
    """The stems of its shorter forms and its own."""
    own: frozenset[str]
    """The stems that it has and no other name of its kind has, without that of the kind."""


@by_corpus
def names(corpus: Corpus) -> Sequence[Name]:
    """The names of things in the texts, those that stand in most clauses first.

    What a document's own title has is no name here: it means the document.
    """
    counts: Counter[frozenset[str]] = Counter()
    first: dict[frozenset[str], str] = {}
    for clauses in _of_documents(corpus, _phrases_in, leaving_out=("title", "author", "office")):
        for key, phrase in (each for phrases in clauses for each in phrases.items()):
            counts[key] += len(key) > 2 or (len(key) == 2 and _AND not in phrase)
            first.setdefault(key, phrase)
    by_end: dict[str, list[frozenset[str]]] = {}
    for key, phrase in first.items():
        by_end.setdefault(phrase.split()[-1], []).append(key)
    merged: Counter[frozenset[str]] = Counter()
    forms: dict[frozenset[str], list[frozenset[str]]] = {}
    for key, count in counts.items():
        whole = _longest(key, by_end[first[key].split()[-1]])
        merged[whole] += count
        forms.setdefault(whole, []).append(key)
    wholes = [set(stems(document.title)) for document in corpus.documents.values()]
    by_stem: dict[str, list[set[str]]] = {}
    for whole_title in wholes:
        for stem in whole_title:
            by_stem.setdefault(stem, []).append(whole_title)
    kept = [
        (key, _head(first[key]))
        for key, count in merged.most_common()
        if count and not any(key <= each for each in by_stem.get(next(iter(key)), ()))
    ]
    having = Counter((head, stem) for key, head in kept for stem in key)
    return tuple(
        Name(
            first[key],
            head,
            key,
            tuple(forms[key]),
            frozenset(stem for stem in key - set(stems(head)) if having[head, stem] == 1),
        )
        for key, head in kept
    )


@by_corpus
def frequency(corpus: Corpus) -> Mapping[str, int]:
    """In how many clauses each stem of the texts stands."""
    counts: Counter[str] = Counter()
    for document in _of_documents(corpus, _stems_in):
        counts.update(document)
    return counts


@by_corpus
def spread(corpus: Corpus) -> Mapping[str, frozenset[str]]:
    """The documents that each stem stands in, by their ids."""
    found: dict[str, set[str]] = {}
    for document_id, document in zip(corpus.documents, _of_documents(corpus, _stems_in), strict=True):
        for stem in document:
            found.setdefault(stem, set()).add(document_id)
    return {stem: frozenset(ids) for stem, ids in found.items()}


def _of_documents(
    corpus: Corpus, made: Callable[[str, tuple[Span, ...]], Made], leaving_out: Collection[Role] = ()
) -> Iterator[Made]:
    """What is made of the clauses of each document."""
    for document in corpus.documents.values():
        clauses = (each for each in corpus.of(document.id) if each.role not in leaving_out)
        yield made(document.text, tuple((each.start, each.end) for each in clauses))


@lru_cache(maxsize=_DOCUMENTS)
def _stems_in(text: str, spans: tuple[Span, ...]) -> Mapping[str, int]:
    """In how many of these clauses of a text each stem stands; kept, since most documents stay when one changes."""
    return Counter(intern(stem) for start, end in spans for stem in set(stems(text[start:end])))


@lru_cache(maxsize=_DOCUMENTS)
def _phrases_in(text: str, spans: tuple[Span, ...]) -> Sequence[Mapping[frozenset[str], str]]:
    """The capitalised phrases of each of these clauses of a text, by their stems."""
    texts = (re.sub(r"\s+", " ", text[start:end]) for start, end in spans)
    return [{frozenset(stems(each)): each for each in _phrases(clause)} for clause in texts]


def _texts(corpus: Corpus) -> Iterator[str]:
    for clause in corpus.clauses.values():
        if clause.role not in ("title", "author", "office"):
            yield re.sub(r"\s+", " ", corpus.text(clause))


def _phrases(text: str) -> Iterator[str]:
    for match in _PHRASE.finditer(text):
        phrase = match[0]
        while phrase and phrase.split(" ", 1)[0].casefold() in _OPENERS:
            phrase = phrase.split(" ", 1)[1] if " " in phrase else ""
        if " " in phrase:
            yield phrase


def _longest(key: frozenset[str], ending_alike: Sequence[frozenset[str]]) -> frozenset[str]:
    """The longest name of which this one is a shorter form: of "Cyber Partnership", "Japan-UK Cyber Partnership"."""
    return max((other for other in ending_alike if key < other), key=len, default=key)


def _head(phrase: str) -> str:
    return singular(_LINK.split(phrase)[0].split()[-1].casefold())


def singular(noun: str) -> str:
    """A regular noun without its plural ending."""
    if len(noun) > 4 and noun.endswith("ies"):
        return f"{noun[:-3]}y"
    return noun[:-1] if len(noun) > 3 and noun.endswith("s") and not noun.endswith("ss") else noun


def named_in(text: str, known: Sequence[Name]) -> Iterator[Name]:
    """Those names of which a text has all words of one form, or all that the other names of their kind do not have."""
    asked = set(stems(text))
    for name in known:
        if any(form <= asked for form in name.forms) or (
            name.own and name.own <= asked and not asked.isdisjoint(stems(name.head))
        ):
            yield name


def things(noun: str, corpus: Corpus) -> list[str]:
    """What the texts have of one kind, as they call each: all partnerships with a name; where hardly one has a name,
    also those that are told apart by the words before the noun ("the health ministerial dialogue")."""
    kind = singular(noun.casefold())
    named = [name for name in names(corpus) if name.head == kind]
    found = {name.stems: name.text for name in named}
    if len(found) < 2:
        for described in _described(kind, corpus):
            key = frozenset(stems(described))
            if len(key) > 1 and not any(key <= other for other in found):
                found[key] = described
    return list(found.values())[:_MOST_LISTED]


def _described(kind: str, corpus: Corpus) -> Iterator[str]:
    form = re.compile(
        rf"(?:\b(?:an?|the|our|its|their|this) ((?:[\w-]+ ){{1,5}})|((?:\b|(?<=\)))(?:(?-i:[A-Z])[\w-]+ )+)){kind}s?\b",
        re.IGNORECASE,
    )
    for text in _texts(corpus):
        for match in form.finditer(text):
            before = (match[1] or match[2]).split()
            while before and before[0].casefold() in _QUALITIES:
                before = before[1:]
            if before and not any(is_function_word(word) for word in before):
                yield " ".join([*before, kind])


def subject(corpus: Corpus) -> str:
    """What the documents are about, for our own sentences: "the Accord and the coverage of it"."""
    primary = [each for each in corpus.documents.values() if each.kind == "primary"]
    if not primary or len(primary) > 3:
        return "the documents that I know"
    listed = [called(each) for each in primary]
    joined = listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"
    covered = len(corpus.documents) > len(primary)
    return f"{joined} and the coverage of {'it' if len(listed) == 1 else 'them'}" if covered else joined


def called(document: Document) -> str:
    """What a document is called inside a sentence: "the Accord"."""
    return document.name[0].lower() + document.name[1:] if document.name.startswith("The ") else document.name
