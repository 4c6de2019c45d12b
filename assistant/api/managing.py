"""Managing documents: `/manage` and what lies below, for staff."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant import parts
from assistant.access.who import Who
from assistant.api.bodies import AssistantDep, WhoDep
from assistant.api.giving import NO_FILE, DeskDep, FileForm, StatedDep, given
from assistant.api.pages import NO_STORE, POLICY
from assistant.errors import NotTaken, UnknownDocument, UnknownIntake
from assistant.intake.desk import Desk
from vectorstore.documents import Corpus

router = APIRouter(include_in_schema=False)

_HEADERS = {**NO_STORE, **POLICY}
_WATCHING = {
    **NO_STORE,
    "Content-Security-Policy": f"{POLICY['Content-Security-Policy']}; script-src 'self'; connect-src 'self'",
}
"""Of the page that shows how far a document is."""


@router.get("/manage")
def manage(desk: DeskDep, who: WhoDep) -> HTMLResponse:
    """What was given, and the form for more."""
    return _all(desk, who)


@router.get("/manage.js")
def script() -> Response:
    """What shows how far a document is."""
    headers = {"Cache-Control": "max-age=300"}
    return Response(parts.plain_pages().manage_script(), media_type="text/javascript", headers=headers)


@router.post("/manage")
def take(desk: DeskDep, who: WhoDep, facts: StatedDep, file: FileForm = NO_FILE) -> Response:
    """Another document."""
    try:
        return _to(desk.take(given(file, facts), facts, who).id)
    except NotTaken as error:
        return _all(desk, who, dict(facts), str(error))


@router.post("/manage/withdrawn/{document_id}")
def bring_back(document_id: str, desk: DeskDep, who: WhoDep) -> Response:
    """A withdrawn document comes back."""
    try:
        desk.bring_back(document_id, who)
    except UnknownDocument as error:
        return _missing(error, who)
    return RedirectResponse("/manage", HTTPStatus.SEE_OTHER, NO_STORE)


@router.get("/manage/{intake_id}")
def intake(intake_id: str, desk: DeskDep, who: WhoDep) -> HTMLResponse:
    """One document on its way."""
    return _one(desk, intake_id, who)


@router.post("/manage/{intake_id}/record")
def restate(intake_id: str, desk: DeskDep, who: WhoDep, facts: StatedDep) -> Response:
    """Other facts before it goes live."""
    try:
        desk.restate(intake_id, facts)
    except (UnknownIntake, NotTaken) as error:
        return _one(desk, intake_id, who, str(error), facts)
    return _to(intake_id)


@router.post("/manage/{intake_id}/publish")
def publish(intake_id: str, desk: DeskDep, who: WhoDep) -> Response:
    """It goes live."""
    try:
        desk.publish(intake_id, who)
    except (UnknownIntake, NotTaken) as error:
        return _one(desk, intake_id, who, str(error))
    return _to(intake_id)


@router.post("/manage/{intake_id}/drop")
def drop(intake_id: str, desk: DeskDep, who: WhoDep) -> Response:
    """It is forgotten."""
    try:
        desk.drop(intake_id)
    except UnknownIntake as error:
        return _missing(error, who)
    return RedirectResponse("/manage", HTTPStatus.SEE_OTHER, NO_STORE)


@router.get("/manage/document/{document_id}")
def managed(document_id: str, assistant: AssistantDep, who: WhoDep) -> HTMLResponse:
    """A document that is live."""
    return _managed(assistant.store.corpus, document_id, who)


@router.post("/manage/document/{document_id}/record")
def correct(document_id: str, desk: DeskDep, assistant: AssistantDep, who: WhoDep, facts: StatedDep) -> Response:
    """Its record is set right."""
    try:
        desk.correct(document_id, facts, who)
    except (UnknownDocument, NotTaken) as error:
        return _managed(assistant.store.corpus, document_id, who, str(error), facts)
    return _read(document_id)


@router.post("/manage/document/{document_id}/replace")
def replace(
    document_id: str,
    desk: DeskDep,
    assistant: AssistantDep,
    who: WhoDep,
    file: FileForm = NO_FILE,
    url: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Another version of it."""
    facts = {"url": url} if url else {}
    try:
        return _to(desk.take(given(file, facts), facts, who, replaces=document_id).id)
    except (UnknownDocument, NotTaken) as error:
        return _managed(assistant.store.corpus, document_id, who, str(error))


@router.post("/manage/document/{document_id}/withdraw")
def withdraw(
    document_id: str, desk: DeskDep, assistant: AssistantDep, who: WhoDep, sure: Annotated[str, Form()] = ""
) -> Response:
    """It is taken away."""
    if sure != "yes":
        told = "Tick the box to say that no answer is to stand on it any more."
        return _managed(assistant.store.corpus, document_id, who, told)
    try:
        desk.withdraw(document_id, who)
    except UnknownDocument as error:
        return _missing(error, who)
    return RedirectResponse("/documents", HTTPStatus.SEE_OTHER, NO_STORE)


def _all(desk: Desk, who: Who, typed: Mapping[str, str] | None = None, problem: str | None = None) -> HTMLResponse:
    html = parts.plain_pages().manage_html(desk.all(), desk.withdrawn(), typed or {}, problem, who)
    return _page(html, problem)


def _one(
    desk: Desk, intake_id: str, who: Who, problem: str | None = None, typed: Mapping[str, str] | None = None
) -> HTMLResponse:
    try:
        html = parts.plain_pages().intake_html(desk.seen(intake_id), typed or {}, problem, who)
    except UnknownIntake as error:
        return _missing(error, who)
    return _page(html, problem, _WATCHING)


def _managed(
    corpus: Corpus, document_id: str, who: Who, problem: str | None = None, typed: Mapping[str, str] | None = None
) -> HTMLResponse:
    document = corpus.documents.get(document_id)
    if document is None:
        return _missing(UnknownDocument("There is no such document any more."), who)
    html = parts.plain_pages().managed_html(document, typed or {}, problem, who)
    return _page(html, problem)


def _page(html: str, problem: str | None, headers: Mapping[str, str] = _HEADERS) -> HTMLResponse:
    """The page, and whether something was wrong with what was sent."""
    return HTMLResponse(html, HTTPStatus.OK if problem is None else HTTPStatus.UNPROCESSABLE_ENTITY, headers)


def _missing(error: Exception, who: Who) -> HTMLResponse:
    return HTMLResponse(parts.plain_pages().missing_html(str(error), who), HTTPStatus.NOT_FOUND, _HEADERS)


def _to(intake_id: str) -> RedirectResponse:
    return RedirectResponse(f"/manage/{quote(intake_id, safe='')}", HTTPStatus.SEE_OTHER, NO_STORE)


def _read(document_id: str) -> RedirectResponse:
    return RedirectResponse(f"/documents/{quote(document_id, safe='')}", HTTPStatus.SEE_OTHER, NO_STORE)
