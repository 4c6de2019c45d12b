"""Hostile names of files, as arguments, in folders and in manifests; and what is no file, or lies elsewhere."""

import json
import os
import re
import socket
import unicodedata
from pathlib import Path

import pytest

from ingest.live import ingest

SECRET = "The zeppelin subsidy is forty groats."
TEXT = "Steel was discussed."
PLAIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FILES = [
    *("%2e%2e%2fsecret.txt", "..%5csecret.txt", "..\\secret.txt", "C:\\secret.txt", "\\\\host\\share\\secret.txt"),
    *("...txt", "..secret.txt", "~root.txt", "$HOME.txt", "`id`.txt", "$(id).txt", "a;id.txt", "a|id.txt", "a&id.txt"),
    *(
        "-rf.txt",
        "--help.txt",
        "*.txt",
        "?.txt",
        "[a].txt",
        "'a'.txt",
        '"a".txt',
        "a b.txt",
        " a.txt",
        "a.txt ",
        " .txt",
    ),
    *("CON.txt", "nul.txt", "aux.txt", "a.txt:stream", "a.txt.", ".hidden.txt", "a..txt", "a.TXT", "a.tXt"),
    *(
        "line\nend.txt",
        "return\rback.txt",
        "tab\there.txt",
        "bell\x07.txt",
        "escape\x1b[31mred.txt",
        "back\x08space.txt",
    ),
    *(
        "delete\x7f.txt",
        "next\x85line.txt",
        "title\x1b]0;owned\x07.txt",
        "right\u202etxt.exe.txt",
        "zero\u200bwidth.txt",
    ),
    *("join\u200der.txt", "line\u2028separator.txt", "tag\U000e0041.txt", "mark\ufeff.txt", "private\ue000.txt"),
    *(
        "<script>alert(1)<script>.txt",
        "<img src=x onerror=alert(1)>.txt",
        "{{7*7}}.txt",
        "{0.__class__}.txt",
        "%s%n.txt",
    ),
    *(
        "' OR 1=1 --.txt",
        "javascript:alert(1).txt",
        "日本.txt",
        "🍵.txt",
        "e\u0301.txt",
        "ＡＢＣ.txt",
        "x" * 251 + ".txt",
    ),
]
BYTES = [b"caf\xe9.txt", b"\xff\xfe.txt", b"overlong\xc0\xaf.txt", b"\xed\xa0\x80.txt"]
ARGUMENTS = ["../secret.txt\0.md", "\0", "", "x" * 5_000, "x/" * 3_000, "file:///etc/passwd", "\ud800.txt", "/dev/zero"]


