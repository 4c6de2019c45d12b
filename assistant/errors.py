"""What a caller of the assistant may have to handle. Codes are stable; messages name the value and the next step.

AssistantError
├── QuestionError          the question cannot be taken: empty, too_long, control_character, lone_surrogate
├── ConversationFull       the conversation has as many answers as one may have
├── UnknownDocument        a filter names a document that is not stored
├── UnknownConversation    there is no such conversation for this asker
├── UnknownAnswer          there is no such answer for this asker
├── UnknownClause          there is no such clause
├── UnknownIntake          no such document was given
├── NotTaken               a document is not taken: nothing, facts, unknown_field, or why it cannot be read
│   └── NotNow             it is not now: too_many, not_ready
├── NotConfirmable         what a clause promises is not set now: changed, checked
├── NotWordForWord         a promise says something that its clause does not
├── CannotCompare          documents cannot be compared: wrong_kind, no_coverage, no_official_text, too_long
├── DraftRefused           a draft cannot be checked: empty, too_long, unknown_field, not_docx, or why it cannot be read
├── BriefingError          a briefing cannot be made: empty, topic_too_long, language, topic_not_covered, no_documents,
│                          topic_or_questions, too_many_questions
├── BriefingNotWritten     its Word file cannot be written
├── ModelUnsupported       the settings or the request ask for a language model that is not there
├── Busy                   as many wait for the language model as may, and the request insists on it
├── ModelError             the language model did not answer: see `assistant.models.model`
├── Stopped                whoever asked has gone
└── NotReady               the index or the embedding model is still being loaded, or failed to load
"""


class AssistantError(Exception):
    """The assistant cannot do what was asked."""

    code = "assistant"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code or type(self).code


class QuestionError(AssistantError):
    """The text of a question or query cannot be taken."""

    code = "question"


class UnknownDocument(AssistantError):
    """No such document."""

    code = "unknown_document"


class UnknownConversation(AssistantError):
    """No such conversation for this asker."""

    code = "unknown_conversation"


class ConversationFull(AssistantError):
    """A conversation has as many answers as one may have."""

    code = "conversation_full"


class UnknownAnswer(AssistantError):
    """No such answer for this asker."""

    code = "unknown_answer"


class UnknownIntake(AssistantError):
    """No such document was given."""

    code = "unknown_intake"


class NotTaken(AssistantError):
    """A document cannot be taken, published or set right; the code says why."""

    code = "not_taken"


class NotNow(NotTaken):
    """It could be, but for what else is going on: others are in the way, or it is not ready."""


class BriefingError(AssistantError):
    """A briefing cannot be made of what is asked for; the code says why."""

    code = "briefing"


class BriefingNotWritten(AssistantError):
    """The program that writes Word files failed."""

    code = "briefing_not_written"


class UnknownClause(AssistantError):
    """No such clause."""

    code = "unknown_clause"


class NotConfirmable(AssistantError):
    """What a clause promises is not for this caller to set, or not as it was looked at."""

    code = "not_confirmable"


class NotWordForWord(AssistantError):
    """A promise says something that its clause does not."""

    code = "not_word_for_word"


class CannotCompare(AssistantError):
    """Two documents cannot be held against each other; the code says why."""

    code = "cannot_compare"


class DraftRefused(AssistantError):
    """A draft cannot be checked; the code says why."""

    code = "draft"


class ModelUnsupported(AssistantError):
    """A language model is asked for that is not there."""

    code = "model_unsupported"


class Busy(AssistantError):
    """As many questions wait for the language model as may."""

    code = "busy"

    def __init__(self) -> None:
        super().__init__(
            "Too many questions wait for the language model already. Try again in a few seconds, or leave out "
            "judge 'model' and composer 'generate'."
        )


class Stopped(AssistantError):
    """Whoever asked has gone; nobody waits for the answer."""

    code = "stopped"

    def __init__(self) -> None:
        super().__init__("The question was stopped before it was answered. Ask it again if you need the answer.")


class NotReady(AssistantError):
    """Answers cannot be given yet."""

    code = "not_ready"


def shown(value: str, limit: int = 60) -> str:
    """A value that a caller sent, as a message may repeat it: escaped, in quotes, cut."""
    return ascii(value if len(value) <= limit else value[:limit] + "...")
