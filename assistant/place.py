"""Where the answer to a question will be kept; until it is, the question is noted there."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from assistant.questions import Question
from vectorstore.accounts import now_text
from vectorstore.pending import Pending, noted
from vectorstore.records import Records


@dataclass(frozen=True)
class Place:
    """The ids of an answer that is being made."""

    answer_id: str
    conversation_id: str | None
    """Null where nothing is kept and no conversation goes on."""

    def identity(self, asked: Question, standalone: str) -> dict[str, Any]:
        """The fields of an answer that are this question's and no other's."""
        return {
            "id": self.answer_id,
            "conversation_id": self.conversation_id,
            "question": asked.text,
            "standalone_question": standalone,
            "created_at": now_text(),
        }


@contextmanager
def place_for(asked: Question, records: Records) -> Iterator[Place]:
    """The place of the answer to a question; the answer is to be kept before the block ends.

    Where nothing is to be kept, nothing is noted either.

    Raises:
        RecordsError: the database refused.
    """
    answer_id, opened = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
    if not asked.store:
        yield Place(answer_id, asked.conversation_id)
        return
    pending = Pending(
        answer_id=answer_id,
        conversation_id=asked.conversation_id or opened,
        opens=asked.conversation_id is None,
        owner=asked.owner,
        question=asked.text,
        asked_at=now_text(),
    )
    with noted(records, pending):
        yield Place(answer_id, pending.conversation_id)
