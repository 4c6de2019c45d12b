"""What a judge may come to: the outcome, and our own sentence where nothing is quoted as an answer."""

from dataclasses import dataclass

from assistant.answers import Outcome, Reason
from vectorstore.words import foreign_language, words


@dataclass(frozen=True)
class Verdict:
    """The outcome of a question, and our own sentence where nothing is quoted as an answer."""

    outcome: Outcome
    reason: Reason | None = None
    notice: str | None = None
    suggestions: tuple[str, ...] = ()
    looked_for: tuple[str, ...] = ()
    """What was searched for word for word and stands nowhere."""


NO_WORDS = "I could not find a question in that. Please ask in a few words."
OTHER_LANGUAGE = "I can only read questions in English so far. The documents are in English too."
OFF_TOPIC_NOTICE = "I can only answer from the Hiroshima Accord and the coverage of it."
NOT_FOUND_NOTICE = "I found nothing on this in the sources."
DOUBTFUL_NOTICE = "I could not tell whether these passages answer your question; please read them."
NO_TEXT_NOTICE = "There is no text to search: the filters leave no document."
SUGGESTION = "What does the Accord say on trade and investment?"

ANSWERED = Verdict("answered")
DOUBTFUL = Verdict("uncertain", notice=DOUBTFUL_NOTICE)
NO_TEXT = Verdict("not_in_sources", notice=NO_TEXT_NOTICE)
OFF_TOPIC = Verdict("out_of_scope", "off_topic", OFF_TOPIC_NOTICE, (SUGGESTION,))


def not_found(absent: tuple[str, ...] = (), texts: int = 2) -> Verdict:
    """The verdict on what the sources do not say; names that stand nowhere are told, since a search has shown it."""
    if not absent:
        return Verdict("not_in_sources", notice=NOT_FOUND_NOTICE)
    named = ", ".join(absent[:-1]) + f" or {absent[-1]}" if len(absent) > 1 else absent[0]
    none = {1: "The text does not mention", 2: "Neither text mentions"}.get(texts, "None of the texts mentions")
    return Verdict("not_in_sources", notice=f"{none} {named} (searched word for word).", looked_for=absent)


def readable(text: str) -> Verdict | None:
    """The verdict on a text that need not be searched for: no words in it, or not English."""
    if not any(letter.isalnum() for letter in text) or not words(text):
        return Verdict("needs_clarification", notice=NO_WORDS)
    if foreign_language(text) is not None:
        return Verdict("needs_clarification", notice=OTHER_LANGUAGE)
    return None
