"""Results files read back, for reports, comparisons and the gate: what was measured is not asked again."""

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answers import Outcome
from evals.cases import CaseKind, Turn
from evals.results import FORM, FORMAT
from evals.scores import Scores
from evals.summary import Spread, Summary


class ResultsError(Exception):
    """A file is not what was asked for, or two of them do not fit; the message names file and reason."""


class _Kept(BaseModel):
    """Later versions may write more than this one reads."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class KeptStatement(_Kept):
    """One sentence of an answer."""

    text: str
    citations: tuple[int, ...]


class KeptCitation(_Kept):
    """One quoted span."""

    number: int
    clause_id: str
    document_id: str
    source: str
    label: str
    quote: str


class KeptAnswer(_Kept):
    """What a reader saw, and what the judge went by."""

    outcome: Outcome
    reason: str | None = None
    rests_on: str
    text: str
    standalone_question: str
    statements: tuple[KeptStatement, ...]
    citations: tuple[KeptCitation, ...]
    nearest: tuple[KeptCitation, ...]
    judge: str
    composer: str
    fallback: str | None = None
    model: str
    judged: Any = None
    """What the answer keeps of the judge; it need not keep anything."""

    @property
    def cited(self) -> set[str]:
        """The clauses that are cited."""
        return {each.clause_id for each in self.citations}

    @property
    def signals(self) -> dict[str, float]:
        """The judge's numbers by name, such as `probability` or `evidence`; a number without a name is the first."""
        named = self.judged if isinstance(self.judged, dict) else {"probability": self.judged}
        return {
            name: float(value)
            for name, value in named.items()
            if isinstance(value, int | float) and not isinstance(value, bool)
        }


class KeptPassage(_Kept):
    """A clause that was found."""

    clause_id: str
    document_id: str
    label: str
    text: str
    gold: bool
    score: float
    scores: dict[str, float]


class KeptGold(_Kept):
    """A clause that should have been found."""

    clause_id: str
    document_id: str
    label: str
    text: str
    rank: int | None


class KeptAlone(_Kept):
    """A follow-up's standalone form."""

    outcome: Outcome | None
    rank: int | None
    scores: Scores


class KeptAfter(_Kept):
    """A first question after an unrelated conversation."""

    conversation: str
    rank: int | None


class KeptBaseline(_Kept):
    """What the baseline's splits scored."""

    scores: Scores


class KeptTurn(_Kept):
    """One turn with everything that came of it."""

    set_name: str = Field(alias="set")
    case: str
    kind: CaseKind
    turn: int
    expected: Turn
    answer: KeptAnswer | None
    error: str | None
    passages: tuple[KeptPassage, ...]
    gold: tuple[KeptGold, ...]
    alone: KeptAlone | None
    after: KeptAfter | None
    scores: Scores
    baseline: KeptBaseline

    @property
    def key(self) -> str:
        """What names the turn among all."""
        return f"{self.set_name} {self.case}/{self.turn}"

    @property
    def outcome(self) -> str:
        """The outcome that it had."""
        return self.answer.outcome if self.answer else "failed"


class KeptSummaries(_Kept):
    """Figures by system, then by group or kind."""

    ours: dict[str, Summary]
    baseline: dict[str, Summary]


class KeptSet(_Kept):
    """One question set and its figures."""

    name: str
    file: str
    sha256: str
    cases: int
    turns: int
    summary: KeptSummaries
    by_kind: KeptSummaries


class Results(_Kept):
    """A whole run over questions."""

    form: Literal["accord-eval-answers"]
    format: Literal[2]
    about: dict[str, Any]
    store: dict[str, Any]
    asking: dict[str, Any]
    sets: tuple[KeptSet, ...]
    times_ms: dict[str, dict[str, Spread | None]]
    turns: tuple[KeptTurn, ...]


def read_results(path: Path) -> Results:
    """The results of a run; of a folder, its results.json.

    Raises:
        ResultsError: it cannot be read, or is not a run over questions of this format.
    """
    file = path / "results.json" if path.is_dir() else path
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise ResultsError(f"{file}: the file cannot be opened: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ResultsError(f"{file}: that is not a results file (byte {error.start} is not UTF-8).") from error
    try:
        return Results.model_validate_json(text)
    except ValidationError as error:
        raise ResultsError(f"{file}: {_reason(error)}") from error


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    if first["type"] == "json_invalid" or where in ("", "form"):
        return f"that is not the results.json of `accord eval run` over questions (no form {FORM!r})."
    if where == "format":
        return f"it has format {str(first['input'])[:20]!r}; this version reads {FORMAT}. Run the measuring again."
    return f"{where}: {first['msg']}."
