"""BM25 over the words of clauses, by bm25s with a Snowball stemmer; the only door to both."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping

import bm25s
import numpy as np
import Stemmer
from bm25s import stopwords

from vectorstore.languages import ASKING, LETTERS, NAME_PARTICLES, SMALL

_TOKEN = re.compile(r"\d+(?:[.,]\d+)+|\w+")
"""Words, and numbers with their decimals whole: "1.5", "18bn", "G7"."""
_FUNCTION_WORDS = frozenset(stopwords.STOPWORDS_EN_PLUS) | frozenset(stopwords.STOPWORDS_EN)
_STOP_WORDS = {
    "Danish": stopwords.STOPWORDS_DANISH,
    "Dutch": stopwords.STOPWORDS_DUTCH,
    "French": stopwords.STOPWORDS_FRENCH,
    "German": stopwords.STOPWORDS_GERMAN,
    "Italian": stopwords.STOPWORDS_ITALIAN,
    "Norwegian": stopwords.STOPWORDS_NORWEGIAN,
    "Portuguese": stopwords.STOPWORDS_PORTUGUESE,
    "Spanish": stopwords.STOPWORDS_SPANISH,
    "Swedish": stopwords.STOPWORDS_SWEDISH,
}
_FOREIGN = {
    name: frozenset([*_STOP_WORDS.get(name, ()), *SMALL.get(name, "").split(), *ASKING.get(name, "").split()])
    for name in sorted(_STOP_WORDS.keys() | SMALL.keys() | ASKING.keys())
}
"""Function words by language, some of which English has too ("a", "in", "me")."""
_ASKING = {name: frozenset(asking.split()) for name, asking in ASKING.items()}
_ENGLISH_ONLY = _FUNCTION_WORDS.difference(*_FOREIGN.values())
_PARTICLE = re.compile(
    rf"\b(?:{'|'.join(NAME_PARTICLES.split())})\s+(?=(?:(?:{'|'.join(NAME_PARTICLES.split())})\s+)*(?-i:[A-Z]))",
    re.IGNORECASE,
)
_SAYING = "say says said tell told mention describe explain discuss talk speak spoken refer"
"""Verbs that ask about a text, not about what it is on: they stand in no text, and lacking them says nothing."""
_ENOUGH = 2
"""Weight of foreign words from which a text is taken to be in their language."""
_STEMMER = Stemmer.Stemmer("english")
_SAYING_STEMS = frozenset(_STEMMER.stemWords(_SAYING.split()))


def words(text: str) -> list[str]:
    """The words of a text in lower case, in order."""
    return _TOKEN.findall(text.lower())


def stems(text: str) -> list[str]:
    """The stems of the words of a text that carry meaning, in order."""
    kept = [word for word in words(text) if word not in _FUNCTION_WORDS and (len(word) > 1 or word.isdigit())]
    return list(_STEMMER.stemWords(kept))


def stem_of(word: str) -> str:
    """The stem of one word, whatever it is."""
    return str(_STEMMER.stemWord(word.lower()))


def is_function_word(word: str) -> bool:
    """True for words that carry no meaning of their own: "the", "of", "which"."""
    return word.lower() in _FUNCTION_WORDS


class WordIndex:
    """BM25 over texts by id. It does not change: `changed` makes another one."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._index_of({}, {}, texts)

    def changed(self, gone: Iterable[str], texts: Mapping[str, str]) -> "WordIndex":
        """The index without some texts and with others, new or in place of those with their ids; only they are read."""
        left_out = {*gone, *texts}
        kept = {text_id: stems for text_id, stems in self._stems.items() if text_id not in left_out}
        index = WordIndex.__new__(WordIndex)
        index._index_of(self._numbers, kept, texts)
        return index

    def _index_of(self, numbers: Mapping[str, int], kept: dict[str, tuple[int, ...]], texts: Mapping[str, str]) -> None:
        self._numbers = dict(numbers)
        """Of stems."""
        self._stems = kept
        """The numbers of each text's stems."""
        for text_id, text in texts.items():
            number = (self._numbers.setdefault(stem, len(self._numbers)) for stem in stems(text))
            self._stems[text_id] = tuple(number)
        self._ids = list(self._stems)
        self._rows = {text_id: row for row, text_id in enumerate(self._ids)}
        self._frequency = Counter(number for each in self._stems.values() for number in set(each))
        self._index: bm25s.BM25 | None = None
        if self._frequency:  # bm25s cannot index an empty vocabulary
            self._index = bm25s.BM25()
            self._index.index((list(self._stems.values()), dict(self._numbers)), show_progress=False)

    def rarity(self, text: str) -> dict[str, float]:
        """How much each stem of a text says: BM25's inverse document frequency, highest for stems found nowhere.

        Verbs of saying are left out.
        """
        total = len(self._ids)
        return {
            stem: math.log(1 + (total - found + 0.5) / (found + 0.5))
            for stem in stems(text)
            if stem not in _SAYING_STEMS
            for found in [self._frequency[self._numbers[stem]] if stem in self._numbers else 0]
        }

    def query(self, text: str) -> dict[str, float]:
        """BM25 score of every text that shares a stem with the query, by id, best first."""
        return self.best(text, len(self._ids))

    def best(
        self,
        text: str,
        most: int,
        *,
        allowed: Callable[[str], bool] = lambda text_id: True,
        among: Collection[str] | None = None,
        also: Iterable[str] = (),
    ) -> dict[str, float]:
        """BM25 scores of the texts that share most with the query, by id, best first.

        Args:
            most: how many; those that score as the last one does come as well.
            allowed: says of an id whether it may be found.
            among: ids of all that may be found, where these are few; null: any.
            also: ids whose scores are given too, if they have any.
        """
        asked = [self._numbers[stem] for stem in stems(text) if stem in self._numbers]
        if self._index is None or not asked:
            return {}
        scores = self._index.get_scores(asked)
        within = None if among is None else [self._rows[each] for each in among if each in self._rows]
        rows = np.flatnonzero(scores > 0) if within is None else np.array(within, dtype=np.intp)
        found: dict[str, float] = {}
        last = 0.0
        for row in rows[np.argsort(-scores[rows], kind="stable")]:
            score = float(scores[row])
            if score == 0 or (len(found) >= most and score < last):
                break
            if allowed(self._ids[row]):
                found[self._ids[row]] = last = score
        others = {text_id: float(scores[self._rows[text_id]]) for text_id in also if text_id in self._rows}
        return found | {text_id: score for text_id, score in others.items() if score > 0}


