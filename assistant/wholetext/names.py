"""Which words of a question look like names, numbers or terms that a text either has or has not."""

import re
from collections.abc import Iterable

from assistant.wholetext.terms import find, words_of
from assistant.wholetext.variants import is_known
from vectorstore.documents import Document
from vectorstore.words import stems

_CONNECTING = r"(?:of|for|and|the|on|de|du|von|van|al)"
_CAPITAL = r"(?:[A-ZÀ-Þ][\w'’&.-]*|\d+(?=[ -][A-Z]))"
_PHRASE = re.compile(rf"\b{_CAPITAL}(?:(?:[ -]| {_CONNECTING} (?:the )?){_CAPITAL}| \d{{1,4}}\b)*")
_NUMBER = re.compile(
    r"[£$€¥]\s?\d[\d.,]*\s?(?:bn|billion|m|million|trillion|tn|k|thousand)?\b"
    r"|\b\d[\d.,]*\s?(?:%|per cent|percent|bn|billion|million|trillion|GW|MW|degrees|km|tonnes)"
    r"|\b(?:1[6-9]|20)\d\d\b",
    re.IGNORECASE,
)
_ABOUT_PLACES = re.compile(
    r"(?:parts?|sections?|chapters?|commitments?|paragraphs?|articles?|preamble|annex)\b.*", re.I
)
_SMALL_IN_HEADLINES = frozenset(
    {"a", "an", "the", "of", "and", "or", "for", "in", "on", "to", "by", "with", "from", "at", "as"}
)
_CONTRACTED = re.compile(r"['’](?:s|re|ve|ll|d|t|m)\b")


def name_like(term: str) -> bool:
    """True where a term is written as a name, or is known as one: "Fujitsu", "AUKUS", "brexit"."""
    return any(
        word[0].isupper() or any(letter.isupper() or letter.isdigit() for letter in word) for word in words_of(term)
    ) or is_known(term)


def is_name_in(term: str, documents: Iterable[Document]) -> bool:
    """True where the texts have the term, and always with a capital letter."""
    found = [document.text[start:end] for document in documents for start, end in find(term, document.text)]
    return bool(found) and all(each[0].isupper() or each[0].isdigit() for each in found)


def names(text: str) -> tuple[str, ...]:
    """The names, capitalised phrases, acronyms, years and amounts of a question, in order, each once.

    The first word counts where it is no ordinary one; a question all in capitals, or in which nearly every word has
    one, has no names that could be told by them.
    """
    found: dict[str, None] = {}
    numbers = {match.start(): match[0].strip(" .,") for match in _NUMBER.finditer(text)}
    phrases: dict[int, str] = {} if _capitals_say_nothing(text) else _capitalised(text)
    for at in sorted({*numbers, *phrases}):
        if at in phrases:
            found.setdefault(phrases[at])
        elif not any(start <= at < start + len(phrase) for start, phrase in phrases.items()):
            found.setdefault(numbers[at])
    return tuple(found)


def _capitalised(text: str) -> dict[int, str]:
    """Capitalised phrases by where they start, without the word that only starts a sentence."""
    found: dict[int, str] = {}
    for match in _PHRASE.finditer(text):
        start, phrase = match.start(), match[0]
        before = text[:start].rstrip()
        if not before or before[-1] in ".?!:":
            first = re.match(r"[\w'’-]+", phrase)
            word = _CONTRACTED.sub("", first[0]) if first else ""
            if len(word) < 2 or not (word[1:] != word[1:].lower() or is_known(word)):
                shorter = re.search(rf"(?<=\s){_CAPITAL}.*", phrase)
                if shorter is None:
                    continue
                start, phrase = start + shorter.start(), shorter[0]
        phrase = _CONTRACTED.sub("", phrase).rstrip(".'’-")
        if phrase != "I" and len(phrase) > 1 and stems(phrase) and not _ABOUT_PLACES.fullmatch(phrase):
            found[start] = phrase
    return found


def _capitals_say_nothing(text: str) -> bool:
    """True for a text all in capitals, and for one written like a headline, with a capital on every real word."""
    words = [word for word in words_of(text) if word.isalpha() and word.lower() not in _SMALL_IN_HEADLINES]
    return len(words) > 3 and all(word[0].isupper() for word in words)
