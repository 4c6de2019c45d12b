"""The texts: `/v1/documents`, `/v1/clauses`, and `/v1/ingest` for the machine's own command line."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse

from assistant.api.bodies import (
    AssistantDep,
    DocumentBody,
    DocumentsBody,
    IngestBody,
    ServiceDep,
    WhoDep,
    WholeClauseBody,
    WholeDocumentBody,
    clause_facts,
    document_facts,
)
from assistant.api.errors import UNKNOWN, error_response
from assistant.errors import UnknownClause, UnknownDocument, shown

router = APIRouter(prefix="/v1", tags=["texts"])


@router.get("/documents")
def documents(assistant: AssistantDep) -> DocumentsBody:
    """The records of all documents."""
    corpus = assistant.store.corpus
    return DocumentsBody(
        documents=[DocumentBody(**document_facts(each)) for each in corpus.documents.values()],
        corpus_version=corpus.version,
    )


@router.get("/documents/{document_id}", responses=UNKNOWN)
def document(
    document_id: Annotated[str, Path(examples=["hiroshima-accord", "techuk-coverage"])], assistant: AssistantDep
) -> WholeDocumentBody:
    """One document with its canonical text and its clauses."""
    corpus = assistant.store.corpus
    found = corpus.documents.get(document_id)
    if found is None:
        raise UnknownDocument(f"There is no document {shown(document_id)}. /v1/documents lists them.")
    return WholeDocumentBody.model_validate(
        {
            **document_facts(found),
            "text": found.text,
            "clauses": [clause_facts(each) for each in corpus.of(document_id)],
            "corpus_version": corpus.version,
        }
    )


@router.get("/clauses/{clause_id:path}", responses=UNKNOWN)
def clause(
    clause_id: Annotated[str, Path(examples=["hiroshima-accord/2/6", "techuk-coverage/3"])], assistant: AssistantDep
) -> WholeClauseBody:
    """One clause with its text; the id's slashes are path segments."""
    corpus = assistant.store.corpus
    found = corpus.clauses.get(clause_id)
    if found is None:
        raise UnknownClause(f"There is no clause {shown(clause_id)}. /v1/documents/{{id}} lists a document's clauses.")
    siblings = [each.id for each in corpus.of(found.document_id)]
    at = siblings.index(clause_id)
    record = corpus.documents[found.document_id]
    return WholeClauseBody.model_validate(
        {
            **clause_facts(found),
            "document_id": record.id,
            "kind": record.kind,
            "title": record.title,
            "url": record.url,
            "text": corpus.text(found),
            "context": corpus.context(found),
            "previous": siblings[at - 1] if at else None,
            "next": siblings[at + 1] if at + 1 < len(siblings) else None,
            "corpus_version": corpus.version,
        }
    )


@router.post("/ingest", response_model=None, include_in_schema=False)
def ingest(body: IngestBody, service: ServiceDep, who: WhoDep) -> dict[str, Any] | JSONResponse:
    """Store documents by path, for this machine's own command line: whoever reads the data folder has its token."""
    if who.kind != "machine":
        return error_response(401, "unauthorised", "Only the command line on this machine may ingest: accord ingest")
    return service.ingest(body.paths, body.kind, refresh=body.refresh)
