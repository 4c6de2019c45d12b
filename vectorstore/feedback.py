"""What askers make of answers: kept with them, and gone with them."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import delete, select

from vectorstore.conversations import found_answer, held
from vectorstore.records import Records
from vectorstore.tables import AnswerRow, FeedbackRow

Verdict = Literal["up", "down"]
Reason = Literal["wrong_answer", "wrong_source", "something_missing", "should_have_declined", "other"]


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """What one asker made of one answer."""

    answer_id: str
    verdict: Verdict
    reason: Reason | None
    comment: str | None
    at: str
    """ISO time in UTC."""


class Feedbacks:
    """Keeps one feedback per answer and asker. All methods may raise RecordsError."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def put(self, feedback: Feedback, asker: str | None) -> bool:
        """Keep a feedback in place of an earlier one by the same asker; false where they may read no such answer."""
        with self._records.session() as session:
            answer = found_answer(session, feedback.answer_id, asker)
            if answer is None or not held(session, answer.conversation_id, asker):
                return False
            session.merge(FeedbackRow(asker=asker or "", **vars(feedback)))
        self._records.empty_log()  # an earlier comment may stand in it
        return True

    def verdicts(self, conversation_id: str, asker: str | None) -> dict[str, str]:
        """What an asker made of the answers of a conversation, by answer."""
        query = select(FeedbackRow.answer_id, FeedbackRow.verdict).join(
            AnswerRow, AnswerRow.id == FeedbackRow.answer_id
        )
        of_asker = AnswerRow.conversation_id == conversation_id, FeedbackRow.asker == (asker or "")
        with self._records.session() as session:
            return {answer_id: verdict for answer_id, verdict in session.execute(query.where(*of_asker))}

    def take_back(self, answer_id: str, asker: str | None) -> bool:
        """Forget the feedback, if there is one; false where this asker may read no such answer."""
        with self._records.session() as session:
            if found_answer(session, answer_id, asker) is None:
                return False
            of_asker = FeedbackRow.answer_id == answer_id, FeedbackRow.asker == (asker or "")
            session.execute(delete(FeedbackRow).where(*of_asker))
        self._records.empty_log()
        return True


def feedback_of(row: FeedbackRow) -> Feedback:
    """A feedback as it was kept, without who gave it."""
    return Feedback(**{name: getattr(row, name) for name in Feedback.__dataclass_fields__})
