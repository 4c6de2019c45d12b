"""Checking drafts: `/v1/check`, and the page `/check`."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field, StrictStr, ValidationError
from starlette.datastructures import UploadFile

from assistant import parts
from assistant.answers import Fallback
from assistant.api.bodies import AssistantDep, Body, LineDep, WhoDep, text_schema
from assistant.api.leaving import stop_when_gone
from assistant.api.pages import NO_STORE, POLICY
from assistant.carrying.file_name import DOCX
from assistant.draft.checked import CheckedDraft, check_draft, with_comments
from assistant.draft.finding import Relation, Verdict
from assistant.draft.taking import MOST_CHARACTERS, MOST_SENTENCES, Draft, given, typed
from assistant.errors import AssistantError, DraftRefused, shown
from assistant.questions import Judge
from vectorstore.documents import Kind

router = APIRouter()

_TEXT = text_schema(MOST_CHARACTERS)
_FIELDS = ("text", "file", "judge")
_HEADERS = {**NO_STORE, **POLICY}
Format = Literal["json", "docx"]


class CheckBody(Body):
    """A draft that was typed."""

    text: StrictStr = Field(
        description=f"Up to {MOST_CHARACTERS:,} characters and {MOST_SENTENCES:,} sentences.", json_schema_extra=_TEXT
    )
    judge: Judge = Field("auto", description="Whether a language model is asked where the rules cannot tell.")


class BesideBody(BaseModel):
    """A clause beside a sentence."""

    relation: Relation
    clause_id: str
    clause_hash: str
    document_id: str
    title: str
    publisher: str | None
    published: str | None
    kind: Kind
    source: str
    label: str
    heading: list[str]
    quote: str
    start: int
    end: int
    pages: list[int]
    url: str | None


class MisquoteBody(BaseModel):
    """Quotation marks around what is not word for word; offsets into the sentence."""

    start: int
    end: int
    quote: str
    reason: str


class SentenceBody(BaseModel):
    """One sentence and what was found."""

    text: str
    paragraph: int
    start: int | None = Field(description="In the text that was sent; null of a file.")
    end: int | None
    verdict: Verdict
    claim: Verdict = Field(description="The verdict without regard to quotation marks.")
    reasons: list[str]
    clauses: list[BesideBody]
    suggestion: str | None = Field(description="What could be written in its place: the text's own words.")
    misquoted: list[MisquoteBody]
    judged_by: Literal["rules", "model"]


class NoteBody(BaseModel):
    """Something that whoever sent the draft should know of."""

    code: Literal["insertions", "deletions", "pictures", "comments", "language", "nothing"]
    message: str


class CheckedBody(BaseModel):
    """All sentences, in the order of the draft."""

    sentences: list[SentenceBody]
    counts: dict[str, int]
    notes: list[NoteBody] = Field(description="What was not checked, and why.")
    judge: Literal["quick", "model"]
    model: str
    fallback: Fallback | None
    corpus_version: str
    timings_ms: dict[str, float]


@dataclass(frozen=True)
class Sent:
    """What a request brings: a text, or a file by its name and bytes."""

    text: str | None
    file: tuple[str, bytes] | None
    judge: Judge

    def draft(self, stop: Callable[[], bool]) -> Draft:
        """The draft. Raises as `typed` and `given`."""
        if self.file is not None:
            return given(*self.file, stop)
        return typed(self.text or "")


async def sent(request: Request) -> Sent:
    """The body, as JSON or as a form.

    Raises:
        RequestValidationError: it is neither.
        DraftRefused: `unknown_field`, or `empty` where there is neither a text nor a file.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() == "multipart/form-data":
        return await _of_form(request)
    try:
        body = CheckBody.model_validate(json.loads(await request.body()))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        fault = {"loc": ("body",), "msg": str(error), "type": "json_invalid", "input": {}}
        raise RequestValidationError([fault]) from error
    except ValidationError as error:
        faults = [{**each, "loc": ("body", *each["loc"])} for each in error.errors(include_url=False)]
        raise RequestValidationError(faults) from error
    return Sent(body.text, None, body.judge)


