"""Links by which others may read one answer. A link goes with its answer."""

import secrets
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from vectorstore.accounts import now_text
from vectorstore.conversations import owned
from vectorstore.records import Records
from vectorstore.tables import AnswerRow, ConversationRow, LinkRow

_BYTES = 24
"""Random ones of a link: 192 bits."""


class Links:
    """Makes and withdraws links to answers; only an answer's owner may. All methods may raise RecordsError."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def made(self, answer_id: str, owner: str | None) -> str | None:
        """The token of the one link to an answer, made where there was none; null where this owner has no such
        answer.
        """
        with self._records.session() as session:
            if not _held(session, answer_id, owner):
                return None
            found = session.scalar(select(LinkRow.token).where(LinkRow.answer_id == answer_id))
            if found is not None:
                return found
            token = secrets.token_urlsafe(_BYTES)
            now = now_text()
            session.add(LinkRow(token=token, answer_id=answer_id, created_at=now))
            return token

    def withdraw(self, answer_id: str, owner: str | None) -> bool | None:
        """Whether there was a link to withdraw; null where this owner has no such answer."""
        with self._records.session() as session:
            if not _held(session, answer_id, owner):
                return None
            done = session.execute(delete(LinkRow).where(LinkRow.answer_id == answer_id))
            return bool(cast("CursorResult[Any]", done).rowcount)

    def answer(self, token: str) -> dict[str, Any] | None:
        """The answer that a link leads to, whole; null where there is no such link, or not any more."""
        with self._records.session() as session:
            return session.scalar(select(AnswerRow.body).join(LinkRow).where(LinkRow.token == token))


def _held(session: Session, answer_id: str, owner: str | None) -> bool:
    """True where this owner has the answer; nobody else makes or withdraws its link until the session ends."""
    of_it = ConversationRow.id.in_(select(AnswerRow.conversation_id).where(AnswerRow.id == answer_id))
    done = session.execute(
        update(ConversationRow)
        .where(of_it, owned(owner))
        .values(title=ConversationRow.title)
        .execution_options(synchronize_session=False)
    )
    return bool(cast("CursorResult[Any]", done).rowcount)
