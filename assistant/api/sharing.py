"""Links to answers: `/v1/answers/{id}/link` for whoever has the answer, `/shared/{token}` for whoever has the link."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from assistant import parts
from assistant.api.address import AddressDep
from assistant.api.bodies import AssistantDep, WhoDep
from assistant.api.errors import UNKNOWN
from assistant.api.pages import POLICY
from assistant.history import link_to, shared_answer, without_link

router = APIRouter()

_HEADERS = {**POLICY, "X-Robots-Tag": "noindex", "Cache-Control": "no-store"}
"""A link that was withdrawn leads nowhere, also not to a copy that a browser has kept."""


class LinkBody(BaseModel):
    """A link to an answer; `url` is the path alone where the server's address is not known."""

    path: str
    url: str


class WithdrawnBody(BaseModel):
    """Whether there was a link."""

    withdrawn: bool


@router.post("/v1/answers/{answer_id}/link", responses=UNKNOWN, tags=["kept"])
def link(answer_id: str, assistant: AssistantDep, who: WhoDep, address: AddressDep) -> LinkBody:
    """The link by which others who may ask can read this one answer; made where there is none, else the same again."""
    path = f"/shared/{link_to(assistant, answer_id, who.owner)}"
    return LinkBody(path=path, url=address + path)


@router.delete("/v1/answers/{answer_id}/link", responses=UNKNOWN, tags=["kept"])
def withdraw_link(answer_id: str, assistant: AssistantDep, who: WhoDep) -> WithdrawnBody:
    """From now on the link leads nowhere; the answer stays as it is, and may get another link."""
    return WithdrawnBody(withdrawn=without_link(assistant, answer_id, who.owner))


@router.get("/shared/{token}", include_in_schema=False)
def shared(token: str, assistant: AssistantDep, who: WhoDep) -> HTMLResponse:
    """One answer as a page; nothing of its conversation, nor whose it is."""
    answer = shared_answer(assistant, token)
    if answer is None:
        told = "There is no such answer: the link is not whole, or the answer is no longer shared."
        return HTMLResponse(parts.plain_pages().missing_html(told, who), 404, _HEADERS)
    return HTMLResponse(parts.plain_pages().shared_html(answer, assistant.store.corpus, who), headers=_HEADERS)
