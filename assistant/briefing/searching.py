"""What a reader will ask and the texts may not say, money, firms, dates, legal force: settled by exact search."""

import re
import tomllib
from calendar import day_name, month_name
from collections.abc import Sequence
from functools import cache
from importlib import resources

from assistant.briefing.lines import Made, sentence_of
from assistant.briefing.topic import Bearing
from assistant.wholetext.absence import not_in_primary
from assistant.wholetext.saying import listed, sentence, work
from assistant.wholetext.terms import occurrences
from assistant.wholetext.variants import same
from vectorstore.documents import Clause, Corpus, Document, Span

NOT_SAID = "The text does not say."
BY_SEARCH = "(searched word for word)"
_MONEY = re.compile(
    r"[£$€¥]\s?\d|\b\d[\d.,]*\s?(?:bn|billion|million|trillion|tn)\b|\b(?:pounds?|yen|dollars?|euros?)\b(?!-)",
    re.IGNORECASE,
)
_ITSELF = re.compile(r"\bthis (?:\w+ )?(?:document|agreement|treaty|declaration|statement|memorandum|convention)\b")
_CALENDAR = frozenset((*day_name, *month_name))
"""Capitalised, and no names of anything."""
_MOST = 3
"""Sentences that are quoted for one question, at most."""

Place = tuple[Clause, Span]


@cache
def asked_for() -> dict[str, list[str]]:
    """The reviewed lists of words that are looked for, by question (asked.toml)."""
    text = resources.files("assistant.briefing").joinpath("asked.toml").read_text("utf-8")
    lists: dict[str, list[str]] = tomllib.loads(text)
    return lists


def absent_words(subjects: Sequence[str], documents: Sequence[Document], corpus: Corpus) -> list[str]:
    """Those words of the lists that no text has, in no form and under no other name."""
    return [
        word
        for subject in subjects
        for word in asked_for()[subject]
        if not any(occurrences(same(word, corpus), each, corpus) for each in documents)
    ]


def none_has(words: Sequence[str], documents: Sequence[Document]) -> str:
    """ "Neither text has any of these words: budget, funding (searched in all their forms)."."""
    if len(documents) == 1:
        told = f"{sentence(work(documents[0]))} has none"
    else:
        told = "Neither text has any" if len(documents) == 2 else "No text has any"
    return f"{told} of these words: {', '.join(words)} (searched in all their forms)."


def amounts(documents: Sequence[Document], corpus: Corpus) -> list[Place]:
    """Every sentence that has a sum of money."""
    return [
        (clause, span)
        for document in documents
        for clause in corpus.of(document.id)
        for span in clause.sentences
        if _MONEY.search(corpus.quote(document.id, span))
    ]


def beyond_primary(places: Sequence[Bearing], corpus: Corpus) -> tuple[list[Place], tuple[str, ...]]:
    """Sentences of coverage with names or numbers that no official text has, and those names."""
    found, all_names = [], dict[str, None]()
    for each in places:
        for span in each.sentences:
            beyond = not_in_primary([corpus.quote(each.clause.document_id, span)], corpus)
            if new := [name for name in beyond if name not in _CALENDAR]:
                found.append((each.clause, span))
                all_names |= dict.fromkeys(new)
    return found, tuple(all_names)


def calls_itself(documents: Sequence[Document], corpus: Corpus) -> list[Place]:
    """Where an official text says what it is: "this political document"."""
    return [
        (clause, (clause.start + match.start(), clause.start + match.end()))
        for document in documents
        for clause in corpus.of(document.id)
        for match in _ITSELF.finditer(corpus.text(clause))
    ]


def quotes_of(places: Sequence[Place], corpus: Corpus) -> tuple[Made, ...]:
    """The sentences at these places, as many as are quoted at most."""
    return tuple(sentence_of(clause, span, corpus) for clause, span in places[:_MOST])


def works(documents: Sequence[Document]) -> str:
    """ "the Accord", "the Accord and techUK’s article"."""
    return listed([work(each) for each in documents])
