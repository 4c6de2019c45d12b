"""The path of a question, step by step. This is the only place that knows the order."""

import threading
import time
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import zip_longest

from assistant.answers import Answer, Reply, Statement
from assistant.checking import checked
from assistant.cleared import cleared_answer, on_the_way
from assistant.clock import Clock
from assistant.commitments.reading import read_by_people
from assistant.compose import Composed, Composer, passed_on
from assistant.courtesy import without_courtesy
from assistant.errors import (
    AssistantError,
    Busy,
    Stopped,
)
from assistant.events import AnswerEvent, Event, PassagesEvent, StatementEvent, StatusEvent
from assistant.how import how, note
from assistant.judge.judging import TIMEOUT, Asker, PassageJudge
from assistant.judge.verdict import Verdict, readable
from assistant.manners import manners
from assistant.models.model import ChatModel
from assistant.nearness import Examples
from assistant.observing import Observe, unobserved
from assistant.place import Place, place_for
from assistant.questions import Composer as Manner
from assistant.questions import Question
from assistant.quoting import fallen_back, named, told
from assistant.render import basis, render
from assistant.rewrite import TURNS, Reading, Turn, read, turn
from assistant.room import Room
from assistant.subquestions import Part, answers_to, parts
from assistant.suggesting import Suggestions, suggestions
from assistant.telling import DEEP, phrases, telling_first
from assistant.varied import varied
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
CANDIDATES = 4 * PASSAGES
"""How many are looked at for that."""
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
        self.suggestions = Suggestions()
        """None until `suggest` has looked for them."""

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
        asked = checked(question, self.model, self.store.corpus, self.conversations)
        with self._room.entered(asked.asker, to_wait=self.may_wait(asked)) as has_place:
            if not has_place and (asked.judge == "model" or asked.composer == "generate"):
                raise Busy
            asker = Asker(asked.judge, stop, asked.asker, has_place, self._room.crowded)
            with place_for(asked, self.store.records) as place:
                answer = yield from self._answered(asked, asker, place)
            yield AnswerEvent(answer)

    def _answered(self, asked: Question, asker: Asker, place: Place) -> Generator[Event, None, Answer]:
        """The path of a question that is inside, and the answer, kept."""
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
            return self._kept(asked, replace(given, **place.identity(asked, standalone)), clock)

        yield StatusEvent("searching")
        found = {part: self._found(part, corpus, asked.filters) for part in asking}
        passages = _together(found.values())
        clock.lap("retrieve")
        yield PassagesEvent(passages, corpus)

        _unless(stop)
        yield StatusEvent("judging")
        read_promises = read_by_people(self.store.records, corpus)
        whole = {part: whole_text(part.question, corpus, asked.filters, read_promises) for part in asking}
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

        verified = verify(reply.draft, passages, corpus)
        if reply.outcome in ("answered", "partial") and not verified.statements:  # nothing was left to quote
            reply = fallen_back(passages, corpus)
            verified = reply.draft
        first_number = len(verified.citations) + 1
        rests = rests_on(verified)
        quotes = [each.quote for each in verified.citations] if rests == "coverage" else []
        clock.lap("verify")
        for statement in verified.statements:
            if statement not in sent:
                yield StatementEvent(statement)

        answer = Answer(
            **place.identity(asked, standalone),
            outcome=reply.outcome,
            reason=reply.reason,
            rests_on=rests,
            statements=verified.statements,
            citations=verified.citations,
            nearest=tuple(replace(each, number=number) for number, each in enumerate(reply.nearest, first_number)),
            missing=reply.missing,
            looked_for=reply.looked_for,
            hint=reply.hint or note(composed),
            not_in_primary=not_in_primary(quotes, corpus),
            suggestions=reply.suggestions
            or self.suggestions.after(reading.standalone, verified.citations or reply.nearest),
            basis=basis(corpus, asked.filters) if verified.citations or reply.nearest else None,
            **how(self.model, list(judgements.values()), composed),
            corpus_version=corpus.version,
        )
        return self._kept(asked, answer, clock)

    def _kept(self, asked: Question, answer: Answer, clock: Clock) -> Answer:
        """The answer with its text, kept where it is to be."""
        answer = replace(answer, text=render(answer), timings_ms=clock.timings())
        if asked.store:
            self.conversations.add(
                answer.as_dict(),
                asked.owner,
                opens=asked.conversation_id is None,
                filtered=asked.filters != EVERYTHING,
                replaces=asked.replaces,
            )
        return answer

    def suggest(self, stop: threading.Event) -> None:
        """Look for questions that can be offered, until `stop` is set. Raises as `events`."""

        def unobserved_answer(question: Question) -> Answer:  # nobody has asked it
            *_, last = self._entered(question, stop)
            assert isinstance(last, AnswerEvent)
            return last.answer

        self.suggestions = suggestions(self.store.corpus, unobserved_answer)

    def may_wait(self, question: Question) -> bool:
        """Whether a language model may be asked about a question."""
        return self.model is not None and (question.judge != "quick" or self.writes(question.composer))

    def writes(self, composer: Manner) -> bool:
        """Whether a language model writes answers that are to be composed so."""
        return self._composer.writes(composer)

    def _read(self, asked: Question, corpus: Corpus, asker: Asker) -> tuple[Reading, Verdict | None]:
        """How the question is read after the turns before it, and the verdict where nothing need be searched for."""
        if said := readable(asked.text) or manners(asked.text, corpus, self._examples.nearest):
            return Reading(asked.text), said
        text, history = without_courtesy(asked.text), self._history(asked)
        reading = read(text, history, corpus)
        if history and (reading.leans or reading.clarification):
            made = self._composer.rewritten(text, history, asked.composer, asker)
            reading = Reading(made, leans=True) if made is not None else reading
        if asked_back := reading.clarification:
            return reading, Verdict("needs_clarification", None, asked_back.notice, asked_back.suggestions)
        return reading, None

    def _history(self, asked: Question) -> list[Turn]:
        """The turns before, without the one that is asked differently."""
        if asked.conversation_id is None:
            return []
        kept = self.conversations.recent(asked.conversation_id, asked.owner, TURNS + 1)
        return [turn(body) for body in kept if body["id"] != asked.replaces][-TURNS:]

    def _found(self, part: Part, corpus: Corpus, filters: Filters) -> list[Passage]:
        query = without_preface(part.question) or part.question
        names = phrases(part.question)
        found = self.store.search_in(corpus, expanded(query, corpus), DEEP if names else CANDIDATES, filters)
        found = telling_first(found, names, corpus, PASSAGES)
        found = varied(found, corpus, PASSAGES, {each.id for each in named(part.question, corpus)})
        asked = set(stems(part.question))
        return [each for each in found if _says_more(corpus.text(each.clause), asked)]


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
