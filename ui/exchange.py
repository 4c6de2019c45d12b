"""One question on the page and what becomes of it, as the thread shows it; and a kept conversation, shown again."""

import logging
import secrets
import threading
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from assistant.answers import Answer, Statement
from assistant.errors import AssistantError, ConversationFull, Stopped, UnknownConversation
from assistant.events import AnswerEvent, StatementEvent, StatusEvent
from assistant.history import stored_conversation
from assistant.logs import about
from assistant.questions import Question
from assistant.service import Service
from ui.render import answer_html, error_html, interrupted_html, question_html, stage_html, stopped_html, writing_html
from ui.source import sources_html
from vectorstore.errors import StoreError
from vectorstore.feedback import Feedbacks

WRONG = "Something went wrong on our side."
BEGIN_ANEW: dict[type[Exception], str] = {
    UnknownConversation: "This conversation is no longer kept. Ask again to begin a new one.",
    ConversationFull: "This conversation is as long as one may be. Ask again to begin a new one.",
}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shown:
    """What the page shows at one moment of an exchange."""

    exchange: dict[str, Any]
    """`id`, `question`, `reply`, whether it is `working`, and `answer`, the id of an answer that is kept; the page
    replaces the reply of an exchange that it knows."""
    conversation_id: str | None
    failed: bool = False


def exchange(
    service: Service,
    question: Question,
    stop: threading.Event | None = None,
    request_id: str | None = None,
) -> Generator[Shown, None, None]:
    """One question and what becomes of it, ending in its answer or in a sentence that says what went wrong.

    Work on it ends when `stop` is set, or when the iterator is closed.
    """
    stop = stop or threading.Event()
    text, conversation_id = question.text, question.conversation_id
    begun = _begun(secrets.token_hex(8), text)

    def working(reply: str) -> Shown:
        return Shown({**begun, "reply": reply, "working": True}, conversation_id)

    written: list[Statement] = []
    answered: Answer | None = None
    code: str | None = Stopped.code
    try:
        assistant = service.assistant
        for event in assistant.events(question, stop):
            match event:
                case StatusEvent(stage):
                    yield working(stage_html(stage))
                case StatementEvent(statement) if written or statement.support == "supported":  # others come at once
                    written.append(statement)
                    yield working(writing_html(written) + stage_html("composing"))
                case AnswerEvent(answer):
                    answered, code = answer, None
                    yield Shown(_given(service, answer, begun["id"], question.replaces), answer.conversation_id)
    except Exception as error:  # the reader keeps the question and a way on, whatever it was
        code = error.code if isinstance(error, AssistantError | StoreError) else "internal"
        begins_anew = type(error) in BEGIN_ANEW
        reply = _failure_html(error, text, request_id)
        yield Shown({**begun, "reply": reply}, None if begins_anew else conversation_id, failed=True)
    finally:
        stop.set()
        log.info("question on the page", extra={"code": code, **about(text, answered)})


def _failure_html(error: Exception, question: str, request_id: str | None) -> str:
    """What a reader is told where there is no answer; what is ours to mend goes to the log."""
    if isinstance(error, Stopped):
        return stopped_html(question)
    if type(error) in BEGIN_ANEW:
        return error_html(BEGIN_ANEW[type(error)], question)
    if isinstance(error, AssistantError):
        return error_html(str(error), question, request_id)
    log.error("a question on the page failed", exc_info=error)
    return error_html(str(error) if isinstance(error, StoreError) else WRONG, question, request_id)


def reopened(service: Service, conversation_id: str, owner: str | None) -> dict[str, Any]:
    """A kept conversation as the thread shows it: its id and its `exchanges`, oldest first.

    Raises:
        UnknownConversation: this owner has none of that id.
        NotReady: the texts are still being loaded.
    """
    conversation, answers = stored_conversation(service.assistant, conversation_id, owner)
    votes = Feedbacks(service.assistant.store.records).verdicts(conversation_id, owner)
    exchanges = [{**_given(service, answer, answer.id), "vote": votes.get(answer.id)} for answer in answers]
    if (last := conversation.interrupted) is not None:
        exchanges.append({**_begun("interrupted", last.question), "reply": interrupted_html(last.question)})
    return {"conversation": conversation.id, "exchanges": exchanges}


def _begun(exchange_id: str, question: str) -> dict[str, Any]:
    return {
        "id": exchange_id,
        "question": question_html(question),
        "working": False,
        "answer": None,
        "conversation": None,
        "replaces": None,
    }


def _given(service: Service, answer: Answer, exchange_id: str, replaces: str | None = None) -> dict[str, Any]:
    sources = sources_html(service.assistant.store.corpus, (*answer.citations, *answer.nearest))
    return {
        **_begun(exchange_id, answer.question),
        "reply": answer_html(answer) + sources,
        "answer": answer.id if answer.conversation_id else None,
        "replaces": replaces,
        "conversation": answer.conversation_id,
    }
