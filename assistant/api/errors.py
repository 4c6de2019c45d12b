"""Errors as the API sends them: `{"error": {"code", "message", "detail"}}`."""

import errno
import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from assistant.access.limits import Overloaded
from assistant.errors import (
    AssistantError,
    BriefingError,
    BriefingNotWritten,
    Busy,
    CannotCompare,
    ConversationFull,
    DraftRefused,
    ModelUnsupported,
    NotConfirmable,
    NotNow,
    NotReady,
    NotTaken,
    NotWordForWord,
    QuestionError,
    Stopped,
    UnknownAnswer,
    UnknownClause,
    UnknownConversation,
    UnknownDocument,
    UnknownIntake,
    shown,
)
from assistant.models.model import ModelBusy, ModelCancelled, ModelFailed, ModelGone, ModelLoading, ModelTimeout
from vectorstore.errors import NoRoom, StoreError

_STATUS: dict[type[AssistantError], int] = {
    QuestionError: 422,
    ConversationFull: 422,
    CannotCompare: 422,
    UnknownDocument: 404,
    UnknownConversation: 404,
    UnknownAnswer: 404,
    UnknownClause: 404,
    ModelUnsupported: 422,
    BriefingError: 422,
    BriefingNotWritten: 500,
    UnknownIntake: 404,
    NotTaken: 422,
    DraftRefused: 422,
    NotNow: 409,
    NotConfirmable: 409,
    NotWordForWord: 422,
    NotReady: 503,
    Busy: 503,
    Overloaded: 503,
    Stopped: 503,
    ModelLoading: 503,
    ModelBusy: 503,
    ModelTimeout: 504,
    ModelCancelled: 503,
    ModelFailed: 503,
    ModelGone: 503,
}
_CODES = {413: "body_too_large"}
"""Where a status code's own phrase would not do as a stable code."""
RETRY_SECONDS = 5
_DESCRIPTIONS = {
    400: "The body is not JSON, or the host name is not one of this server.",
    401: "Nobody has said who they are, or nobody is let in so. A browser that goes here is sent to `/sign-in`.",
    403: "A page of another site may not write here, or the scope is too small.",
    404: "There is no such document, clause, answer or conversation, or it is somebody else's.",
    409: "It is not ready for that, or others are in the way.",
    413: "The body is too large.",
    422: (
        "The body or a parameter is not as described here, its text cannot be taken, or it wants a language model and "
        "there is none."
    ),
    429: "Too much is asked in a minute or at a time.",
    500: "Something went wrong on our side.",
    503: "Not yet, or not now: the texts are being loaded, too many are asking, or the records cannot be read.",
}

log = logging.getLogger(__name__)


class Problem(BaseModel):
    """What went wrong, in the same words for a person and a stable code for a program."""

    code: str
    message: str
    detail: list[dict[str, Any]] | None = None


class ErrorBody(BaseModel):
    """The body of every error."""

    error: Problem


def described(status: int) -> dict[str, Any]:
    """How the OpenAPI document tells of an error."""
    body = {"schema": {"$ref": f"#/components/schemas/{ErrorBody.__name__}"}}
    return {"description": _DESCRIPTIONS[status], "content": {"application/json": body}}


UNKNOWN: dict[int | str, dict[str, Any]] = {404: described(404)}
"""Of routes that take the id of something."""


def error_response(
    status: int,
    code: str,
    message: str,
    detail: list[dict[str, Any]] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """An error in the one form."""
    body = ErrorBody(error=Problem(code=code, message=message, detail=detail))
    return JSONResponse(body.model_dump(), status, headers)


def problem_of(error: AssistantError | StoreError) -> tuple[int, str, str]:
    """Status, code and message for one of our errors."""
    if isinstance(error, AssistantError):
        return _STATUS.get(type(error), 500), error.code, str(error)
    if isinstance(error, NoRoom):
        return 503, error.code, "There is no room left on the server's disk: nothing was stored. Make room, try again."
    return 503, error.code, "The texts cannot be searched at the moment. Try again; the log says what is wrong."


def add_error_handlers(app: FastAPI) -> None:
    """Turn every error that a route can raise into the one form."""
    app.add_exception_handler(AssistantError, _ours)
    app.add_exception_handler(StoreError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


def _ours(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AssistantError | StoreError)
    status, code, message = problem_of(error)
    if isinstance(error, StoreError):
        log.error("the store failed", exc_info=error)
    after = error.after if isinstance(error, Overloaded) else RETRY_SECONDS
    return error_response(status, code, message, headers={"Retry-After": str(after)} if status == 503 else None)


def _invalid(_: Request, error: Exception) -> JSONResponse:
    """A body or parameter of the wrong form. What was sent is repeated escaped and cut: it may not be valid Unicode."""
    assert isinstance(error, RequestValidationError)
    detail = [
        {
            "where": ".".join(str(step) for step in each["loc"]),
            "problem": each["msg"].encode("ascii", "backslashreplace").decode(),
            "type": each["type"],
            "sent": shown(str(each.get("input"))),
        }
        for each in error.errors()[:10]
    ]
    if detail and detail[0]["type"] == "json_invalid":
        return error_response(400, "malformed_json", "The body is not JSON. Send an object as /docs shows it.", detail)
    first = f" {detail[0]['where']}: {detail[0]['problem']}." if detail else ""
    return error_response(
        422, "invalid_request", f"The request does not have the form that /docs shows.{first}", detail
    )


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, OSError) and error.__cause__.errno in (errno.ENOSPC, errno.EDQUOT):
        return _ours(request, NoRoom("There is no room left on the disk of temporary files."))
    code = _CODES.get(error.status_code) or HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
    headers = dict(error.headers) if error.headers else None
    return error_response(error.status_code, code, f"{error.detail} ({shown(request.url.path)})", headers=headers)
