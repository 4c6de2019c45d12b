"""A run over questions: ask each of the assistant and of the baseline, keep what came of it, score it.

Answers come from `Assistant.events`, where every other way in enters too: what is measured is what is served.
Importing this module loads torch (about 4 s).
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from assistant.answers import Answer
from assistant.ask import PASSAGES, Assistant
from assistant.errors import AssistantError
from assistant.events import AnswerEvent, PassagesEvent
from assistant.questions import Question
from assistant.settings import Settings
from evals.about import About, AboutStore, about_now, about_store
from evals.baseline import Baseline, BaselineAnswer
from evals.cases import Case, CaseKind, QuestionSet, Turn, check_gold
from evals.fresh_store import fresh_store
from evals.scores import Scores, score_answer
from ingest.sources import bundled
from ingest.sync import sync
from vectorstore.documents import Passage
from vectorstore.errors import StoreError
from vectorstore.store import Store

Progress = Callable[[int, int], None]
"""Called with how many are done and how many there are."""


@dataclass(frozen=True, kw_only=True)
class AboutQuestions:
    """Which questions were asked, and how they were to be answered."""

    file: str
    sha256: str
    """Of the whole file, also where a limit was set."""
    cases: int
    turns: int
    model: str
    composer: str
    judge: str
    passages: int


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the assistant made of one question."""

    answer: Answer | None
    """None where the question failed."""
    error: str | None
    passages: tuple[Passage, ...]
    latency_ms: float


@dataclass(frozen=True, kw_only=True)
class TurnResult:
    """One turn: what was expected, what came, and the scores of both systems."""

    case_id: str
    kind: CaseKind
    number: int
    """Of the turn in its conversation, from 1."""
    turn: Turn
    asked: Asked
    scores: Scores
    baseline: BaselineAnswer
    baseline_scores: Scores


@dataclass(frozen=True, kw_only=True)
class Run:
    """Everything that a report is made of."""

    about: About
    store: AboutStore
    questions: AboutQuestions
    results: tuple[TurnResult, ...]


def run_questions(questions: QuestionSet, settings: Settings, progress: Progress) -> Run:
    """Ask all questions over the bundled corpus, in a store made for this run.

    Raises:
        CasesError: a gold quote does not stand in the corpus.
        StoreError: the store cannot be made.
    """
    about = about_now()
    with fresh_store(settings.embedding_model) as store:
        sync(store, bundled())
        check_gold(questions, store.corpus)
        baseline = Baseline(store.corpus, store.embedder)
        store.search("warm up", 1)  # the first search pays for what later ones do not
        results: list[TurnResult] = []
        for case in questions.cases:
            for result in _case_results(store, baseline, case):
                results.append(result)
                progress(len(results), questions.turns)
        return Run(
            about=about,
            store=about_store(store),
            questions=_about_questions(questions, settings),
            results=tuple(results),
        )


def ask(assistant: Assistant, question: Question) -> Asked:
    """What the assistant makes of a question, with the passages it found on the way. Our own errors are kept."""
    passages: tuple[Passage, ...] = ()
    answer: Answer | None = None
    error: str | None = None
    start = time.perf_counter()
    try:
        for event in assistant.events(question):
            if isinstance(event, PassagesEvent):
                passages = event.passages
            elif isinstance(event, AnswerEvent):
                answer = event.answer
    except (AssistantError, StoreError) as failed:
        error = f"{failed.code}: {failed}"
    latency_ms = (time.perf_counter() - start) * 1000
    return Asked(answer=answer, error=error, passages=passages, latency_ms=latency_ms)


def _case_results(store: Store, baseline: Baseline, case: Case) -> Iterator[TurnResult]:
    assistant = Assistant(store)
    conversation_id: str | None = None
    for number, turn in enumerate(case.turns, start=1):
        asked = ask(assistant, Question(text=turn.question, conversation_id=conversation_id, store=True))
        if asked.answer is not None:
            conversation_id = asked.answer.conversation_id
        found = [passage.clause.id for passage in asked.passages]
        splits = baseline.ask(turn.question)
        yield TurnResult(
            case_id=case.id,
            kind=case.kind,
            number=number,
            turn=turn,
            asked=asked,
            scores=score_answer(case.kind, turn, asked.answer, found, asked.latency_ms, store.corpus),
            baseline=splits,
            baseline_scores=baseline.score(case.kind, turn, splits),
        )


def _about_questions(questions: QuestionSet, settings: Settings) -> AboutQuestions:
    asked = Question(text="")
    return AboutQuestions(
        file=questions.path.name,
        sha256=sha256(questions.path.read_bytes()).hexdigest(),
        cases=len(questions.cases),
        turns=questions.turns,
        model=settings.model,
        composer=asked.composer,
        judge=asked.judge,
        passages=PASSAGES,
    )
