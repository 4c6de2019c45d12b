"""The page on which staff make briefings: `/briefing`, and its files."""

import threading
from http import HTTPStatus
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from assistant import parts
from assistant.api.address import AddressDep
from assistant.api.bodies import AssistantDep, LineDep, WhoDep
from assistant.api.briefings import saved
from assistant.api.errors import problem_of
from assistant.api.leaving import stop_when_gone
from assistant.api.line import Line
from assistant.api.pages import NO_STORE, POLICY
from assistant.ask import Assistant
from assistant.briefing.briefing import Briefing, Template
from assistant.briefing.files import as_file
from assistant.briefing.make import Wanted, brief
from assistant.errors import AssistantError

router = APIRouter(include_in_schema=False)

_HEADERS = {**NO_STORE, **POLICY}
_LONGEST = 20_000
"""Characters of all questions together, so that they fit into an address."""


class Typed(BaseModel):
    """What was typed into the form: a topic, or questions, one on a line."""

    topic: str = Field("", max_length=_LONGEST)
    questions: str = Field("", max_length=_LONGEST)
    template: Template = "one-page"

    def wanted(self, owner: str | None) -> Wanted | None:
        """The briefing; null where nothing was typed."""
        lines = tuple(each.strip() for each in self.questions.splitlines() if each.strip())
        topic = self.topic if self.topic.strip() or not lines else None
        if topic is not None and not topic.strip():
            return None
        return Wanted(topic=topic, questions=lines or None, template=self.template, owner=owner)

    def path(self, form: str) -> str:
        """Where its file is."""
        return f"/briefing/file?{urlencode({**self.model_dump(), 'format': form})}"


class TypedForFile(Typed):
    """The same, and which file."""

    format: Literal["docx", "markdown"] = "docx"


@router.get("/briefing")
async def briefing(
    typed: Annotated[Typed, Query()],
    assistant: AssistantDep,
    who: WhoDep,
    address: AddressDep,
    line: LineDep,
    request: Request,
) -> HTMLResponse:
    """The form, and what was made of it; looked at again, it is made again."""
    wanted = typed.wanted(who.owner)
    made: Briefing | None = None
    problem, status = None, HTTPStatus.OK
    if wanted is not None:
        try:
            async with stop_when_gone(request) as stop:
                made = await _made(wanted, assistant, address, line, stop)
        except AssistantError as error:
            code, _, problem = problem_of(error)
            status = HTTPStatus(code)
    files = {name: typed.path(form) for name, form in (("Word", "docx"), ("Markdown", "markdown"))} if made else {}
    html = parts.plain_pages().briefing_html(made, files, typed.model_dump(), problem, who)
    return HTMLResponse(html, status, _HEADERS)


@router.get("/briefing/file")
async def file(
    typed: Annotated[TypedForFile, Query()],
    assistant: AssistantDep,
    who: WhoDep,
    address: AddressDep,
    line: LineDep,
    request: Request,
) -> Response:
    """What the page shows, as a file."""
    wanted = typed.wanted(who.owner) or Wanted(topic="", owner=who.owner)
    async with stop_when_gone(request) as stop:
        made = await _made(wanted, assistant, address, line, stop)
    return saved(as_file(made, typed.format))


async def _made(wanted: Wanted, assistant: Assistant, address: str, line: Line, stop: threading.Event) -> Briefing:
    in_line = not assistant.may_wait(wanted.as_question(""))
    return await line.run(brief, assistant, wanted, address, stop, in_line=in_line)
