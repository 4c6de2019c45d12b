"""Making a briefing: what is wanted is checked, the template lays it out, and every sentence is checked once more."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answers import Answer
from assistant.ask import Assistant
from assistant.briefing.answered import answers
from assistant.briefing.asking import Answers, Asking, Change, How
from assistant.briefing.briefing import Briefing, Template
from assistant.briefing.lines import Part, numbered
from assistant.briefing.one_page import one_page
from assistant.briefing.qa import qa
from assistant.briefing.topic import checked_topic, not_covered, read_topic
from assistant.carrying.notes import notes_of_citations
from assistant.carrying.places import NUMBERED_BY_US
from assistant.carrying.provenance import day, made_by
from assistant.checking import known
from assistant.commitments.reading import read_by_people
from assistant.errors import BriefingError, ModelUnsupported, Stopped, shown
from assistant.judge.verdict import readable
from assistant.questions import checked_text
from assistant.render import basis
from assistant.wholetext.saying import counted
from vectorstore.accounts import now_text
from vectorstore.documents import Corpus

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
    how: How = field(default_factory=How)


@dataclass(frozen=True, kw_only=True)
class Made:
    """A briefing, and what it takes to make a section of it again."""

    wanted: Wanted
    briefing: Briefing
    asked: tuple[str | None, ...]
    """By section, the question as the template has it; null where the assistant was not asked."""
    answers: Answers
    changes: Mapping[str, Change] = field(default_factory=dict)


def brief(assistant: Assistant, wanted: Wanted, address: str, stop: threading.Event | None = None) -> Briefing:
    """A briefing, its notes with links that begin with `address`, which may be empty. Raises as `make`."""
    return make(assistant, wanted, address, stop).briefing


def again(
    assistant: Assistant, made: Made, section: int, change: Change, address: str, stop: threading.Event | None = None
) -> Made:
    """A briefing with one section, counted from 1, made otherwise; all of it where the texts are others by now.

    Raises:
        BriefingError: `no_question`, `empty` or `language`; and as `make`.
    """
    question = made.asked[section - 1] if 0 < section <= len(made.asked) else None
    if question is None:
        told = f"Section {section} is made by search, or there is none of this number. Only answers are made again."
        raise BriefingError(told, code="no_question")
    change = replace(change, question=checked_questions((change.question,))[0])
    same = made.briefing.corpus_version == assistant.store.corpus.version
    kept = {key: each for key, each in made.answers.items() if key[0] != question} if same else {}
    return make(assistant, made.wanted, address, stop, kept, {**made.changes, question: change})


def make(
    assistant: Assistant,
    wanted: Wanted,
    address: str,
    stop: threading.Event | None = None,
    kept: Answers | None = None,
    changes: Mapping[str, Change] | None = None,
) -> Made:
    """A briefing; `kept` are answers that need not be asked for, `changes` what is asked otherwise.

    Raises:
        BriefingError: `topic_or_questions`, `empty`, `topic_too_long`, `language`, `topic_not_covered`,
            `too_many_questions`, `no_documents`.
        QuestionError: a question cannot be taken.
        UnknownDocument: a filter names one that does not exist.
        ModelUnsupported, Busy, Stopped, StoreError: as `Assistant.events`.
    """
    stop = stop or threading.Event()
    corpus = assistant.store.corpus
    how, changes = wanted.how, changes or {}
    known(how.filters, corpus)
    composers = {how.composer, *(each.composer for each in changes.values())}
    if ("generate" in composers or how.judge == "model") and assistant.model is None:
        raise ModelUnsupported("No language model is set up. Leave out judge 'model' and composer 'generate'.")
    ask = Asking(assistant, how, stop, kept or {}, changes)
    if (wanted.topic is None) == (wanted.questions is None):
        told = "Send a topic or a list of questions, one of the two: topic is a few words, questions a list of texts."
        raise BriefingError(told, code="topic_or_questions")
    if wanted.topic is not None:
        title = checked_topic(wanted.topic)
        parts = list(_of_topic(title, wanted.template, ask, corpus))
    else:
        parts = list(answers(checked_questions(wanted.questions or ()), ask))
        title = parts[0].heading if len(parts) == 1 else f"{counted(len(parts), 'question')} answered"
    if stop.is_set():
        raise Stopped
    sections, citations = numbered(parts, corpus)
    template: Template = wanted.template if wanted.topic is not None else "qa"
    created_at = now_text()
    given = tuple(ask.given.values())
    briefing = Briefing(
        title=title[0].upper() + title[1:],
        subtitle=f"{_KINDS[template]}, {day(created_at[:10])}",
        template=template,
        topic=wanted.topic,
        questions=tuple(each.question for each in given),
        basis=basis(corpus, how.filters),
        made=_made(given),
        sections=sections,
        citations=citations,
        notes=notes_of_citations(citations, corpus, address),
        numbering=NUMBERED_BY_US,
        corpus_version=corpus.version,
        created_at=created_at,
    )
    asked = tuple(ask.template_question(each.answer) for each in parts)
    return Made(wanted=wanted, briefing=briefing, asked=asked, answers=ask.given, changes=changes)


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


def _of_topic(text: str, template: Template, ask: Asking, corpus: Corpus) -> Iterable[Part]:
    store, filters = ask.assistant.store, ask.how.filters
    documents = [each for each in corpus.documents.values() if filters.allows(each)]
    if not documents:
        raise BriefingError("The filters leave no document. Leave out documents or kinds.", code="no_documents")
    near = store.search_in(corpus, text, _SCORED, filters)
    topic = read_topic(text, corpus, filters)
    if topic is None:
        raise not_covered(text, near, corpus, len(documents))
    read = read_by_people(store.records, corpus)
    if template == "qa":
        return qa(topic, documents, ask, read, corpus)
    return one_page(topic, documents, ask, read, corpus, {each.clause.id: each.score for each in near})


def _made(given: Sequence[Answer]) -> str:
    """Who judged and wrote: of the answer that had most help."""
    if not given:
        return QUOTED
    return made_by(max(given, key=lambda each: (each.composer == "generate", each.judge == "model")))
