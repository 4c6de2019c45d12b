"""The page on which staff make briefings: `/briefing`, its files, and a section that is made again."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from assistant import parts
from assistant.api.address import AddressDep
from assistant.api.bodies import AssistantDep, LineDep, WhoDep
from assistant.api.briefings import saved
from assistant.api.errors import problem_of
from assistant.api.leaving import stop_when_gone
from assistant.api.pages import NO_STORE, POLICY
from assistant.briefing.asking import Change, How
from assistant.briefing.briefing import Template
from assistant.briefing.files import as_file
from assistant.briefing.held import Held
from assistant.briefing.make import Made, Wanted, again, make
from assistant.errors import AssistantError
from assistant.questions import MAX_QUESTION, Composer

router = APIRouter(include_in_schema=False)

_HEADERS = {**NO_STORE, **POLICY}
_LONGEST = 20_000
"""Characters of all questions together, so that they fit into an address."""
_FILES = {"Word": "docx", "Markdown": "markdown"}


def held(request: Request) -> Held:
    """The briefings that were made last."""
    found: Held = request.app.state.briefings
    return found


@dataclass(frozen=True)
class Desk:
    """What it takes to make a briefing for whoever asks, and to find it again."""

    assistant: AssistantDep
    who: WhoDep
    address: AddressDep
    line: LineDep
    held: Annotated[Held, Depends(held)]
    request: Request

    async def run(self, work: Callable[..., Made], how: How, *what: Any) -> Made:
        """The briefing that `work` makes of these, unless whoever asks has gone."""
        async with stop_when_gone(self.request) as stop:
            in_line = not self.assistant.may_wait(how.question(""))
            return await self.line.run(work, self.assistant, *what, self.address, stop, in_line=in_line)

    def found(self, id_: str, wanted: Wanted) -> Made | None:
        """The briefing of this id, where it was made of what is typed, and of the texts as they are now."""
        found = self.held.get(id_, wanted.how.owner)
        if found is None or found.wanted != wanted:
            return None
        return found if found.briefing.corpus_version == self.assistant.store.corpus.version else None

    def page(
        self, made: Made | None, shown: "Looked", problem: str | None = None, status: int = HTTPStatus.OK
    ) -> HTMLResponse:
        """The form with what was typed, and the briefing or why there is none."""
        address = urlencode({**shown.fields, "made": shown.made})
        files = {name: f"/briefing/file?{address}&format={form}" for name, form in _FILES.items()} if made else {}
        can_write = self.assistant.model is not None
        html = parts.plain_pages().briefing_html(
            made, files, shown.fields, shown.made, problem, self.who, can_write=can_write
        )
        return HTMLResponse(html, status, _HEADERS)


DeskDep = Annotated[Desk, Depends()]


class Typed(BaseModel):
    """What was typed into the form: a topic, or questions, one on a line."""

    topic: str = Field("", max_length=_LONGEST)
    questions: str = Field("", max_length=_LONGEST)
    template: Template = "one-page"
    composer: Composer = "auto"

    def wanted(self, owner: str | None) -> Wanted | None:
        """The briefing; null where nothing was typed."""
        lines = tuple(each.strip() for each in self.questions.splitlines() if each.strip())
        topic = self.topic if self.topic.strip() or not lines else None
        if topic is not None and not topic.strip():
            return None
        how = How(composer=self.composer, owner=owner)
        return Wanted(topic=topic, questions=lines or None, template=self.template, how=how)

    @property
    def fields(self) -> dict[str, str]:
        """What was typed alone."""
        return {name: str(getattr(self, name)) for name in Typed.model_fields}


class Looked(Typed):
    """The same, and the briefing that was made of it, while it is held."""

    made: str = Field("", max_length=64)


class LookedForFile(Looked):
    """The same, and which file."""

    format: Literal["docx", "markdown"] = "docx"


class Again(Looked):
    """A section that is to be made again, and how."""

    section: int = Field(ge=1, le=1000)
    question: str = Field("", max_length=MAX_QUESTION)
    composed: Composer = "auto"


@router.get("/briefing")
async def briefing(looked: Annotated[Looked, Query()], desk: DeskDep) -> HTMLResponse:
    """The form, and what was made of it; what is not held any longer is made again."""
    wanted = looked.wanted(desk.who.owner)
    found = desk.found(looked.made, wanted) if wanted is not None else None
    if wanted is not None and found is None:
        try:
            found = await desk.run(make, wanted.how, wanted)
        except AssistantError as error:
            code, _, problem = problem_of(error)
            return desk.page(None, looked, problem, code)
        looked = looked.model_copy(update={"made": desk.held.put(found)})
    return desk.page(found, looked)


@router.post("/briefing/section")
async def section(form: Annotated[Again, Form()], desk: DeskDep) -> Response:
    """One section with another question, or composed otherwise; the rest stays as it was."""
    found = desk.held.get(form.made, desk.who.owner)
    if found is None:  # all of it is made again, of what was typed
        return RedirectResponse(f"/briefing?{urlencode(form.fields)}", HTTPStatus.SEE_OTHER, NO_STORE)
    change = Change(form.question, form.composed)
    try:
        made = await desk.run(again, found.wanted.how, found, form.section, change)
    except AssistantError as error:
        code, _, problem = problem_of(error)
        return desk.page(found, form, problem, code)
    there = urlencode({**form.fields, "made": desk.held.put(made)})
    return RedirectResponse(f"/briefing?{there}#section-{form.section}", HTTPStatus.SEE_OTHER, NO_STORE)


@router.get("/briefing/file")
async def file(looked: Annotated[LookedForFile, Query()], desk: DeskDep) -> Response:
    """What the page shows, as a file; what is not held any longer is made again."""
    wanted = looked.wanted(desk.who.owner) or Wanted(topic="", how=How(owner=desk.who.owner))
    found = desk.found(looked.made, wanted) or await desk.run(make, wanted.how, wanted)
    return saved(as_file(found.briefing, looked.format))
