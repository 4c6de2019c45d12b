"""Briefings as files: `POST /v1/briefings`."""

import threading
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import ConfigDict, Field, StrictStr
from pydantic.config import JsonDict

from assistant.api.address import AddressDep
from assistant.api.bodies import AssistantDep, Body, LineDep, WhoDep, text_schema
from assistant.api.errors import UNKNOWN, described
from assistant.api.leaving import stop_when_gone
from assistant.ask import Assistant
from assistant.briefing.asking import How
from assistant.briefing.briefing import Briefing, Template
from assistant.briefing.files import File, Format, as_file
from assistant.briefing.make import MAX_QUESTIONS, Wanted, brief
from assistant.briefing.topic import MAX_TOPIC
from assistant.carrying.file_name import DOCX
from assistant.questions import MAX_QUESTION, Composer, Judge
from vectorstore.documents import Filters, Kind

router = APIRouter(prefix="/v1", tags=["briefings"])

_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A file to be saved.",
        "model": Briefing,
        "content": {
            DOCX: {"schema": {"type": "string", "format": "binary"}},
            "text/markdown": {"schema": {"type": "string"}},
        },
        "headers": {"Content-Disposition": {"schema": {"type": "string"}, "description": "Names the file."}},
    },
    500: described(500),
}

_Question = Annotated[StrictStr, Field(json_schema_extra=text_schema(MAX_QUESTION))]
_SOME: JsonDict = {"minItems": 1, "maxItems": MAX_QUESTIONS}


class BriefingBody(Body):
    """A topic or a list of questions, one of the two, and how the briefing is to be."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"topic": "semiconductors", "format": "markdown"}]})

    topic: Annotated[StrictStr, Field(json_schema_extra=text_schema(MAX_TOPIC))] | None = Field(
        None, description=f"A few words in English, at most {MAX_TOPIC} characters."
    )
    questions: Annotated[list[_Question], Field(json_schema_extra=_SOME)] | None = Field(
        None, description=f"1 to {MAX_QUESTIONS} questions, each of at most {MAX_QUESTION:,} characters."
    )
    template: Template = Field("one-page", description="Of a topic; questions are always `qa`.")
    format: Format = Field("docx", description="Word, Markdown, or all as plain values.")
    documents: Annotated[list[StrictStr], Field(max_length=100)] | None = Field(
        None, description="Only these documents."
    )
    kinds: Annotated[list[Kind], Field(max_length=2)] | None = Field(None, description="Only these kinds of source.")
    composer: Composer = Field("auto", description="How questions are answered, as in `POST /v1/ask`.")
    judge: Judge = Field("auto", description="Who judges their answers, as in `POST /v1/ask`.")

    def wanted(self, owner: str | None) -> Wanted:
        """The briefing as it is made."""
        return Wanted(
            topic=self.topic,
            questions=None if self.questions is None else tuple(self.questions),
            template=self.template,
            how=How(Filters(tuple(self.documents or ()), tuple(self.kinds or ())), self.composer, self.judge, owner),
        )


@router.post("/briefings", response_class=Response, responses=_FILE | UNKNOWN)
async def briefings(
    body: BriefingBody, assistant: AssistantDep, who: WhoDep, address: AddressDep, line: LineDep, request: Request
) -> Response:
    """What the texts have on a topic, or answers to questions, as a file with a note for each quote."""
    wanted = body.wanted(who.owner)
    async with stop_when_gone(request) as stop:
        in_line = not assistant.may_wait(wanted.how.question(""))
        file = await line.run(_file, assistant, wanted, address, body.format, stop, in_line=in_line)
    return saved(file)


def saved(file: File) -> Response:
    """A file as a browser saves it."""
    named = f'attachment; filename="{file.name}"'
    return Response(file.data, headers={"Content-Type": file.media_type, "Content-Disposition": named})


def _file(assistant: Assistant, wanted: Wanted, address: str, form: Format, stop: threading.Event) -> File:
    return as_file(brief(assistant, wanted, address, stop), form)
