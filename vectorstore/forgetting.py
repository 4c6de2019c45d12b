"""Forgetting conversations for good: old ones, those of one owner, or all. Several processes may do it at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Delete, delete, func, or_, select
from sqlalchemy.orm import Session

from vectorstore.records import Records
from vectorstore.tables import AnswerRow, ConversationRow, PendingRow

_AT_ONCE = 200
"""Conversations that go in one transaction; others write between two."""


@dataclass(frozen=True, kw_only=True)
class Which:
    """Which conversations: those that all of this is true of."""

    owner: str | None = None
    """Null: anybody's, and those that are open to all."""
    last_before: datetime | None = None
    """The last answer or question is older; null: it may be of any age."""


def days_ago(days: int) -> datetime:
    """The time so many days before now."""
    return datetime.now(UTC) - timedelta(days=days)


@dataclass(frozen=True)
class Extent:
    """How much it is."""

    conversations: int
    answers: int


@dataclass(frozen=True)
class Forgotten(Extent):
    """What was deleted."""

    wiped: bool
    """False where somebody's reading kept SQLite's log from being emptied: deleted text may stand in it until the
    next time."""


def extent(records: Records, which: Which) -> Extent:
    """How much `forget` would delete.

    Raises:
        RecordsError: the database refused.
    """
    these = select(ConversationRow.id).where(*_conditions(which))
    with records.session() as session:
        conversations = session.scalar(select(func.count()).select_from(these.subquery()))
        answers = session.scalar(select(func.count(AnswerRow.id)).where(AnswerRow.conversation_id.in_(these)))
    return Extent(conversations or 0, answers or 0)


def forget(records: Records, which: Which, stopped: Callable[[], bool] = lambda: False) -> Forgotten:
    """Delete conversations with their answers, from the database and from its files; ends early once `stopped`.

    So are questions that are noted as being answered: only a crash can have left one that is old.

    Raises:
        RecordsError: the database refused; what was deleted until then is gone.
    """
    conversations = answers = 0
    while not stopped():
        with records.session() as session:
            some = session.scalars(select(ConversationRow.id).where(*_conditions(which)).limit(_AT_ONCE)).all()
            if not some:
                break
            # Asked again in the statements that delete: meanwhile a conversation may have gone on.
            these = ConversationRow.id.in_(some), *_conditions(which)
            of_them = AnswerRow.conversation_id.in_(select(ConversationRow.id).where(*these))
            answers += _deleted(session, delete(AnswerRow).where(of_them))
            conversations += _deleted(session, delete(ConversationRow).where(*these))
    with records.session() as session:
        _deleted(session, delete(PendingRow).where(*_of_questions(which)))
    return Forgotten(conversations, answers, records.empty_log())


def _of_questions(which: Which) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if which.owner is not None:
        found.append(PendingRow.owner == which.owner)
    if which.last_before is not None:
        found.append(PendingRow.asked_at < _stored(which.last_before))
    return found


def _conditions(which: Which) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if which.owner is not None:
        found.append(ConversationRow.owner == which.owner)
    if which.last_before is not None:
        time = _stored(which.last_before)
        later = AnswerRow.conversation_id == ConversationRow.id, AnswerRow.created_at >= time
        gone_on = select(AnswerRow.id).where(*later).correlate(ConversationRow).exists()
        interrupted = or_(ConversationRow.interrupted_at.is_(None), ConversationRow.interrupted_at < time)
        found += [ConversationRow.created_at < time, ~gone_on, interrupted]
    return found


def _stored(time: datetime) -> str:
    """A time as it stands in the records."""
    return time.isoformat(timespec="milliseconds")


def _deleted(session: Session, statement: Delete) -> int:
    done = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", done).rowcount
