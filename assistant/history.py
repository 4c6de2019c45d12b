"""Kept answers, shown from their copy; what has changed in the texts since is said."""

from typing import TypeVar

from assistant.answers import Answer
from assistant.ask import Assistant
from assistant.errors import UnknownAnswer, UnknownConversation, shown
from assistant.stored import since, stored
from vectorstore.conversations import Conversation
from vectorstore.links import Links

T = TypeVar("T")


def stored_answer(assistant: Assistant, answer_id: str, owner: str | None) -> Answer:
    """One answer as it was given.

    Raises:
        UnknownAnswer: this owner has no such answer.
    """
    body = _of_answer(answer_id, assistant.conversations.answer(answer_id, owner))
    return since(stored(body), assistant.store.corpus)


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
    return found, [since(stored(body), corpus) for body in found.answers]


def link_to(assistant: Assistant, answer_id: str, owner: str | None) -> str:
    """The token of the link to an answer, made where there is none.

    Raises:
        UnknownAnswer: this owner has no such answer.
    """
    return _of_answer(answer_id, Links(assistant.store.records).made(answer_id, owner))


def without_link(assistant: Assistant, answer_id: str, owner: str | None) -> bool:
    """Withdraw the link to an answer; whether there was one.

    Raises:
        UnknownAnswer: this owner has no such answer.
    """
    return _of_answer(answer_id, Links(assistant.store.records).withdraw(answer_id, owner))


def shared_answer(assistant: Assistant, token: str) -> Answer | None:
    """The answer that a link leads to, as it was given; null where there is no such link, or not any more."""
    body = Links(assistant.store.records).answer(token)
    return None if body is None else since(stored(body), assistant.store.corpus)


def _of_answer(answer_id: str, found: T | None) -> T:
    """What was found of an answer; nothing is, where it is not this owner's."""
    if found is None:
        raise unknown_answer(answer_id)
    return found


def unknown_answer(answer_id: str) -> UnknownAnswer:
    """There is no such answer for whoever asks."""
    return UnknownAnswer(f"There is no answer {shown(answer_id)}. It may have been deleted or never kept.")
