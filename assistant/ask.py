"""The path of a question, step by step. This is the only place that knows the order."""

import secrets
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from assistant.answers import Answer, Timings
from assistant.compose import compose, nearest
from assistant.errors import AssistantError, ModelUnsupported, UnknownConversation, UnknownDocument, shown
from assistant.events import AnswerEvent, Event, PassagesEvent, StatementEvent, StatusEvent
from assistant.judge import DOUBTFUL_VERDICT, judge
from assistant.questions import Question, checked_text
from assistant.render import basis, render
from assistant.rewrite import standalone
from assistant.verify import rests_on, verify
from vectorstore.conversations import Conversations
from vectorstore.documents import Filters
from vectorstore.store import Store

PASSAGES = 8
"""How many passages are judged and composed from."""


class Assistant:
    """Answers questions from one store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.conversations = Conversations(store.records)

    def ask(self, question: Question) -> Answer:
        """The whole answer. Raises as `events`."""
        for event in self.events(question):
            if isinstance(event, AnswerEvent):
                return event.answer
        raise AssistantError("The question ended without an answer.")

    def events(self, question: Question) -> Iterator[Event]:
        """What happens on the way to the answer, and last the answer itself, which is kept by then.

        Raises:
            QuestionError: the text cannot be taken.
            UnknownDocument, UnknownConversation: a filter or the conversation does not exist.
            ModelUnsupported: a language model is asked for and there is none.
            StoreError: searching or keeping failed.
        """
        asked = self._checked(question)
        clock = _Clock()
        corpus = self.store.corpus
        query = standalone(asked.text)
        clock.lap("rewrite")

        yield StatusEvent("searching")
        passages = self.store.search_in(corpus, query, PASSAGES, asked.filters)
        clock.lap("retrieve")
        yield PassagesEvent(tuple(passages), corpus)

        yield StatusEvent("judging")
        verdict = judge(query, passages)
        clock.lap("judge")

        yield StatusEvent("composing")
        draft = compose(passages, verdict, corpus)
        clock.lap("compose")

        checked = verify(draft, passages, corpus)
        if verdict.outcome == "answered" and not checked.statements:  # nothing was left to quote
            verdict = DOUBTFUL_VERDICT
            checked = compose(passages, verdict, corpus)
        shown_nearest = nearest(passages, verdict, corpus, first_number=len(checked.citations) + 1)
        clock.lap("verify")
        for statement in checked.statements:
            yield StatementEvent(statement)

        conversation_id = asked.conversation_id or (secrets.token_urlsafe(16) if asked.store else None)
        answer = Answer(
            id=secrets.token_urlsafe(16),
            conversation_id=conversation_id,
            question=asked.text,
            standalone_question=query,
            outcome=verdict.outcome,
            reason=verdict.reason,
            rests_on=rests_on(checked),
            statements=checked.statements,
            citations=checked.citations,
            nearest=shown_nearest,
            suggestions=verdict.suggestions,
            basis=basis(corpus, asked.filters) if checked.citations or shown_nearest else None,
            corpus_version=corpus.version,
            created_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        )
        answer = replace(answer, text=render(answer), timings_ms=clock.timings())
        if asked.store:
            self.conversations.add(answer.as_dict(), asked.owner)
        yield AnswerEvent(answer)

    def known(self, filters: Filters) -> Filters:
        """The same filters, if every document that they name exists.

        Raises:
            UnknownDocument: one does not.
        """
        for document_id in filters.documents:
            if document_id not in self.store.corpus.documents:
                known = ", ".join(self.store.corpus.documents)
                raise UnknownDocument(f"There is no document {shown(document_id)}. Known are: {known}.")
        return filters

    def _checked(self, question: Question) -> Question:
        """The question with its text tidied, if everything it names exists."""
        if question.composer == "generate" or question.judge == "model":
            raise ModelUnsupported(
                "No language model is set up, so composer 'generate' and judge 'model' cannot be used. "
                "Leave them out or send composer 'quote' and judge 'quick'."
            )
        self.known(question.filters)
        if question.conversation_id is not None and not self.conversations.exists(
            question.conversation_id, question.owner
        ):
            raise UnknownConversation(
                f"There is no conversation {shown(question.conversation_id)}. Leave it out to open a new one."
            )
        return replace(question, text=checked_text(question.text))


class _Clock:
    """Milliseconds per step."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self._laps[step] = round((now - self._last) * 1000, 2)
        self._last = now

    def timings(self) -> Timings:
        return Timings(**self._laps, total=round((time.perf_counter() - self._start) * 1000, 2))
