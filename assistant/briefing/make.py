"""Making a briefing: what is wanted is checked, the template lays it out, and every sentence is checked once more."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.answers import Answer
from assistant.ask import Assistant
from assistant.briefing.briefing import Briefing, Template
from assistant.briefing.lines import Part, numbered
from assistant.briefing.one_page import one_page
from assistant.briefing.qa import answers, qa
from assistant.briefing.topic import checked_topic, not_covered, read_topic
from assistant.carrying.notes import notes_of_citations
from assistant.carrying.places import NUMBERED_BY_US
from assistant.carrying.provenance import day, made_by
from assistant.checking import known
from assistant.errors import BriefingError, ModelUnsupported, Stopped, shown
from assistant.judge.verdict import readable
from assistant.questions import Composer, Judge, Question, checked_text
from assistant.render import basis
from assistant.wholetext.saying import counted
from vectorstore.accounts import now_text
from vectorstore.documents import EVERYTHING, Corpus, Filters, Kind

MAX_QUESTIONS = 20
_SCORED = 50
"""Clauses that are ranked by how near they are to the topic."""
_KINDS: dict[Template, str] = {"one-page": "One-page briefing", "qa": "Questions and answers"}
QUOTED = "Composed by search and quoting, without a language model."


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which briefing: of a topic or of questions, one of the two."""

    topic: str | None = None
    questions: tuple[str, ...] | None = None
    template: Template = "one-page"
    """Of a topic; questions are always questions and answers."""
    filters: Filters = EVERYTHING
    composer: Composer = "auto"
    judge: Judge = "auto"
    owner: str | None = None

    def as_question(self, text: str, kinds: tuple[Kind, ...] = ()) -> Question:
        """A question of it; nothing of it is kept."""
        filters = Filters(self.filters.documents, kinds or self.filters.kinds)
        return Question(
            text=text, filters=filters, composer=self.composer, judge=self.judge, store=False, owner=self.owner
        )


def brief(assistant: Assistant, wanted: Wanted, address: str, stop: threading.Event | None = None) -> Briefing:
    """A briefing, its notes with links that begin with `address`, which may be empty.

    Raises:
        BriefingError: `topic_or_questions`, `empty`, `topic_too_long`, `language`, `topic_not_covered`,
            `too_many_questions`, `no_documents`.
        QuestionError: a question cannot be taken.
        UnknownDocument: a filter names one that does not exist.
        ModelUnsupported, Busy, Stopped, StoreError: as `Assistant.events`.
    """
    stop = stop or threading.Event()
    corpus = assistant.store.corpus
    known(wanted.filters, corpus)
    if (wanted.composer == "generate" or wanted.judge == "model") and assistant.model is None:
        raise ModelUnsupported("No language model is set up. Leave out judge 'model' and composer 'generate'.")
    given: list[Answer] = []

    def ask(text: str, kinds: tuple[Kind, ...]) -> Answer:
        given.append(assistant.ask(wanted.as_question(text, kinds), stop))
        return given[-1]

    if (wanted.topic is None) == (wanted.questions is None):
        told = "Send a topic or a list of questions, one of the two: topic is a few words, questions a list of texts."
        raise BriefingError(told, code="topic_or_questions")
    if wanted.topic is not None:
        title = checked_topic(wanted.topic)
        parts = list(_of_topic(title, wanted, assistant, ask, corpus))
    else:
        questions = checked_questions(wanted.questions or ())
        title = questions[0] if len(questions) == 1 else f"{counted(len(questions), 'question')} answered"
        parts = list(answers(questions, ask, corpus))
    if stop.is_set():
        raise Stopped
    sections, citations = numbered(parts, corpus)
    template: Template = wanted.template if wanted.topic is not None else "qa"
    created_at = now_text()
    return Briefing(
        title=title[0].upper() + title[1:],
        subtitle=f"{_KINDS[template]}, {day(created_at[:10])}",
        template=template,
        topic=wanted.topic,
        questions=tuple(each.question for each in given),
        basis=basis(corpus, wanted.filters),
        made=_made(given),
        sections=sections,
        citations=citations,
        notes=notes_of_citations(citations, corpus, address),
        numbering=NUMBERED_BY_US,
        corpus_version=corpus.version,
        created_at=created_at,
    )


def checked_questions(questions: Sequence[str]) -> tuple[str, ...]:
    """The questions without white space at their ends.

    Raises:
        BriefingError: `empty`, `too_many_questions` or `language`.
        QuestionError: as `checked_text`.
    """
    if len(questions) > MAX_QUESTIONS:
        raise BriefingError(
            f"There are {len(questions):,} questions; {MAX_QUESTIONS} are allowed. Make several briefings of them.",
            code="too_many_questions",
        )
    if not questions or not all(each.strip() for each in questions):
        which = next((number for number, each in enumerate(questions, 1) if not each.strip()), None)
        told = "The list of questions is empty." if which is None else f"Question {which} is empty."
        raise BriefingError(f"{told} Send at least one question, each of a few words.", code="empty")
    for number, each in enumerate(map(checked_text, questions), 1):
        if readable(each) is not None:
            told = f"Question {number} ({shown(each)}) cannot be read. Only English can be read so far; leave it out."
            raise BriefingError(told, code="language")
    return tuple(map(checked_text, questions))


def _of_topic(
    text: str, wanted: Wanted, assistant: Assistant, ask: Callable[[str, tuple[Kind, ...]], Answer], corpus: Corpus
) -> Iterable[Part]:
    documents = [each for each in corpus.documents.values() if wanted.filters.allows(each)]
    if not documents:
        raise BriefingError("The filters leave no document. Leave out documents or kinds.", code="no_documents")
    near = assistant.store.search_in(corpus, text, _SCORED, wanted.filters)
    topic = read_topic(text, corpus, wanted.filters)
    if topic is None:
        raise not_covered(text, near, corpus, len(documents))
    if wanted.template == "qa":
        return qa(topic, documents, ask, corpus)
    return one_page(topic, documents, corpus, {each.clause.id: each.score for each in near})


def _made(given: Sequence[Answer]) -> str:
    """Who judged and wrote: of the answer that had most help."""
    if not given:
        return QUOTED
    return made_by(max(given, key=lambda each: (each.composer == "generate", each.judge == "model")))
