"""Earlier questions of a conversation, and what each was about."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answers import Outcome
from assistant.by_corpus import by_corpus
from assistant.courtesy import without_courtesy
from assistant.leaning import Topic, topics
from assistant.names import called, frequency, named_in, names
from vectorstore.documents import Corpus
from vectorstore.words import is_function_word, stems

_SENTENCE = re.compile(r"[^.?!]+(?:[.](?=\w)[^.?!]+)*[.?!]*")
ABOUT = re.compile(r" \(about: (.+)\)$")
_MOST_CHUNKS = 2
"""Phrases that say what a question was about."""
_BETWEEN = re.compile(r"[ '’-]+(?:s\s+)?(?:(?:of|and|for|the|on|in|to|with)\s+){0,2}")


@dataclass(frozen=True)
class Turn:
    """One earlier question and what came of it."""

    question: str
    standalone: str
    quotes: tuple[str, ...]
    clause_ids: tuple[str, ...]
    outcome: Outcome


def turn(answer: Mapping[str, Any]) -> Turn:
    """The turn of a kept answer, as `Answer.as_dict` has it."""
    return Turn(
        question=answer["question"],
        standalone=without_courtesy(answer["standalone_question"]),
        quotes=tuple(each["quote"] for each in answer["citations"]),
        clause_ids=tuple(each["clause_id"] for each in answer["citations"]),
        outcome=answer["outcome"],
    )


def spoken_names(corpus: Corpus) -> list[str]:
    """What the documents are called inside a sentence."""
    return [called(document) for document in corpus.documents.values()]


@by_corpus
def spoken_stems(corpus: Corpus) -> frozenset[str]:
    """The stems of what the documents are called."""
    return frozenset(stem for each in spoken_names(corpus) for stem in stems(each))


def about(turn: Turn, corpus: Corpus) -> str:
    """What a turn was about, in its own words, or a name in its answer; empty where neither named anything."""
    if match := ABOUT.search(turn.standalone):
        return match[1]
    text = next((each for each in reversed(_SENTENCE.findall(turn.standalone)) if topics(each, frequency(corpus))), "")
    own = spoken_stems(corpus)
    found = [each for each in topics(text, frequency(corpus)) if each.stem not in own]
    found = [each for each in found if each.known] or found
    if not found:  # the answer may have named what the question did not
        said = " ".join(turn.quotes)
        return next((f"the {name.text}" for name in names(corpus) if name.text in said), "")
    named = next(named_in(text, names(corpus)), None)
    if named is not None and {each.stem for each in found} <= named.stems:
        article = re.search(r"\bthe (?=" + re.escape(text[found[0].start : found[0].end]) + ")", text, re.IGNORECASE)
        return f"{'the ' if article else ''}{named.text}"
    count = frequency(corpus)
    chunks = [_whole(text, chunk) for chunk in _chunks(text, found)]
    rarest = sorted(chunks, key=lambda chunk: min(count.get(stem, 0) or len(count) for stem in stems(chunk)))
    return ", ".join(chunk for chunk in dict.fromkeys(chunks) if chunk in rarest[:_MOST_CHUNKS])


def _chunks(text: str, found: Sequence[Topic]) -> list[tuple[int, int]]:
    """Where topic words stand together, with no more than a joining word between them."""
    chunks: list[tuple[int, int]] = []
    for each in found:
        between = text[chunks[-1][1] : each.start] if chunks else None
        if between is not None and _BETWEEN.fullmatch(between):
            chunks[-1] = (chunks[-1][0], each.end)
        else:
            chunks.append((each.start, each.end))
    return chunks


def _whole(text: str, chunk: tuple[int, int]) -> str:
    """The chunk with what belongs to it: "trade" in "the new trade dialogue"."""
    left = re.search(r"(?:\b(?:the|an?|new|own|joint|two|high|(?-i:[A-Z])[\w-]*) )+$", text[: chunk[0]], re.IGNORECASE)
    before = left[0].split() if left else []
    while before and before[0].casefold() != "the" and is_function_word(before[0]):
        before = before[1:]
    return " ".join([*before, text[chunk[0] : chunk[1]]])


def context(turn: Turn) -> set[str]:
    """The stems of what was asked and of what was quoted for it."""
    return set(stems(" ".join([turn.standalone, *turn.quotes])))
