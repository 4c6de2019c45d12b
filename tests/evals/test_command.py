import json

import pytest
from measured import answer, citation, results, turn
from typer.testing import CliRunner

from assistant.settings import Settings
from evals.cases import BUNDLED
from evals.command import app


@pytest.fixture
def invoke():
    return lambda *args: CliRunner().invoke(app, [str(arg) for arg in args], obj=Settings())


@pytest.fixture
def three(tmp_path):
    path = tmp_path / "three.jsonl"
    path.write_text("\n".join(BUNDLED.read_text("utf-8").splitlines()[:3]), "utf-8")
    return path


def test_a_run_writes_its_results_also_without_the_word_run(invoke, three, tmp_path):
    result = invoke("--questions", three, "--out", tmp_path / "out", "--limit", 2, "--json")
    assert result.exit_code == 0, result.output
    (folder,) = (tmp_path / "out").iterdir()
    assert json.loads(result.stdout) == json.loads((folder / "results.json").read_text("utf-8"))
    assert json.loads(result.stdout)["sets"][0]["turns"] == 2
    assert (folder / "report.md").read_text("utf-8").startswith("# Answers to question sets")
    assert str(tmp_path) not in (folder / "results.json").read_text("utf-8")


def test_a_dataset_is_measured(invoke, tiny_set, tmp_path):
    result = invoke("run", "--dataset", tiny_set, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "fused" in result.stdout
    assert "right answer shown" in result.stdout
    (folder,) = (tmp_path / "out").iterdir()
    assert {file.name for file in folder.iterdir()} == {"results.json", "report.md"}


def test_several_sets_go_into_one_result_in_the_manner_that_was_asked_for(invoke, three, tmp_path):
    other = tmp_path / "other.jsonl"
    other.write_text(BUNDLED.read_text("utf-8").splitlines()[3], "utf-8")
    args = ("--items", three, "--items", other, "--judge", "quick", "--composer", "quote", "--out", tmp_path / "out")
    result = invoke("run", *args, "--json")
    assert result.exit_code == 0, result.output
    made = json.loads(result.stdout)
    assert [(each["name"], each["turns"]) for each in made["sets"]] == [("three", 3), ("other", 1)]
    assert (made["asking"]["judge"], made["asking"]["composer"]) == ("quick", "quote")
    assert [turn["set"] for turn in made["turns"]] == ["three"] * 3 + ["other"]


def test_a_judge_that_is_not_there_is_one_sentence(invoke, three):
    result = invoke("run", "--items", three, "--judge", "model")
    assert result.exit_code == 1
    assert "No language model is set up" in result.stderr


@pytest.fixture
def made(tmp_path):
    """Writes results by hand into a folder of their own."""

    def write(name, *turns):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "results.json").write_text(json.dumps(results(*turns)), "utf-8")
        return folder

    return write


MISSED = turn("b", scores={"facts": False, "cited": False}, answer=answer(citations=[citation("d/2", "Else.")]))


def test_a_report_is_written_beside_the_results_or_where_it_is_asked_for(invoke, made, tmp_path):
    folder = made("run", turn("a"), MISSED)
    assert invoke("report", folder).exit_code == 0
    beside = (folder / "report.html").read_text("utf-8")
    assert "Found at rank 1, but the answer quotes another clause" in beside
    out = tmp_path / "new" / "page.html"
    result = invoke("report", folder / "results.json", "--out", out)
    assert result.exit_code == 0, result.output
    assert out.read_text("utf-8") == beside
    assert str(out) in result.stdout.replace("\n", "")


def test_two_runs_are_compared(invoke, made):
    before, after = made("before", turn("a"), turn("b")), made("after", turn("a"), MISSED)
    result = invoke("compare", before, after)
    assert result.exit_code == 0, result.output
    assert "Turns that got worse" in result.stdout
    changes = json.loads(invoke("compare", before, after, "--json").stdout)["changes"]
    assert [(each["turn"], each["worse"]) for each in changes] == [("made b/1", ["facts", "citation"])]


def test_the_gate_names_figure_floor_and_value(invoke, made, tmp_path):
    floors = tmp_path / "floors.toml"
    floors.write_text("[floors.made.first_turns]\nfacts = 0.5\ncited = 0.75\n", "utf-8")
    folder = made("run", turn("a"), MISSED)
    failed = invoke("gate", "--results", folder, "--floors", floors)
    assert failed.exit_code == 1
    assert failed.stderr == "Below the floor:\nmade, first turns: rightly cited (cited): 0.500, floor 0.75.\n"
    floors.write_text("[floors.made.first_turns]\nfacts = 0.3\n", "utf-8")
    passed = invoke("gate", "--results", folder, "--floors", floors)
    assert passed.exit_code == 0, passed.output
    assert "could be set closer" in passed.stdout
    suggested = invoke("gate", "--results", folder, "--floors", floors, "--suggest")
    assert suggested.stdout == "[floors.made.first_turns]\nfacts = 0.48\n"


