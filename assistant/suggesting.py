"""Questions that a reader could ask next, each known to be answered: drawn from the names in the texts, and asked
before they are offered."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from assistant.answers import Answer, Citation
from assistant.names import Name, called, named_in, names
from assistant.questions import Question
from assistant.wholetext.structure import parts
from vectorstore.documents import Clause, Corpus
from vectorstore.words import stems

FOLLOWING = 2
"""Questions that are offered under an answer."""
THEMES, OF_EACH = 3, 2
"""Themes on the first screen, and questions of each."""

MOST = 60
"""Questions that are tried: each takes about 30 ms."""
SECONDS = 20.0
"""For how long: among many documents each takes longer, and what is given next waits for it."""

Ask = Callable[[Question], Answer]


@dataclass(frozen=True)
class Suggestion:
    """A question, and the clause that has the name it asks about."""

    text: str
    stems: frozenset[str]
    """Of the name."""
    clause: Clause
    others: int
    """How many names the clause has besides: what it is about is told by the one of few rather than of many."""


@dataclass(frozen=True)
class Theme:
    """Questions about one part of a text."""

    title: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Suggestions:
    """Of one corpus version, in the order of the texts."""

    known: tuple[Suggestion, ...] = ()
    themes: tuple[Theme, ...] = ()

    def after(self, question: str, citations: Sequence[Citation]) -> tuple[str, ...]:
        """What could be asked after an answer with these citations: about other names in the clauses that it cites,
        then in those around them."""
        asked, cited = set(stems(question)), {each.clause_id for each in citations}
        near = [each for each in self.known if each.clause.id in cited]
        parts_cited = {_part(each) for each in cited}
        around = [each for each in self.known if each not in near and _part(each.clause.id) in parts_cited]
        around.sort(key=lambda each: each.others)
        fresh = dict.fromkeys(each.text for each in (*near, *around) if not each.stems <= asked)
        return tuple(fresh)[:FOLLOWING]


def suggestions(corpus: Corpus, ask: Ask, seconds: float = SECONDS) -> Suggestions:
    """The questions of a corpus that are answered from the clause they are drawn from, looked for so long at most.

    Raises:
        StoreError: the texts cannot be searched.
    """
    drawn = _drawn(corpus, time.monotonic() + seconds)
    known = tuple(each for each in islice(drawn, MOST) if _is_answered(each, ask))
    return Suggestions(known, tuple(_themes(corpus, known)))


def _drawn(corpus: Corpus, until: float) -> Iterator[Suggestion]:
    for document in corpus.documents.values():
        taken: set[frozenset[str]] = set()
        whole = " ".join(document.text.split())
        for clause in corpus.of(document.id):
            if time.monotonic() > until:
                return
            if clause.role in ("title", "author", "office", "opening"):
                continue
            text = " ".join(corpus.text(clause).split())
            named = [
                name for name in named_in(text, names(corpus)) if name.text in text and _takes_article(name, whole)
            ]
            for name in named:
                if not any(name.stems <= each for each in taken):
                    taken.add(name.stems)
                    yield Suggestion(
                        f"What does {called(document)} say about the {name.text}?", name.stems, clause, len(named) - 1
                    )


def _takes_article(name: Name, text: str) -> bool:
    """Whether "the" may stand before a name: it does somewhere, or the name is made of an ordinary noun, as
    "Semiconductor Partnership" is."""
    return re.search(rf"\bthe {re.escape(name.text)}|\b{re.escape(name.head)}s?\b", text) is not None


def _is_answered(suggestion: Suggestion, ask: Ask) -> bool:
    """Whether it is answered in full, without a language model, and from its clause."""
    answer = ask(Question(text=suggestion.text, composer="quote", judge="quick", store=False))
    return answer.outcome == "answered" and suggestion.clause.id in {each.clause_id for each in answer.citations}


def _themes(corpus: Corpus, known: Sequence[Suggestion]) -> Iterator[Theme]:
    """The parts of the official texts that have most to ask about, in their order."""
    of_parts = {
        (part.heading or document.name): [each for each in known if each.clause in part.clauses]
        for document in corpus.documents.values()
        if document.kind == "primary"
        for part in parts(corpus, document)
    }
    most = sorted(of_parts.values(), key=len, reverse=True)[:THEMES]
    for heading, questions in of_parts.items():
        if questions and questions in most:
            telling = sorted(questions, key=lambda each: each.others)[:OF_EACH]
            yield Theme(heading, tuple(each.text for each in telling))


def _part(clause_id: str) -> str:
    return clause_id.rpartition("/")[0]
