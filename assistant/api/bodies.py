"""What the API takes and gives where the assistant's own values are not it."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import Depends, Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StrictStr
from pydantic.config import JsonDict

from assistant.access.who import Who
from assistant.api.line import Line
from assistant.ask import Assistant
from assistant.models import loading
from assistant.questions import MAX_QUESTION, Composer, Judge, Question
from assistant.service import Service, State
from vectorstore.documents import Clause, Corpus, Document, Filters, Kind, Passage, Role

QUESTION = "What will the Semiconductor Partnership cover?"


def service(request: Request) -> Service:
    """The service behind this application."""
    found: Service = request.app.state.service
    return found


def assistant(found: Annotated[Service, Depends(service)]) -> Assistant:
    """The assistant, or a 503 while it is being made."""
    return found.assistant


def who(request: Request) -> Who:
    """Who asks: the guard has let them in."""
    found: Who = request.state.who
    return found


def line(request: Request) -> Line:
    """What works on questions."""
    found: Line = request.app.state.line
    return found


ServiceDep = Annotated[Service, Depends(service)]
AssistantDep = Annotated[Assistant, Depends(assistant)]
WhoDep = Annotated[Who, Depends(who)]
LineDep = Annotated[Line, Depends(line)]


class Body(BaseModel):
    """What is sent to us: nothing that it does not know."""

    model_config = ConfigDict(extra="forbid")


CHARACTERS = r"^(\r\n|[^\x00-\x08\x0b-\x1f\x7f])*$"
"""What `checked_characters` takes, for the document: its errors say more than those of a pattern."""


def text_schema(most: int) -> JsonDict:
    """What `checked_text` takes."""
    return {"minLength": 1, "maxLength": most, "allOf": [{"pattern": r"[^\s\x85]"}, {"pattern": CHARACTERS}]}


_TEXT = text_schema(MAX_QUESTION)


class AskBody(Body):
    """A question."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"question": QUESTION}]})

    question: StrictStr = Field(description=f"1 to {MAX_QUESTION:,} characters.", json_schema_extra=_TEXT)
    conversation_id: Annotated[StrictStr, Field(max_length=64)] | None = Field(
        None, description="Of an earlier answer; left out, the question opens a conversation."
    )
    documents: Annotated[list[StrictStr], Field(max_length=100)] | None = Field(
        None, description="Only these documents."
    )
    kinds: Annotated[list[Kind], Field(max_length=2)] | None = Field(None, description="Only these kinds of source.")
    composer: Composer = Field("auto", description="How the answer is made; without a language model it is quoted.")
    judge: Judge = Field("auto", description="Who decides the outcome; without a language model that is `quick`.")
    store: StrictBool = Field(True, description="False keeps nothing of question and answer.")

    def as_question(self, owner: str | None) -> Question:
        """The question as the assistant takes it; `owner` is whose it is."""
        return Question(
            text=self.question,
            conversation_id=self.conversation_id,
            filters=Filters(tuple(self.documents or ()), tuple(self.kinds or ())),
            composer=self.composer,
            judge=self.judge,
            store=self.store,
            owner=owner,
        )


def _whole(value: object) -> object:
    """8.0 is an integer too, in JSON."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class SearchBody(Body):
    """A query."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"query": "semiconductor skills", "limit": 5}]})

    query: StrictStr = Field(description=f"1 to {MAX_QUESTION:,} characters.", json_schema_extra=_TEXT)
    limit: Annotated[StrictInt, BeforeValidator(_whole)] = Field(8, ge=1, le=50)
    documents: Annotated[list[StrictStr], Field(max_length=100)] | None = None
    kinds: Annotated[list[Kind], Field(max_length=2)] | None = None


class ScoresBody(BaseModel):
    """Raw scores: two cosines and BM25."""

    clause: float
    sentence: float
    words: float


class PassageBody(BaseModel):
    """A clause found for a query."""

    clause_id: str
    document_id: str
    kind: Kind
    label: str
    text: str
    start: int
    end: int
    score: float
    scores: ScoresBody


class PassagesBody(BaseModel):
    """Clauses, best first."""

    passages: list[PassageBody]


class DocumentBody(BaseModel):
    """The record of a document; unknown facts are null."""

    id: str
    name: str
    kind: Kind
    title: str
    publisher: str | None
    author: str | None
    author_office: str | None
    place: str | None
    published: str | None
    url: str | None
    licence: str | None
    sha256: str
    ingested_at: str | None
    retrieved: str | None = Field(description="When it was read from the web; null of files.")


class DocumentsBody(BaseModel):
    """All documents and the corpus version they make."""

    documents: list[DocumentBody]
    corpus_version: str


class ClauseBody(BaseModel):
    """Where a clause stands in its document's canonical text."""

    clause_id: str
    label: str
    role: Role
    heading: list[str]
    start: int
    end: int
    hash: str
    pages: list[int]


class WholeDocumentBody(DocumentBody):
    """A document with its canonical text and its clauses in reading order."""

    text: str
    clauses: list[ClauseBody]
    corpus_version: str


class WholeClauseBody(ClauseBody):
    """A clause with its text, its document and what stands around it."""

    document_id: str
    kind: Kind
    title: str
    url: str | None
    text: str
    context: str = Field(description="Title, headings and opening sentence: needed to read the clause, not part of it.")
    previous: str | None = Field(description="Id of the clause before it.")
    next: str | None = Field(description="Id of the clause after it.")
    corpus_version: str


class DeletedBody(BaseModel):
    """What was deleted."""

    deleted: str


class IngestBody(Body):
    """Paths on the server's machine, or addresses; left out, the documents that come with the project."""

    paths: Annotated[list[StrictStr], Field(min_length=1, max_length=1000)] | None = None
    kind: Kind = "coverage"
    refresh: StrictBool = Field(False, description="Read again what was read from the web, instead.")


class AliveBody(BaseModel):
    """The process is alive."""

    alive: Literal[True] = True


class ReadyBody(BaseModel):
    """How far the server is."""

    ready: bool
    index: State
    embedding: State
    model: loading.State
    problem: str | None


def passages_body(passages: Sequence[Passage], corpus: Corpus) -> dict[str, Any]:
    """Passages as plain values in the form of `PassagesBody`."""
    return {
        "passages": [
            {
                "clause_id": each.clause.id,
                "document_id": each.clause.document_id,
                "kind": corpus.documents[each.clause.document_id].kind,
                "label": each.clause.label,
                "text": corpus.text(each.clause),
                "start": each.clause.start,
                "end": each.clause.end,
                "score": round(each.score, 4),
                "scores": {
                    "clause": round(each.scores.clause, 4),
                    "sentence": round(each.scores.sentence, 4),
                    "words": round(each.scores.words, 4),
                },
            }
            for each in passages
        ]
    }


def document_facts(document: Document) -> dict[str, Any]:
    """A document's record as plain values."""
    return {name: getattr(document, name) for name in DocumentBody.model_fields}


def clause_facts(clause: Clause) -> dict[str, Any]:
    """A clause's place as plain values."""
    return {
        "clause_id": clause.id,
        **{name: getattr(clause, name) for name in ClauseBody.model_fields if name != "clause_id"},
    }
