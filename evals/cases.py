"""Question files: one JSON object a line, checked when they are read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from assistant.answers import Outcome, RestsOn
from assistant.questions import MAX_QUESTION
from evals.metrics import clauses_holding
from vectorstore.documents import Corpus

_DATA = Path(__file__).parent / "data"
BUNDLED = _DATA / "questions.jsonl"
SETS = {
    "given": BUNDLED,
    "measured": _DATA / "items-measured.jsonl",
    "calibrate": _DATA / "items-calibrate.jsonl",
    "near": _DATA / "items-near.jsonl",
}
"""The sets that come with the project."""
GATED = ("given", "measured", "calibrate")
"""Those that the gate asks: near misses are made to be got wrong, and only measured."""
"""The question files that come with the project, by the names that commands take."""

CaseKind = Literal[
    "fact",
    "list",
    "coverage",
    "both",
    "false_premise",
    "partial",
    "unanswerable",
    "offtopic",
    "injection",
    "clarification",
    "language",
    "record",
    "structure",
    "abbreviation",
    "keywords",
    "courtesy",
    "conversation",
    "list_all",
    "modality",
    "typo",
    "rambling",
    "double",
]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class CasesError(Exception):
    """A question file cannot be used; the message names file, line and value."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Gold(_Strict):
    """Words of a source that a right answer stands on."""

    document_id: Text
    quote: Text


class Turn(_Strict):
    """One question and what a right answer to it looks like."""

    question: Annotated[str, StringConstraints(min_length=1, max_length=MAX_QUESTION)]
    standalone: Annotated[str, StringConstraints(min_length=1, max_length=MAX_QUESTION)] | None = None
    """Of a follow-up: the same question as it would be asked first, written by hand."""
    outcome: Outcome
    rests_on: RestsOn | None = None
    facts: tuple[Annotated[tuple[Text, ...], Field(min_length=1)], ...]
    """Every inner list needs one of its alternatives in what the reader sees."""
    gold: tuple[Gold, ...]


class Case(_Strict):
    """Turns of one conversation."""

    id: Text
    kind: CaseKind
    turns: Annotated[tuple[Turn, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _first_turn_stands_alone(self) -> Self:
        if self.turns[0].standalone is not None:
            raise ValueError("the first turn has a standalone form, which only follow-ups have")
        return self


@dataclass(frozen=True, kw_only=True)
class QuestionSet:
    """The cases of one file, with the line on which each stands."""

    path: Path
    cases: tuple[Case, ...]
    lines: tuple[int, ...]

    @property
    def name(self) -> str:
        """What the set is called in results: its bundled name, or that of its file."""
        return next((name for name, path in SETS.items() if path == self.path), self.path.stem)

    def first(self, limit: int | None) -> "QuestionSet":
        """The same with at most `limit` cases."""
        return QuestionSet(path=self.path, cases=self.cases[:limit], lines=self.lines[:limit])

    @property
    def turns(self) -> int:
        """How many questions are asked in all."""
        return sum(len(case.turns) for case in self.cases)


def load_questions(path: Path) -> QuestionSet:
    """The cases of a file.

    Raises:
        CasesError: it cannot be read, a line is not a case, or an id stands there twice.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CasesError(f"{path}: the file cannot be opened: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CasesError(f"{path}: the file is not UTF-8 (byte {error.start}). Save it as UTF-8.") from error
    # Not splitlines(): a JSON string may hold U+2028, which that would break a line at.
    numbered = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not numbered:
        raise CasesError(f"{path}: the file holds no questions.")
    cases = tuple(_case(path, number, line) for number, line in numbered)
    lines = tuple(number for number, _ in numbered)
    _refuse_duplicates(path, cases, lines)
    return QuestionSet(path=path, cases=cases, lines=lines)


def load_sets(items: Sequence[str]) -> tuple[QuestionSet, ...]:
    """The question sets of these names or files, in order.

    Raises:
        CasesError: as `load_questions`, or two of them would have one name.
    """
    sets = tuple(load_questions(SETS[item] if item in SETS else Path(item)) for item in items)
    for name, count in Counter(questions.name for questions in sets).items():
        if count > 1:
            raise CasesError(f"{count} question sets are called {name!r}. Give each once, under names that differ.")
    return sets


def check_gold(questions: QuestionSet, corpus: Corpus) -> None:
    """Make sure that every gold quote stands in a clause of its document.

    Raises:
        CasesError: one does not, or its document is not in the corpus.
    """
    for case, line in zip(questions.cases, questions.lines, strict=True):
        for gold in _golds(case):
            where = f"{questions.path}, line {line}, case {case.id!r}"
            if gold.document_id not in corpus.documents:
                known = ", ".join(corpus.documents)
                raise CasesError(f"{where}: there is no document {gold.document_id!r}. Known are: {known}.")
            if not clauses_holding(corpus, gold.document_id, gold.quote):
                raise CasesError(f"{where}: no clause of {gold.document_id!r} holds the gold quote {gold.quote!r}.")


def _golds(case: Case) -> Iterable[Gold]:
    return (gold for turn in case.turns for gold in turn.gold)


def _case(path: Path, number: int, line: str) -> Case:
    try:
        return Case.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "the line"
        value = str(first["input"])
        shown = value if len(value) <= 80 else value[:80] + "..."
        raise CasesError(f"{path}, line {number}: {where} cannot be {shown!r}: {first['msg']}.") from error


def _refuse_duplicates(path: Path, cases: tuple[Case, ...], lines: tuple[int, ...]) -> None:
    counts = Counter(case.id for case in cases)
    for case_id, count in counts.items():
        if count > 1:
            where = [str(line) for case, line in zip(cases, lines, strict=True) if case.id == case_id]
            raise CasesError(f"{path}, lines {' and '.join(where)}: the id {case_id!r} is used {count} times.")
