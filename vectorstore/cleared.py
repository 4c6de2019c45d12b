"""Answers that were cleared to be given again: whole copies, which stay when the answers themselves are forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, select
from sqlalchemy.orm import Session

from vectorstore.accounts import Act, act_row
from vectorstore.records import Records
from vectorstore.tables import ClearedClauseRow, ClearedRow

_COLUMNS = tuple(column.name for column in ClearedRow.__table__.columns)


@dataclass(frozen=True)
class StandsOn:
    """A clause that a cleared answer stands on."""

    clause_id: str
    hash: str
    label: str
    changed: bool = False
    """True once it has had another text, or was gone: from then on for good."""


@dataclass(frozen=True, kw_only=True)
class Clearing:
    """One answer that somebody has cleared."""

    key: str
    """Of its question."""
    answer_id: str
    body: dict[str, Any]
    at: str
    who: str
    clauses: tuple[StandsOn, ...]
    corpus_version: str | None
    """Of the texts that it speaks of as a whole; null where it only says what its clauses say."""
    outdated: bool = False
    """True once these texts have been others: from then on for good."""


class ClearedAnswers:
    """Keeps at most one cleared answer per question. All methods may raise RecordsError."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def of_question(self, key: str) -> Clearing | None:
        """The answer that was cleared for a question."""
        return self._one(ClearedRow.key == key)

    def of_answer(self, answer_id: str) -> Clearing | None:
        """What was cleared of an answer."""
        return self._one(ClearedRow.answer_id == answer_id)

    def all(self) -> list[Clearing]:
        """All of them, the last cleared first."""
        with self._records.session() as session:
            rows = session.scalars(select(ClearedRow).order_by(ClearedRow.at.desc(), ClearedRow.key)).all()
            clauses = session.scalars(select(ClearedClauseRow).order_by(ClearedClauseRow.clause_id)).all()
            by_key: dict[str, list[ClearedClauseRow]] = {}
            for clause in clauses:
                by_key.setdefault(clause.key, []).append(clause)
            return [_clearing(row, by_key.get(row.key, ())) for row in rows]

    def put(self, clearing: Clearing, act: Act) -> None:
        """Keep an answer in place of what was cleared for its question before."""
        with self._records.session() as session:
            _forget(session, ClearedRow.key == clearing.key)
            values = {name: getattr(clearing, name) for name in _COLUMNS}
            session.add(ClearedRow(**values))
            session.flush()
            session.add_all(ClearedClauseRow(key=clearing.key, **vars(each)) for each in clearing.clauses)
            session.add(act_row(act))
        self._records.empty_log()  # of what was there before

    def withdraw(self, answer_id: str, act: Act) -> bool:
        """Forget what was cleared of an answer; false where nothing was."""
        with self._records.session() as session:
            if not _forget(session, ClearedRow.answer_id == answer_id):
                return False
            session.add(act_row(act))
        self._records.empty_log()
        return True

    def _one(self, condition: ColumnElement[bool]) -> Clearing | None:
        with self._records.session() as session:
            row = session.scalar(select(ClearedRow).where(condition))
            if row is None:
                return None
            of_it = select(ClearedClauseRow).where(ClearedClauseRow.key == row.key)
            return _clearing(row, session.scalars(of_it.order_by(ClearedClauseRow.clause_id)).all())


def _forget(session: Session, condition: ColumnElement[bool]) -> bool:
    done = session.execute(delete(ClearedRow).where(condition))  # its clauses go with it
    return bool(cast("CursorResult[Any]", done).rowcount)


def _clearing(row: ClearedRow, clauses: Sequence[ClearedClauseRow]) -> Clearing:
    values = {name: getattr(row, name) for name in _COLUMNS}
    stands_on = tuple(StandsOn(each.clause_id, each.hash, each.label, each.changed) for each in clauses)
    return Clearing(**values, clauses=stands_on)
