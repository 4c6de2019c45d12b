"""Asking and searching: `/v1/ask`, `/v1/ask/stream`, `/v1/search`."""

import json
import logging
import threading
from collections.abc import AsyncIterator, Generator
from contextlib import closing
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from assistant.answers import Answer, Statement
from assistant.api.bodies import AskBody, AssistantDep, LineDep, PassagesBody, SearchBody, WhoDep, passages_body
from assistant.api.errors import UNKNOWN, ErrorBody, problem_of
from assistant.api.leaving import stop_when_gone
from assistant.checking import known
from assistant.errors import AssistantError
from assistant.events import STAGES, AnswerEvent, Event, PassagesEvent, StatementEvent, StatusEvent
from assistant.questions import checked_text
from vectorstore.documents import Filters
from vectorstore.errors import StoreError

router = APIRouter(prefix="/v1", tags=["ask"])
log = logging.getLogger(__name__)


def _event(name: str, data: dict[str, Any]) -> dict[str, Any]:
    """The schema of one event, whose data is JSON."""
    text = {"type": "string", "contentMediaType": "application/json", "contentSchema": data}
    return {"type": "object", "properties": {"event": {"const": name}, "data": text}, "required": ["event", "data"]}


def _ref(body: type) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{body.__name__}"}


_STATUS = {
    "type": "object",
    "properties": {"stage": {"enum": list(STAGES)}, "text": {"type": "string"}},
    "required": ["stage", "text"],
}
_EVENTS = {
    "oneOf": [
        _event("status", _STATUS),
        _event("passages", _ref(PassagesBody)),
        _event("statement", _ref(Statement)),
        _event("answer", _ref(Answer)),
        _event("error", _ref(ErrorBody)),
    ]
}
_STREAM_EXAMPLE = """event: status
data: {"stage": "searching", "text": "Searching the texts"}

event: passages
data: {"passages": [...]}

event: statement
data: {"text": "...", "citations": [1], "kind": "primary", "support": "verbatim"}

event: answer
data: {"id": "...", "outcome": "answered", ...}
"""
# `itemSchema` is of OpenAPI 3.2; FastAPI writes it of its own streams into a document of 3.1, too.
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {"itemSchema": _EVENTS, "example": _STREAM_EXAMPLE}}}
}


@router.post("/ask", responses=UNKNOWN)
async def ask(body: AskBody, assistant: AssistantDep, who: WhoDep, line: LineDep, request: Request) -> Answer:
    """Answer a question; every statement cites the clauses it stands on."""
    request.state.question = body.question
    async with stop_when_gone(request) as stop:
        question = body.as_question(who.owner)
        answer = await line.run(assistant.ask, question, stop, in_line=not assistant.may_wait(question))
    request.state.answer = answer
    return answer


@router.post("/ask/stream", response_class=StreamingResponse, responses=_STREAM | UNKNOWN)
async def ask_stream(
    body: AskBody, assistant: AssistantDep, who: WhoDep, line: LineDep, request: Request
) -> StreamingResponse:
    """The same as server-sent events: `status`, `passages`, `statement`, and last `answer` (the whole) or `error`."""
    request.state.question = body.question
    stop = threading.Event()
    question = body.as_question(who.owner)
    in_line = not assistant.may_wait(question)
    events = assistant.events(question, stop)
    first = await line.run(next, events, in_line=in_line)  # what is wrong with the question becomes an HTTP error
    return StreamingResponse(
        _stream(first, events, line.each(events, in_line=in_line), stop, request),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@router.post("/search", responses=UNKNOWN)
def search(body: SearchBody, assistant: AssistantDep) -> PassagesBody:
    """The clauses nearest to a query, with their raw scores."""
    query = checked_text(body.query)
    corpus = assistant.store.corpus
    filters = known(Filters(tuple(body.documents or ()), tuple(body.kinds or ())), corpus)
    found = assistant.store.search_in(corpus, query, body.limit, filters)
    return PassagesBody.model_validate(passages_body(found, corpus))


async def _stream(
    first: Event,
    events: Generator[Event, None, None],
    rest: AsyncIterator[Event],
    stop: threading.Event,
    request: Request,
) -> AsyncIterator[str]:
    try:
        with closing(events):  # a question holds its place until then
            async with stop_when_gone(request, stop):
                yield _sent(*_named(first))
                async for event in rest:
                    if isinstance(event, AnswerEvent):
                        request.state.answer = event.answer
                    yield _sent(*_named(event))
    except Exception as error:  # the answer has begun: what goes wrong now can only be told in the stream
        log.warning("stream failed", exc_info=error)
        code, message = "internal", "Something went wrong on our side. Ask again."
        if isinstance(error, AssistantError | StoreError):
            _, code, message = problem_of(error)
        yield _sent("error", {"error": {"code": code, "message": message, "detail": None}})


def _sent(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


def _named(event: Event) -> tuple[str, dict[str, Any]]:
    match event:
        case StatusEvent(stage):
            return "status", {"stage": stage, "text": STAGES[stage]}
        case PassagesEvent(passages, corpus):
            return "passages", passages_body(passages, corpus)
        case StatementEvent(statement):
            return "statement", asdict(statement)
        case AnswerEvent(answer):
            return "answer", answer.as_dict()
