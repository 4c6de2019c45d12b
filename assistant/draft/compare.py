"""One sentence of a draft beside one sentence of a text: what it has of it, and where the two do not agree.

Nothing here goes by meaning alone, in which "raise" and "cut" are neighbours: a word counts as said only where the text
has it, another form of it, or one that the reviewed lists call the same.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.commitments.promise import Promise, Strength
from assistant.draft.actors import actors_differ, one_of_both
from assistant.draft.figures import Figure
from assistant.draft.grounds import Ground
from assistant.draft.lexicon import concept_of
from assistant.draft.words import WEAKER, Reading, Said
from assistant.wholetext.variants import stands_for

State = Literal["supported", "partly", "contradicted", "stronger"]

ENOUGH = 0.7
"""Share of a sentence's words, by weight, from which it is about the same thing as the text's."""
_LEAST = 1.5
"""Weight of the words that two sentences must share at least for that."""
_NAME, _WORD, _PARTY = 1.5, 1.0, 0.0
_CLOSE = 6
"""Words between two that stand side by side in the draft."""
_BOTH = re.compile(r"\b(?:(?:two|both) \w+|they|we)\s+(?:will|shall|must|would|can|are to)\b", re.IGNORECASE)
"""Those who speak, before what they do."""
_BEFORE = 4
"""Words between a hedge or a negation, and what it is about."""


@dataclass(frozen=True)
class Comparison:
    """What became of it."""

    ground: Ground
    state: State
    score: float
    """Share of the words for what it is about that the text has, 0 to 1."""
    coverage: float
    """Share of all its words."""
    reasons: tuple[str, ...]
    """Why it is not simply supported, each a sentence without its full stop."""
    missing: tuple[Said | Figure, ...] = ()
    """What the text does not have."""


def compared(said: Reading, ground: Ground) -> Comparison:
    """A draft's sentence beside one of a text."""
    pair = _Pair(said, ground)
    against, more, less = pair.contradictions(), pair.stronger(), pair.shortcomings()
    decides = pair.about_the_same and not ground.whole  # the sentences of a paragraph stand in each other's way
    if decides and against:
        return Comparison(ground, "contradicted", pair.share, pair.coverage, against)
    if decides and more:
        return Comparison(ground, "stronger", pair.share, pair.coverage, more, tuple(pair.missing))
    if not pair.missing and pair.says_enough and not (against or more or less):
        return Comparison(ground, "supported", 1.0, 1.0, ())
    return Comparison(ground, "partly", pair.share, pair.coverage, (*against, *more, *less), tuple(pair.missing))