def test_the_gate_asks_its_questions_itself(invoke, three, tmp_path):
    floors = tmp_path / "floors.toml"
    floors.write_text("[floors.three.all]\nverbatim = 1.0\n", "utf-8")
    result = invoke("gate", "--items", three, "--floors", floors, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    (folder,) = (tmp_path / "out").iterdir()
    asking = json.loads((folder / "results.json").read_text("utf-8"))["asking"]
    assert (asking["composer"], asking["judge"]) == ("quote", "quick")


def test_files_that_do_not_fit_are_refused_by_name(invoke, made, tmp_path):
    one, other = made("one", turn("a")), made("other", turn("z"))
    old = tmp_path / "old.json"
    old.write_text(json.dumps({**results(turn()), "format": 1}), "utf-8")
    no_results = tmp_path / "no.json"
    no_results.write_text('{"about": {}}', "utf-8")
    broken = tmp_path / "broken.json"
    broken.write_text("nothing", "utf-8")
    for args, told in [
        (("compare", one, other), "only one of them has made a/1, made z/1"),
        (("compare", one, no_results), "no.json: that is not the results.json"),
        (("report", broken), "broken.json: that is not the results.json"),
        (("report", old), "it has format '1'"),
        (("report", tmp_path / "none"), "none: the file cannot be opened"),
        (("gate", "--results", one, "--floors", broken), "broken.json: that is not TOML"),
        (("gate", "--results", one), "no floors for what was asked: made"),
    ]:
        result = invoke(*args)
        assert result.exit_code == 2, result.output
        # A long path is broken anywhere.
        assert told.replace(" ", "") in "".join(result.stderr.replace("│", "").split())


def test_a_server_is_measured(invoke, server, three, tmp_path):
    result = invoke("bench", "--url", server[0], "--questions", three, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "8 clients" in result.stdout
    (folder,) = (tmp_path / "out").iterdir()
    assert json.loads((folder / "bench.json").read_text("utf-8"))["one_client"]["errors"] == 0


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["run", "--questions", "none.jsonl"], "none.jsonl"),
        (["run", "--dataset", "nowhere"], "corpus.jsonl"),
        (["run", "--items", "a", "--dataset", "b"], "not both"),
        (["run", "--judge", "strict"], "strict"),
        (["run", "--limit", "0"], "--limit"),
        (["bench", "--url", "nonsense"], "nonsense"),
        (["load", "--url", "nonsense"], "nonsense"),
        (["load", "--rate", "0"], "--rate"),
        (["bnch"], "bnch"),
    ],
)
def test_what_cannot_be_is_refused_by_name(invoke, args, told):
    result = invoke(*args)
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_server_is_put_under_load(invoke, server, tmp_path):
    url, asked = server
    result = invoke("load", "--url", url, "--rate", 20, "--seconds", 1, "--judge", "auto", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "20 questions a second, judge auto" in result.stdout
    (folder,) = (tmp_path / "out").iterdir()
    made = json.loads((folder / "load.json").read_text("utf-8"))
    assert (made["answered"], made["errors"], made["memory_mb"]) == (20, 0, None)
    assert {each["judge"] for each in asked[-20:]} == {"auto"}


@pytest.mark.parametrize("command", ["bench", "load"])
def test_no_server_at_the_url(invoke, unused_url, command):
    result = invoke(command, "--url", unused_url)
    assert result.exit_code == 1
    assert "accord serve" in result.stderr


def test_a_model_that_is_not_there_is_one_sentence(tmp_path, three):
    settings = Settings(embedding_model=str(tmp_path / "none"))
    result = CliRunner().invoke(app, ["run", "--questions", str(three)], obj=settings)
    assert result.exit_code == 1
    assert "cannot be loaded" in result.stderr


@pytest.mark.parametrize(
    "args",
    [["--help"], *([name, "--help"] for name in ("run", "report", "compare", "gate", "calibrate", "bench", "load"))],
)
def test_help_has_an_example_or_says_what_is_the_same(invoke, args):
    assert "accord eval" in invoke(*args).stdout
