"""The path of a question, step by step. This is the only place that knows the order."""

import secrets
import threading
import time
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from assistant.answers import Answer, Reply, Statement
from assistant.cleared import cleared_answer, on_the_way
from assistant.clock import Clock
from assistant.compose import Composed, Composer, passed_on
from assistant.courtesy import without_courtesy
from assistant.errors import (
    AssistantError,
    Busy,
    ConversationFull,
    ModelUnsupported,
    Stopped,
    UnknownConversation,
    UnknownDocument,
    shown,
)
from assistant.events import AnswerEvent, Event, PassagesEvent, StatementEvent, StatusEvent
from assistant.how import how, note
from assistant.judge.judging import TIMEOUT, Asker, PassageJudge
from assistant.judge.verdict import Verdict, readable
from assistant.manners import manners
from assistant.models.model import ChatModel
from assistant.nearness import Examples
from assistant.observing import Observe, unobserved
from assistant.questions import Question, checked_text
from assistant.quoting import fallen_back, told
from assistant.render import basis, render
from assistant.rewrite import TURNS, Reading, read, turn
from assistant.room import Room
from assistant.subquestions import Part, answers_to, parts
from assistant.verify import rests_on, verify
from assistant.wholetext.absence import not_in_primary
from assistant.wholetext.meanings import expanded
from assistant.wholetext.reply import whole_text
from assistant.wholetext.wording import without_preface
from vectorstore.cleared import ClearedAnswers
from vectorstore.conversations import Conversations
from vectorstore.documents import EVERYTHING, Corpus, Filters, Passage
from vectorstore.store import Store
from vectorstore.words import stems

PASSAGES = 8
"""How many passages are judged and composed from."""
LONGEST = 200
"""Answers that one conversation may have."""
_LINE = 10
"""Words that a line has at most; more of them in a question are a quotation, whose place may be asked for."""


