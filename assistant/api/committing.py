"""The page of the register: `/commitments`, with a way for staff to confirm what rules propose."""

from http import HTTPStatus
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from assistant import parts
from assistant.access.who import Who
from assistant.api.bodies import AssistantDep, WhoDep
from assistant.api.commitments import Chosen, registered
from assistant.api.pages import NO_STORE, POLICY
from assistant.ask import Assistant
from assistant.commitments.confirming import confirm
from assistant.commitments.promise import Status, Strength
from assistant.errors import NotConfirmable, UnknownClause, UnknownDocument

router = APIRouter(include_in_schema=False)

_HEADERS = {**NO_STORE, **POLICY}


class Filled(BaseModel):
    """What was chosen in the form; what is empty was left open."""

    document: str = Field("", max_length=200, pattern=r"^[^\x00]*$")
    part: int | Literal[""] = ""
    strength: Strength | Literal[""] = ""
    deadline: Literal["", "true", "false"] = ""
    status: Status | Literal[""] = ""
    q: str = Field("", max_length=200, pattern=r"^[^\x00]*$")

    @property
    def typed(self) -> dict[str, str]:
        """What was filled in, as the address has it."""
        return {name: str(value) for name, value in self.model_dump().items() if value != ""}

    @property
    def chosen(self) -> Chosen:
        """As the API takes it."""
        return Chosen.model_validate(
            {
                name: [value] if name in ("document", "strength", "status") else value
                for name, value in self.typed.items()
            }
        )


FilledDep = Annotated[Filled, Query()]


@router.get("/commitments")
def commitments(filled: FilledDep, assistant: AssistantDep, who: WhoDep) -> HTMLResponse:
    """The register as a table."""
    return _page(filled, assistant, who)


@router.post("/commitments/confirm")
def confirmed(
    assistant: AssistantDep,
    who: WhoDep,
    clause: Annotated[str, Form(max_length=200)],
    seen: Annotated[str, Form(max_length=64)],
    what: Annotated[Literal["proposed", "none"], Form()],
) -> Response:
    """Take what rules propose for a clause as it is, or say that it promises nothing."""
    store = assistant.store
    try:
        confirm(store.records, store.corpus, clause, seen, None if what == "proposed" else [], who)
    except (UnknownClause, NotConfirmable) as error:
        return _page(Filled(), assistant, who, str(error), HTTPStatus.CONFLICT)
    back = urlencode({"document": store.corpus.clauses[clause].document_id, "status": "proposed"})
    return RedirectResponse(f"/commitments?{back}", HTTPStatus.SEE_OTHER, NO_STORE)


def _page(
    filled: Filled,
    assistant: Assistant,
    who: Who,
    problem: str | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HTMLResponse:
    try:
        found, corpus = registered(assistant.store, filled.chosen)
    except UnknownDocument as error:
        return HTMLResponse(parts.plain_pages().missing_html(str(error), who), HTTPStatus.NOT_FOUND, _HEADERS)
    html = parts.plain_pages().commitments_html(found, corpus, filled.typed, problem, who)
    return HTMLResponse(html, status, _HEADERS)
