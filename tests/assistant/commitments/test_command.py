"""`accord commitments`, as a user runs it."""

import json
import os
import shutil
import subprocess

from process import ACCORD


def accord(folder, *arguments):
    environment = {**os.environ, "ACCORD_DATA": str(folder / "data"), "NO_COLOR": "1", "COLUMNS": "300"}
    return subprocess.run(
        [ACCORD, "commitments", *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )


def test_what_is_promised_is_listed(tmp_path, corpus_folder):
    shutil.copytree(corpus_folder, tmp_path / "data")
    shown = accord(tmp_path, "--deadline")
    assert shown.returncode == 0, shown.stderr
    assert "3 commitments, 4 promises, 4 deadlines." in shown.stdout
    assert "by the end of the year at the latest" in shown.stdout
    found = json.loads(accord(tmp_path, "--strength", "explore", "--words", "semiconductors", "--json").stdout)
    assert [each["label"] for each in found["commitments"]] == ["Part 2, commitment 6"]
    wrong = accord(tmp_path, "--strength", "perhaps")
    assert wrong.returncode == 2
    assert "perhaps" in wrong.stderr
