"""What a question asks for that the texts do not have: names, and topics without a word near them in meaning."""

from collections.abc import Sequence

from assistant.judge.signals import best_sentences
from assistant.wholetext.absence import absent_topics
from assistant.wholetext.terms import AbsentTerm
from vectorstore.documents import Corpus, Filters, Passage
from vectorstore.embedder import Embedder
from vectorstore.words import is_function_word, words

NEAR = 0.58
"""Cosine of two words from which one may stand for the other: "farming" and "agriculture" have .76, "kidnapping" and
"abductions" .60, "terrorism" and "war" .56. It holds for the default embedding model."""
_READ = 3
"""Sentences in which other words are looked for: the best ones."""


def missing(
    question: str,
    names: tuple[str, ...],
    passages: Sequence[Passage],
    corpus: Corpus,
    filters: Filters,
    embedder: Embedder,
) -> tuple[str, ...]:
    """What a question asks for that stands nowhere, in its words; each can be told as searched for word for word.

    `names` are its names that stand nowhere.
    """
    topics = [each for each in absent_topics(question, corpus, filters) if not any(name in each.text for name in names)]
    if not topics:
        return names
    read = " ".join(best_sentences(passages, corpus, _READ))
    there = sorted({word for word in words(read) if not is_function_word(word)})
    return (*names, *(each.text for each in topics if not _put_otherwise(each, there, embedder)))


def _put_otherwise(topic: AbsentTerm, there: Sequence[str], embedder: Embedder) -> bool:
    """True where each word that is gone has one near it in meaning."""
    vectors = embedder.embed([*topic.gone, *there])
    cosines = vectors[: len(topic.gone)] @ vectors[len(topic.gone) :].T
    return bool(there) and bool((cosines.max(axis=1) >= NEAR).all())
