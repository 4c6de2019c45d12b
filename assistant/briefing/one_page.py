"""The template `one-page`: what is committed to, what the coverage adds, by when, what to say, what is not said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.briefing.answered import answered
from assistant.briefing.asking import Asking
from assistant.briefing.lines import Block, Part, found, sentence_of
from assistant.briefing.promising import deadlines, lines_to_take, pledges
from assistant.briefing.searching import (
    BY_SEARCH,
    absent_words,
    amounts,
    beyond_primary,
    none_has,
    works,
)
from assistant.briefing.topic import Bearing, Topic, searched_for
from assistant.commitments.reading import Read
from assistant.judge.verdict import not_found
from assistant.wholetext.lines import place
from assistant.wholetext.saying import listed, sentence
from vectorstore.documents import Corpus, Document

MOST_WORDS, MOST_COVERAGE = 310, 160
"""Of the official texts and of the coverage, with what their notes take; one clause of each is always quoted."""
NOTE = 25
"""Words that a note takes of a page."""


def one_page(
    topic: Topic,
    documents: Sequence[Document],
    ask: Asking,
    read: Read,
    corpus: Corpus,
    scores: Mapping[str, float],
) -> Iterator[Part]:
    """The sections; `scores` says by clause how near it is to the topic, for where not all can be quoted."""
    official = [each for each in documents if each.kind == "primary"]
    coverage = [each for each in documents if each.kind == "coverage"]
    places = topic.of("primary", corpus)
    promised = pledges(places, read, corpus)
    most = MOST_WORDS
    if places and ask.writes and (short := _in_short(topic, official, ask)) is not None:
        most -= sum(len(each.text.split()) + NOTE * len(each.citations) for each in short.sentences)
        yield short
    if official:
        committed = tuple(_committed(topic, places, official, corpus, scores, most))
        yield Part(f"What {works(official)} commits to", committed)
    if coverage:
        yield Part(f"What the coverage adds ({works(coverage)})", tuple(_added(topic, coverage, corpus, scores)))
    if places:
        dated = deadlines(promised, corpus)
        none = found(f"None: no sentence of {works(official)} on {searched_for(topic)} says by when.")
        yield Part("Deadlines", dated or (none,))
        if lines := lines_to_take(promised, topic.terms, corpus):
            yield Part("Lines to take", lines)
    which = {1: "the text does not say", 2: "neither text says"}.get(len(documents), "the texts do not say")
    yield Part(f"What {which}", tuple(_unsaid(topic, documents, corpus)))


def _in_short(topic: Topic, official: Sequence[Document], ask: Asking) -> Part | None:
    """What a language model writes of it before the quotes; null where nothing that it wrote held."""
    question = f"What {'does' if len(official) == 1 else 'do'} {works(official)} say about {searched_for(topic)}?"
    answer = ask(question, ("primary",))
    if answer.composer != "generate" and question not in ask.changes:
        return None
    return replace(answered(answer), heading="In short")


def _committed(
    topic: Topic,
    places: Sequence[Bearing],
    official: Sequence[Document],
    corpus: Corpus,
    scores: Mapping[str, float],
    most: int,
) -> Iterator[Block]:
    if not places:
        yield found(f"{sentence(works(official))} does not mention {listed(topic.terms, 'or')} {BY_SEARCH}.")
        return
    kept = _kept(places, corpus, scores, most)
    yield from _quoted(topic, places, kept, corpus)


def _added(topic: Topic, coverage: Sequence[Document], corpus: Corpus, scores: Mapping[str, float]) -> Iterator[Block]:
    places = topic.of("coverage", corpus)
    if not places:
        yield found(f"Nothing: {works(coverage)} does not mention {listed(topic.terms, 'or')} {BY_SEARCH}.")
        return
    kept = _kept(places, corpus, scores, MOST_COVERAGE)
    yield from _quoted(topic, places, kept, corpus)
    _, new = beyond_primary(kept, corpus)
    if new:
        yield found(f"Named there and nowhere in {_official(corpus)} {BY_SEARCH}: {listed(new)}.")


def _unsaid(topic: Topic, documents: Sequence[Document], corpus: Corpus) -> Iterator[Block]:
    if topic.absent:
        yield found(str(not_found(topic.absent, len(documents)).notice))
    bearing = {(each.clause.id, span) for each in topic.places for span in each.sentences}
    if not any((clause.id, span) in bearing for clause, span in amounts(documents, corpus)):
        yield found(f"No sentence on {searched_for(topic)} has a sum of money (searched for amounts).")
    if words := absent_words(("money", "firms", "dates", "force"), documents, corpus):
        yield found(none_has(words, documents))


def _kept(places: Sequence[Bearing], corpus: Corpus, scores: Mapping[str, float], most: int) -> list[Bearing]:
    """As many clauses as may be quoted, commitments first and the nearest of them, in reading order."""
    order = sorted(places, key=lambda each: (each.clause.role == "paragraph", -scores.get(each.clause.id, 0.0)))
    kept: list[Bearing] = []
    for each in order:
        if not kept or sum(one.words(corpus) + NOTE * len(one.sentences) for one in [*kept, each]) <= most:
            kept.append(each)
    return [each for each in places if each in kept]


def _quoted(topic: Topic, places: Sequence[Bearing], kept: Sequence[Bearing], corpus: Corpus) -> Iterator[Block]:
    """The sentences of the clauses that are kept, and the names of the others."""
    for each in sorted(kept, key=lambda one: one.clause.role == "paragraph"):
        sentences = tuple(sentence_of(each.clause, span, corpus) for span in each.sentences)
        yield Block(place(each.clause, corpus), sentences, item=True)
    if left := [place(each.clause, corpus) for each in places if each not in kept]:
        yield found(f"Not quoted here, but on {searched_for(topic)} too: {'; '.join(left)}.")


def _official(corpus: Corpus) -> str:
    return works([each for each in corpus.documents.values() if each.kind == "primary"])
