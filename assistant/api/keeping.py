"""What is kept: `/v1/answers`, `/v1/conversations`."""

from fastapi import APIRouter

from assistant.answers import Answer
from assistant.api.bodies import (
    AssistantDep,
    ConversationBody,
    ConversationLine,
    ConversationsBody,
    DeletedBody,
    InterruptedBody,
    WhoDep,
)
from assistant.api.errors import UNKNOWN
from assistant.errors import UnknownConversation, shown
from assistant.history import stored_answer, stored_conversation

router = APIRouter(prefix="/v1", tags=["kept"])

LISTED = 200
"""Conversations that are listed."""


@router.get("/answers/{answer_id}", responses=UNKNOWN)
def answer(answer_id: str, assistant: AssistantDep, who: WhoDep) -> Answer:
    """An answer as it was given; a citation whose clause has another text by now says `changed`."""
    return stored_answer(assistant, answer_id, who.owner)


@router.get("/conversations")
def conversations(assistant: AssistantDep, who: WhoDep) -> ConversationsBody:
    """The newest conversations of whoever asks; none for a program without a key while the server is open."""
    found = assistant.conversations.of(who.owner, LISTED) if who.owner is not None else []
    return ConversationsBody(
        conversations=[ConversationLine(id=each.id, title=each.title, created_at=each.created_at) for each in found]
    )


@router.get("/conversations/{conversation_id}", responses=UNKNOWN)
def conversation(conversation_id: str, assistant: AssistantDep, who: WhoDep) -> ConversationBody:
    """A conversation with its answers as they were given, oldest first."""
    found, answers = stored_conversation(assistant, conversation_id, who.owner)
    last = found.interrupted
    return ConversationBody(
        id=found.id,
        title=found.title,
        created_at=found.created_at,
        answers=answers,
        interrupted=InterruptedBody(question=last.question, at=last.at) if last is not None else None,
    )


@router.delete("/conversations/{conversation_id}", responses=UNKNOWN)
def delete_conversation(conversation_id: str, assistant: AssistantDep, who: WhoDep) -> DeletedBody:
    """Forget a conversation and its answers."""
    if not assistant.conversations.delete(conversation_id, who.owner):
        raise UnknownConversation(f"There is no conversation {shown(conversation_id)}.")
    return DeletedBody(deleted=conversation_id)
