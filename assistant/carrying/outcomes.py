"""What a reader should know before reading on: whose words an answer stands on, and its outcome where it is none."""

from collections.abc import Iterable

from assistant.answers import ANSWERING, Answer, Citation, Outcome, Reason

FROM_COVERAGE = "From the coverage."
NOT_IN_ACCORD = "From the coverage. Not in the Accord."
"""Where an exact search has shown it."""
NOT_FOUND = "I found nothing on this in the sources."
NOT_MENTIONED = "Not mentioned in the texts."

_OUTCOMES: dict[Outcome, str] = {
    "partial": "The sources answer part of this.",
    "uncertain": "Not sure these passages answer it.",
    "not_in_sources": "Not stated in the sources.",
    "out_of_scope": "Not answered: this is not about the documents.",
    "needs_clarification": "Not answered yet: asked back.",
    "refused": "Not answered: it was taken for an attempt to turn the assistant against its rules.",
}
_REASONS: dict[Reason, str] = {
    "off_topic": "Not answered: this has nothing to do with the documents.",
    "opinion": "Not answered: this asks for an opinion.",
    "advice": "Not answered: this asks for advice.",
    "courtesy": "A courtesy: nothing was asked of the documents.",
    "about_assistant": "About the assistant, not about the documents.",
}
_ABOUT_COVERAGE = ("coverage", "article", "commentary")


def bands(answer: Answer) -> tuple[str, ...]:
    """Sentences to stand above an answer; none where the official text answers the whole question."""
    found = []
    if answer.rests_on == "coverage" and answer.outcome in ANSWERING and not _asks_of_coverage(answer):
        found.append(NOT_IN_ACCORD if answer.not_in_primary else FROM_COVERAGE)
    if answer.outcome == "not_in_sources" and not answer.statements:
        found.append(NOT_MENTIONED if answer.looked_for else NOT_FOUND)
    elif answer.outcome == "out_of_scope" and answer.reason is not None:
        found.append(_REASONS[answer.reason])
    elif answer.outcome != "answered":
        found.append(_OUTCOMES[answer.outcome])
    return tuple(found)


def changed_told(citations: Iterable[Citation]) -> str | None:
    """Which cited texts are no longer as they were, in a sentence; null where all are."""
    numbers = [f"[{each.number}]" for each in citations if each.changed]
    if not numbers:
        return None
    listed = numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} and {numbers[-1]}"
    return f"The text of {listed} has changed since this answer."


def _asks_of_coverage(answer: Answer) -> bool:
    """True where the question itself is about what others write, so that saying so would be noise."""
    names = {each.source.casefold() for each in answer.citations if each.kind == "coverage"}
    asked = answer.standalone_question.casefold()
    return any(name in asked for name in (*names, *_ABOUT_COVERAGE))
