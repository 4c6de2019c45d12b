"""`accord check` as a user runs it, in a process of its own."""

import json
import os
import subprocess

import pytest
from process import ACCORD
from word_files import FIRST, SECOND, THIRD, comments, texts, word_file


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("checks")
    (made / "draft.docx").write_bytes(word_file())
    (made / "not.docx").write_bytes(b"Only words.")
    return made


def accord(folder, *arguments):
    environment = {**os.environ, "ACCORD_DATA": str(folder / "data"), "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(
        [ACCORD, "check", *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )


def test_a_draft_is_checked_and_written_with_comments(folder):
    done = accord(folder, "draft.docx", "-o", "out.docx", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["sentences"]
    assert [each["verdict"] for each in found] == ["no_claim", "supported", "opinion", "stronger"]
    made = (folder / "out.docx").read_bytes()
    assert texts(made) == texts((folder / "draft.docx").read_bytes())
    assert set(comments(made)) == {FIRST, SECOND, THIRD}


def test_a_table_is_shown(folder):
    shown = accord(folder, "draft.docx").stdout
    for words in ("stronger", "Part 1, commitment 7", "supported: 1"):
        assert words in shown


def test_what_cannot_be_checked_is_told_in_a_sentence(folder):
    for arguments, words, code in (
        (("missing.docx",), "cannot be read", 2),
        (("not.docx",), "is plain text", 1),
        (("draft.docx", "-o", "draft.docx"), "written over", 2),
        (("draft.docx", "--judge", "model"), "No language model", 1),
    ):
        done = accord(folder, *arguments)
        assert (done.returncode, done.stdout) == (code, ""), arguments
        assert words in " ".join(done.stderr.split())
        assert "Traceback" not in done.stderr
