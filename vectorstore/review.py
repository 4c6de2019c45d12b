"""Kept answers for those who review them: by outcome, feedback, text and date, whoever asked, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVarTuple

from sqlalchemy import ColumnElement, Select, select, tuple_
from sqlalchemy.orm import Session

from vectorstore.feedback import Feedback, Reason, feedback_of
from vectorstore.records import Records
from vectorstore.tables import AnswerRow, FeedbackRow

Given = Literal["up", "down", "none", "any"]
"""Which feedback an answer has: at least one of that verdict, none at all, or at least one of whatever verdict."""
Place = tuple[str, str]
"""Time and id of an answer: where it stands in the list."""

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which answers: those that all of this is true of; null and an empty text leave it open."""

    outcome: str | None = None
    feedback: Given | None = None
    reason: Reason | None = None
    """That a feedback names."""
    text: str = ""
    """In the question, whatever the case."""
    first: date | None = None
    last: date | None = None
    """Days in UTC, both included."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """An answer in the list."""

    id: str
    created_at: str
    question: str
    outcome: str | None
    feedback: tuple[Feedback, ...]

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.created_at, self.id


@dataclass(frozen=True, kw_only=True)
class Kept:
    """An answer whole as it was given, with its feedback, oldest first."""

    body: dict[str, Any]
    feedback: tuple[Feedback, ...]
    filtered: bool | None
    """Whether only some of the documents were asked; null where that was not kept."""


class Review:
    """Reads what is kept of all askers. All methods may raise RecordsError."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def lines(self, wanted: Wanted, most: int, after: Place | None = None) -> list[Line]:
        """So many answers, newest first: from the newest on, or from the one after a place on."""
        columns = AnswerRow.id, AnswerRow.created_at, AnswerRow.question, AnswerRow.outcome
        with self._records.session() as session:
            rows = session.execute(_newest(select(*columns), wanted, most, after)).all()
            feedback = _feedback(session, [row.id for row in rows])
        return [
            Line(
                id=row.id,
                created_at=row.created_at,
                question=row.question or "",
                outcome=row.outcome,
                feedback=tuple(feedback.get(row.id, ())),
            )
            for row in rows
        ]

    def bodies(self, wanted: Wanted, most: int, after: Place | None = None) -> list[dict[str, Any]]:
        """The same answers whole as they were given."""
        with self._records.session() as session:
            return list(session.scalars(_newest(select(AnswerRow.body), wanted, most, after)))

    def answer(self, answer_id: str) -> Kept | None:
        """One answer; null where it is not kept."""
        with self._records.session() as session:
            row = session.get(AnswerRow, answer_id)
            if row is None:
                return None
            feedback = _feedback(session, [answer_id]).get(answer_id, ())
            return Kept(body=row.body, feedback=tuple(feedback), filtered=row.filtered)


def _newest(query: Select[*Columns], wanted: Wanted, most: int, after: Place | None) -> Select[*Columns]:
    place = tuple_(AnswerRow.created_at, AnswerRow.id)
    conditions = _conditions(wanted)
    if after is not None:
        conditions.append(place < after)
    return query.where(*conditions).order_by(AnswerRow.created_at.desc(), AnswerRow.id.desc()).limit(most)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.outcome is not None:
        found.append(AnswerRow.outcome == wanted.outcome)
    if wanted.text:
        found.append(AnswerRow.question.icontains(wanted.text, autoescape=True))
    if wanted.first is not None:
        found.append(AnswerRow.created_at >= wanted.first.isoformat())
    if wanted.last is not None:
        found.append(AnswerRow.created_at < f"{wanted.last.isoformat()}T24")  # texts that compare as times do
    given: list[ColumnElement[bool]] = []
    if wanted.feedback in ("up", "down"):
        given.append(FeedbackRow.verdict == wanted.feedback)
    if wanted.reason is not None:
        given.append(FeedbackRow.reason == wanted.reason)
    if given or wanted.feedback == "any":
        found.append(_has_feedback(*given))
    if wanted.feedback == "none":
        found.append(~_has_feedback())
    return found


def _has_feedback(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    of_it = FeedbackRow.answer_id == AnswerRow.id
    return select(FeedbackRow.answer_id).where(of_it, *conditions).correlate(AnswerRow).exists()


def _feedback(session: Session, answer_ids: Sequence[str]) -> dict[str, list[Feedback]]:
    found: dict[str, list[Feedback]] = {}
    query = select(FeedbackRow).where(FeedbackRow.answer_id.in_(answer_ids)).order_by(FeedbackRow.at)
    for row in session.scalars(query):
        found.setdefault(row.answer_id, []).append(feedback_of(row))
    return found
