"""Kept answers, shown from their copy; what has changed in the texts since is said."""

from dataclasses import replace

from pydantic import TypeAdapter

from assistant.answers import Answer, Citation
from assistant.ask import Assistant
from assistant.errors import UnknownAnswer, UnknownConversation, shown
from vectorstore.conversations import Conversation
from vectorstore.documents import Corpus
from vectorstore.links import Links

_ANSWER = TypeAdapter(Answer)


def stored_answer(assistant: Assistant, answer_id: str, owner: str | None) -> Answer:
    """One answer as it was given.

    Raises:
        UnknownAnswer: this owner has no such answer.
    """
    body = assistant.conversations.answer(answer_id, owner)
    if body is None:
        raise _unknown(answer_id)
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


def link_to(assistant: Assistant, answer_id: str, owner: str | None) -> str:
    """The token of the link to an answer, made where there is none.

    Raises:
        UnknownAnswer: this owner has no such answer.
    """
    token = Links(assistant.store.records).made(answer_id, owner)
    if token is None:
        raise _unknown(answer_id)
    return token


def without_link(assistant: Assistant, answer_id: str, owner: str | None) -> bool:
    """Withdraw the link to an answer; whether there was one.

    Raises:
        UnknownAnswer: this owner has no such answer.
    """
    withdrawn = Links(assistant.store.records).withdraw(answer_id, owner)
    if withdrawn is None:
        raise _unknown(answer_id)
    return withdrawn


def shared_answer(assistant: Assistant, token: str) -> Answer | None:
    """The answer that a link leads to, as it was given; null where there is no such link, or not any more."""
    body = Links(assistant.store.records).answer(token)
    return None if body is None else _since(_ANSWER.validate_python(body), assistant.store.corpus)


def _unknown(answer_id: str) -> UnknownAnswer:
    return UnknownAnswer(f"There is no answer {shown(answer_id)}. It may have been deleted or never kept.")


def _since(answer: Answer, corpus: Corpus) -> Answer:
    """The answer with those citations marked whose clause has another text now, or is gone."""

    def marked(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
        return tuple(replace(each, changed=_changed(each, corpus)) for each in citations)

    return replace(answer, citations=marked(answer.citations), nearest=marked(answer.nearest))


def _changed(citation: Citation, corpus: Corpus) -> bool:
    clause = corpus.clauses.get(citation.clause_id)
    return clause is None or clause.hash != citation.clause_hash
