"""How well the judge tells what passages state from what they only come near, where the question's form is no help.

Questions that sources do not answer mostly ask for other things than those that they do: for sums and dates, say. A
judge may go by that alone. Here both halves ask for the same kinds of things, about passages that are made up.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_validator
from sklearn.metrics import roc_auc_score

from assistant.answers import ANSWERING, Outcome
from assistant.ask import Assistant
from assistant.questions import Question
from assistant.settings import Settings
from evals.asking import Manner, ask, open_assistant
from evals.dataset import Id, Text
from evals.fresh_store import fresh_store
from evals.retrieval import as_stored
from evals.tables import Table

BUNDLED = Path(__file__).parent / "data" / "readings.jsonl"
NOT_STATED = "not stated"

Progress = Callable[[int, int], None]


class Asked(BaseModel):
    """One question of a group, and the name of the passage that answers it, null where none does."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    answered_by: str | None
    kind: str


class Group(BaseModel):
    """Passages of one document, by name, and questions about them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    group: Id
    passages: dict[Id, str]
    questions: tuple[Asked, ...]

    @model_validator(mode="after")
    def _named(self) -> Self:
        for each in self.questions:
            if each.answered_by is not None and each.answered_by not in self.passages:
                raise ValueError(f"no passage is called {each.answered_by!r}")
        return self

    def text_id(self, passage: str) -> str:
        """The name of a passage among those of all groups."""
        return f"{self.group}.{passage}"


@dataclass(frozen=True)
class Read:
    """What became of one question."""

    question: str
    kind: str
    """As its file has it, or `not stated`."""
    stated: bool
    outcome: Outcome | None
    """Null where it failed."""
    probability: float | None
    """That the passages answer, as the judge has it; null where the question did not come to it."""


def read(groups: Sequence[Group], settings: Settings, manner: Manner, progress: Progress) -> tuple[Read, ...]:
    """Ask every question over the passages of all groups. A question whose passage is not found is left out: it is the
    judge that is measured.

    Raises:
        AssistantError: the assistant cannot answer in this manner.
        StoreError: the store cannot be made or searched.
    """
    texts = [
        as_stored(Text(id=each.text_id(name), text=text)) for each in groups for name, text in each.passages.items()
    ]
    with fresh_store(settings.embedding_model) as store:
        store.put_many(texts, lambda done, total: None)
        with open_assistant(store, settings, manner) as assistant:
            asked = [(group, each) for group in groups for each in group.questions]
            found = []
            for done, (group, each) in enumerate(asked, start=1):
                found.append(_read(assistant, group, each, manner))
                progress(done, len(asked))
    return tuple(each for each in found if each is not None)


def _read(assistant: Assistant, group: Group, asked: Asked, manner: Manner) -> Read | None:
    got = ask(assistant, Question(text=asked.question, composer=manner.composer, judge=manner.judge, store=False))
    by = asked.answered_by
    if by is not None and group.text_id(by) not in {each.clause.document_id for each in got.passages}:
        return None
    judged = None if got.answer is None else got.answer.judged
    return Read(
        question=asked.question,
        kind=NOT_STATED if by is None else asked.kind,
        stated=by is not None,
        outcome=None if got.answer is None else got.answer.outcome,
        probability=None if judged is None else judged.probability,
    )


def auc(reads: Sequence[Read]) -> float | None:
    """How well the judge's probability tells what is stated from what is not: .5 is guessing. Null where all that were
    judged are of one kind.
    """
    judged = [each for each in reads if each.probability is not None]
    if len({each.stated for each in judged}) < 2:
        return None
    return float(roc_auc_score([each.stated for each in judged], [each.probability for each in judged]))


def table(reads: Sequence[Read]) -> Table:
    """What became of the questions of each kind, and in the heading how well the judge tells them apart."""
    told = auc(reads)
    figure = "-" if told is None else f"{told:.2f}"
    return Table(
        heading=f"{len(reads)} questions about passages that are made up: AUC {figure}",
        columns=("kind", "asked", "answered", "uncertain", "kept out", "failed"),
        rows=list(_rows(reads)),
    )


def as_json(reads: Sequence[Read]) -> dict[str, Any]:
    """The same for programs, with every question."""
    return {"auc": auc(reads), "questions": [asdict(each) for each in reads]}


def _rows(reads: Sequence[Read]) -> Iterator[list[str]]:
    for kind in sorted({each.kind for each in reads}, key=lambda kind: (kind == NOT_STATED, kind)):
        outcomes = Counter(each.outcome for each in reads if each.kind == kind)
        answered = sum(outcomes[each] for each in ANSWERING)
        asked, uncertain, failed = outcomes.total(), outcomes["uncertain"], outcomes[None]
        kept_out = asked - answered - uncertain - failed
        yield [kind, *map(str, (asked, answered, uncertain, kept_out, failed))]
