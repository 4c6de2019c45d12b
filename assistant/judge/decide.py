"""From signals, and what a language model made of the passages, to the outcome."""

from assistant.answers import Judged
from assistant.judge.calibration import Calibration
from assistant.judge.verdict import ANSWERED, DOUBTFUL, OFF_TOPIC, Verdict, not_found

_SURE = (0.3, 0.7)
"""Without a calibration: probabilities of a language model below which it declines, and from which it answers."""
_WORDED = 0.5
"""Without either: share of the question's words, by rarity, that one sentence must have to be an answer."""


def decide(judged: Judged, calibration: Calibration | None, texts: int) -> Verdict:
    """The verdict on what was found in so many texts."""
    if judged.unstated:
        return not_found(judged.absent, texts)
    if calibration is None:
        return _uncalibrated(judged, texts)
    assert judged.probability is not None
    if judged.probability < calibration.not_found:
        far = judged.evidence < calibration.off_topic and not judged.absent and not judged.named
        return OFF_TOPIC if far else not_found(judged.absent, texts)
    return DOUBTFUL if judged.probability < calibration.doubtful else ANSWERED


def _uncalibrated(judged: Judged, texts: int) -> Verdict:
    """Nothing is known of this embedding model's cosines: words decide, or a language model that is sure."""
    if judged.absent:
        return not_found(judged.absent, texts)
    if judged.model_yes is None:
        return ANSWERED if judged.wording >= _WORDED else DOUBTFUL
    low, high = _SURE
    if judged.model_yes < low:
        return not_found((), texts)
    return DOUBTFUL if judged.model_yes < high else ANSWERED
