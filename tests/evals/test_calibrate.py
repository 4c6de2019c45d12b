"""Calibrating the judge: on samples made by hand, and by the command on a few real questions."""

import json
import random
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from assistant.answers import ANSWERING, Judged
from assistant.judge.calibration import FILE, Calibration, find, read_calibrations
from assistant.prompt import fingerprint
from assistant.settings import Settings
from evals.calibrate import CannotCalibrate, Found, Sample, fit, written
from evals.cases import SETS, load_questions
from evals.command import app


def sample(number, answerable, evidence, kind="fact", model_yes=None):
    judged = Judged(
        evidence=evidence, meaning=evidence / 2, wording=0.5, absent=(), unmeasured=False, model_yes=model_yes
    )
    return Sample(f"What of {number}?", kind, judged, answerable)


def samples(apart, count=60, **more):
    """As many answerable questions as others, whose evidence lies so far above theirs."""
    rng = random.Random(20230518)
    kinds = {True: "fact", False: "unanswerable"}
    return [
        sample(number, yes, rng.gauss(0.6 + (apart if yes else 0), 0.1), kinds[yes], **more)
        for number in range(count)
        for yes in (True, False)
    ]


def test_what_can_be_told_apart_is_told_apart():
    found = fit(samples(0.6), "quick", "vectors")
    assert found.holds_for == ("quick", None, "vectors")
    assert found.measured["auc"] > 0.99
    assert (found.measured["answerable"], found.measured["unanswerable"]) == (60, 60)
    assert found.weights["evidence"] > 0
    assert found.probability(sample(0, True, 1.2).judged) > 0.8
    assert found.probability(sample(0, False, 0.6).judged) < 0.2
    assert found.measured["unanswerable_declined"] > 0.95


def test_what_cannot_be_told_apart_is_not():
    found = fit(samples(0), "quick", "vectors")
    assert 0.3 < found.measured["auc"] < 0.7
    assert found.measured["unanswerable_declined"] < 0.2


@pytest.mark.parametrize("judge", ["quick", "told"])
def test_few_that_are_answerable_lie_below_the_marks(judge):
    more = {} if judge == "quick" else {"model_yes": 0.5}
    made = samples(0.15, 200, **more)
    found = fit(made, judge, "vectors")
    likely = [found.probability(each.judged) for each in made if each.answerable]
    assert found.not_found <= found.doubtful
    assert sum(each < found.not_found for each in likely) / len(likely) < 0.1
    assert sum(each < found.doubtful for each in likely) / len(likely) < 0.2


def test_a_model_is_weighed_where_it_was_asked():
    rng = random.Random(1)
    made = []
    for each in samples(0):
        yes = rng.uniform(0.6, 1) if each.answerable else rng.uniform(0, 0.5)
        made.append(replace(each, judged=replace(each.judged, model_yes=yes)))
    found = fit(made, "told", "vectors")
    assert found.holds_for == ("told", fingerprint(), "vectors")
    assert found.measured["auc"] > 0.95
    assert found.weights["model"] > 0


def test_the_same_samples_give_the_same():
    first, second = (fit(samples(0.3), "quick", "vectors").model_dump(exclude={"measured"}) for _ in range(2))
    assert first == second


def test_questions_off_the_topic_set_no_mark_for_what_is_near_it():
    near = fit(samples(0.4), "quick", "vectors")
    far = [sample(number, False, 0.05 + number / 1000, "offtopic") for number in range(30)]
    both = fit(samples(0.4) + far, "quick", "vectors")
    assert both.off_topic == near.off_topic > 0.1
    assert both.measured["off_topic"] == 30
    assert both.measured["off_topic_declined"] > 0.9


def test_what_was_not_asked_is_not_measured(tmp_path):
    far = [sample(number, False, 0.05 + number / 1000, "offtopic") for number in range(30)]
    found = fit([each for each in samples(0.4) if each.answerable] + far, "quick", "vectors")
    assert (found.measured["unanswerable"], found.measured["unanswerable_declined"]) == (0, "none asked")
    assert fit(samples(0.4), "quick", "vectors").measured["off_topic_declined"] == "none asked"
    assert read_calibrations(written(found, tmp_path / "new.json")) == (found,)


