"""Step 4: an answer to one question put together from what was found: quoted, or written by a language model."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from assistant.answers import Fallback, Reply, Statement, WrittenSentences
from assistant.errors import Stopped
from assistant.events import StatementEvent
from assistant.judge.judging import Asker, Judgement
from assistant.models.loading import NAME
from assistant.models.model import ChatModel
from assistant.questions import Composer as Manner
from assistant.quoting import quoted
from assistant.turns import Turn
from assistant.writing.rewriting import rewritten
from assistant.writing.writer import write
from vectorstore.documents import Corpus, Passage

NOTES: dict[Fallback, str] = {
    "loading": "The language model is still being loaded, so this is quoted.",
    "busy": "The language model is busy, so this is quoted.",
    "timeout": "The language model did not finish in time, so this is quoted.",
    "error": "The language model could not be used, so this is quoted.",
    "unsupported": "The sources did not carry what the language model wrote, so this is quoted.",
}
"""What a reader is told where an answer, or the rest of it, is quoted though it should have been written."""


@dataclass(frozen=True, kw_only=True)
class Composed:
    """An answer to one question, and how it came about."""

    reply: Reply
    fallback: Fallback | None = None
    """Why it, or the rest of it, is quoted though it should have been written."""
    written: WrittenSentences | None = None
    """Null where nothing was to be written."""


class Composer:
    """Quotes, or lets a language model write where it may."""

    def __init__(self, model: ChatModel | None, timeout: float) -> None:
        """`timeout` is how many seconds an answer waits for the model to write."""
        self._model = model
        self._timeout = timeout

    def compose(
        self,
        question: str,
        found: Sequence[Passage],
        judgement: Judgement,
        corpus: Corpus,
        manner: Manner,
        asker: Asker,
        *,
        of: int,
    ) -> Generator[Statement, None, Composed]:
        """The statements of a written answer as they pass, and last the answer to one of so many questions.

        Raises:
            Stopped: whoever asked has gone.
        """
        writer = self._writer(manner)
        if writer is None or judgement.verdict.outcome != "answered":
            return Composed(reply=quoted(question, found, judgement, corpus, of=of))
        if not asker.may_wait:
            return Composed(reply=quoted(question, found, judgement, corpus, of=of), fallback="busy")
        if judgement.fallback == "timeout":  # who was waited for in vain is not waited for again
            reply = quoted(question, found, judgement, corpus, of=of)
            return Composed(reply=reply, fallback="timeout", written=WrittenSentences())
        draft, fallback, counts = yield from write(
            writer, question, found, corpus, timeout=self._timeout, stop=asker.stop, asker=asker.name, of=of
        )
        if draft is None:
            reply = quoted(question, found, judgement, corpus, of=of)
            return Composed(reply=reply, fallback=fallback or "unsupported", written=counts)
        return Composed(reply=Reply(outcome="answered", draft=draft), fallback=fallback, written=counts)

    def writes(self, manner: Manner) -> bool:
        """True where the model is to write."""
        return self._writer(manner) is not None

    def rewritten(self, text: str, history: Sequence[Turn], manner: Manner, asker: Asker) -> str | None:
        """A follow-up made whole by the model, where it is to write and makes something that may be used.

        Raises:
            Stopped: whoever asked has gone.
        """
        writer = self._writer(manner)
        if writer is None or not asker.may_wait:
            return None
        made = rewritten(writer, text, history, timeout=self._timeout, stop=asker.stop, asker=asker.name)
        if asker.stop.is_set():
            raise Stopped
        return made

    def _writer(self, manner: Manner) -> ChatModel | None:
        """The model, where it is to write: of itself, any but the small one on this machine."""
        if self._model is None or manner == "quote":
            return None
        by_itself = self._model.name.split(":")[0] != NAME
        return self._model if manner == "generate" or by_itself else None


def passed_on(
    writing: Generator[Statement, None, Composed], sent: list[Statement] | None
) -> Generator[StatementEvent, None, Composed]:
    """What is written, its statements passed on as they come where they are noted in `sent`."""
    while True:
        try:
            statement = next(writing)
        except StopIteration as end:
            composed: Composed = end.value
            return composed
        if sent is not None:
            sent.append(statement)
            yield StatementEvent(statement)
