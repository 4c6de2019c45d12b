"""The register of commitments: `/v1/commitments`, as JSON, CSV or a workbook; staff confirm what rules propose."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from assistant.api.address import AddressDep
from assistant.api.bodies import AssistantDep, Body, WhoDep
from assistant.api.errors import UNKNOWN, described
from assistant.api.pages import NO_STORE
from assistant.commitments.checked import Said
from assistant.commitments.confirming import confirm, take_back
from assistant.commitments.promise import Commitment, Promise, Status, Strength
from assistant.commitments.reading import read_by_people
from assistant.commitments.register import Register, Wanted, chosen, register
from assistant.commitments.sheet import csv_of, xlsx_of
from assistant.errors import UnknownDocument, shown
from vectorstore.documents import Corpus
from vectorstore.store import Store

router = APIRouter(prefix="/v1", tags=["commitments"])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_PROMISES = 50


class DeadlineBody(BaseModel):
    """By when: word for word, and as a date only where the text gives one, only as exact as it does."""

    stated: str
    date: str | None


class PromiseBody(BaseModel):
    """One thing that is promised; all but `actor` and `strength` is word for word."""

    quote: str
    start: int
    end: int
    actor: str
    verb: str
    strength: Strength
    what: str | None
    with_whom: str | None
    instrument: str | None
    deadline: DeadlineBody | None
    status: Status


class CommitmentBody(BaseModel):
    """A clause with what it promises."""

    clause_id: str
    clause_hash: str
    document_id: str
    label: str
    heading: list[str]
    numbered_by_us: bool
    deadline: DeadlineBody | None = Field(description="The first one.")
    deadlines: list[DeadlineBody]
    promises: list[PromiseBody]


class Counts(BaseModel):
    """How many there are of what was chosen, without what stands apart."""

    commitments: int
    promises: int
    with_deadline: int
    deadlines: int
    by_strength: dict[Strength, int]
    by_status: dict[Status, int]


class CommitmentsBody(BaseModel):
    """The register, or what was chosen of it."""

    commitments: list[CommitmentBody]
    apart: list[CommitmentBody] = Field(description="What preambles and openings promise.")
    counts: Counts
    corpus_version: str


class Chosen(BaseModel):
    """Which of them; what is left out is left open."""

    document: list[str] = Field([], max_length=100)
    part: int | None = Field(None, ge=0, le=10_000)
    strength: list[Strength] = Field([], max_length=4)
    deadline: bool | None = Field(None, description="With a deadline, or without.")
    actor: str = Field("", max_length=200, pattern=r"^[^\x00]*$")
    q: str = Field("", max_length=200, pattern=r"^[^\x00]*$", description="Words of the promise.")
    status: list[Status] = Field([], max_length=3)

    @property
    def wanted(self) -> Wanted:
        """As the register takes it."""
        return Wanted(
            documents=self.document,
            part=self.part,
            strengths=self.strength,
            deadline=self.deadline,
            actor=self.actor.strip(),
            text=self.q,
            statuses=self.status,
        )


class Exported(Chosen):
    """The same, and as what it is wanted."""

    format: Literal["json", "csv", "xlsx"] = "json"


class ConfirmBody(Body):
    """What somebody has read in a clause."""

    clause_hash: str = Field(max_length=64, description="Of the text that was looked at, from `/v1/commitments`.")
    promises: Annotated[list[Said], Field(max_length=MOST_PROMISES)] | None = Field(
        None, description="Left out: what rules propose, as it is. Empty: nothing is promised."
    )


class ConfirmedBody(BaseModel):
    """What holds of a clause from now on."""

    clause_id: str
    promises: list[PromiseBody]


_REGISTER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The register.",
        "model": CommitmentsBody,
        "content": {"text/csv": {"schema": {"type": "string"}}, XLSX: {"schema": {"type": "string"}}},
    },
    **UNKNOWN,
}


@router.get("/commitments", response_model=None, responses=_REGISTER)
def commitments(
    wanted: Annotated[Exported, Query()], assistant: AssistantDep, address: AddressDep
) -> CommitmentsBody | Response:
    """What the official texts promise: who, how strongly, what, with whom, by which instrument, by when.

    Where promises are chosen among, only those are listed, and the clauses that have one.
    """
    found, corpus = registered(assistant.store, wanted)
    if wanted.format == "json":
        return _body(found, corpus)
    return file(found, corpus, address, wanted.format)


@router.put("/commitments/{clause_id:path}", tags=["giving"], responses={**UNKNOWN, 409: described(409)})
def confirm_promises(
    clause_id: Annotated[str, Path(examples=["hiroshima-accord/2/6"])],
    body: ConfirmBody,
    assistant: AssistantDep,
    who: WhoDep,
) -> ConfirmedBody:
    """Say what a clause promises: what rules propose, something else word for word, or nothing."""
    store = assistant.store
    promises = confirm(store.records, store.corpus, clause_id, body.clause_hash, body.promises, who)
    return ConfirmedBody(clause_id=clause_id, promises=[_promise(each) for each in promises])


@router.delete(
    "/commitments/{clause_id:path}", tags=["giving"], status_code=204, responses={**UNKNOWN, 409: described(409)}
)
def take_promises_back(clause_id: str, assistant: AssistantDep, who: WhoDep) -> None:
    """Let rules propose again what a clause promises."""
    take_back(assistant.store.records, assistant.store.corpus, clause_id, who)


def registered(store: Store, wanted: Chosen) -> tuple[Register, Corpus]:
    """What was chosen of the register, and the texts it was made of.

    Raises:
        UnknownDocument: a document is named that is not there.
    """
    corpus = store.corpus
    for each in wanted.document:
        if each not in corpus.documents:
            raise UnknownDocument(f"There is no document {shown(each)}. /v1/documents lists them.")
    return chosen(register(corpus, read_by_people(store.records, corpus)), wanted.wanted), corpus


def registered_locally(store: Store, query: dict[str, Any]) -> dict[str, Any]:
    """What `/v1/commitments` answers as JSON, without a server."""
    return _body(*registered(store, Chosen.model_validate(query))).model_dump(mode="json")


def file(found: Register, corpus: Corpus, address: str, format: Literal["csv", "xlsx"]) -> Response:
    """The register as a file to be saved."""
    headers = {"Content-Disposition": f'attachment; filename="commitments.{format}"', **NO_STORE}
    if format == "csv":
        return Response(csv_of(found, corpus, address), media_type="text/csv; charset=utf-8", headers=headers)
    return Response(xlsx_of(found, corpus, address), media_type=XLSX, headers=headers)


def _body(found: Register, corpus: Corpus) -> CommitmentsBody:
    return CommitmentsBody(
        commitments=[_commitment(each, corpus) for each in found.commitments],
        apart=[_commitment(each, corpus) for each in found.apart],
        counts=_counts(found.commitments),
        corpus_version=corpus.version,
    )


def _counts(entries: Sequence[Commitment]) -> Counts:
    promises = [each for entry in entries for each in entry.promises]
    return Counts(
        commitments=len(entries),
        promises=len(promises),
        with_deadline=sum(bool(entry.deadlines) for entry in entries),
        deadlines=sum(len(entry.deadlines) for entry in entries),
        by_strength=Counter(each.strength for each in promises),
        by_status=Counter(each.status for each in promises),
    )


def _commitment(entry: Commitment, corpus: Corpus) -> CommitmentBody:
    clause = entry.clause
    deadlines = [DeadlineBody(**vars(each)) for each in entry.deadlines]
    return CommitmentBody(
        clause_id=clause.id,
        clause_hash=clause.hash,
        document_id=clause.document_id,
        label=clause.label,
        heading=list(clause.heading),
        numbered_by_us=corpus.numbered_by_us(clause),
        deadline=deadlines[0] if deadlines else None,
        deadlines=deadlines,
        promises=[_promise(each) for each in entry.promises],
    )


def _promise(found: Promise) -> PromiseBody:
    return PromiseBody(
        quote=found.quote,
        start=found.span[0],
        end=found.span[1],
        actor=found.actor,
        verb=found.verb,
        strength=found.strength,
        what=found.what,
        with_whom=found.with_whom,
        instrument=found.instrument,
        deadline=DeadlineBody(**vars(found.deadline)) if found.deadline else None,
        status=found.status,
    )