def unseen(text):
    """The characters of a text that a reader does not see as themselves."""
    return [each for each in text if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    made = tmp_path / "given"
    made.mkdir()
    return made


def report_of(store, *paths):
    """What is told of these paths, once it has been seen that it is safe to show and to store."""
    before = sorted(map(os.fsencode, paths[0].parent.rglob("*"))) if paths and isinstance(paths[0], Path) else []
    report = ingest(store, [str(each) for each in paths], "coverage", lambda *what: None)
    assert json.dumps(report, ensure_ascii=False).encode("utf-8")
    for entry in report["entries"]:
        assert unseen(entry["source"] + (entry["reason"] or "")) == []
        assert len(entry["reason"] or "") < 1_000
        assert entry["document_id"] is None or PLAIN.fullmatch(entry["document_id"])
    for document in store.corpus.documents.values():
        assert SECRET not in document.text
        assert unseen(document.title + document.name + (document.origin or "")) == []
        assert len(document.title.encode()) <= 255
    if before:
        # The store's own folder lies beside; what was given is as it was.
        assert [each for each in sorted(map(os.fsencode, paths[0].parent.rglob("*"))) if b"/data" not in each] == [
            each for each in before if b"/data" not in each
        ]
    return report["entries"]


def test_there_are_enough():
    assert len({*FILES, *BYTES, *ARGUMENTS}) >= 60


def test_a_folder_of_hostile_names(words_store, folder):
    names = [*map(os.fsencode, FILES), *BYTES]
    for number, name in enumerate(names):
        (folder / os.fsdecode(name)).write_text(f"{TEXT} So it was {number} times.", encoding="utf-8")
    entries = report_of(words_store, folder)
    assert {each["code"] for each in entries} <= {None, "duplicate_id"}
    listed = [name for name in names if Path(os.fsdecode(name)).suffix.lower() == ".txt"]
    assert len(entries) == len(listed) > 60


@pytest.mark.parametrize("name", [*map(os.fsencode, FILES[::5]), *BYTES], ids=ascii)
def test_one_file_of_a_hostile_name(words_store, folder, name):
    file = folder / os.fsdecode(name)
    file.write_text(TEXT, encoding="utf-8")
    (entry,) = report_of(words_store, file)
    assert entry["status"] == "added"
    (document,) = words_store.corpus.documents.values()
    assert document.text == TEXT


@pytest.mark.parametrize("given", ARGUMENTS, ids=lambda each: ascii(each[:20]))
def test_an_argument_that_names_no_file(words_store, given):
    if not given:
        pytest.skip("the empty path is the folder where the program stands")
    (entry,) = report_of(words_store, given)
    assert entry["status"] == "failed"
    assert entry["code"] in ("not_found", "not_a_file", "unreadable", "url_form")
    assert not words_store.corpus.documents


@pytest.mark.parametrize(
    "name",
    ["../secret.txt", "./../secret.txt", "/etc/passwd", "a/../../secret.txt", "..", ".", "\0", "a\0.txt", "x" * 5_000],
)
def test_a_manifest_that_names_what_lies_elsewhere(words_store, folder, name):
    (folder / "manifest.json").write_text(json.dumps({"documents": [{"id": "a", "file": name}]}), encoding="utf-8")
    (entry,) = report_of(words_store, folder)
    assert (entry["status"], entry["code"] in ("manifest", "unreadable", "not_a_file")) == ("failed", True)


@pytest.mark.parametrize("with_manifest", [False, True], ids=["listed", "manifest"])
def test_links_that_lead_out_of_the_folder(words_store, folder, with_manifest):
    (folder / "deeper").mkdir()
    (folder / "deeper" / "there.txt").write_text(TEXT, encoding="utf-8")
    links = {
        "out.txt": folder.parent / "secret.txt",
        "up.txt": Path("../secret.txt"),
        "far.txt": Path("/etc/passwd"),
        "through.txt": folder / "door" / "secret.txt",
        "nowhere.txt": folder / "nothing",
        "round.txt": folder / "round.txt",
        "inside.txt": Path("deeper/there.txt"),
    }
    (folder / "door").symlink_to(folder.parent)
    for name, target in links.items():
        (folder / name).symlink_to(target)
    if with_manifest:
        records = [{"id": name.removesuffix(".txt"), "file": name} for name in links]
        (folder / "manifest.json").write_text(json.dumps({"documents": records}), encoding="utf-8")
    entries = {each["document_id"]: each for each in report_of(words_store, folder)}
    assert {name for name, each in entries.items() if each["code"] == "not_a_file"} == {"out", "up", "far", "through"}
    assert {name for name, each in entries.items() if each["code"] == "unreadable"} == {"nowhere", "round"}
    assert set(words_store.corpus.documents) == {"inside"}


def test_a_manifest_that_is_a_link_out_of_the_folder(words_store, folder):
    (folder.parent / "elsewhere.json").write_text(json.dumps({"documents": []}), encoding="utf-8")
    (folder / "manifest.json").symlink_to(folder.parent / "elsewhere.json")
    (entry,) = report_of(words_store, folder)
    assert (entry["status"], entry["code"]) == ("failed", "manifest")


def test_what_is_no_file_is_neither_waited_for_nor_read(words_store, folder):
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(folder)  # a socket's path may not be long
        listening.bind("socket.txt")
        os.chdir(here)
    (folder / "device.txt").symlink_to("/dev/zero")
    entries = report_of(words_store, folder, folder / "pipe.txt")
    assert {each["code"] for each in entries} == {"not_a_file", "unreadable"}
    assert len(entries) == 4
    assert not words_store.corpus.documents


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            '<meta name="author" content="Ann Lee"><link rel="canonical" href="https://example.org/a">',
            "https://example.org/a",
        ),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        (f'<link rel="canonical" href="https://example.org/{"a" * 600}">', None),
    ],
)
def test_what_a_file_states_of_itself_is_kept_where_it_is_sound(words_store, folder, said, kept):
    head = f"<!DOCTYPE html><html><head><title>{'T' * 900}</title>{said}</head>"
    page = f"{head}<body><h1>Steel</h1><p>{TEXT * 9}</p></body>"
    (folder / "page.html").write_text(page, encoding="utf-8")
    (entry,) = report_of(words_store, folder)
    assert entry["status"] == "added", entry
    assert words_store.corpus.documents["page"].url == kept
