"""Calibrations: what is packaged, and how signals become a probability."""

import pytest
from pydantic import ValidationError

from assistant.answers import Judged
from assistant.judge.calibration import FILE, QUICK, Calibration, features, find, read_calibrations
from assistant.prompt import fingerprint

PACKAGED = read_calibrations(FILE)


def judged(evidence=0.8, absent=(), unmeasured=False, model_yes=None):
    return Judged(
        evidence=evidence, meaning=0.5, wording=0.5, absent=absent, unmeasured=unmeasured, model_yes=model_yes
    )


def test_the_packaged_embedding_model_is_calibrated_for_the_quick_judge(embedder):
    found = find(QUICK, embedder.fingerprint)
    assert found in PACKAGED
    assert found.holds_for == ("quick", None, embedder.fingerprint)


@pytest.mark.parametrize("judge", [QUICK, "local", "another"])
def test_another_embedding_model_is_not(judge):
    assert find(judge, "0" * 32) is None


def test_a_model_that_was_not_calibrated_has_none(embedder):
    assert find("another", embedder.fingerprint) is None


def test_there_is_one_for_the_same():
    holds_for = [each.holds_for for each in PACKAGED]
    assert len(set(holds_for)) == len(holds_for)


@pytest.mark.parametrize("each", PACKAGED, ids=lambda each: each.judge)
def test_what_is_packaged_can_be_used(each):
    by_model = each.judge != QUICK
    assert each.prompt == (fingerprint() if by_model else None), "the prompt is another one now: calibrate again"
    assert set(each.weights) == set(features(judged(model_yes=0.5 if by_model else None)))
    assert 0 < each.not_found <= each.doubtful < 1
    assert 0 < each.off_topic < 1
    assert min(each.measured[name] for name in ("answerable", "unanswerable")) >= 10
    assert 0.5 < each.measured["auc"] <= 1


@pytest.mark.parametrize("each", PACKAGED, ids=lambda each: each.judge)
def test_what_speaks_for_an_answer_makes_it_likelier(each):
    yes = {"model_yes": 0.5} if each.judge != QUICK else {}
    plain = each.probability(judged(**yes))
    assert 0 < plain < 1
    assert each.probability(judged(evidence=1.2, **yes)) > plain
    assert each.probability(judged(absent=("Peru",), **yes)) < plain
    if yes:
        assert each.probability(judged(model_yes=0.9)) > plain > each.probability(judged(model_yes=0.1))


def test_nobody_is_surer_than_sure():
    sure = features(judged(model_yes=1.0))["model"]
    assert sure == features(judged(model_yes=0.999))["model"] == pytest.approx(-features(judged(model_yes=0))["model"])
    assert "model" not in features(judged())


def test_a_file_with_something_else_in_it_is_refused(tmp_path):
    file = tmp_path / "c.json"
    for text in ('[{"judge": "quick"}]', "{}", '[{"judge": "quick", "more": 1}]'):
        file.write_text(text, "utf-8")
        with pytest.raises(ValidationError):
            read_calibrations(file)


def test_what_is_written_is_what_is_read(tmp_path):
    made = Calibration(
        judge="quick", embedding="e", weights={"evidence": 1.0}, bias=-0.5, off_topic=0.1, not_found=0.2, doubtful=0.3
    )
    file = tmp_path / "c.json"
    file.write_text(f"[{made.model_dump_json()}]", "utf-8")
    assert read_calibrations(file) == (made,)
