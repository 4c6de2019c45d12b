"""Kept answers, shown from their copy; what has changed in the texts since is said."""

from dataclasses import replace

from pydantic import TypeAdapter

from assistant.answers import Answer, Citation
from assistant.ask import Assistant
from assistant.errors import UnknownAnswer, UnknownConversation, shown
from vectorstore.conversations import Conversation
from vectorstore.documents import Corpus

_ANSWER = TypeAdapter(Answer)


def stored_answer(assistant: Assistant, answer_id: str, owner: str | None) -> Answer:
    """One answer as it was given.

    Raises:
        UnknownAnswer: this owner has no such answer.
    """
    body = assistant.conversations.answer(answer_id, owner)
    if body is None:
        raise UnknownAnswer(f"There is no answer {shown(answer_id)}. It may have been deleted or never kept.")
    return _since(_ANSWER.validate_python(body), assistant.store.corpus)


def stored_conversation(
    assistant: Assistant, conversation_id: str, owner: str | None
) -> tuple[Conversation, list[Answer]]:
    """One conversation and its answers as they were given, oldest first.

    Raises:
        UnknownConversation: this owner has no such conversation.
    """
    found = assistant.conversations.get(conversation_id, owner)
    if found is None:
        raise UnknownConversation(f"There is no conversation {shown(conversation_id)}.")
    corpus = assistant.store.corpus
    return found, [_since(_ANSWER.validate_python(body), corpus) for body in found.answers]


def _since(answer: Answer, corpus: Corpus) -> Answer:
    """The answer with those citations marked whose clause has another text now, or is gone."""

    def marked(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
        return tuple(replace(each, changed=_changed(each, corpus)) for each in citations)

    return replace(answer, citations=marked(answer.citations), nearest=marked(answer.nearest))


def _changed(citation: Citation, corpus: Corpus) -> bool:
    clause = corpus.clauses.get(citation.clause_id)
    return clause is None or clause.hash != citation.clause_hash
