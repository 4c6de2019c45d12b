"""Calibrating the judge: what it goes by, for questions whose outcome is known, to a probability and to marks.

Logistic regression (Platt 1999, "Probabilistic outputs for support vector machines") on the signals that the answers
themselves carry. The figures are cross-validated: every question is judged by a regression that has not seen it, ten
parts, the same parts every time. The marks are quantiles of those probabilities over the questions that the sources
answer, so that about as many are wrongly declined, or left in doubt, as is asked for.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from assistant.answers import ANSWERING, Judged
from assistant.ask import Assistant
from assistant.judge.calibration import FILE, QUICK, Calibration, features, read_calibrations
from assistant.prompt import fingerprint
from assistant.questions import Question
from assistant.settings import Settings
from evals.about import about_now
from evals.asking import Manner, ask, open_assistant
from evals.cases import QuestionSet
from evals.fresh_store import fresh_store
from ingest.sources import bundled
from ingest.sync import sync

WRONGLY_DECLINED = {"quick": 0.03, "model": 0.08}
"""Share of the questions that the sources answer that may be declined."""
IN_DOUBT = {"quick": 0.13, "model": 0.12}
"""Share of them that may be declined or left in doubt."""
_OFF_TOPIC = 0.03
"""Share of the questions on the topic whose evidence lies below the mark for what is off it."""
_PARTS = 10
_SEED = 20230518
_STRENGTH = 1.0
"""Inverse strength of the regularisation; standardised features would need another one."""

Progress = Callable[[int, int], None]


class CannotCalibrate(Exception):
    """There are too few questions of a kind."""


@dataclass(frozen=True)
class Sample:
    """One question as it was judged, and what is right."""

    question: str
    kind: str
    judged: Judged
    answerable: bool


@dataclass(frozen=True)
class Found:
    """A calibration and what it was made from."""

    calibration: Calibration
    samples: tuple[Sample, ...]

    def lines(self) -> str:
        """The samples as JSON, one a line."""
        return "".join(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in self.samples)


def calibrated(sets: Sequence[QuestionSet], settings: Settings, manner: Manner, progress: Progress) -> Found:
    """The calibration of a judge, from the first questions of all cases that come before it.

    Raises:
        AssistantError: the assistant cannot answer in this manner.
        StoreError: the store cannot be made.
        CannotCalibrate: there are too few questions.
    """
    with fresh_store(settings.embedding_model) as store:
        sync(store, bundled())
        with open_assistant(store, settings, manner) as assistant:
            samples = tuple(collect(assistant, sets, manner, progress))
            judge = QUICK if manner.judge == "quick" or assistant.model is None else assistant.model.name
        return Found(fit(samples, judge, store.embedder.fingerprint), samples)


def written(calibration: Calibration, path: Path | None) -> Path:
    """Add a calibration to those in a file, in place of one for the same judge and vectors; gives the file."""
    file = path or FILE
    kept = read_calibrations(file) if file.exists() else ()
    others = [each for each in kept if (each.judge, each.embedding) != (calibration.judge, calibration.embedding)]
    ordered = sorted([*others, calibration], key=lambda each: each.judge)
    file.write_text(json.dumps([each.model_dump() for each in ordered], indent=2) + "\n", encoding="utf-8")
    return file


def collect(assistant: Assistant, sets: Sequence[QuestionSet], manner: Manner, progress: Progress) -> Iterator[Sample]:
    """How the first question of each case was judged, where it came before the judge.

    Questions that are answered in part are left out: one half of them is answerable.
    """
    cases = [case for questions in sets for case in questions.cases if case.turns[0].outcome != "partial"]
    for done, case in enumerate(cases, start=1):
        turn = case.turns[0]
        judged = _judged(assistant, turn.question, manner)
        if judged is not None and (manner.judge == "quick") == (judged.model_yes is None):
            yield Sample(turn.question, case.kind, judged, turn.outcome in ANSWERING)
        progress(done, len(cases))


def fit(samples: Sequence[Sample], judge: str, embedding: str) -> Calibration:
    """The calibration from samples.

    Raises:
        CannotCalibrate: fewer than ten questions are answerable, or fewer than ten are not.
    """
    truth = np.array([each.answerable for each in samples], dtype=bool)
    if min(truth.sum(), (~truth).sum()) < _PARTS:
        raise CannotCalibrate(
            f"{truth.sum()} questions are answerable and {(~truth).sum()} are not; ten of each are needed at least."
        )
    seen = [features(each.judged) for each in samples]
    names = sorted(seen[0])
    values = np.array([[each[name] for name in names] for each in seen])
    model = LogisticRegression(C=_STRENGTH)
    parts = StratifiedKFold(_PARTS, shuffle=True, random_state=_SEED)
    likely = cross_val_predict(model, values, truth, cv=parts, method="predict_proba")[:, 1]
    model.fit(values, truth)
    kind = "quick" if judge == QUICK else "model"
    not_found, doubtful = np.quantile(likely[truth], [WRONGLY_DECLINED[kind], IN_DOUBT[kind]])
    near = [each.judged.evidence for each in samples if each.kind != "offtopic"]
    on_topic = np.array([each.kind != "offtopic" for each in samples])
    unanswerable = likely[~truth & on_topic]
    far = likely[~on_topic]
    return Calibration(
        judge=judge,
        prompt=None if judge == QUICK else fingerprint(),
        embedding=embedding,
        weights={name: round(float(weight), 4) for name, weight in zip(names, model.coef_[0], strict=True)},
        bias=round(float(model.intercept_[0]), 4),
        off_topic=round(float(np.quantile(near, _OFF_TOPIC)), 3),
        not_found=round(float(not_found), 4),
        doubtful=round(float(doubtful), 4),
        measured={
            "date": about_now().date,
            "answerable": int(truth.sum()),
            "unanswerable": len(unanswerable),
            "off_topic": len(far),
            "auc": round(float(roc_auc_score(truth, likely)), 3),
            "unanswerable_declined": _share_below(not_found, unanswerable),
            "unanswerable_declined_or_doubted": _share_below(doubtful, unanswerable),
            "off_topic_declined": _share_below(not_found, far),
        },
    )


def _share_below(mark: float, likely: NDArray[np.float64]) -> float | str:
    return round(float((likely < mark).mean()), 3) if len(likely) else "none asked"


def _judged(assistant: Assistant, question: str, manner: Manner) -> Judged | None:
    asked = ask(assistant, Question(text=question, composer="quote", judge=manner.judge, store=False))
    return None if asked.answer is None else asked.answer.judged
