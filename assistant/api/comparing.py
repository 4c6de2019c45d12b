"""Coverage held against the official text: `/v1/compare`, and the page `/compare`."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, Field

from assistant import parts
from assistant.api.bodies import AssistantDep, WhoDep
from assistant.api.errors import UNKNOWN, problem_of
from assistant.api.pages import POLICY
from assistant.carrying.places import NUMBERED_BY_US
from assistant.comparing.as_csv import as_csv
from assistant.comparing.compare import compare, of_kind
from assistant.comparing.statement import Comparison, Quoted, Recorded, Statement, Status, Verdict
from assistant.errors import CannotCompare, UnknownDocument
from vectorstore.documents import Document, Kind
from vectorstore.store import Store

router = APIRouter()

DocumentId = Annotated[str | None, Query(max_length=200, description="Left out: those that were compared by hand.")]
VerdictWanted = Annotated[Verdict | None, Query(description="Only statements with this verdict; `counts` has all.")]


class ComparedDocument(BaseModel):
    """One of the two documents."""

    id: str
    name: str
    kind: Kind
    title: str
    publisher: str | None
    published: str | None
    url: str | None


class ComparedDocuments(BaseModel):
    """Which document is held against which."""

    coverage: ComparedDocument
    against: ComparedDocument


class QuotedBody(BaseModel):
    """Words of a clause: `canonical_text[start:end]`."""

    clause_id: str
    label: str
    heading: list[str]
    quote: str
    start: int
    end: int


class RecordedBody(BaseModel):
    """A fact of the official text's record, where its text says nothing."""

    fact: str
    value: str


class ComparedStatement(BaseModel):
    """One single thing that the coverage says."""

    number: int = Field(description="In the order of the text, from 1; counted by us.")
    clause_id: str
    label: str
    quote: str
    start: int
    end: int
    verdict: Verdict
    status: Status = Field(description="`checked` by hand against both texts, or `proposed` by rules.")
    clauses: list[QuotedBody] = Field(description="What carries it, or says something else.")
    nearest: list[QuotedBody] = Field(description="Where nothing carries it: what is nearest to it, if anything.")
    record: RecordedBody | None
    absent: list[str] = Field(description="Its words that stand nowhere in the official text, by exact search.")
    note: str | None


class CountsBody(BaseModel):
    """How many statements have each verdict."""

    stated: int
    differs: int
    coverage_only: int
    no_claim: int


class ComparedBody(BaseModel):
    """All statements of a coverage document, or those with one verdict."""

    documents: ComparedDocuments
    checked: str | None = Field(description="ISO date on which it was checked by hand; null where rules propose it.")
    statements: list[ComparedStatement]
    counts: CountsBody
    numbering: str = NUMBERED_BY_US
    corpus_version: str


_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"model": ComparedBody, "content": {"text/csv": {"schema": {"type": "string"}}}},
    **UNKNOWN,
}


@router.get("/v1/compare", tags=["texts"], response_class=Response, responses=_RESPONSES)
def compared(
    assistant: AssistantDep,
    coverage: DocumentId = None,
    against: DocumentId = None,
    verdict: VerdictWanted = None,
    format: Annotated[Literal["json", "csv"], Query(description="Plain values, or a table to be saved.")] = "json",
) -> Response:
    """Each statement of the coverage with the clause of the official text that carries it, or what it has instead."""
    version = assistant.store.corpus.version
    found = compare(assistant.store, coverage, against)
    chosen = _chosen(found, verdict)
    if format == "csv":
        name = f"compare-{found.coverage.id}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(as_csv(found, chosen).encode("utf-8-sig"), media_type="text/csv", headers=headers)
    return JSONResponse(_body(found, chosen, version).model_dump())


@router.get("/compare", include_in_schema=False)
def page(
    assistant: AssistantDep,
    who: WhoDep,
    coverage: Annotated[str, Query(max_length=200)] = "",
    against: Annotated[str, Query(max_length=200)] = "",
    verdict: Verdict | Literal[""] = "",
) -> HTMLResponse:
    """The same for people."""
    pages = parts.plain_pages()
    corpus = assistant.store.corpus
    try:
        found = compare(assistant.store, coverage or None, against or None)
    except (UnknownDocument, CannotCompare) as error:
        status = HTTPStatus(problem_of(error)[0])
        return HTMLResponse(pages.missing_html(str(error), who), status, POLICY)
    choices = of_kind(corpus, "coverage"), of_kind(corpus, "primary")
    chosen = _chosen(found, verdict or None)
    return HTMLResponse(pages.compared_html(corpus, found, chosen, verdict or None, choices, who), headers=POLICY)


def compared_locally(store: Store, query: Mapping[str, Any]) -> dict[str, Any]:
    """What `/v1/compare` answers as JSON, without a server."""
    found = compare(store, query["coverage"], query["against"])
    return _body(found, _chosen(found, query["verdict"]), store.corpus.version).model_dump()


def _body(found: Comparison, chosen: Sequence[tuple[int, Statement]], version: str) -> ComparedBody:
    return ComparedBody(
        documents=ComparedDocuments(coverage=_document(found.coverage), against=_document(found.against)),
        checked=found.checked,
        statements=[_statement(number, each) for number, each in chosen],
        counts=CountsBody.model_validate(dict(found.counts)),
        corpus_version=version,
    )


def _chosen(found: Comparison, verdict: Verdict | None) -> list[tuple[int, Statement]]:
    """The statements with their numbers."""
    return [each for each in enumerate(found.statements, start=1) if verdict in (None, each[1].verdict)]


def _document(document: Document) -> ComparedDocument:
    return ComparedDocument.model_validate(document, from_attributes=True)


def _statement(number: int, statement: Statement) -> ComparedStatement:
    said = statement.said
    return ComparedStatement(
        number=number,
        clause_id=said.clause.id,
        label=said.clause.label,
        quote=said.quote,
        start=said.span[0],
        end=said.span[1],
        verdict=statement.verdict,
        status=statement.status,
        clauses=[_quoted(each) for each in statement.clauses],
        nearest=[_quoted(each) for each in statement.nearest],
        record=_recorded(statement.record),
        absent=list(statement.absent),
        note=statement.note,
    )


def _quoted(quoted: Quoted) -> QuotedBody:
    return QuotedBody(
        clause_id=quoted.clause.id,
        label=quoted.clause.label,
        heading=list(quoted.clause.heading),
        quote=quoted.quote,
        start=quoted.span[0],
        end=quoted.span[1],
    )


def _recorded(record: Recorded | None) -> RecordedBody | None:
    return None if record is None else RecordedBody(fact=record.fact, value=record.value)
