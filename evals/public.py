"""A public set: its texts in a store made for the run, searched, and where it has answers, asked.

Importing this module loads Chroma (about a second).
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from assistant.ask import Assistant
from assistant.questions import Question
from assistant.settings import Settings
from evals.about import About, AboutStore, about_now, about_store
from evals.asking import Asked, Manner, ask, open_assistant
from evals.cases import CaseKind, Turn
from evals.dataset import Dataset, Query
from evals.fresh_store import fresh_store
from evals.retrieval import Retrieval, as_stored, figures_table, measure_retrieval
from evals.scores import Scores, score_answer
from evals.summary import Summary, summarise
from evals.tables import Table, as_markdown, share_cell, spread_cell

Progress = Callable[[str, int, int], None]
"""Called with what is being measured, how much of it is done, and how much there is."""

FORM = "accord-eval-public"

SHARES = {
    "recall_1": "right text in the first 1",
    "recall_5": "right text in the first 5",
    "recall_8": "right text in the first 8",
    "facts": "right answer shown",
    "facts_first": "right answer in the first two sentences",
    "cited": "right text cited",
    "wrongly_declined": "declined though answerable",
    "uncertain_answerable": "uncertain though answerable",
    "declined_near": "near miss declined",
    "doubted_near": "near miss declined or uncertain",
    "decline_right_near": "`not_in_sources` was right",
    "supported": "everything said is cited or needs no citation",
    "verbatim": "every quote verbatim",
}
"""What is reported of the answers, by the field of `Scores`."""


@dataclass(frozen=True, kw_only=True)
class QueryResult:
    """One query and what the assistant made of it."""

    query: Query
    asked: Asked
    scores: Scores


@dataclass(frozen=True, kw_only=True)
class PublicRun:
    """The figures of one dataset."""

    about: About
    store: AboutStore
    dataset: str
    manner: Manner
    model: str
    retrieval: Retrieval
    results: tuple[QueryResult, ...]
    """None where the set has no answers."""

    @property
    def summary(self) -> Summary:
        """The figures of the answers."""
        return summarise([each.scores for each in self.results])


def run_dataset(dataset: Dataset, settings: Settings, manner: Manner, progress: Progress) -> PublicRun:
    """Put a dataset into a store made for this run, search it, and ask it where it says what is right.

    Raises:
        AssistantError: the assistant cannot answer in this manner.
        StoreError: the store cannot be made or searched.
    """
    about = about_now()
    with fresh_store(settings.embedding_model) as store:
        texts = [as_stored(text) for text in dataset.texts]
        store.put_many(texts, lambda done, total: progress("texts embedded", done, total))
        retrieval = measure_retrieval(store, dataset, lambda done, total: progress("queries", done, total))
        results: list[QueryResult] = []
        if dataset.has_answers:
            with open_assistant(store, settings, manner) as assistant:
                for query in dataset.queries:
                    results.append(_result(assistant, dataset, query, manner))
                    progress("questions", len(results), len(dataset.queries))
        return PublicRun(
            about=about,
            store=about_store(store),
            dataset=dataset.name,
            manner=manner,
            model=settings.model,
            retrieval=retrieval,
            results=tuple(results),
        )


def _result(assistant: Assistant, dataset: Dataset, query: Query, manner: Manner) -> QueryResult:
    question = Question(text=query.question, composer=manner.composer, judge=manner.judge, store=False)
    asked = ask(assistant, question)
    kind: CaseKind = "fact" if query.answerable else "unanswerable"
    turn = Turn(
        question=query.question,
        outcome="answered" if query.answerable else "not_in_sources",
        facts=(query.answers,) if query.answers else (),
        gold=(),
    )
    found = [passage.clause.id for passage in asked.passages]
    gold = [{text_id} for text_id in dataset.relevant.get(query.id, {})]  # each text is a document with one clause
    scores = score_answer(kind, turn, asked.answer, found, asked.latency_ms, assistant.store.corpus, gold)
    return QueryResult(query=query, asked=asked, scores=scores)


def answers_table(run: PublicRun) -> Table:
    """What became of the questions."""
    summary = run.summary
    rows = [[title, share_cell(summary.shares[name])] for name, title in SHARES.items()]
    rows.append(["words, p50 / p95", spread_cell(summary.words, "")])
    rows.append(["time, p50 / p95", spread_cell(summary.latency_ms, "ms")])
    heading = f"Answers to {len(run.results)} questions, composer {run.manner.composer}, judge {run.manner.judge}"
    return Table(heading=heading, columns=("figure", "value"), rows=rows)


def public_tables(run: PublicRun) -> list[Table]:
    """Retrieval, and the answers where there are any."""
    return [figures_table(run.retrieval), *([answers_table(run)] if run.results else [])]


def public_markdown(run: PublicRun) -> str:
    """The whole report."""
    facts = {**asdict(run.about), **asdict(run.store), **asdict(run.manner), "model": run.model}
    facts["search, p50 / p95"] = spread_cell(run.retrieval.latency_ms, "ms")
    about = Table(
        heading="Measured with", columns=("what", "value"), rows=[[key, str(value)] for key, value in facts.items()]
    )
    title = f"# {run.dataset}: {run.store.documents:,} texts\n"
    return "\n".join([title, as_markdown(about), *(as_markdown(table) for table in public_tables(run))])


def public_json(run: PublicRun) -> dict[str, Any]:
    """The run as plain values."""
    return {
        "form": FORM,
        "about": asdict(run.about),
        "store": asdict(run.store),
        "dataset": run.dataset,
        "asking": {**asdict(run.manner), "model": run.model},
        "retrieval": asdict(run.retrieval),
        "summary": asdict(run.summary) if run.results else None,
        "queries": [
            {
                **each.query.model_dump(mode="json"),
                "answer": each.asked.answer.as_dict() if each.asked.answer else None,
                "error": each.asked.error,
                "passages": [{"clause_id": one.clause.id, "score": one.score} for one in each.asked.passages],
                "scores": asdict(each.scores),
            }
            for each in run.results
        ],
    }
