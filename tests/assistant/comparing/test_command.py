"""`accord compare`, as a user runs it."""

import json
import os
import shutil
import subprocess

import pytest
from process import ACCORD, Process


@pytest.fixture
def folder(tmp_path, corpus_folder):
    shutil.copytree(corpus_folder, tmp_path / "data")
    return tmp_path


def accord(folder, *arguments):
    environment = {**os.environ, "ACCORD_DATA": str(folder / "data"), "NO_COLOR": "1", "COLUMNS": "700"}
    return subprocess.run(
        [ACCORD, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )


def test_without_a_server(folder):
    shown = accord(folder, "compare", "--verdict", "differs")
    assert shown.returncode == 0, shown.stderr
    assert "a Renewable Energy Partnership will be unveiled" in shown.stdout
    assert "newly announced Renewable Energy Partnership" in shown.stdout
    assert "18bn" not in shown.stdout
    assert "Checked by hand on 2026-11-22." in shown.stdout
    wrong = accord(folder, "compare", "hiroshima-accord")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "'hiroshima-accord' is not coverage" in wrong.stderr


def test_through_the_server_that_owns_the_folder(folder):
    with Process(folder) as server:
        server.until_ready()
        found = json.loads(accord(folder, "compare", "--json").stdout)
        wrong = accord(folder, "compare", "nothing")
    assert found["counts"] == {"stated": 9, "differs": 11, "coverage_only": 12, "no_claim": 4}
    assert "There is no document 'nothing'" in wrong.stderr
