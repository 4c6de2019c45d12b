"""`accord brief` as a user runs it, without a server and through one."""

import json
import os
import re
import subprocess
from io import BytesIO
from zipfile import ZipFile

import pytest
from process import ACCORD, Process


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("brief")


def accord(folder, *arguments):
    environment = {**os.environ, "ACCORD_DATA": str(folder / "data"), "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(
        [ACCORD, "brief", *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=300
    )


def check(folder):
    word = accord(folder, "semiconductors", "--template", "one-page", "-o", "brief.docx")
    assert (word.returncode, word.stderr.strip()) == (0, "")
    with ZipFile(BytesIO((folder / "brief.docx").read_bytes())) as file:
        assert "explore ambitious joint research" in file.read("word/footnotes.xml").decode()
    shown = accord(folder, "semiconductors", "--document", "techuk-coverage").stdout
    assert shown.startswith("# Semiconductors\n")
    assert "[^1]: techUK, paragraph 3" in shown
    refused = accord(folder, "fisheries")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Neither text mentions 'fisheries' (searched word for word)." in refused.stderr


def test_without_a_server(folder):
    check(folder)
    accord(folder, "--question", "What is RISE?", "--question", "Is it binding?", "-o", "answers.json")
    values = json.loads((folder / "answers.json").read_text("utf-8"))
    assert values["questions"] == ["What is RISE?", "Is it binding?"]


def test_a_file_that_cannot_be_made_or_written_is_named(folder):
    wrong = accord(folder, "trade", "-o", "brief.pdf")
    assert wrong.returncode == 2
    assert "'brief.pdf' ends in none of .docx, .md, .json" in wrong.stderr
    nowhere = accord(folder, "trade", "-o", "nowhere/brief.md")
    assert nowhere.returncode == 1
    assert re.search(r"'nowhere/brief\.md' cannot be written: No such file", nowhere.stderr)


def test_through_a_server(folder):
    with Process(folder) as server:
        server.until_ready()
        check(folder)
