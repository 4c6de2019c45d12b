"""Documents that somebody has given and that are not live yet: read, looked at, then published or dropped."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from pydantic import TypeAdapter
from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from vectorstore.accounts import Act, act_row
from vectorstore.documents import Clause, Document
from vectorstore.records import Along, Records
from vectorstore.tables import IntakeRow, WithdrawnRow

State = Literal["reading", "ready", "publishing", "live", "failed"]
"""`reading`: not read yet, or just now; `ready`: to be looked at; `publishing`: on its way to being live."""
OPEN: tuple[State, ...] = ("reading", "ready", "publishing")


@dataclass(frozen=True)
class Remark:
    """Something in a file that whoever looks at it should know of; `kind` as `ingest.blocks.Flag` has it."""

    kind: str
    text: str
    page: int | None = None


@dataclass(frozen=True)
class Reading:
    """What a file was read as."""

    document: Document
    clauses: tuple[Clause, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """Why a file is not taken: a stable code and a sentence with the next step."""

    code: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Intake:
    """One document that was given."""

    id: str
    created_at: str
    who: str
    name: str
    """Of the file, or the address it was read from."""
    url: str | None
    """Where it is to be read from; null of a file."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What is stated of it, by the names that records have."""
    replaces: str | None = None
    """The document whose place it takes."""
    publish: bool = False
    """Whether it goes live without being looked at."""
    state: State = "reading"
    document_id: str | None = None
    """Once it is read."""
    code: str | None = None
    reason: str | None = None
    """Why it failed."""


@dataclass(frozen=True)
class Withdrawn:
    """A document that comes with the program and is not to come back by itself."""

    document_id: str
    at: str
    who: str


class NotWaiting(Exception):
    """It was dropped, or is no longer on its way."""


_COLUMNS = tuple(Intake.__dataclass_fields__)
_READING = TypeAdapter(Reading)


class Intakes:
    """Keeps what was given, the bytes until they are read. All methods may raise RecordsError."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def add(self, intake: Intake, data: bytes | None, act: Act) -> None:
        """Keep a document that was given, with its bytes where it is a file."""
        with self._records.session() as session:
            values = {name: getattr(intake, name) for name in _COLUMNS}
            session.add(IntakeRow(**{**values, "facts": dict(intake.facts)}, data=data, reading=None))
            session.add(act_row(act))

    def one(self, intake_id: str) -> Intake | None:
        """One of them."""
        with self._records.session() as session:
            row = session.get(IntakeRow, intake_id)
            return _intake(row) if row is not None else None

    def all(self) -> list[Intake]:
        """All of them, the last given first."""
        with self._records.session() as session:
            columns = (getattr(IntakeRow, name) for name in _COLUMNS)  # not the bytes
            rows = session.execute(select(*columns).order_by(IntakeRow.created_at.desc(), IntakeRow.id)).all()
            return [_intake(row) for row in rows]

    def open(self) -> int:
        """How many are on their way."""
        with self._records.session() as session:
            on_their_way = select(func.count()).select_from(IntakeRow).where(IntakeRow.state.in_(OPEN))
            return session.scalar(on_their_way) or 0

    def next(self) -> Intake | None:
        """The oldest one that waits for being read or published."""
        with self._records.session() as session:
            waiting = select(IntakeRow).where(IntakeRow.state.in_(("reading", "publishing")))
            row = session.scalar(waiting.order_by(IntakeRow.created_at, IntakeRow.id).limit(1))
            return _intake(row) if row is not None else None

    def data(self, intake_id: str) -> bytes:
        """The bytes of a file that was not read yet."""
        with self._records.session() as session:
            return session.scalar(select(IntakeRow.data).where(IntakeRow.id == intake_id)) or b""

    def reading(self, intake_id: str) -> Reading | None:
        """What it was read as; null where it was not, or is live."""
        with self._records.session() as session:
            found = session.scalar(select(IntakeRow.reading).where(IntakeRow.id == intake_id))
            return _READING.validate_json(found) if found is not None else None

    def read(self, intake_id: str, reading: Reading) -> bool:
        """It was read, for the first time or with other facts; false where it was dropped meanwhile."""
        with self._records.session() as session:
            row = session.get(IntakeRow, intake_id)
            if row is None or row.state not in ("reading", "ready"):
                return False
            row.reading, row.data, row.document_id = _READING.dump_json(reading), None, reading.document.id
            row.state = "publishing" if row.publish else "ready"
            return True

    def publish(self, intake_id: str, act: Act) -> bool:
        """It is to go live; false where it is not ready."""
        with self._records.session() as session:
            ready = update(IntakeRow).where(IntakeRow.id == intake_id, IntakeRow.state == "ready")
            if not _changed(session.execute(ready.values(state="publishing"))):
                return False
            session.add(act_row(act))
            return True

    def live(self, intake_id: str, withdrawn: Act | None) -> Along:
        """It goes live with its document, which says the rest from now on; done where the document is stored.

        `withdrawn` is told where it takes the place of a document that comes with the program.

        Raises, when it is done:
            NotWaiting: it was dropped meanwhile.
        """

        def along(session: Session) -> None:
            waiting = update(IntakeRow).where(IntakeRow.id == intake_id, IntakeRow.state == "publishing")
            if not _changed(session.execute(waiting.values(state="live", reading=None))):
                raise NotWaiting
            if withdrawn is not None:
                _withdraw(session, withdrawn)

        return along

    def failed(self, intake_id: str, refusal: Refusal) -> None:
        """It cannot be taken."""
        values = {"state": "failed", "code": refusal.code, "reason": refusal.message, "data": None, "reading": None}
        with self._records.session() as session:
            session.execute(update(IntakeRow).where(IntakeRow.id == intake_id).values(**values))

    def drop(self, intake_id: str) -> bool:
        """Forget it, whatever has become of it; false where it is not there."""
        with self._records.session() as session:
            done = _changed(session.execute(delete(IntakeRow).where(IntakeRow.id == intake_id)))
        self._records.empty_log()
        return done


class Withdrawals:
    """Which documents that come with the program are not to come back by themselves."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def ids(self) -> frozenset[str]:
        """Of documents that somebody withdrew, or put another one in the place of."""
        return frozenset(each.document_id for each in self.all())

    def forget(self, document_id: str, act: Act) -> bool:
        """It may come back; false where it was not withdrawn."""
        with self._records.session() as session:
            gone = delete(WithdrawnRow).where(WithdrawnRow.document_id == document_id)
            if not _changed(session.execute(gone)):
                return False
            session.add(act_row(act))
            return True

    def all(self) -> list[Withdrawn]:
        """All of them, the last first."""
        with self._records.session() as session:
            rows = session.scalars(select(WithdrawnRow).order_by(WithdrawnRow.at.desc(), WithdrawnRow.document_id))
            return [Withdrawn(row.document_id, row.at, row.who) for row in rows]


def noted(act: Act) -> Along:
    """Somebody does this to a document; done where the document is stored or removed."""
    return lambda session: session.add(act_row(act))


def withdrawn(act: Act) -> Along:
    """The same, where a document that comes with the program is taken away."""
    return lambda session: _withdraw(session, act)


def _withdraw(session: Session, act: Act) -> None:
    session.merge(WithdrawnRow(document_id=act.about, at=act.at, who=act.who))
    session.add(act_row(act))


def _changed(done: Any) -> bool:
    return bool(cast("CursorResult[Any]", done).rowcount)


def _intake(row: Any) -> Intake:
    return Intake(**{name: getattr(row, name) for name in _COLUMNS})
