"""From signals to an outcome, with marks made up for it."""

from dataclasses import replace

import pytest

from assistant.answers import Judged
from assistant.judge.calibration import Calibration
from assistant.judge.decide import decide

CALIBRATION = Calibration(
    judge="quick", embedding="e", weights={"evidence": 10.0}, bias=-5, off_topic=0.2, not_found=0.4, doubtful=0.6
)
JUDGED = Judged(evidence=0.5, meaning=0.5, wording=0.4, absent=(), unmeasured=False)


@pytest.mark.parametrize(
    ("evidence", "probability", "absent", "outcome", "reason"),
    [
        (1.0, 0.6, (), "answered", None),
        (1.0, 0.59, (), "uncertain", None),
        (1.0, 0.4, (), "uncertain", None),
        (1.0, 0.39, (), "not_in_sources", None),
        (0.19, 0.39, (), "out_of_scope", "off_topic"),
        (0.19, 0.5, (), "uncertain", None),
        (0.19, 0.39, ("Peru",), "not_in_sources", None),
    ],
    ids=["likely", "doubtful", "just doubtful", "unlikely", "far off", "far off but likely", "far off and absent"],
)
def test_marks_tell_outcomes_apart(evidence, probability, absent, outcome, reason):
    judged = replace(JUDGED, evidence=evidence, probability=probability, absent=absent)
    verdict = decide(judged, CALIBRATION, texts=2)
    assert (verdict.outcome, verdict.reason, verdict.looked_for) == (outcome, reason, absent)
    assert (verdict.notice is None) == (outcome == "answered")


@pytest.mark.parametrize("calibration", [CALIBRATION, None])
def test_what_is_to_be_cited_and_is_not_stated_is_not_in_the_sources(calibration):
    judged = replace(JUDGED, probability=0.9, wording=0.9, unstated=True)
    assert decide(judged, calibration, texts=2).outcome == "not_in_sources"


def test_who_names_something_in_the_texts_is_not_off_their_topic():
    judged = replace(JUDGED, evidence=0.05, probability=0.05, named=True)
    assert decide(judged, CALIBRATION, texts=2).outcome == "not_in_sources"


@pytest.mark.parametrize(
    ("absent", "texts", "notice"),
    [
        (("Peru",), 1, "The text does not mention Peru (searched word for word)."),
        (("Peru",), 2, "Neither text mentions Peru (searched word for word)."),
        (("Peru", "Chile"), 3, "None of the texts mentions Peru or Chile (searched word for word)."),
        (("Peru", "Chile", "Fiji"), 2, "Neither text mentions Peru, Chile or Fiji (searched word for word)."),
    ],
)
def test_names_that_stand_nowhere_are_told(absent, texts, notice):
    judged = replace(JUDGED, probability=0.1, absent=absent)
    assert decide(judged, CALIBRATION, texts).notice == notice
    assert decide(replace(judged, probability=None), None, texts).notice == notice


@pytest.mark.parametrize(
    ("wording", "model_yes", "outcome"),
    [
        (0.9, None, "answered"),
        (0.1, None, "uncertain"),
        (0.9, 0.1, "not_in_sources"),
        (0.9, 0.5, "uncertain"),
        (0.1, 0.9, "answered"),
    ],
)
def test_without_a_calibration(wording, model_yes, outcome):
    assert decide(replace(JUDGED, wording=wording, model_yes=model_yes), None, texts=2).outcome == outcome
