"""What the API takes and gives of conversations."""

from pydantic import BaseModel, ConfigDict, Field, StrictStr

from assistant.answers import Answer
from assistant.api.bodies import Body, text_schema
from assistant.questions import MAX_TITLE
from vectorstore.conversations import Conversation


class InterruptedBody(BaseModel):
    """A question that was not answered since the server ended in the midst of it."""

    question: str
    at: str


class ConversationLine(BaseModel):
    """A conversation in a list."""

    id: str
    title: str
    created_at: str
    last_answer_at: str


class ConversationBody(ConversationLine):
    """A conversation and its answers, oldest first."""

    answers: list[Answer]
    interrupted: InterruptedBody | None = Field(
        description="The last question, where it was interrupted; until another one is answered."
    )


class ConversationsBody(BaseModel):
    """The conversations of whoever asks, the one answered last first."""

    conversations: list[ConversationLine]


class RenameBody(Body):
    """Another title of a conversation."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"title": "Semiconductors"}]})

    title: StrictStr = Field(description=f"1 to {MAX_TITLE:,} characters.", json_schema_extra=text_schema(MAX_TITLE))


def conversation_body(found: Conversation, answers: list[Answer]) -> ConversationBody:
    """A conversation with its answers."""
    last = found.interrupted
    return ConversationBody(
        **dict(conversation_line(found)),
        answers=answers,
        interrupted=InterruptedBody(question=last.question, at=last.at) if last is not None else None,
    )


def conversation_line(found: Conversation) -> ConversationLine:
    """A conversation without its answers."""
    return ConversationLine(
        id=found.id, title=found.title, created_at=found.created_at, last_answer_at=found.last_answer_at
    )
