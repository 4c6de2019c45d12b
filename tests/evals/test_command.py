import json

import pytest
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
    assert json.loads(result.stdout)["questions"]["turns"] == 2
    assert (folder / "report.md").read_text("utf-8").startswith("# Answers to a question set")
    assert str(tmp_path) not in (folder / "results.json").read_text("utf-8")


def test_a_dataset_is_measured(invoke, tiny_set, tmp_path):
    result = invoke("run", "--dataset", tiny_set, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "fused" in result.stdout
    (folder,) = (tmp_path / "out").iterdir()
    assert {file.name for file in folder.iterdir()} == {"results.json", "report.md"}


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
        (["run", "--questions", "a", "--dataset", "b"], "not both"),
        (["run", "--limit", "0"], "--limit"),
        (["bench", "--url", "nonsense"], "nonsense"),
        (["bnch"], "bnch"),
    ],
)
def test_what_cannot_be_is_refused_by_name(invoke, args, told):
    result = invoke(*args)
    assert result.exit_code == 2
    assert told in result.stderr


def test_no_server_at_the_url(invoke, unused_url):
    result = invoke("bench", "--url", unused_url)
    assert result.exit_code == 1
    assert "accord serve" in result.stderr


def test_a_model_that_is_not_there_is_one_sentence(tmp_path, three):
    settings = Settings(embedding_model=str(tmp_path / "none"))
    result = CliRunner().invoke(app, ["run", "--questions", str(three)], obj=settings)
    assert result.exit_code == 1
    assert "cannot be loaded" in result.stderr


@pytest.mark.parametrize("args", [["--help"], ["run", "--help"], ["bench", "--help"]])
def test_help_has_an_example_or_says_what_is_the_same(invoke, args):
    assert "accord eval" in invoke(*args).stdout
