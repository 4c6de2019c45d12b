"""What askers make of answers: `/v1/feedback`."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StrictStr

from assistant.api.bodies import CHARACTERS, AssistantDep, DeletedBody, ServiceDep, WhoDep
from assistant.api.errors import UNKNOWN
from assistant.history import unknown_answer
from assistant.questions import checked_characters
from vectorstore.accounts import now_text
from vectorstore.feedback import Feedback, Feedbacks, Reason, Verdict

router = APIRouter(prefix="/v1", tags=["kept"])

LONGEST_COMMENT = 2000
"""Characters."""


class GivenBody(BaseModel):
    """Feedback on an answer."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"answer_id": "...", "verdict": "down", "reason": "something_missing"}]},
    )

    answer_id: StrictStr = Field(max_length=64)
    verdict: Verdict
    reason: Reason | None = None
    comment: (
        Annotated[StrictStr, Field(max_length=LONGEST_COMMENT, json_schema_extra={"pattern": CHARACTERS})] | None
    ) = Field(None, description=f"Up to {LONGEST_COMMENT:,} characters, for those who review answers.")


class FeedbackBody(BaseModel):
    """Feedback as it is kept."""

    answer_id: str
    verdict: Verdict
    reason: Reason | None
    comment: str | None
    at: str


@router.post("/feedback", responses=UNKNOWN)
def give_feedback(body: GivenBody, assistant: AssistantDep, service: ServiceDep, who: WhoDep) -> FeedbackBody:
    """Say what you make of an answer of yours; it takes the place of what you have said of it before."""
    comment = checked_characters(body.comment or "").strip() or None
    given = Feedback(answer_id=body.answer_id, verdict=body.verdict, reason=body.reason, comment=comment, at=now_text())
    if not Feedbacks(assistant.store.records).put(given, who.owner):
        raise unknown_answer(body.answer_id)
    service.metrics.feedback(given.verdict)
    return FeedbackBody(**vars(given))


@router.delete("/feedback/{answer_id}", responses=UNKNOWN)
def take_back_feedback(answer_id: str, assistant: AssistantDep, who: WhoDep) -> DeletedBody:
    """Take back what you have said of an answer of yours, if you have."""
    if not Feedbacks(assistant.store.records).take_back(answer_id, who.owner):
        raise unknown_answer(answer_id)
    return DeletedBody(deleted=answer_id)
