"""How signals become a probability, and from which one on a question is answered or declined.

Found by `accord eval calibrate` and kept in `calibrations.json`, one for each judge, prompt and embedding model: other
vectors have other cosines, and another model is sure of other things.
"""

import math
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from assistant.answers import Judged
from assistant.prompt import fingerprint

FILE = Path(__file__).with_name("calibrations.json")
QUICK = "quick"
_LEAST = 0.005
"""No probability of a model is taken for less doubtful than this."""


class Calibration(BaseModel):
    """One calibration and how it was found."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    judge: str
    """"quick", or the name of the language model."""
    prompt: str | None = None
    """Fingerprint of what the model is told; null for the quick judge."""
    embedding: str
    """Fingerprint of the embedding model."""
    weights: dict[str, float]
    bias: float
    off_topic: float
    """Evidence below which a question that is declined has nothing to do with the texts."""
    not_found: float
    """Probability below which the sources are taken not to answer."""
    doubtful: float
    """Probability below which it is left to the reader."""
    measured: dict[str, float | int | str] = Field(default_factory=dict)
    """Date, questions and cross-validated figures; for people."""

    @property
    def holds_for(self) -> tuple[str, str | None, str]:
        """Judge, prompt and embedding model."""
        return self.judge, self.prompt, self.embedding

    def probability(self, judged: Judged) -> float:
        """Probability that the passages answer the question."""
        seen = features(judged)
        return 1 / (1 + math.exp(-(self.bias + sum(weight * seen[name] for name, weight in self.weights.items()))))


def features(judged: Judged) -> dict[str, float]:
    """What a calibration weighs, by name."""
    seen = {
        "evidence": judged.evidence,
        "absent": float(bool(judged.absent)),
        "unmeasured": float(judged.unmeasured),
    }
    if judged.model_yes is not None:
        yes = min(max(judged.model_yes, _LEAST), 1 - _LEAST)
        seen["model"] = math.log(yes / (1 - yes))
    return seen


def find(judge: str, embedding: str) -> Calibration | None:
    """The calibration of the quick judge or of a language model with this embedding model; null where none was made."""
    wanted = (judge, None if judge == QUICK else fingerprint(), embedding)
    return next((each for each in _bundled() if each.holds_for == wanted), None)


def read_calibrations(path: Path) -> tuple[Calibration, ...]:
    """The calibrations in a file."""
    return TypeAdapter(tuple[Calibration, ...]).validate_json(path.read_bytes())


@cache
def _bundled() -> tuple[Calibration, ...]:
    return read_calibrations(FILE)
