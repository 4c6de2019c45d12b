"""Copies to carry away: `/v1/answers/{id}/export`, `/v1/conversations/{id}/export`."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from assistant.answers import Answer
from assistant.api.address import AddressDep
from assistant.api.bodies import AssistantDep, WhoDep
from assistant.api.conversation_bodies import ConversationBody, conversation_body
from assistant.api.errors import UNKNOWN
from assistant.carrying.file_name import file_name
from assistant.carrying.markdown import answer_markdown, conversation_markdown
from assistant.carrying.notes import Note, notes_of
from assistant.carrying.places import NUMBERED_BY_US
from assistant.history import stored_answer, stored_conversation

router = APIRouter(prefix="/v1", tags=["kept"])

Format = Annotated[
    Literal["markdown", "json"], Query(description="Markdown for people, or the same as plain values: JSON.")
]


class AnswerExport(BaseModel):
    """An answer as it was given, and what it cites as notes, numbered from 1."""

    answer: Answer
    notes: list[Note]
    numbering: str = NUMBERED_BY_US


class ConversationExport(ConversationBody):
    """A conversation, and what its answers cite as notes, numbered through all of them."""

    notes: list[Note]
    numbering: str = NUMBERED_BY_US


def _copies(body: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """How the OpenAPI document tells of a copy."""
    return {
        200: {
            "description": "A file to be saved.",
            "model": body,
            "content": {"text/markdown": {"schema": {"type": "string"}}},
            "headers": {"Content-Disposition": {"schema": {"type": "string"}, "description": "Names the file."}},
        }
    } | UNKNOWN


@router.get("/answers/{answer_id}/export", response_class=Response, responses=_copies(AnswerExport))
def export_answer(
    answer_id: str, assistant: AssistantDep, who: WhoDep, address: AddressDep, format: Format = "markdown"
) -> Response:
    """An answer with the notes it stands on, as a file; a note whose clause has changed since says so."""
    answer = stored_answer(assistant, answer_id, who.owner)
    notes = notes_of([answer], assistant.store.corpus, address)
    if format == "json":
        return _json(AnswerExport(answer=answer, notes=list(notes)), answer.created_at, answer.question)
    return _markdown(answer_markdown(answer, notes), answer.created_at, answer.question)


@router.get("/conversations/{conversation_id}/export", response_class=Response, responses=_copies(ConversationExport))
def export_conversation(
    conversation_id: str, assistant: AssistantDep, who: WhoDep, address: AddressDep, format: Format = "markdown"
) -> Response:
    """A conversation with the notes it stands on, numbered through all its answers, as a file."""
    found, answers = stored_conversation(assistant, conversation_id, who.owner)
    notes = notes_of(answers, assistant.store.corpus, address)
    if format == "json":
        return _json(
            ConversationExport(**dict(conversation_body(found, answers)), notes=list(notes)),
            found.created_at,
            found.title,
        )
    text = conversation_markdown(found.title, found.created_at, answers, notes)
    return _markdown(text, found.created_at, found.title)


def _json(body: BaseModel, created_at: str, title: str) -> Response:
    return _file(body.model_dump_json(indent=2), "application/json", file_name(created_at, title, "json"))


def _markdown(text: str, created_at: str, title: str) -> Response:
    return _file(text, "text/markdown; charset=utf-8", file_name(created_at, title, "md"))


def _file(text: str, media_type: str, name: str) -> Response:
    return Response(text, headers={"Content-Type": media_type, "Content-Disposition": f'attachment; filename="{name}"'})
