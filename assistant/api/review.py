"""Reviewing answers: `/review` and what lies below, for staff."""

import json
from collections.abc import Iterator
from datetime import date
from http import HTTPStatus
from itertools import chain
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from pydantic import BaseModel, Field

from assistant import parts
from assistant.access.who import Who
from assistant.answers import Outcome
from assistant.api.bodies import AssistantDep, WhoDep
from assistant.api.pages import NO_STORE, POLICY
from assistant.ask import Assistant
from assistant.cleared import NotClearable
from assistant.errors import UnknownAnswer
from assistant.review import all_cleared, clear_answer, items, reviewed, withdraw_answer
from vectorstore.feedback import Reason
from vectorstore.review import Given, Place, Review, Wanted

router = APIRouter(include_in_schema=False)

PAGE = 50
"""Answers on one page."""
_HEADERS = {**NO_STORE, **POLICY}


class Chosen(BaseModel):
    """What was chosen in the form; what is empty was left open."""

    outcome: Outcome | Literal[""] = ""
    feedback: Given | Literal[""] = ""
    reason: Reason | Literal[""] = ""
    q: str = Field("", max_length=200, pattern=r"^[^\x00]*$")
    first: date | Literal[""] = Field("", alias="from")
    last: date | Literal[""] = Field("", alias="to")
    before: str = Field("", max_length=120, pattern=r"^([0-9T:.+-]+,[A-Za-z0-9_-]+)?$")
    """Time and id of the last answer on the page before."""

    @property
    def wanted(self) -> Wanted:
        """Which answers."""
        return Wanted(
            outcome=self.outcome or None,
            feedback=self.feedback or None,
            reason=self.reason or None,
            text=" ".join(self.q.split()),
            first=self.first or None,
            last=self.last or None,
        )

    @property
    def after(self) -> Place | None:
        """Where the page begins."""
        at, _, answer_id = self.before.partition(",")
        return (at, answer_id) if self.before else None

    @property
    def typed(self) -> dict[str, str]:
        """As the form had it."""
        values = self.model_dump(mode="json", by_alias=True, exclude={"before"})
        return {name: str(value) for name, value in values.items()}


ChosenDep = Annotated[Chosen, Query()]


@router.get("/review")
def review(chosen: ChosenDep, assistant: AssistantDep, who: WhoDep) -> HTMLResponse:
    """Answers that are kept, newest first."""
    found = Review(assistant.store.records).lines(chosen.wanted, PAGE + 1, chosen.after)
    lines = found[:PAGE]
    older = ",".join(lines[-1].place) if len(found) > PAGE else None
    return HTMLResponse(parts.plain_pages().review_html(lines, chosen.typed, older, who), headers=_HEADERS)


@router.get("/review/questions.jsonl")
def questions(chosen: ChosenDep, assistant: AssistantDep) -> StreamingResponse:
    """The questions of the chosen answers, all pages of them, as items for the evals."""
    lines = _lines(assistant, chosen.wanted)
    first = next(lines, "")  # what is wrong with the records becomes an HTTP error
    headers = {**NO_STORE, "Content-Disposition": 'attachment; filename="questions.jsonl"'}
    return StreamingResponse(chain([first], lines), media_type="application/x-ndjson", headers=headers)


@router.get("/review/cleared")
def cleared(assistant: AssistantDep, who: WhoDep) -> HTMLResponse:
    """The answers that were cleared."""
    return HTMLResponse(parts.plain_pages().cleared_html(all_cleared(assistant), who), headers=_HEADERS)


@router.get("/review/{answer_id}")
def answer(answer_id: str, assistant: AssistantDep, who: WhoDep) -> HTMLResponse:
    """One answer whole."""
    return _page(assistant, answer_id, who)


@router.post("/review/{answer_id}/clear")
def clear(answer_id: str, assistant: AssistantDep, who: WhoDep) -> Response:
    """From now on this answer is given to whoever asks its question."""
    try:
        clear_answer(assistant, answer_id, who)
    except UnknownAnswer as error:
        return _unknown(error, who)
    except NotClearable as error:
        return _page(assistant, answer_id, who, str(error), HTTPStatus.CONFLICT)
    return _to(answer_id)


@router.post("/review/{answer_id}/withdraw")
def withdraw(answer_id: str, assistant: AssistantDep, who: WhoDep) -> Response:
    """From now on it is not given any more."""
    try:
        return _to(answer_id if withdraw_answer(assistant, answer_id, who) else "cleared")
    except UnknownAnswer as error:
        return _unknown(error, who)


def _page(
    assistant: Assistant, answer_id: str, who: Who, problem: str | None = None, status: HTTPStatus = HTTPStatus.OK
) -> HTMLResponse:
    try:
        html = parts.plain_pages().reviewed_html(reviewed(assistant, answer_id), problem, who)
    except UnknownAnswer as error:
        return _unknown(error, who)
    return HTMLResponse(html, status, _HEADERS)


def _unknown(error: UnknownAnswer, who: Who) -> HTMLResponse:
    return HTMLResponse(parts.plain_pages().unknown_answer_html(str(error), who), HTTPStatus.NOT_FOUND, _HEADERS)


def _to(place: str) -> RedirectResponse:
    return RedirectResponse(f"/review/{quote(place, safe='')}", HTTPStatus.SEE_OTHER, NO_STORE)


def _lines(assistant: Assistant, wanted: Wanted) -> Iterator[str]:
    for some in items(Review(assistant.store.records), wanted, assistant.store.corpus):
        yield "".join(f"{json.dumps(each)}\n" for each in some)
