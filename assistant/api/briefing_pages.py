"""The page on which staff make briefings: `/briefing`, its files, and a section that is made again."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from assistant import parts
from assistant.access.who import Who
from assistant.api.address import AddressDep
from assistant.api.bodies import AssistantDep, LineDep, WhoDep
from assistant.api.briefings import saved
from assistant.api.errors import problem_of
from assistant.api.leaving import stop_when_gone
from assistant.api.line import Line
from assistant.api.pages import NO_STORE, POLICY
from assistant.ask import Assistant
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


HeldDep = Annotated[Held, Depends(held)]


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
async def briefing(
    looked: Annotated[Looked, Query()],
    assistant: AssistantDep,
    who: WhoDep,
    address: AddressDep,
    line: LineDep,
    known: HeldDep,
    request: Request,
) -> HTMLResponse:
    """The form, and what was made of it; what is not held any longer is made again."""
    wanted = looked.wanted(who.owner)
    found = _held(known, looked.made, wanted, assistant) if wanted is not None else None
    if wanted is not None and found is None:
        try:
            found = await _run(make, assistant, wanted, address, request=request, line=line)
        except AssistantError as error:
            code, _, problem = problem_of(error)
            return _page(None, looked, problem, assistant, who, code)
        looked = looked.model_copy(update={"made": known.put(found)})
    return _page(found, looked, None, assistant, who)


@router.post("/briefing/section")
async def section(
    form: Annotated[Again, Form()],
    assistant: AssistantDep,
    who: WhoDep,
    address: AddressDep,
    line: LineDep,
    known: HeldDep,
    request: Request,
) -> Response:
    """One section with another question, or composed otherwise; the rest stays as it was."""
    found = known.get(form.made, who.owner)
    if found is None:  # all of it is made again, of what was typed
        return RedirectResponse(f"/briefing?{urlencode(form.fields)}", HTTPStatus.SEE_OTHER, NO_STORE)
    change = Change(form.question, form.composed)
    try:
        made = await _run(again, assistant, found, form.section, change, address, request=request, line=line)
    except AssistantError as error:
        code, _, problem = problem_of(error)
        return _page(found, form, problem, assistant, who, code)
    there = urlencode({**form.fields, "made": known.put(made)})
    return RedirectResponse(f"/briefing?{there}#section-{form.section}", HTTPStatus.SEE_OTHER, NO_STORE)


@router.get("/briefing/file")
async def file(
    looked: Annotated[LookedForFile, Query()],
    assistant: AssistantDep,
    who: WhoDep,
    address: AddressDep,
    line: LineDep,
    known: HeldDep,
    request: Request,
) -> Response:
    """What the page shows, as a file; what is not held any longer is made again."""
    wanted = looked.wanted(who.owner) or Wanted(topic="", how=How(owner=who.owner))
    found = _held(known, looked.made, wanted, assistant) or await _run(
        make, assistant, wanted, address, request=request, line=line
    )
    return saved(as_file(found.briefing, looked.format))


def _page(
    made: Made | None,
    shown: Looked,
    problem: str | None,
    assistant: Assistant,
    who: Who,
    status: int = HTTPStatus.OK,
) -> HTMLResponse:
    address = urlencode({**shown.fields, "made": shown.made})
    files = {name: f"/briefing/file?{address}&format={form}" for name, form in _FILES.items()} if made else {}
    can_write = assistant.model is not None
    html = parts.plain_pages().briefing_html(made, files, shown.fields, shown.made, problem, who, can_write=can_write)
    return HTMLResponse(html, status, _HEADERS)


def _held(known: Held, id_: str, wanted: Wanted, assistant: Assistant) -> Made | None:
    """The briefing of this id, where it was made of what is typed, and of the texts as they are now."""
    found = known.get(id_, wanted.how.owner)
    if found is None or found.wanted != wanted:
        return None
    return found if found.briefing.corpus_version == assistant.store.corpus.version else None


async def _run(
    work: Callable[..., Made], assistant: Assistant, wanted: Wanted | Made, *rest: Any, request: Request, line: Line
) -> Made:
    how = wanted.how if isinstance(wanted, Wanted) else wanted.wanted.how
    async with stop_when_gone(request) as stop:
        in_line = not assistant.may_wait(how.question(""))
        return await line.run(work, assistant, wanted, *rest, stop, in_line=in_line)
