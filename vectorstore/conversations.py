"""Conversations and their answers, kept in the records."""

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, func, or_, select, update
from sqlalchemy.orm import Session

from vectorstore.pending import answered
from vectorstore.records import Records
from vectorstore.tables import AnswerRow, ConversationRow, PendingRow


@dataclass(frozen=True)
class Interrupted:
    """A conversation's last question, which was not answered since the server died."""

    question: str
    at: str
    """When it was asked."""


_LAST = func.coalesce(
    select(func.max(AnswerRow.created_at))
    .where(AnswerRow.conversation_id == ConversationRow.id)
    .correlate(ConversationRow)
    .scalar_subquery(),
    ConversationRow.created_at,
)
"""When a conversation's last answer was given."""
_LINES = select(ConversationRow, _LAST)


@dataclass(frozen=True)
class Conversation:
    """One conversation with its answers, oldest first, each whole as it was given."""

    id: str
    owner: str | None
    title: str
    created_at: str
    last_answer_at: str
    answers: tuple[dict[str, Any], ...]
    interrupted: Interrupted | None = None


class Conversations:
    """Keeps answers by conversation; everything is asked for with its owner.

    What was asked while the server was open is owned by nobody, or by a browser that nobody vouches for: whoever else
    is not known either may see it, if they know its id, which is 128 random bits.
    """

    def __init__(self, records: Records) -> None:
        self._records = records

    def length(self, conversation_id: str, owner: str | None) -> int | None:
        """How many answers a conversation has; null where this owner has no such conversation."""
        with self._records.session() as session:
            if _find(session, conversation_id, owner) is None:
                return None
            of_it = select(func.count()).select_from(AnswerRow).where(AnswerRow.conversation_id == conversation_id)
            return session.scalar(of_it)

    def get(self, conversation_id: str, owner: str | None) -> Conversation | None:
        """One conversation whole."""
        with self._records.session() as session:
            found = session.execute(_LINES.where(ConversationRow.id == conversation_id, owned(owner))).one_or_none()
            if found is None:
                return None
            of_it = select(AnswerRow.body).where(AnswerRow.conversation_id == conversation_id)
            row, last = found
            return _line(row, last, tuple(session.scalars(of_it.order_by(AnswerRow.position))))

    def of(self, owner: str, most: int) -> list[Conversation]:
        """The conversations of one owner, the one answered last first, without their answers."""
        with self._records.session() as session:
            query = _LINES.where(ConversationRow.owner == owner)
            newest = query.order_by(_LAST.desc(), ConversationRow.created_at.desc(), ConversationRow.id).limit(most)
            return [_line(row, last) for row, last in session.execute(newest)]

    def recent(self, conversation_id: str, owner: str | None, count: int) -> tuple[dict[str, Any], ...]:
        """The last answers of a conversation, oldest first, each whole; none where there is no such conversation."""
        with self._records.session() as session:
            row = _find(session, conversation_id, owner)
            if row is None:
                return ()
            of_it = select(AnswerRow.body).where(AnswerRow.conversation_id == row.id)
            query = of_it.order_by(AnswerRow.position.desc()).limit(count)
            return tuple(reversed(session.scalars(query).all()))

    def answer(self, answer_id: str, owner: str | None) -> dict[str, Any] | None:
        """One answer whole."""
        with self._records.session() as session:
            row = found_answer(session, answer_id, owner)
            return row.body if row is not None else None

    def add(
        self,
        answer: dict[str, Any],
        owner: str | None,
        *,
        opens: bool,
        filtered: bool | None = None,
        replaces: str | None = None,
    ) -> bool:
        """Keep an answer, in a new conversation where it opens one, and in place of another of that conversation; its
        question is being answered no more.

        Any other is kept only while its conversation is; false where that was deleted before the answer was there.
        `filtered` says whether only some of the documents were asked.
        """
        with self._records.session() as session:
            answered(session, answer["id"])
            conversation_id = answer["conversation_id"]
            if not opens and not held(session, conversation_id, owner):
                return False
            if opens:
                session.add(
                    ConversationRow(
                        id=conversation_id, owner=owner, title=answer["question"], created_at=answer["created_at"]
                    )
                )
                session.flush()
            if replaces is not None:
                replaced = AnswerRow.id == replaces, AnswerRow.conversation_id == conversation_id
                session.execute(delete(AnswerRow).where(*replaced))
            goes_on = {"interrupted_question": None, "interrupted_at": None}
            session.execute(update(ConversationRow).where(ConversationRow.id == conversation_id).values(goes_on))
            last = session.scalar(
                select(func.max(AnswerRow.position)).where(AnswerRow.conversation_id == conversation_id)
            )
            session.add(
                AnswerRow(
                    id=answer["id"],
                    conversation_id=conversation_id,
                    position=(last or 0) + 1,
                    created_at=answer["created_at"],
                    body=answer,
                    question=answer["question"],
                    outcome=answer.get("outcome"),
                    filtered=filtered,
                )
            )
        return True

    def rename(self, conversation_id: str, owner: str | None, title: str) -> Conversation | None:
        """Give a conversation another title; gives it back without its answers, null where there is none."""
        of_it = ConversationRow.id == conversation_id
        with self._records.session() as session:
            session.execute(update(ConversationRow).where(of_it, owned(owner)).values(title=title))
            found = session.execute(_LINES.where(of_it, owned(owner))).one_or_none()
            return _line(*found) if found is not None else None

    def delete(self, conversation_id: str, owner: str | None) -> bool:
        """Forget a conversation and its answers; false where there is none."""
        with self._records.session() as session:
            row = _find(session, conversation_id, owner)
            if row is None:
                return False
            session.execute(delete(PendingRow).where(PendingRow.conversation_id == conversation_id))
            session.execute(delete(ConversationRow).where(ConversationRow.id == conversation_id))
        self._records.empty_log()  # where somebody reads just now, whoever empties it next takes the text away
        return True


def owned(owner: str | None) -> ColumnElement[bool]:
    """The condition of rows of conversations that they are this owner's."""
    if owner is None or owner.startswith("browser:"):
        return or_(ConversationRow.owner.is_(None), ConversationRow.owner.startswith("browser:"))
    return ConversationRow.owner == owner


def _line(row: ConversationRow, last: str, answers: tuple[dict[str, Any], ...] = ()) -> Conversation:
    return Conversation(row.id, row.owner, row.title, row.created_at, last, answers, _interrupted(row))


def found_answer(session: Session, answer_id: str, owner: str | None) -> AnswerRow | None:
    """One answer, where this owner may read it."""
    row = session.get(AnswerRow, answer_id)
    return row if row is not None and _find(session, row.conversation_id, owner) is not None else None


def _find(session: Session, conversation_id: str, owner: str | None) -> ConversationRow | None:
    return session.scalar(select(ConversationRow).where(ConversationRow.id == conversation_id, owned(owner)))


def _interrupted(row: ConversationRow) -> Interrupted | None:
    if row.interrupted_question is None or row.interrupted_at is None:
        return None
    return Interrupted(row.interrupted_question, row.interrupted_at)


def held(session: Session, conversation_id: str, owner: str | None) -> bool:
    """True where this owner has the conversation; nobody else can delete it until the session ends."""
    of_it = ConversationRow.id == conversation_id
    done = session.execute(update(ConversationRow).where(of_it, owned(owner)).values(title=ConversationRow.title))
    return bool(cast("CursorResult[Any]", done).rowcount)
