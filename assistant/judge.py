"""Step 3: do these passages answer the question? The outcome, without a language model.

Two raw signals: how near in meaning the best passage is (cosine), and how much of what is asked for, by rarity, its
best sentence has word for word. Neither tells "answered" from "near the topic", so the marks below decline little:
of the questions in `evals/data/items-calibrate.jsonl` that the texts answer, 3 in 100 lie below `NOT_FOUND` and 10 in
100 below `DOUBTFUL`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Outcome, Reason
from vectorstore.documents import Passage
from vectorstore.words import foreign_language, words

OFF_TOPIC, NOT_FOUND, DOUBTFUL = 0.30, 0.39, 0.47
"""Evidence below which a question is off topic, not in the sources, or doubtful."""


@dataclass(frozen=True)
class Verdict:
    """What the passages allow: the outcome, and our own sentence where nothing is quoted as an answer."""

    outcome: Outcome
    reason: Reason | None = None
    notice: str | None = None
    suggestions: tuple[str, ...] = ()


NO_WORDS = "I could not find a question in that. Please ask in a few words."
OTHER_LANGUAGE = "I can only read questions in English so far. The documents are in English too."
OFF_TOPIC_NOTICE = "I can only answer from the Hiroshima Accord and the coverage of it."
NOT_FOUND_NOTICE = "I found nothing on this in the sources."
DOUBTFUL_NOTICE = "I could not tell whether these passages answer your question; please read them."
NO_TEXT_NOTICE = "There is no text to search: the filters leave no document."
SUGGESTION = "What does the Accord say on trade and investment?"


DOUBTFUL_VERDICT = Verdict("uncertain", notice=DOUBTFUL_NOTICE)


def readable(text: str) -> Verdict | None:
    """The verdict on a text that need not be searched for: no words in it, or not English."""
    if not any(letter.isalnum() for letter in text) or not words(text):
        return Verdict("needs_clarification", notice=NO_WORDS)
    if foreign_language(text) is not None:
        return Verdict("needs_clarification", notice=OTHER_LANGUAGE)
    return None


def judge(text: str, passages: Sequence[Passage]) -> Verdict:
    """The outcome for a question and what was found for it, best first."""
    if unreadable := readable(text):
        return unreadable
    if not passages:
        return Verdict("not_in_sources", notice=NO_TEXT_NOTICE)
    found = evidence(passages)
    if found < OFF_TOPIC:
        return Verdict("out_of_scope", "off_topic", OFF_TOPIC_NOTICE, (SUGGESTION,))
    if found < NOT_FOUND:
        return Verdict("not_in_sources", notice=NOT_FOUND_NOTICE)
    return DOUBTFUL_VERDICT if found < DOUBTFUL else Verdict("answered")


def evidence(passages: Sequence[Passage]) -> float:
    """How much the best passage speaks to the question: 0 (nothing) to 1.5 (its meaning and all its words)."""
    return max(
        (
            max(passage.scores.clause, passage.scores.sentence)
            + 0.5 * max((sentence.words for sentence in passage.sentences), default=0.0)
            for passage in passages
        ),
        default=0.0,
    )