@pytest.mark.parametrize("few", [True, False])
def test_too_few_questions_of_a_kind_are_refused(few):
    made = [each for each in samples(0.5) if each.answerable != few] + [
        each for each in samples(0.5, 9) if each.answerable == few
    ]
    with pytest.raises(CannotCalibrate, match="ten of each are needed"):
        fit(made, "quick", "vectors")
    with pytest.raises(CannotCalibrate):
        fit([], "quick", "vectors")


def calibration(judge="quick", embedding="vectors", bias=0.0, prompt=None):
    return Calibration(
        judge=judge, prompt=prompt, embedding=embedding, weights={"evidence": 1.0}, bias=bias, off_topic=0.1,
        not_found=0.2, doubtful=0.3,
    )  # fmt: skip


def test_a_calibration_replaces_the_one_for_the_same_and_no_other(tmp_path):
    file = tmp_path / "new.json"
    others = [calibration(embedding="others"), calibration("other", prompt="one"), calibration("local", prompt="two")]
    for each in [*others[:2], calibration("local", prompt="one"), others[2], calibration(bias=1)]:
        assert written(each, file) == file
    before = read_calibrations(file)
    assert len(before) == 4, "a model has one prompt"
    assert all(each in before for each in others)
    written(calibration(bias=2), file)
    after = read_calibrations(file)
    assert len(after) == 4
    assert [each for each in after if each not in before] == [calibration(bias=2)]
    assert [each for each in before if each not in after] == [calibration(bias=1)]


def test_samples_are_written_one_a_line():
    made = samples(0.3, 2)
    lines = Found(calibration(), tuple(made)).lines().splitlines()
    assert [json.loads(line)["question"] for line in lines] == [each.question for each in made]


@pytest.fixture
def few(tmp_path):
    """A file with twelve questions of either kind."""
    questions = load_questions(SETS["calibrate"])
    lines = SETS["calibrate"].read_text("utf-8").splitlines()
    kinds = {True: [], False: []}
    for case, line in zip(questions.cases, lines, strict=True):
        if case.kind in ("fact", "unanswerable", "offtopic"):
            kinds[case.turns[0].outcome in ANSWERING].append(line)
    path = tmp_path / "few.jsonl"
    path.write_text("\n".join(kinds[True][:12] + kinds[False][-12:]) + "\n", "utf-8")
    return path


def invoke(*args):
    return CliRunner().invoke(app, ["calibrate", *(str(arg) for arg in args)], obj=Settings())


def test_the_quick_judge_is_calibrated_by_a_command(few, tmp_path, embedder):
    out, kept = tmp_path / "out.json", tmp_path / "samples.jsonl"
    packaged = FILE.read_bytes()
    result = invoke("--judge", "quick", "--items", few, "--out", out, "--samples", kept)
    assert result.exit_code == 0, result.output
    (found,) = read_calibrations(out)
    assert found.holds_for == ("quick", None, embedder.fingerprint)
    assert found.weights.keys() == find("quick", embedder.fingerprint).weights.keys()
    assert str(out) in result.stdout.replace("\n", "")
    made = [json.loads(line) for line in kept.read_text("utf-8").splitlines()]
    asked = {json.loads(line)["turns"][0]["question"] for line in few.read_text("utf-8").splitlines()}
    assert {each["question"] for each in made} <= asked
    assert found.measured["answerable"] == sum(each["answerable"] for each in made) >= 10
    assert FILE.read_bytes() == packaged


def test_what_cannot_be_calibrated_is_one_sentence(few, tmp_path):
    few.write_text("\n".join(few.read_text("utf-8").splitlines()[:3]), "utf-8")
    result = invoke("--judge", "quick", "--items", few, "--out", tmp_path / "out.json")
    assert result.exit_code == 1
    assert "ten of each are needed" in " ".join(result.stderr.split())
    assert not (tmp_path / "out.json").exists()
    result = invoke("--judge", "model", "--items", few, "--out", tmp_path / "out.json")
    assert result.exit_code == 1
    assert "No language model is set up" in result.stderr
