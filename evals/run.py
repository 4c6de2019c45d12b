"""A run over questions: ask each of the assistant and of the baseline, keep what came of it, score it.

Importing this module loads Chroma (about a second).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from assistant.ask import PASSAGES, Assistant
from assistant.questions import Question
from assistant.settings import Settings
from evals.about import About, AboutStore, about_now, about_store
from evals.asking import Asked, Manner, ask, open_assistant
from evals.baseline import Baseline, BaselineAnswer
from evals.beside import Strangers, strangers
from evals.cases import SETS, Case, CaseKind, QuestionSet, Turn, check_gold, load_questions
from evals.company import CUT, After, Alone, Unrelated, ask_after, ask_alone
from evals.fresh_store import fresh_store
from evals.metrics import best_rank, hit
from evals.scores import Scores, gold_by_document, ranks, score_answer
from ingest.sources import Batch, Source, bundled
from ingest.sync import sync
from vectorstore.documents import Clause, Corpus

Progress = Callable[[int, int], None]
"""Called with how many are done and how many there are."""


@dataclass(frozen=True, kw_only=True)
class AboutSet:
    """Which questions were asked."""

    name: str
    file: str
    sha256: str
    """Of the whole file, also where a limit was set."""
    cases: int
    turns: int


@dataclass(frozen=True, kw_only=True)
class AboutAsking:
    """How they were to be answered. What judged and wrote in fact, each answer says."""

    model: str
    composer: str
    judge: str
    passages: int


@dataclass(frozen=True, kw_only=True)
class GoldClause:
    """A clause that holds gold, and its rank from 1 in a search without a limit; None where that does not find it."""

    clause: Clause
    text: str
    rank: int | None


@dataclass(frozen=True, kw_only=True)
class TurnResult:
    """One turn: what was expected, what came, and the scores of both systems."""

    set_name: str
    case_id: str
    kind: CaseKind
    number: int
    """Of the turn in its conversation, from 1."""
    turn: Turn
    asked: Asked
    gold: tuple[GoldClause, ...]
    alone: Alone | None
    after: After | None
    scores: Scores
    baseline: BaselineAnswer
    baseline_scores: Scores


@dataclass(frozen=True, kw_only=True)
class Run:
    """Everything that a report is made of."""

    about: About
    store: AboutStore
    asking: AboutAsking
    sets: tuple[AboutSet, ...]
    corpus: Corpus
    results: tuple[TurnResult, ...]
    strangers: Strangers | None
    """Where documents about something else lay beside those that were asked about."""

    def of(self, set_name: str) -> tuple[TurnResult, ...]:
        """The results of one set."""
        return tuple(result for result in self.results if result.set_name == set_name)


def run_questions(
    sets: Sequence[QuestionSet], settings: Settings, manner: Manner, progress: Progress, beside: Sequence[Source] = ()
) -> Run:
    """Ask all questions over the bundled corpus, in a store made for this run; `beside` are stored with it.

    Raises:
        CasesError: a gold quote does not stand in the corpus.
        AssistantError: the assistant cannot answer in this manner.
        StoreError: the store cannot be made.
    """
    about = about_now()
    total = sum(questions.turns for questions in sets)
    with fresh_store(settings.embedding_model) as store:
        sync(store, bundled())
        sync(store, Batch(None, tuple(beside)))
        for questions in sets:
            check_gold(questions, store.corpus)
        with open_assistant(store, settings, manner) as assistant:
            asker = _Asker(assistant, Baseline(store.corpus, store.embedder), manner)
            results: list[TurnResult] = []
            for questions in sets:
                for case in questions.cases:
                    for result in asker.results(questions.name, case):
                        results.append(result)
                        progress(len(results), total)
        return Run(
            about=about,
            store=about_store(store),
            asking=AboutAsking(model=settings.model, composer=manner.composer, judge=manner.judge, passages=PASSAGES),
            sets=tuple(_about_set(questions) for questions in sets),
            corpus=store.corpus,
            results=tuple(results),
            strangers=_strangers(results, store.corpus) if beside else None,
        )


class _Asker:
    """Both systems, and the conversations that are put before first questions."""

    def __init__(self, assistant: Assistant, baseline: Baseline, manner: Manner) -> None:
        self._assistant = assistant
        self._baseline = baseline
        self._manner = manner
        bundled_cases = [case for path in SETS.values() for case in load_questions(path).cases]
        self._unrelated = Unrelated(assistant, bundled_cases)

    def results(self, set_name: str, case: Case) -> Iterator[TurnResult]:
        conversation_id: str | None = None
        for number, turn in enumerate(case.turns, start=1):
            question = Question(
                text=turn.question,
                conversation_id=conversation_id,
                composer=self._manner.composer,
                judge=self._manner.judge,
            )
            asked = ask(self._assistant, question)
            if asked.answer is not None:
                conversation_id = asked.answer.conversation_id
            yield self._result(set_name, case, number, asked)

    def _result(self, set_name: str, case: Case, number: int, asked: Asked) -> TurnResult:
        turn = case.turns[number - 1]
        corpus = self._assistant.store.corpus
        found = [passage.clause.id for passage in asked.passages]
        reached = ranks(found, gold_by_document(turn, corpus))
        alone = ask_alone(self._assistant, case, turn, self._manner)
        after = ask_after(self._unrelated, self._assistant, case, reached) if number == 1 else None
        scores = score_answer(case.kind, turn, asked.answer, found, asked.latency_ms, corpus)
        splits = self._baseline.ask(turn.question)
        return TurnResult(
            set_name=set_name,
            case_id=case.id,
            kind=case.kind,
            number=number,
            turn=turn,
            asked=asked,
            gold=self._gold(turn, asked, found),
            alone=alone,
            after=after,
            scores=replace(
                scores,
                alone_recall_5=alone.scores.recall_5 if alone else None,
                alone_facts=alone.scores.facts if alone else None,
                alone_outcome=alone.scores.outcome if alone else None,
                kept_5=hit(after.rank, CUT) if after else None,
            ),
            baseline=splits,
            baseline_scores=self._baseline.score(case.kind, turn, splits),
        )

    def _gold(self, turn: Turn, asked: Asked, found: Sequence[str]) -> tuple[GoldClause, ...]:
        """The gold clauses with their ranks; for those that were not found, a search without a limit is made."""
        store = self._assistant.store
        wanted = set[str]().union(*gold_by_document(turn, store.corpus))
        ranking = found
        if wanted - set(found):
            query = asked.answer.standalone_question if asked.answer else turn.question
            deep = [passage.clause.id for passage in store.search(query, limit=len(store.corpus.clauses))]
            ranking = [*found, *(each for each in deep if each not in set(found))]
        clauses = [clause for clause in store.corpus.clauses.values() if clause.id in wanted]
        return tuple(
            GoldClause(clause=each, text=store.corpus.text(each), rank=best_rank(ranking, [each.id]))
            for each in clauses
        )


def _strangers(results: Sequence[TurnResult], corpus: Corpus) -> Strangers:
    return strangers([each.asked.answer for each in results if each.asked.answer is not None], corpus)


def _about_set(questions: QuestionSet) -> AboutSet:
    return AboutSet(
        name=questions.name,
        file=questions.path.name,
        sha256=sha256(questions.path.read_bytes()).hexdigest(),
        cases=len(questions.cases),
        turns=questions.turns,
    )
