"""Answers as those see them who review them, whoever asked; and their questions in the form of the evals' items."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.access.who import Who
from assistant.answers import Answer, Outcome
from assistant.ask import Assistant
from assistant.cleared import Standing, clear, obstacle, standing, standing_of, withdraw
from assistant.history import unknown_answer
from assistant.questions import MAX_QUESTION
from assistant.stored import since, stored
from vectorstore.documents import Corpus
from vectorstore.feedback import Feedback
from vectorstore.review import Place, Review, Wanted

_AT_ONCE = 200
"""Answers that are read at a time, so that others write between two."""
_KINDS: dict[Outcome, str] = {
    "answered": "fact",
    "partial": "partial",
    "uncertain": "unanswerable",
    "not_in_sources": "unanswerable",
    "out_of_scope": "offtopic",
    "needs_clarification": "clarification",
    "refused": "injection",
}
"""Kinds of items, as evals/data/README.md has them."""


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """An answer with all that is to be known for reviewing it."""

    answer: Answer
    feedback: tuple[Feedback, ...]
    kept: bool
    """False where its conversation has been deleted, and this is the copy that was cleared."""
    standing: Standing | None
    """What was cleared for its question; null where nothing was."""
    obstacle: str | None
    """Why it cannot be cleared; null where it can."""


def reviewed(assistant: Assistant, answer_id: str) -> Reviewed:
    """One answer as it was given.

    Raises:
        UnknownAnswer: it is neither kept nor was it cleared.
    """
    corpus = assistant.store.corpus
    found = Review(assistant.store.records).answer(answer_id)
    if found is not None:
        answer, told = since(stored(found.body), corpus), obstacle(found, corpus)
        stands = standing(assistant.cleared, answer, corpus)
        return Reviewed(answer=answer, feedback=found.feedback, kept=True, standing=stands, obstacle=told)
    clearing = assistant.cleared.of_answer(answer_id)
    if clearing is None:
        raise unknown_answer(answer_id)
    return Reviewed(
        answer=since(stored(clearing.body), corpus),
        feedback=(),
        kept=False,
        standing=standing_of(clearing, corpus),
        obstacle="The answer itself is not kept any more. Ask the question again and clear that answer.",
    )


def clear_answer(assistant: Assistant, answer_id: str, who: Who) -> None:
    """From now on this answer is given to whoever asks its question.

    Raises:
        UnknownAnswer: it is not kept.
        NotClearable: it cannot be given to others as it is.
    """
    found = Review(assistant.store.records).answer(answer_id)
    if found is None:
        raise unknown_answer(answer_id)
    clear(assistant.cleared, found, assistant.store.corpus, who)


def withdraw_answer(assistant: Assistant, answer_id: str, who: Who) -> bool:
    """From now on this answer is not given to others; false where it is not kept either.

    Raises:
        UnknownAnswer: it is neither kept nor was it cleared.
    """
    withdrawn = withdraw(assistant.cleared, answer_id, who)
    kept = Review(assistant.store.records).answer(answer_id) is not None
    if not withdrawn and not kept:
        raise unknown_answer(answer_id)
    return kept


def all_cleared(assistant: Assistant) -> list[tuple[Answer, Standing]]:
    """All answers that were cleared, the last cleared first."""
    corpus = assistant.store.corpus
    return [(stored(each.body), standing_of(each, corpus)) for each in assistant.cleared.all()]


def items(review: Review, wanted: Wanted, corpus: Corpus) -> Iterator[list[dict[str, Any]]]:
    """The questions of these answers, newest first and many at a time, in the form of the evals' items.

    Outcome and evidence are those of the answer that was given: what is right of them is for a person to say.
    """
    after: Place | None = None
    while bodies := review.bodies(wanted, _AT_ONCE, after):
        yield [_item(stored(body), corpus) for body in bodies]
        after = bodies[-1]["created_at"], bodies[-1]["id"]


def _item(answer: Answer, corpus: Corpus) -> dict[str, Any]:
    """A first question: one that leans on its conversation stands as it was read."""
    whole = len(answer.standalone_question) <= MAX_QUESTION
    turn = {
        "question": answer.standalone_question if whole else answer.question,
        "outcome": answer.outcome,
        "rests_on": answer.rests_on,
        "facts": [],
        "gold": _gold(answer, corpus),
    }
    return {"id": answer.id, "kind": _kind(answer), "turns": [turn]}


def _kind(answer: Answer) -> str:
    if answer.reason == "courtesy":
        return "courtesy"
    if answer.outcome == "answered" and answer.rests_on in ("coverage", "both"):
        return answer.rests_on
    return _KINDS[answer.outcome]


def _gold(answer: Answer, corpus: Corpus) -> list[dict[str, str]]:
    """The quotes that were cited and still stand in the texts."""
    quotes = dict.fromkeys(
        (each.document_id, each.quote)
        for each in answer.citations
        if (clause := corpus.clauses.get(each.clause_id)) is not None and each.quote in corpus.text(clause)
    )
    return [{"document_id": document_id, "quote": quote} for document_id, quote in quotes]