async def _of_form(request: Request) -> Sent:
    form = await request.form()
    if odd := sorted(form.keys() - set(_FIELDS)):
        raise DraftRefused(f"There is no field {shown(odd[0])}. There are: {', '.join(_FIELDS)}.", code="unknown_field")
    text, file, judge = (form.get(name) for name in _FIELDS)
    if judge not in (None, "", "auto", "quick", "model"):
        raise DraftRefused(f"judge cannot be {shown(str(judge))}: auto, quick or model.", code="unknown_field")
    manner: Judge = "quick" if judge == "quick" else "model" if judge == "model" else "auto"
    if isinstance(file, UploadFile) and (file.filename or file.size):
        return Sent(None, (file.filename or "draft", await file.read()), manner)
    return Sent(text if isinstance(text, str) else "", None, manner)


SentDep = Annotated[Sent, Depends(sent)]
FormatDep = Annotated[Format, Query(description="`docx`: the Word file with a comment at each sentence.")]
_FORM = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "A Word, Markdown or text file."},
        "text": {"type": "string", "maxLength": MOST_CHARACTERS},
        "judge": {"enum": ["auto", "quick", "model"]},
    },
}
_REQUEST: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": CheckBody.model_json_schema()},
            "multipart/form-data": {"schema": _FORM},
        },
    }
}
_GIVES: dict[int | str, dict[str, Any]] = {
    200: {"model": CheckedBody, "content": {DOCX: {"schema": {"type": "string", "format": "binary"}}}}
}


@router.post("/v1/check", tags=["check"], response_model=CheckedBody, responses=_GIVES, openapi_extra=_REQUEST)
async def check(
    sent: SentDep, assistant: AssistantDep, who: WhoDep, line: LineDep, request: Request, format: FormatDep = "json"
) -> Response | dict[str, Any]:
    """Check a draft, sentence by sentence: a `text` as JSON, or a `file` in a form."""
    async with stop_when_gone(request) as stop:

        def work() -> Response | dict[str, Any]:
            checked = check_draft(sent.draft(stop.is_set), assistant, sent.judge, stop, who.owner)
            return _word(checked, stop.is_set) if format == "docx" else as_body(checked)

        return await line.run(work, in_line=False)


@router.get("/check", include_in_schema=False)
def page(who: WhoDep) -> HTMLResponse:
    """The form for a draft."""
    return HTMLResponse(parts.plain_pages().check_html(None, "", None, who), headers=_HEADERS)


@router.post("/check", include_in_schema=False)
async def check_page(
    sent: SentDep, assistant: AssistantDep, who: WhoDep, line: LineDep, request: Request, format: FormatDep = "json"
) -> Response:
    """What was found, or the Word file with comments."""
    async with stop_when_gone(request) as stop:

        def work() -> Response:
            checked = check_draft(sent.draft(stop.is_set), assistant, sent.judge, stop, who.owner)
            if format == "docx":
                return _word(checked, stop.is_set)
            html = parts.plain_pages().check_html(checked, sent.text or "", None, who)
            return HTMLResponse(html, headers=_HEADERS)

        try:
            return await line.run(work, in_line=False)
        except AssistantError as error:  # what was typed stays in the form
            html = parts.plain_pages().check_html(None, sent.text or "", str(error), who)
            return HTMLResponse(html, HTTPStatus.UNPROCESSABLE_ENTITY, _HEADERS)


def as_body(checked: CheckedDraft) -> dict[str, Any]:
    """A checked draft as plain values in the form of `CheckedBody`."""
    return {
        "sentences": [
            {
                "text": finding.text,
                "paragraph": placed.paragraph,
                "start": placed.start,
                "end": placed.end,
                "verdict": finding.verdict,
                "claim": finding.claim,
                "reasons": list(finding.reasons),
                "clauses": [
                    {"relation": each.relation, **_without_number(asdict(each.citation))} for each in finding.clauses
                ],
                "suggestion": finding.suggestion,
                "misquoted": [asdict(each) for each in finding.misquoted],
                "judged_by": finding.judged_by,
            }
            for placed, finding in checked.placed
        ],
        "counts": checked.counts,
        "notes": [{"code": code, "message": message} for code, message in checked.draft.notes],
        "judge": checked.judge,
        "model": checked.model,
        "fallback": checked.fallback,
        "corpus_version": checked.corpus_version,
        "timings_ms": {"total": round(checked.taken * 1000, 1)},
    }


def _without_number(citation: Mapping[str, Any]) -> dict[str, Any]:
    return {name: citation[name] for name in BesideBody.model_fields if name != "relation"}


def _word(checked: CheckedDraft, stop: Callable[[], bool]) -> Response:
    headers = {**NO_STORE, "Content-Disposition": 'attachment; filename="draft-checked.docx"'}
    return Response(with_comments(checked, stop), media_type=DOCX, headers=headers)
