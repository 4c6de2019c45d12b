"""A store of made-up documents that grows, measured on its way."""

import json

import pytest
from typer.testing import CliRunner

from assistant.settings import Settings
from evals.command import app
from evals.curves import HEIGHT, WIDTH, curve
from evals.hashed import DIMENSION, HashedWords
from evals.size import SizeError, measure_size
from evals.synthetic import made_up, questions
from ingest.read import read
from ingest.sources import Record, Source


def test_the_same_seed_makes_the_same_documents_and_no_two_are_alike():
    first, second = list(made_up(4, 100)), list(made_up(4, 100))
    assert first == second
    assert len({each.text for each in first}) == len({each.file for each in first}) == 4
    assert first != list(made_up(4, 100, seed=2))
    assert questions(5, 4) == questions(5, 4)


def test_a_made_up_document_has_as_many_clauses_as_it_says():
    (made,) = made_up(1, 100)
    record = Record(id="made-up", file=made.file)
    reading = read(Source(made.file, record, "here", lambda: made.text.encode()))
    assert len(reading.clauses) == made.clauses == 100
    assert "{" not in made.text


def test_words_in_common_make_hashed_vectors_near():
    near, far, other = HashedWords().embed(["The kiln was cleaned.", "The kiln was cold.", "No ferry leaves today."])
    assert near.shape == (DIMENSION,)
    assert float(near @ near) == pytest.approx(1, abs=1e-5)
    assert near @ far > 0.5 > near @ other


def test_a_curve_starts_at_the_left_and_its_highest_point_is_at_the_top():
    made = curve("storing", "s", [(100, 2.0), (1_000, 1.0), (10_000, 4.0)])
    assert [each.x for each in made.points] == pytest.approx([0, WIDTH / 2, WIDTH])
    assert [each.y for each in made.points] == pytest.approx([HEIGHT / 2, 0.75 * HEIGHT, 0])
    assert made.points[2].label == "10,000 clauses: 4.0 s"
    assert curve("storing", "s", []) is None
    assert [each.x for each in curve("storing", "s", [(100, 0.0)]).points] == [WIDTH / 2]


def test_a_store_is_measured_at_its_size(tmp_path):
    args = ["size", "--hashed", "--clauses", "200", "--out", str(tmp_path / "out"), "--json"]
    result = CliRunner().invoke(app, args, obj=Settings())
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["model"] == "hashed"
    (mark,) = told["marks"]
    assert (mark["ingest"]["new_clauses"], mark["again"]["new_clauses"]) == (200, 0)
    assert mark["ingest"]["clauses"] == 49 + 200
    assert mark["ingest"]["texts"] > 2 * 200
    assert mark["search"]["search_ms"]["everything"]["p95"] > 0
    assert mark["search"]["answer_ms"]["p95"] > 0
    assert mark["index"]["open_seconds"] > 0
    (folder,) = (tmp_path / "out").iterdir()
    assert {file.name for file in folder.iterdir()} == {"size.json", "size.html"}
    page = (folder / "size.html").read_text("utf-8")
    assert page.count("<polyline") > 10
    assert "hashed words" in page


def test_a_step_that_fails_says_so(tmp_path):
    with pytest.raises(SizeError, match="'ingest' ended with code 1: "):
        measure_size([100], str(tmp_path), lambda *progress: None)
