"""The template `qa`: questions and answers. What is open is asked of the assistant; what readers ask to test a text,
money, firms, dates, legal force, is settled by search, since its absence is the answer."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.answers import ANSWERING, Citation
from assistant.briefing.answered import answered
from assistant.briefing.asking import Asking
from assistant.briefing.lines import Block, Made, Part, found, said, sentence_of
from assistant.briefing.promising import deadlines, pledges
from assistant.briefing.searching import (
    BY_SEARCH,
    NOT_SAID,
    Place,
    absent_words,
    amounts,
    beyond_primary,
    calls_itself,
    none_has,
    quotes_of,
    works,
)
from assistant.briefing.topic import Bearing, Topic, searched_for
from assistant.commitments.reading import Read
from assistant.names import named_in, names
from assistant.wholetext.lines import QUOTE, place
from assistant.wholetext.saying import listed, sentence
from vectorstore.documents import Corpus, Document, Kind

NAMES = 2
"""Names of things in the sentences on the topic that are asked about, at most."""
_ASKED_ABOUT = frozenset(
    ("agreement", "arrangement", "consultation", "dialogue", "forum", "initiative", "partnership", "programme")
)
"""Kinds of things that are."""


def qa(topic: Topic, documents: Sequence[Document], ask: Asking, read: Read, corpus: Corpus) -> Iterator[Part]:
    """Likely questions on a topic, and the defensive ones."""
    official = [each for each in documents if each.kind == "primary"]
    coverage = [each for each in documents if each.kind == "coverage"]
    about = searched_for(topic)
    if official:
        verb = "does" if len(official) == 1 else "do"
        question = f"What {verb} {works(official)} say about {about}?"
        first = _open(question, topic, "primary", ask, official, corpus)
        yield first
        quoted = {_span(each) for one in first.sentences for each in one.citations}
        for name in _names(topic, corpus):
            text = f"What {verb} {works(official)} say about the {name}?"
            answer = ask(text, ("primary",))
            spans = {_span(each) for each in answer.citations}
            if text in ask.changes or (answer.outcome in ANSWERING and not spans <= quoted):
                quoted |= spans
                yield answered(answer)
    if coverage:
        question = f"What does the coverage say about {about}?"
        yield _open(question, topic, "coverage", ask, coverage, corpus)
    yield Part(f"How much money is there for {about}?", tuple(_money(topic, documents, corpus)))
    yield Part(f"Which firms are named on {about}?", tuple(_firms(topic, documents, corpus)))
    if official:
        yield Part(f"What deadlines are there on {about}?", tuple(_dates(topic, documents, read, corpus)))
        yield Part("Is it legally binding?", tuple(_force(official, corpus)))


def _open(question: str, topic: Topic, kind: Kind, ask: Asking, documents: Sequence[Document], corpus: Corpus) -> Part:
    """A question that the assistant answers; where it could not tell, the sentences that the search found.

    Where the search found none it is not asked: that is the answer.
    """
    places = topic.of(kind, corpus)
    if not places:
        told = f"{sentence(works(documents))} does not mention {listed(topic.terms, 'or')} {BY_SEARCH}."
        return Part(question, (found(told),))
    answer = ask(question, (kind,))
    if answer.outcome in ANSWERING:
        return answered(answer)
    return Part(answer.question, tuple(_sentences(places, corpus)), answer)


def _span(citation: Citation) -> tuple[str, int, int]:
    return citation.clause_id, citation.start, citation.end


def _sentences(places: Sequence[Bearing], corpus: Corpus) -> Iterator[Block]:
    spans: list[Place] = [(each.clause, span) for each in places for span in each.sentences]
    for clause, members in groupby(spans, key=lambda each: each[0]):
        sentences = tuple(sentence_of(clause, span, corpus) for _, span in members)
        yield Block(place(clause, corpus), sentences, item=True)


def _names(topic: Topic, corpus: Corpus) -> list[str]:
    """Names of things in the sentences on the topic, without the topic itself."""
    texts = [
        corpus.quote(each.clause.document_id, span) for each in topic.of("primary", corpus) for span in each.sentences
    ]
    known = names(corpus)
    inside = dict.fromkeys(
        name.text for text in texts for name in named_in(text, known) if name.head in _ASKED_ABOUT and name.text in text
    )
    return [each for each in inside if each.casefold() not in topic.text.casefold()][:NAMES]


def _money(topic: Topic, documents: Sequence[Document], corpus: Corpus) -> Iterator[Block]:
    everywhere = amounts(documents, corpus)
    bearing = {(each.clause.id, span) for each in topic.places for span in each.sentences}
    here = [each for each in everywhere if (each[0].id, each[1]) in bearing]
    if here:
        yield from _by_source(here, corpus)
    else:
        yield Block(None, (Made(NOT_SAID), Made(_no_sum(topic))))
        if others := [each for each in everywhere if each not in here]:
            yield found(f"A sum is named elsewhere, in a sentence that does not mention {listed(topic.terms, 'or')}:")
            yield from _by_source(others, corpus)
        else:
            yield found("No sum of money is named anywhere in the texts (searched for amounts).")
    if words := absent_words(("money",), documents, corpus):
        yield found(none_has(words, documents))


def _no_sum(topic: Topic) -> str:
    return f"No sentence on {searched_for(topic)} has a sum of money (searched for amounts)."


def _firms(topic: Topic, documents: Sequence[Document], corpus: Corpus) -> Iterator[Block]:
    official = [each for each in documents if each.kind == "primary"]
    if official and (words := absent_words(("firms",), official, corpus)):
        yield Block(None, (Made(NOT_SAID), Made(none_has(words, official))))
    places, new = beyond_primary(topic.of("coverage", corpus), corpus)
    if places:
        yield from _by_source(places, corpus)
        yield found(f"Named there and nowhere in {works(official)} {BY_SEARCH}: {listed(new)}.")


def _dates(topic: Topic, documents: Sequence[Document], read: Read, corpus: Corpus) -> Iterator[Block]:
    official = [each for each in documents if each.kind == "primary"]
    dated = deadlines(pledges(topic.of("primary", corpus), read, corpus), corpus)
    yield from dated
    if not dated:
        told = f"No sentence of {works(official)} on {searched_for(topic)} says by when."
        yield Block(None, (Made(NOT_SAID), Made(told)))
    if words := absent_words(("dates",), documents, corpus):
        yield found(none_has(words, documents))


def _force(official: Sequence[Document], corpus: Corpus) -> Iterator[Block]:
    words = absent_words(("force",), official, corpus)
    if words:
        yield Block(None, (Made(NOT_SAID), Made(none_has(words, official))))
    for clause, span in calls_itself(official, corpus)[:1]:
        name = corpus.documents[clause.document_id].name
        yield Block(None, (said(f"{name} calls itself {QUOTE}.", [(clause, span)], corpus),))


def _by_source(places: Sequence[Place], corpus: Corpus) -> Iterator[Block]:
    for document_id, members in groupby(places, key=lambda each: each[0].document_id):
        yield Block(corpus.documents[document_id].name, quotes_of(list(members), corpus), item=True)
