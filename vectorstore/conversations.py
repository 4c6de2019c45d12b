"""Conversations and their answers, kept in the records."""

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, or_, select, update
from sqlalchemy.orm import Session

from vectorstore.records import Records
from vectorstore.tables import AnswerRow, ConversationRow


@dataclass(frozen=True)
class Conversation:
    """One conversation with its answers, oldest first, each whole as it was given."""

    id: str
    owner: str | None
    title: str
    created_at: str
    answers: tuple[dict[str, Any], ...]


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
            row = _find(session, conversation_id, owner)
            if row is None:
                return None
            query = select(AnswerRow.body).where(AnswerRow.conversation_id == row.id).order_by(AnswerRow.position)
            return Conversation(row.id, row.owner, row.title, row.created_at, tuple(session.scalars(query)))

    def of(self, owner: str, most: int) -> list[Conversation]:
        """The newest conversations of one owner, without their answers."""
        with self._records.session() as session:
            query = select(ConversationRow).where(ConversationRow.owner == owner)
            rows = session.scalars(query.order_by(ConversationRow.created_at.desc()).limit(most))
            return [Conversation(row.id, row.owner, row.title, row.created_at, ()) for row in rows]

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

    def add(self, answer: dict[str, Any], owner: str | None, *, opens: bool, filtered: bool | None = None) -> bool:
        """Keep an answer, in a new conversation where it opens one.

        Any other is kept only while its conversation is; false where that was deleted before the answer was there.
        `filtered` says whether only some of the documents were asked.
        """
        with self._records.session() as session:
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

    def delete(self, conversation_id: str, owner: str | None) -> bool:
        """Forget a conversation and its answers; false where there is none."""
        with self._records.session() as session:
            row = _find(session, conversation_id, owner)
            if row is None:
                return False
            session.execute(delete(ConversationRow).where(ConversationRow.id == conversation_id))
        self._records.empty_log()  # where somebody reads just now, whoever empties it next takes the text away
        return True


def found_answer(session: Session, answer_id: str, owner: str | None) -> AnswerRow | None:
    """One answer, where this owner may read it."""
    row = session.get(AnswerRow, answer_id)
    return row if row is not None and _find(session, row.conversation_id, owner) is not None else None


def _find(session: Session, conversation_id: str, owner: str | None) -> ConversationRow | None:
    row = session.get(ConversationRow, conversation_id)
    return row if row is not None and (row.owner == owner or (_unknown(owner) and _unknown(row.owner))) else None


def _unknown(owner: str | None) -> bool:
    return owner is None or owner.startswith("browser:")


def held(session: Session, conversation_id: str, owner: str | None) -> bool:
    """True where this owner has the conversation; nobody else can delete it until the session ends."""
    unknown = or_(ConversationRow.owner.is_(None), ConversationRow.owner.startswith("browser:"))
    owned = unknown if _unknown(owner) else ConversationRow.owner == owner
    done = session.execute(
        update(ConversationRow).where(ConversationRow.id == conversation_id, owned).values(title=ConversationRow.title)
    )
    return bool(cast("CursorResult[Any]", done).rowcount)
