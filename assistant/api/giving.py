"""Giving documents: `/v1/documents` by `POST`, `PUT`, `PATCH`, `DELETE`; `/v1/intakes` for those on their way."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, File, Form, Request, Response, UploadFile

from assistant.api.bodies import DocumentBody, ServiceDep, WhoDep, document_facts
from assistant.api.errors import UNKNOWN, described
from assistant.api.intake_bodies import Facts, IntakeBody, IntakesBody, SeenBody, intake_facts, seen_facts, stated
from assistant.errors import NotTaken, shown
from assistant.intake.desk import Desk
from vectorstore.documents import FACTS

router = APIRouter(prefix="/v1", tags=["giving"])


def desk(service: ServiceDep) -> Desk:
    """Where documents are given, or a 503 while it is being made."""
    return service.desk


async def known_fields(request: Request) -> None:
    """Refuses a form with fields that nobody knows: a slip of the pen would else be lost without a word.

    Raises:
        NotTaken: there is one.
    """
    known = {*FACTS, "file", "publish"}
    if odd := sorted((await request.form()).keys() - known):
        told = f"There is no field {shown(odd[0])}. There are: {', '.join(sorted(known))}."
        raise NotTaken(told, code="unknown_field")


DeskDep = Annotated[Desk, Depends(desk)]
NO_FILE: Any = None
"""Where there is none, which the type does not say: the document would name null as a value to send."""
StatedDep = Annotated[Mapping[str, str], Depends(stated)]
FileForm = Annotated[UploadFile, File(description="A PDF, Word, HTML, Markdown or text file.")]
PublishForm = Annotated[Literal["true", "false"], Form(description="Let it go live without being looked at.")]
_CONFLICT = {**UNKNOWN, 409: described(409)}


@router.post("/documents", status_code=202, dependencies=[Depends(known_fields)])
def give(
    desk: DeskDep, who: WhoDep, facts: StatedDep, file: FileForm = NO_FILE, publish: PublishForm = "false"
) -> IntakeBody:
    """Give a file, or with `url` alone an address to read from, and what is known of it.

    It is read in the background and waits to be looked at (`/v1/intakes/{id}`), unless `publish` is set.
    """
    return _taken(desk, who, facts, file, publish=publish == "true", replaces=None)


@router.put("/documents/{document_id}", status_code=202, responses=UNKNOWN, dependencies=[Depends(known_fields)])
def replace(
    document_id: str,
    desk: DeskDep,
    who: WhoDep,
    facts: StatedDep,
    file: FileForm = NO_FILE,
    publish: PublishForm = "false",
) -> IntakeBody:
    """Give another version of a document, as with `POST`; what its record tells stays where nothing else is stated."""
    return _taken(desk, who, facts, file, publish=publish == "true", replaces=document_id)


@router.patch("/documents/{document_id}", responses=UNKNOWN)
def correct(document_id: str, facts: Facts, desk: DeskDep, who: WhoDep) -> DocumentBody:
    """Set the record of a document right. What is right stays when the document is read again."""
    return DocumentBody(**document_facts(desk.correct(document_id, facts.stated(), who)))


@router.delete("/documents/{document_id}", status_code=204, responses=UNKNOWN)
def withdraw(document_id: str, desk: DeskDep, who: WhoDep) -> Response:
    """Take a document away: from now on no answer stands on it."""
    desk.withdraw(document_id, who)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get("/intakes")
def intakes(desk: DeskDep) -> IntakesBody:
    """All documents that were given, the last first."""
    return IntakesBody(intakes=[IntakeBody(**intake_facts(each)) for each in desk.all()])


@router.get("/intakes/{intake_id}", responses=UNKNOWN)
def intake(intake_id: str, desk: DeskDep) -> SeenBody:
    """One of them, with its clauses once it is read."""
    return SeenBody(**seen_facts(desk.seen(intake_id)))


@router.patch("/intakes/{intake_id}", responses=_CONFLICT)
def restate(intake_id: str, facts: Facts, desk: DeskDep) -> SeenBody:
    """State other facts of a document that is not live yet."""
    desk.restate(intake_id, facts.stated())
    return SeenBody(**seen_facts(desk.seen(intake_id)))


@router.post("/intakes/{intake_id}/publish", status_code=202, responses=_CONFLICT)
def publish(intake_id: str, desk: DeskDep, who: WhoDep) -> SeenBody:
    """Let it go live, in one step; that is done in the background."""
    desk.publish(intake_id, who)
    return SeenBody(**seen_facts(desk.seen(intake_id)))


@router.delete("/intakes/{intake_id}", status_code=204, responses=UNKNOWN)
def drop(intake_id: str, desk: DeskDep) -> Response:
    """Stop what is being done with it and forget it; what is live stays."""
    desk.drop(intake_id)
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _taken(
    desk: Desk, who: WhoDep, facts: Mapping[str, str], file: UploadFile | None, *, publish: bool, replaces: str | None
) -> IntakeBody:
    return IntakeBody(**intake_facts(desk.take(given(file, facts), facts, who, publish=publish, replaces=replaces)))


def given(file: UploadFile | None, facts: Mapping[str, str]) -> tuple[str, bytes] | str:
    """The file, or the address where there is none.

    Raises:
        NotTaken: there is neither.
    """
    if file is not None and (file.filename or file.size):
        return file.filename or "document", file.file.read()
    if facts.get("url"):
        return facts["url"]
    told = "Neither a file nor an address was given. Send one as `file`, or the other as `url`."
    raise NotTaken(told, code="nothing")
