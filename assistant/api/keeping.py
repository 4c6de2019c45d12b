"""What is kept: `/v1/answers`, `/v1/conversations`."""

from fastapi import APIRouter

from assistant.answers import Answer
from assistant.api.bodies import AssistantDep, DeletedBody, WhoDep
from assistant.api.conversation_bodies import (
    ConversationBody,
    ConversationLine,
    ConversationsBody,
    RenameBody,
    conversation_body,
    conversation_line,
)
from assistant.api.errors import UNKNOWN
from assistant.errors import UnknownConversation, shown
from assistant.history import stored_answer, stored_conversation
from assistant.questions import checked_title

router = APIRouter(prefix="/v1", tags=["kept"])

LISTED = 200
"""Conversations that are listed."""


@router.get("/answers/{answer_id}", responses=UNKNOWN)
def answer(answer_id: str, assistant: AssistantDep, who: WhoDep) -> Answer:
    """An answer as it was given; a citation whose clause has another text by now says `changed`."""
    return stored_answer(assistant, answer_id, who.owner)


@router.get("/conversations")
def conversations(assistant: AssistantDep, who: WhoDep) -> ConversationsBody:
    """The conversations of whoever asks, the one answered last first; none for a program without a key while the
    server is open."""
    found = assistant.conversations.of(who.owner, LISTED) if who.owner is not None else []
    return ConversationsBody(conversations=[conversation_line(each) for each in found])


@router.get("/conversations/{conversation_id}", responses=UNKNOWN)
def conversation(conversation_id: str, assistant: AssistantDep, who: WhoDep) -> ConversationBody:
    """A conversation with its answers as they were given, oldest first."""
    found, answers = stored_conversation(assistant, conversation_id, who.owner)
    return conversation_body(found, answers)


@router.patch("/conversations/{conversation_id}", responses=UNKNOWN)
def rename_conversation(
    conversation_id: str, body: RenameBody, assistant: AssistantDep, who: WhoDep
) -> ConversationLine:
    """Give a conversation another title."""
    renamed = assistant.conversations.rename(conversation_id, who.owner, checked_title(body.title))
    if renamed is None:
        raise UnknownConversation(f"There is no conversation {shown(conversation_id)}.")
    return conversation_line(renamed)


@router.delete("/conversations/{conversation_id}", responses=UNKNOWN)
def delete_conversation(conversation_id: str, assistant: AssistantDep, who: WhoDep) -> DeletedBody:
    """Forget a conversation and its answers."""
    if not assistant.conversations.delete(conversation_id, who.owner):
        raise UnknownConversation(f"There is no conversation {shown(conversation_id)}.")
    return DeletedBody(deleted=conversation_id)
