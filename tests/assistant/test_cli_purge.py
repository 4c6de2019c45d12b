"""`accord purge`, as a user runs it."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app
from vectorstore.conversations import Conversations
from vectorstore.records import Records

ACCORD = Path(sys.executable).parent / "accord"
CANARY = "canary-51ab"


@pytest.fixture
def folder(tmp_path):
    """Three conversations: one old, one of ann's, one that is open to all."""
    folder = tmp_path / "data"
    folder.mkdir()
    records = Records(f"sqlite:///{folder / 'records.db'}")
    for name, owner, days in (("old", None, 40), ("ann", "user:ann", 1), ("open", None, 1)):
        at = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="milliseconds")
        for number in (1, 2):
            kept = {
                "id": f"{name}-{number}",
                "conversation_id": name,
                "question": f"{CANARY}-{name}?",
                "created_at": at,
            }
            Conversations(records).add(kept, owner, opens=number == 1)
    records.close()
    return folder


def purge(folder, *arguments, **more):
    return CliRunner().invoke(app, ["purge", *arguments], env={"ACCORD_DATA": str(folder), "COLUMNS": "200"}, **more)


def kept(folder):
    data = b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())
    return {name for name in ("old", "ann", "open") if f"{CANARY}-{name}".encode() in data}


@pytest.mark.parametrize(
    ("arguments", "told", "left"),
    [
        (["--older-than", "30"], "Deleted 1 conversation with 2 answers.", {"ann", "open"}),
        (["--owner", "user:ann"], "Deleted 1 conversation with 2 answers.", {"old", "open"}),
        (
            ["--owner", "user:ann", "--older-than", "30"],
            "Deleted 0 conversations with 0 answers.",
            {"old", "ann", "open"},
        ),
        (["--owner", "user:an%"], "Deleted 0 conversations with 0 answers.", {"old", "ann", "open"}),
        (["--all"], "Deleted 3 conversations with 6 answers.", set()),
    ],
    ids=["age", "owner", "both", "nobody", "all"],
)
def test_what_is_meant_goes_from_every_file(folder, arguments, told, left):
    done = purge(folder, *arguments, "--yes")
    assert (done.exit_code, done.stdout.strip()) == (0, told)
    assert kept(folder) == left


def test_a_dry_run_only_counts(folder):
    done = purge(folder, "--all", "--dry-run")
    assert (done.exit_code, done.stdout.strip()) == (0, "Would delete 3 conversations with 6 answers.")
    assert kept(folder) == {"old", "ann", "open"}


@pytest.mark.parametrize(
    ("typed", "code", "told", "left"),
    [
        ("y\n", 0, "Deleted 1 conversation", {"ann", "open"}),
        ("n\n", 1, "Nothing was deleted.", {"old", "ann", "open"}),
        ("", 1, "Where nobody can answer, add --yes.", {"old", "ann", "open"}),
    ],
    ids=["yes", "no", "nobody"],
)
def test_it_asks_first(folder, typed, code, told, left):
    done = purge(folder, "--older-than", "30", input=typed)
    assert done.exit_code == code
    assert "Delete 1 conversation with 2 answers for good? [y/N]" in done.stderr
    assert told in done.output
    assert kept(folder) == left


@pytest.mark.parametrize(
    "arguments", [[], ["--all", "--owner", "user:ann"], ["--all", "--older-than", "3"]], ids=["none", "owner", "age"]
)
def test_it_must_be_said_what_to_delete(folder, arguments):
    done = purge(folder, *arguments, "--yes")
    assert done.exit_code == 2
    assert "Say what to delete" in done.stderr
    assert kept(folder) == {"old", "ann", "open"}


@pytest.mark.parametrize("days", ["0", "-1", "36501", "x"])
def test_days_that_cannot_be(folder, days):
    assert purge(folder, "--older-than", days, "--yes").exit_code == 2
    assert kept(folder) == {"old", "ann", "open"}


def test_where_nothing_is_kept_nothing_is_made(tmp_path):
    done = purge(tmp_path / "nowhere", "--all", "--yes")
    assert (done.exit_code, done.stdout.strip()) == (0, "Nothing is kept yet: there are no records.")
    assert not (tmp_path / "nowhere").exists()


def test_a_database_that_is_none_is_named(folder):
    (folder / "records.db").write_bytes(b"Anything but a database. " * 100)
    done = purge(folder, "--all", "--yes")
    assert done.exit_code == 1
    assert "records.db" in done.stderr
    assert "Traceback" not in done.output


def test_nothing_heavy_is_loaded(folder):
    code = (
        "import sys; sys.argv = ['accord', 'purge', '--all', '--yes']\nfrom assistant.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'chromadb', 'gradio', 'fastapi', 'langchain_core', 'uvicorn', 'openvino_genai'}\n"
        "sys.exit(' '.join(sorted(heavy & sys.modules.keys())) or 0)"
    )
    environment = {**os.environ, "ACCORD_DATA": str(folder)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Deleted 3 conversations" in done.stdout
