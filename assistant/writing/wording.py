"""A sentence as the words in it that claim something, each with what stands before it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from vectorstore.words import stem_of

TOKEN = re.compile(r"[£$€¥]?\d+(?:[.,]\d+)*\w*%?|[^\W\d_]+(?:[’'](?!s\b)[^\W\d_]+)?\d*(?:[’']s\b)?|[,;:()–—]")
RELATIONS = frozenset(("of", "in", "on", "at", "to", "for", "with", "as"))
"""What these say of two words must be said of them in the source."""
OWNERS = frozenset(("its", "their", "our"))
STANDING_FOR = frozenset(("it", "them", "us", "this", "these"))
"""Words for something that was named before."""
RELATIVES = frozenset(("that", "which", "who"))
ARTICLES = frozenset(("a", "an", "the"))
FREE = RELATIONS | OWNERS | STANDING_FOR | RELATIVES | ARTICLES | {"and", "also"}
"""Words that claim nothing by themselves."""
JOINS = frozenset(("or", "including", "includes", "include", "we"))
"""Words that join parts of a sentence and say how."""
_LEADING = frozenset(
    (
        "across",
        "among",
        "between",
        "both",
        "by",
        "especially",
        "from",
        "particularly",
        "through",
        "under",
        "via",
        "within",
    )
)
"""Words that lead a part as relations do, but are themselves compared as words."""
_MARKS = frozenset((";", ":", "(", ")", "–", "—"))
BREAKS = JOINS | _MARKS | {",", "and"}
"""Between these, a part of a sentence may be left out."""
WEAK = re.compile(
    r"explor\w+|consider\w*|discuss\w*|examin\w+|possib\w+|potential\w*|may|might|could|would|should|view|encourag\w+"
    r"|seek\w*|aim\w*|inten\w+|hope\w*|try|trying|attempt\w*|propos\w+|plan|plans|planning|planned|expect\w*"
    r"|likely|some|towards?|ambition\w*|aspir\w+|call\w*|urg\w+|support\w*|welcom\w+|recogni\w+|reaffirm\w*"
    r"|reiterat\w+|condemn\w*|oppos\w+|acknowledg\w+|appreciat\w+|affirm\w*|underlin\w+|stress\w*|note|notes|noted"
    r"|believ\w+|claim\w*|alleg\w+|report\w*|argu\w+|sa(?:y|ys|id)|stat(?:e|es|ed)|announc\w+|commit\w*",
    re.IGNORECASE,
)
"""Words by which what follows is less than a fact or a promise: what stands behind one is not said without it."""
_VERB_LIST = """
accelerate achieve act address adopt advance affirm agree aim apply appoint approve assess ban bar begin bolster
boost bring broaden build call carry cease champion change close collaborate combat commit complete conclude
condemn conduct consider consult continue contribute cooperate coordinate create cut deepen defend deliver deploy
develop discuss double drive elevate empower enable encourage end engage enhance ensure establish examine expand
explore extend facilitate find fight focus forge foster fund give grow halt help hold host identify implement
improve include increase introduce invest investigate join keep launch lead leverage lift limit maintain make
maximise meet minimise mobilise monitor negotiate offer open oppose pay phase play prepare prevent prioritise
produce prohibit promote protect provide publish pursue raise ratify reaffirm realise recognise reduce refuse
reinforce reject remove repeal replace report require resist resolve respond restrict review safeguard secure seek
send set share sign stand start stop streamline strengthen suspend sustain tackle take train try upgrade uphold
use utilise welcome withdraw work
"""
_VERBS = frozenset(_VERB_LIST.split())
"""Verbs as they stand after "will": a part that begins with one is no member of a list of things."""


@dataclass(frozen=True)
class Word:
    """One word that claims something."""

    text: str
    """In lower case, as it is inflected, without a possessive's ending."""
    stem: str
    name: bool
    """Written with a capital letter in a sentence, or with a figure."""
    owns: bool
    """A possessive: "Japan's"."""
    between: tuple[str, ...]
    """The other words and marks that stand before it, in lower case."""

    def of(self, kinds: frozenset[str]) -> tuple[str, ...]:
        """Those before it that are of this kind."""
        return tuple(each for each in self.between if each in kinds)

    @property
    def relations(self) -> tuple[str, ...]:
        """Of, in, on, ... before it."""
        return self.of(RELATIONS)

    @property
    def joins(self) -> tuple[str, ...]:
        """What joins it to the part before and says how."""
        return self.of(JOINS)

    @property
    def marks(self) -> tuple[str, ...]:
        """Brackets, dashes, colons before it."""
        return self.of(_MARKS)

    @property
    def breaks(self) -> bool:
        """True where a part of the sentence begins with it."""
        return any(each in BREAKS for each in self.between)

    @property
    def adjoins(self) -> bool:
        """True where nothing stands between it and the word before, so that both are one part."""
        return not self.between

    @property
    def kind(self) -> str:
        """What the part that it begins is: led by a relation, by a verb, or a thing."""
        if self.relations or self.text in _LEADING:
            return "relation"
        if self.text in _VERBS and not self.of(ARTICLES | OWNERS):
            return "verb"
        return "ing" if self.text.endswith("ing") else "thing"


@lru_cache(maxsize=512)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text that claim something."""
    words: list[Word] = []
    between: list[str] = []
    for at, token in enumerate(TOKEN.findall(text)):
        bare = re.sub(r"[’']s$", "", token)
        low = bare.casefold()
        abbreviated = len(bare) > 1 and bare.isupper()  # "US" is not "us"
        if (low in FREE or low in BREAKS) and not abbreviated:
            between.append(low)
            continue
        name = (token[0].isupper() and at > 0) or any(each.isdigit() for each in token)
        words.append(Word(low, stem_of(low), name, bare != token, tuple(between)))
        between = []
    return tuple(words)