def share(asked: Mapping[str, float], text: str) -> float:
    """How much of what is asked for, by rarity, a text has: 0 to 1. `asked` is from `WordIndex.rarity`."""
    total = sum(asked.values())
    return sum(asked[stem] for stem in set(stems(text)) & asked.keys()) / total if total else 0.0


def foreign_language(text: str) -> str | None:
    """The name of the language that a text seems to be in, where it is not English; null where it may be.

    By script, and for Latin letters by function words: a question without any English one and with two or more of
    another language, where a word that asks counts as two, and a word with a letter that English has not as one.
    """
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum("LATIN" in unicodedata.name(letter, "") for letter in letters)
    if letters and latin < len(letters) / 2:
        return "another script"
    used = set(words(text))
    if used & _ENGLISH_ONLY:
        return None
    used = set(words(_PARTICLE.sub("", text)))
    odd = 2 * ("¿" in text) + sum(not LETTERS.isdisjoint(word) for word in used)
    counts = {name: _weight(used, name) for name in _FOREIGN}
    language = max(counts, key=lambda name: counts[name])
    if not counts[language] and odd >= _ENOUGH:
        return "another language"
    return language if counts[language] + odd >= _ENOUGH else None


def _weight(used: set[str], language: str) -> int:
    known = used.intersection(_FOREIGN[language]) - _FUNCTION_WORDS
    return len(known) + len(known & _ASKING.get(language, frozenset()))
