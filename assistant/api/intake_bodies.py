"""What the API takes and gives where documents are given, looked at and set right."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import Form
from pydantic import BaseModel, Field, StrictStr
from pydantic.config import JsonDict

from assistant.api.bodies import Body, ClauseBody, DocumentBody, clause_facts, document_facts
from assistant.intake.desk import Seen
from vectorstore.documents import FACTS
from vectorstore.intakes import Intake, State

MAX_FACT = 500
"""Characters of a fact."""
LINE = r"^[^\x00-\x1f\x7f]*$"
_ADDRESS: JsonDict = {"pattern": r"^(https?://[^\s\x00-\x1f\x7f]+)?$"}
_DAY: JsonDict = {"anyOf": [{"format": "date"}, {"maxLength": 0}]}
"""What an address and a date are, for the document: the desk's own errors say more than those of a pattern."""
_Fact = Annotated[StrictStr, Field(max_length=MAX_FACT, pattern=LINE)] | None
_Day = Annotated[StrictStr, Field(max_length=MAX_FACT, pattern=LINE, json_schema_extra=_DAY)] | None
_Address = Annotated[StrictStr, Field(max_length=MAX_FACT, pattern=LINE, json_schema_extra=_ADDRESS)] | None


class Facts(Body):
    """Facts of a record by their names: those that are left out stay, an empty one is not known."""

    kind: Literal["primary", "coverage"] | None = None
    name: _Fact = Field(None, description="What answers call it; empty: its publisher, else its title.")
    title: _Fact = None
    publisher: _Fact = None
    author: _Fact = None
    author_office: _Fact = None
    place: _Fact = None
    published: _Day = Field(None, description="A day such as 2023-05-18.")
    url: _Address = None
    licence: _Fact = None

    def stated(self) -> dict[str, str]:
        """Those that were given."""
        return {name: value for name in FACTS if (value := getattr(self, name)) is not None}


_Stated = Annotated[str, Form(max_length=MAX_FACT, pattern=LINE)]


def stated(
    kind: Annotated[Literal["primary", "coverage", ""], Form()] = "",
    name: _Stated = "",
    title: _Stated = "",
    publisher: _Stated = "",
    author: _Stated = "",
    author_office: _Stated = "",
    place: _Stated = "",
    published: Annotated[str, Form(max_length=MAX_FACT, pattern=LINE, json_schema_extra=_DAY)] = "",
    url: Annotated[str, Form(max_length=MAX_FACT, pattern=LINE, json_schema_extra=_ADDRESS)] = "",
    licence: _Stated = "",
) -> Mapping[str, str]:
    """All facts as fields of a form, where one that is left out is empty."""
    given = (kind, name, title, publisher, author, author_office, place, published, url, licence)
    return dict(zip(FACTS, given, strict=True))


class ProgressBody(BaseModel):
    """How far it is; `total` is 0 where that is not known."""

    what: str
    done: int
    total: int


class ReasonBody(BaseModel):
    """Why a document is not taken."""

    code: str
    message: str


class IntakeBody(BaseModel):
    """A document that was given."""

    id: str
    created_at: str
    who: str
    name: str = Field(description="Of the file, or the address.")
    state: State
    publish: bool
    replaces: str | None
    document_id: str | None
    error: ReasonBody | None


class IntakesBody(BaseModel):
    """All documents that were given, the last first."""

    intakes: list[IntakeBody]


class RemarkBody(BaseModel):
    """Something in the file that whoever looks at it should know of."""

    kind: str
    text: str
    page: int | None


class ChangeBody(BaseModel):
    """A clause that would be another one than it is now."""

    what: Literal["added", "changed", "removed"]
    label: str
    text: str
    before: str | None


class NewClauseBody(ClauseBody):
    """A clause with its words."""

    text: str


class SeenBody(IntakeBody):
    """A document on its way with all that is to be looked at; without text until it is read and once it is live."""

    progress: ProgressBody | None
    document: DocumentBody | None
    clauses: list[NewClauseBody]
    remarks: list[RemarkBody]
    changes: list[ChangeBody]


def intake_facts(intake: Intake) -> dict[str, Any]:
    """A document that was given as plain values."""
    error = {"code": intake.code, "message": intake.reason} if intake.code is not None else None
    return {
        **{name: getattr(intake, name) for name in IntakeBody.model_fields if name != "error"},
        "error": error,
    }


def seen_facts(seen: Seen) -> dict[str, Any]:
    """A document on its way as plain values."""
    reading = seen.reading
    text = reading.document.text if reading is not None else ""
    return {
        **intake_facts(seen.intake),
        "progress": vars(seen.progress) if seen.progress is not None else None,
        "document": document_facts(reading.document) if reading is not None else None,
        "clauses": [
            {**clause_facts(each), "text": text[each.start : each.end]}
            for each in (reading.clauses if reading is not None else ())
        ],
        "remarks": [vars(each) for each in (reading.remarks if reading is not None else ())],
        "changes": [
            {name: getattr(each, name) for name in ("what", "label", "text", "before")} for each in seen.changes
        ],
    }