class _Pair:
    """The two sentences, and which words of one the other has."""

    def __init__(self, said: Reading, ground: Ground) -> None:
        self.said, self.ground = said, ground
        self.text = ground.reading
        self.matched: dict[Said, list[int]] = {}
        self.missing: list[Said | Figure] = []
        for word in said.content:
            if word.concept in self.text.concepts or set(word.parts) <= self.text.concepts:
                self.matched[word] = [each.at for each in self.text.words if _same(word, each)]
            elif not self._implied(word):
                self.missing.append(word)
        self.missing += [each for each in said.figures if not _among(each, self.text.figures)]
        self.promise = self._governing()
        self.places = sorted(at for some in self.matched.values() for at in self._inside(some))
        self.polar = self._polar()

    def _implied(self, word: Said) -> bool:
        """Whether it is one of those who speak, or the document: they need not be named."""
        capitals = set() if word.led else set(map(concept_of, stands_for(word.text)))
        return bool({word.concept, *capitals} & (self.ground.parties | self.ground.source))

    def _polar(self) -> Said | None:
        """The word by which the draft is for or against it, where the text has another."""
        concepts = self.text.concepts
        of_it = (*self.said.marked("against"), *self.said.marked("for"))
        return next((each for each in of_it if each.concept not in concepts), None)

    @property
    def _done_by(self) -> set[Said]:
        """The words that tell what is done, not what it is about."""
        verb = self.said.verb
        return {each for each in (verb, self.polar) if each is not None}

    @property
    def share(self) -> float:
        """Of the words that tell what it is about, how much the text has."""
        lacks = [each for each in self.missing if not self._by_figure(each) and each not in self._done_by]
        return self._share(self._shared, lacks)

    @property
    def coverage(self) -> float:
        """Of all words, how much the text has."""
        return self._share([*self.matched, *self._figures], self.missing)

    @property
    def about_the_same(self) -> bool:
        """Whether the two speak of one thing."""
        return sum(map(self._weight, self._shared)) >= _LEAST and self.share >= ENOUGH

    @property
    def says_enough(self) -> bool:
        """Whether both share more than one word beside what is done: a single one may stand in any relation."""
        words = sum(len(each.parts) for each in self._shared if isinstance(each, Said) and self._weight(each))
        return words + len(self._figures) > 1

    @property
    def _figures(self) -> list[Figure]:
        return [each for each in self.said.figures if each not in self.missing]

    @property
    def _shared(self) -> list[Said | Figure]:
        """What both have of what it is about."""
        return [*(each for each in self.matched if each not in self._done_by), *self._figures]

    def _share(self, has: Sequence[Said | Figure], lacks: Sequence[Said | Figure]) -> float:
        shared = sum(map(self._weight, has))
        return shared / (shared + sum(map(self._weight, lacks))) if shared else 0.0

    def _weight(self, each: Said | Figure) -> float:
        if isinstance(each, Figure):
            return _NAME
        if each.concept in self.ground.parties:
            return _PARTY
        is_term = len(each.parts) > 2 and not each.lists  # "high level defence dialogue"
        return _NAME if each.name or is_term else _WORD

    def _by_figure(self, each: Said | Figure) -> bool:
        """Whether the text has another figure in this one's place."""
        return isinstance(each, Figure) and any(each.kind == other.kind for other in self.text.figures)

    def contradictions(self) -> tuple[str, ...]:
        """Why both cannot be right."""
        reasons = [
            f"the draft says “{each.text}”, the text “{_of_kind(each, self.text.figures)}”"
            for each in self.missing
            if isinstance(each, Figure) and self._by_figure(each)
        ]
        mine = [each for each in self.said.marked("negations") if each.concept not in self.text.concepts]
        theirs = [each for each in self.text.marked("negations") if each.concept not in self.said.concepts]
        if bool(mine) != bool(self._near(theirs)):
            reasons.append("one of the two says “not”, “no” or “without”, and the other does not")
        if (opposite := self._opposite()) is not None:
            draft, text = opposite
            reasons.append(f"the draft says “{draft.text}”, the text “{text.text}”")
        if actors_differ(self.said, self.ground):
            reasons.append("somebody else does it in the text")
        return tuple(reasons)

    def _opposite(self) -> tuple[Said, Said] | None:
        """The word by which the draft is for or against it, and the contrary one of the text."""
        polar = [each for each in self.text.words if {"for", "against"} & each.lists]
        if self.polar is None or not polar:
            return None
        side = "for" if "for" in self.polar.lists else "against"
        governing = Counter(
            next((each for each in reversed(polar) if each.at <= at), polar[0]) for at in self.places
        ).most_common(1)
        if not governing or side in governing[0][0].lists:
            return None
        return self.polar, governing[0][0]

    def stronger(self) -> tuple[str, ...]:
        """Why the draft says more than the text."""
        reasons = []
        promise, mine = self.strength, self.said.strength
        if promise is not None and WEAKER.index(mine) > WEAKER.index(promise):
            reasons.append(f"the draft {_STRENGTHS[mine]}, the text {_STRENGTHS[promise]}")
        unheard = [each for each in self.said.marked("absolutes") if each.concept not in self.text.concepts]
        reasons += [f"the text does not say “{each.text}”" for each in unheard]
        if self.said.done and (promise is not None or self.text.coming) and not self.text.done:
            reasons.append("the draft tells of it as done, the text as something to be done")
        hedged = self._near(self.text.marked("hedges"))
        if self.ground.primary and hedged and not (self.said.marked("hedges") or self.said.marked("explore")):
            reasons.append(f"the text says “{hedged[0].text}”")
        return tuple(reasons)

    @property
    def strength(self) -> Strength | None:
        """By what the text is bound as to what the draft speaks of."""
        return self.promise.strength if self.promise is not None else None

    def _governing(self) -> Promise | None:
        """The promise of the text that has most of what the draft speaks of."""
        best, most = None, 0
        for promise in self.ground.promises:
            inside = self.ground.words_of(promise)
            count = sum(any(at in inside for at in some) for some in self.matched.values())
            if count > most:
                best, most = promise, count
        return best

    def _inside(self, places: Sequence[int]) -> Sequence[int]:
        """Those places that the promise has, where it has any."""
        if self.promise is None:
            return places
        inside = self.ground.words_of(self.promise)
        return [at for at in places if at in inside] or places

    def shortcomings(self) -> tuple[str, ...]:
        """Why it is not wholly supported, though neither wrong nor too strong."""
        reasons = [f"“{each.text}” is not in the text" for each in self.missing if not self._by_figure(each)]
        if self._weaker():
            reasons.append("the text says more than that it is explored or discussed")
        if one_of_both(self.said, self.ground):
            reasons.append("the text says it of both countries")
        if self._torn() or self._turned_round():
            reasons.append("the words do not stand together so in the text")
        return tuple(reasons)

    def _weaker(self) -> bool:
        promise = self.strength
        cautious = self.text.marked("explore") or self.text.marked("hedges")
        return self.said.strength == "explore" and promise not in (None, "explore") and not cautious

    def _torn(self) -> bool:
        """Whether words that stand side by side in the draft stand far apart in the text, or the verb elsewhere."""
        ordered = list(self.matched)
        for one, two in pairwise(ordered):
            places = [abs(a - b) for a in self.matched[one] for b in self.matched[two]]
            if two.at - one.at == len(one.parts) and places and min(places) > _CLOSE:
                return True
        return self._verb_elsewhere()

    def _turned_round(self) -> bool:
        """Whether who does it comes after the verb in the text, or whom it is done to is only "of" that."""
        doing = (self.said.verb, *self.said.marked("for"), *self.said.marked("against"))
        verb = next((each for each in doing if each is not None and self.matched.get(each)), None)
        if verb is None or self.said.passive:
            return False
        at = min(self._inside(self.matched[verb]))
        parties = self.ground.parties
        others = {word: some for word, some in self.matched.items() if some and word.concept not in parties}
        before = [self._inside(some) for word, some in others.items() if word.at < verb.at]
        comes_later = bool(before) and all(min(each) > at for each in before)
        if comes_later and self.said.verb == verb and not _BOTH.search(self.said.text):
            return not self._is_copula(verb)
        after = next((each for each in others if each.at > verb.at), None)
        if after is None or after.led:
            return False
        places = self._inside(others[after])
        return all(each.led for each in self.text.words if each.at in places)

    def _is_copula(self, verb: Said) -> bool:
        """Whether something only is what the word says: "are to be larger"."""
        return re.search(rf"\bbe\s+{re.escape(verb.text)}", self.said.text, re.IGNORECASE) is not None

    def _verb_elsewhere(self) -> bool:
        """Whether the text promises what the draft's verb says, but of another thing."""
        verb = next((each for each in self.matched if each == self.said.verb), None)
        others = [some for word, some in self.matched.items() if word != verb and some]
        if verb is None or not self.matched[verb] or not others or len(self.ground.promises) < 2:
            return False
        ranges = [self.ground.words_of(each) for each in self.ground.promises]
        with_verb = [each for each in ranges if any(at in each for at in self.matched[verb])]
        if not with_verb:
            return False
        inside = max(sum(any(at in each for at in some) for some in others) for each in with_verb)
        return inside * 2 < len(others)

    def _near(self, words: Sequence[Said]) -> list[Said]:
        """Those of the text's words that stand just before one that the draft has."""
        return [each for each in words if any(0 < at - each.at <= _BEFORE for at in self.places)]


_STRENGTHS: dict[Strength, str] = {
    "do": "says that it is done",
    "commit": "says that they commit to it",
    "state": "states a position on it",
    "explore": "says that it is explored or discussed",
}


def _same(one: Said, other: Said) -> bool:
    return one.concept == other.concept or bool(set(one.parts) & {other.concept, *other.parts})


def _among(figure: Figure, figures: Sequence[Figure]) -> bool:
    return any(figure.kind == each.kind and figure.value == each.value for each in figures)


def _of_kind(figure: Figure, figures: Sequence[Figure]) -> str:
    return next(each.text for each in figures if each.kind == figure.kind)
