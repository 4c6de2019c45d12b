"""The pages that need no script: `/documents` and what lies below, and how they look."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from assistant import parts
from assistant.api.bodies import AssistantDep, WhoDep
from assistant.errors import shown
from vectorstore.documents import Span

router = APIRouter(include_in_schema=False)

POLICY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'self'; "
        "base-uri 'none'"
    )
}
"""These pages run no script at all, of anybody."""
NO_STORE = {"Cache-Control": "no-store"}
"""Of what no browser is to keep."""


@router.get("/pages.css")
def stylesheet() -> Response:
    """How they look."""
    return Response(parts.plain_pages().stylesheet(), media_type="text/css", headers={"Cache-Control": "max-age=300"})


@router.get("/documents")
def documents(assistant: AssistantDep, who: WhoDep) -> HTMLResponse:
    """All documents."""
    return HTMLResponse(parts.plain_pages().documents_html(assistant.store.corpus, who), headers=POLICY)


@router.get("/documents/{document_id}")
def document(
    document_id: str, assistant: AssistantDep, who: WhoDep, q: Annotated[str, Query(max_length=200)] = ""
) -> HTMLResponse:
    """One document whole, with what is searched for in it marked."""
    pages = parts.plain_pages()
    html = pages.document_html(assistant.store.corpus, document_id, q, who)
    if html is None:
        return HTMLResponse(pages.missing_html(f"There is no document {shown(document_id)}.", who), 404, POLICY)
    return HTMLResponse(html, headers=POLICY)


@router.get("/documents/{document_id}/{place:path}")
def clause(
    document_id: str,
    place: str,
    assistant: AssistantDep,
    who: WhoDep,
    start: int | None = None,
    end: int | None = None,
) -> HTMLResponse:
    """One clause in its surroundings: its permanent address. `start` and `end` mark a quote in it."""
    pages = parts.plain_pages()
    span: Span | None = (start, end) if start is not None and end is not None else None
    clause_id = f"{document_id}/{place}"
    html = pages.clause_html(assistant.store.corpus, clause_id, span, who)
    if html is None:
        return HTMLResponse(pages.missing_html(f"There is no clause {shown(clause_id)}.", who), 404, POLICY)
    return HTMLResponse(html, headers=POLICY)