class Assistant:
    """Answers questions from one store, with a language model or without."""

    def __init__(
        self,
        store: Store,
        model: ChatModel | None = None,
        timeout: float = TIMEOUT,
        observe: Observe = unobserved,
    ) -> None:
        """`timeout` is how many seconds a question waits for the model to judge, and again for it to write; `observe`
        hears of every question.
        """
        self.store = store
        self.model = model
        self.conversations = Conversations(store.records)
        self.cleared = ClearedAnswers(store.records)
        self._examples = Examples(store.embedder)
        self._judge = PassageJudge(store.embedder, model, timeout)
        self._composer = Composer(model, timeout)
        self._observe = observe
        self._room = Room()

    def ask(self, question: Question, stop: threading.Event | None = None) -> Answer:
        """The whole answer. Raises as `events`."""
        for event in self.events(question, stop):
            if isinstance(event, AnswerEvent):
                return event.answer
        raise AssistantError("The question ended without an answer.")

    def events(self, question: Question, stop: threading.Event | None = None) -> Generator[Event, None, None]:
        """What happens on the way to the answer, and last the answer itself, which is kept by then.

        Raises:
            QuestionError: the text cannot be taken.
            ConversationFull: the conversation is as long as one may be.
            Stopped: `stop` was set; nothing is kept.
            UnknownDocument, UnknownConversation: a filter or the conversation does not exist.
            ModelUnsupported: a language model is asked for and there is none.
            Busy: a language model is asked for, and as many questions wait for it as may.
            StoreError: searching or keeping failed.
        """
        with self._observe() as answered, closing(self._entered(question, stop or threading.Event())) as events:
            for event in events:
                if isinstance(event, AnswerEvent):
                    answered(event.answer)
                yield event

    def _entered(self, question: Question, stop: threading.Event) -> Generator[Event, None, None]:
        """A question that is checked and let inside, and what happens to it."""
        asked = self._checked(question)
        may_ask = self.model is not None and (asked.judge != "quick" or self._composer.writes(asked.composer))
        with self._room.entered(asked.asker, to_wait=may_ask) as has_place:
            if not has_place and (asked.judge == "model" or asked.composer == "generate"):
                raise Busy
            asker = Asker(asked.judge, stop, asked.asker, has_place, self._room.crowded)
            yield from self._answered(asked, asker)

    def _answered(self, asked: Question, asker: Asker) -> Generator[Event, None, None]:
        """The path of a question that is inside."""
        stop = asker.stop
        clock = Clock()
        corpus = self.store.corpus
        reading, said = self._read(asked, corpus, asker)
        standalone = reading.standalone if reading.leans else asked.text
        asking = () if said else parts(reading.standalone, corpus)
        asker = replace(asker, since=time.monotonic())  # how long a follow-up was rewritten does not count
        clock.lap("rewrite")

        if said is None and (given := cleared_answer(self.cleared, asked, standalone, corpus)) is not None:
            _unless(stop)
            yield from on_the_way(given, corpus)
            yield self._ended(asked, replace(given, **_identity(asked, standalone)), clock)
            return

        yield StatusEvent("searching")
        found = {part: self._found(part, corpus, asked.filters) for part in asking}
        passages = _together(found.values())
        clock.lap("retrieve")
        yield PassagesEvent(passages, corpus)

        _unless(stop)
        yield StatusEvent("judging")
        whole = {part: whole_text(part.question, corpus, asked.filters) for part in asking}
        judgements = {
            part: self._judge.judge(part.question, found[part], corpus, asked.filters, asker)
            for part in asking
            if whole[part] is None
        }
        clock.lap("judge")

        _unless(stop)
        yield StatusEvent("composing")
        composed: list[Composed] = []
        sent: list[Statement] = []
        replies: dict[Part, Reply] = {}
        for part in asking:
            if (known := whole[part]) is None:
                writing = self._composer.compose(
                    part.question,
                    found[part],
                    judgements[part],
                    corpus,
                    asked.composer,
                    asker,
                    of=len(asking),
                )
                composed.append((yield from passed_on(writing, sent if len(asking) == 1 else None)))
                known = composed[-1].reply
            replies[part] = known
        reply = told(said) if said else answers_to(replies)
        clock.lap("compose")

        checked = verify(reply.draft, passages, corpus)
        if reply.outcome in ("answered", "partial") and not checked.statements:  # nothing was left to quote
            reply = fallen_back(passages, corpus)
            checked = reply.draft
        first_number = len(checked.citations) + 1
        rests = rests_on(checked)
        quotes = [each.quote for each in checked.citations] if rests == "coverage" else []
        clock.lap("verify")
        for statement in checked.statements:
            if statement not in sent:
                yield StatementEvent(statement)

        answer = Answer(
            **_identity(asked, standalone),
            outcome=reply.outcome,
            reason=reply.reason,
            rests_on=rests,
            statements=checked.statements,
            citations=checked.citations,
            nearest=tuple(replace(each, number=number) for number, each in enumerate(reply.nearest, first_number)),
            missing=reply.missing,
            looked_for=reply.looked_for,
            hint=reply.hint or note(composed),
            not_in_primary=not_in_primary(quotes, corpus),
            suggestions=reply.suggestions,
            basis=basis(corpus, asked.filters) if checked.citations or reply.nearest else None,
            **how(self.model, list(judgements.values()), composed),
            corpus_version=corpus.version,
        )
        yield self._ended(asked, answer, clock)

    def _ended(self, asked: Question, answer: Answer, clock: Clock) -> AnswerEvent:
        """The answer with its text, kept where it is to be."""
        answer = replace(answer, text=render(answer), timings_ms=clock.timings())
        if asked.store:
            self.conversations.add(
                answer.as_dict(),
                asked.owner,
                opens=asked.conversation_id is None,
                filtered=asked.filters != EVERYTHING,
            )
        return AnswerEvent(answer)

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

    def _read(self, asked: Question, corpus: Corpus, asker: Asker) -> tuple[Reading, Verdict | None]:
        """How the question is read after the turns before it, and the verdict where nothing need be searched for."""
        if said := readable(asked.text) or manners(asked.text, corpus, self._examples.nearest):
            return Reading(asked.text), said
        kept = self.conversations.recent(asked.conversation_id, asked.owner, TURNS) if asked.conversation_id else ()
        text, history = without_courtesy(asked.text), [turn(body) for body in kept]
        reading = read(text, history, corpus)
        if history and (reading.leans or reading.clarification):
            made = self._composer.rewritten(text, history, asked.composer, asker)
            reading = Reading(made, leans=True) if made is not None else reading
        if asked_back := reading.clarification:
            return reading, Verdict("needs_clarification", None, asked_back.notice, asked_back.suggestions)
        return reading, None

    def _found(self, part: Part, corpus: Corpus, filters: Filters) -> list[Passage]:
        query = without_preface(part.question) or part.question
        found = self.store.search_in(corpus, expanded(query, corpus), PASSAGES, filters)
        asked = set(stems(part.question))
        return [each for each in found if _says_more(corpus.text(each.clause), asked)]

    def _checked(self, question: Question) -> Question:
        """The question with its text tidied, if everything it names exists."""
        if question.composer == "generate" and self.model is None:
            raise ModelUnsupported(
                "No language model is set up, so composer 'generate' cannot be used. "
                "Leave it out or send composer 'quote'."
            )
        if question.judge == "model" and self.model is None:
            raise ModelUnsupported(
                "No language model is set up, so judge 'model' cannot be used. Leave it out or send judge 'quick'."
            )
        self.known(question.filters)
        if question.conversation_id is not None:
            self._check_conversation(question.conversation_id, question.owner)
        return replace(question, text=checked_text(question.text))

    def _check_conversation(self, conversation_id: str, owner: str | None) -> None:
        length = self.conversations.length(conversation_id, owner)
        if length is None:
            told = f"There is no conversation {shown(conversation_id)}. Leave it out to open a new one."
            raise UnknownConversation(told)
        if length >= LONGEST:
            told = f"The conversation has {length:,} answers, as many as one may have. Leave it out to open a new one."
            raise ConversationFull(told)


def _identity(asked: Question, standalone: str) -> dict[str, Any]:
    """The fields of an answer that are this question's and no other's."""
    return {
        "id": secrets.token_urlsafe(16),
        "conversation_id": asked.conversation_id or (secrets.token_urlsafe(16) if asked.store else None),
        "question": asked.text,
        "standalone_question": standalone,
        "created_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
    }


def _together(lists: Iterable[Sequence[Passage]]) -> tuple[Passage, ...]:
    """The passages found for all parts of a question, each clause once, the best of each part first."""
    found: dict[str, Passage] = {}
    for rank in zip_longest(*lists):
        for passage in rank:
            if passage is not None:
                found.setdefault(passage.clause.id, passage)
    return tuple(found.values())


def _says_more(text: str, asked: set[str]) -> bool:
    """False for a line, such as a name, that has some of the question's words and no others: it cannot answer it."""
    return len(text.split()) > _LINE or not asked > set(stems(text))


def _unless(stop: threading.Event) -> None:
    if stop.is_set():
        raise Stopped
