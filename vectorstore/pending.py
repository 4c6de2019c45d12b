"""Questions that are being answered, noted before they are, so that what a crash cuts off can be told afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from vectorstore.errors import RecordsError
from vectorstore.records import Records
from vectorstore.tables import ConversationRow, PendingRow


@dataclass(frozen=True, kw_only=True)
class Pending:
    """One question that is being answered."""

    answer_id: str
    """Of the answer that it is to get."""
    conversation_id: str
    opens: bool
    """Whether its answer opens the conversation."""
    owner: str | None
    question: str
    asked_at: str


@contextmanager
def noted(records: Records, pending: Pending) -> Iterator[None]:
    """The question stands in the records until its answer is kept (`answered`) or the block ends in an error.

    Whatever ends the block so is told to whoever asked: only a process that dies leaves the question standing.

    Raises:
        RecordsError: the database refused to note it.
    """
    with records.session() as session:
        session.add(PendingRow(**vars(pending)))
    try:
        yield
    except BaseException:  # also of a stream that is closed since nobody listens any more
        # Where this fails too, the question is told to be interrupted at the next start; the first error counts.
        with suppress(RecordsError), records.session() as session:
            answered(session, pending.answer_id)
        raise


def answered(session: Session, answer_id: str) -> None:
    """This question is being answered no more."""
    session.execute(delete(PendingRow).where(PendingRow.answer_id == answer_id))


def settle(records: Records) -> int:
    """Mark the conversations whose last question was cut off, and open those whose first was; gives how many.

    To be called before anything is asked: whatever is noted then, nobody works on.

    Raises:
        RecordsError: the database refused.
    """
    with records.session() as session:
        left = session.scalars(select(PendingRow).order_by(PendingRow.asked_at)).all()
        for each in left:
            conversation = session.get(ConversationRow, each.conversation_id)
            if conversation is None and each.opens:
                conversation = ConversationRow(
                    id=each.conversation_id, owner=each.owner, title=each.question, created_at=each.asked_at
                )
                session.add(conversation)
            if conversation is not None:
                conversation.interrupted_question = each.question
                conversation.interrupted_at = each.asked_at
            session.delete(each)
    return len(left)
