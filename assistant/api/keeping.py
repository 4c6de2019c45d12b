"""What is kept: `/v1/answers`, `/v1/conversations`."""

from fastapi import APIRouter

from assistant.answers import Answer
from assistant.api.bodies import AssistantDep, ConversationBody, DeletedBody
from assistant.api.errors import ErrorBody
from assistant.errors import UnknownConversation, shown
from assistant.history import stored_answer, stored_conversation

router = APIRouter(prefix="/v1", tags=["kept"], responses={"4XX": {"model": ErrorBody}, "5XX": {"model": ErrorBody}})


@router.get("/answers/{answer_id}")
def answer(answer_id: str, assistant: AssistantDep) -> Answer:
    """An answer as it was given; a citation whose clause has another text by now says `changed`."""
    return stored_answer(assistant, answer_id)


@router.get("/conversations/{conversation_id}")
def conversation(conversation_id: str, assistant: AssistantDep) -> ConversationBody:
    """A conversation with its answers as they were given, oldest first."""
    found, answers = stored_conversation(assistant, conversation_id)
    return ConversationBody(id=found.id, title=found.title, created_at=found.created_at, answers=answers)


@router.delete("/conversations/{conversation_id}")
def delete_conversation(conversation_id: str, assistant: AssistantDep) -> DeletedBody:
    """Forget a conversation and its answers."""
    if not assistant.conversations.delete(conversation_id, None):
        raise UnknownConversation(f"There is no conversation {shown(conversation_id)}.")
    return DeletedBody(deleted=conversation_id)
