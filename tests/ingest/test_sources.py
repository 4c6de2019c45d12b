import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.errors import ManifestError
from ingest.sources import bundled, from_path, identifier
from vectorstore.documents import BUNDLED

RECORD = {"id": "note", "file": "note.md", "kind": "primary", "title": "The note"}


def folder_with(folder, manifest, **files):
    folder.mkdir(exist_ok=True)
    (folder / "manifest.json").write_text(manifest if isinstance(manifest, str) else json.dumps(manifest))
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text)
    return folder


def test_the_bundled_corpus():
    batch = bundled()
    assert batch.origin == BUNDLED
    assert [source.record.id for source in batch.sources] == ["hiroshima-accord", "techuk-coverage"]
    assert all(source.read() for source in batch.sources)


def test_a_folder_with_a_manifest(tmp_path):
    folder = folder_with(tmp_path / "notes", {"documents": [RECORD]}, note="# Hello", other="not in the manifest")
    batch = from_path(folder)
    assert batch.origin == str(folder)
    assert [(source.shown, source.record.kind, source.record.title) for source in batch.sources] == [
        ("note.md", "primary", "The note")
    ]
    assert batch.sources[0].read() == b"# Hello"


def test_a_folder_without_a_manifest(tmp_path):
    for name in ("b.MD", "a.txt", "c.markdown", "picture.png", ".hidden"):
        (tmp_path / name).write_text("text")
    (tmp_path / "folder.md").mkdir()
    batch = from_path(tmp_path, kind="primary")
    assert [(source.record.id, source.record.kind) for source in batch.sources] == [
        ("a", "primary"),
        ("b", "primary"),
        ("c", "primary"),
    ]


def test_one_file_belongs_to_no_folder(tmp_path):
    (tmp_path / "My Note (2).txt").write_text("text")
    batch = from_path(tmp_path / "My Note (2).txt")
    assert batch.origin is None
    assert [(source.record.id, source.record.kind) for source in batch.sources] == [("my-note-2", "coverage")]


def test_parsers_are_imported_when_they_are_used():
    told = "import sys, ingest.sources; print({'pypdf', 'docx', 'trafilatura', 'lxml'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_a_path_that_is_not_there(tmp_path):
    with pytest.raises(ManifestError) as refused:
        from_path(tmp_path / "nothing")
    assert refused.value.code == "not_found"
    assert "nothing" in str(refused.value)


@pytest.mark.parametrize(
    ("manifest", "named"),
    [
        ("{", "JSON"),
        ("", "JSON"),
        ("[]", "file"),
        ({}, "documents"),
        ({"documents": {}}, "documents"),
        ({"documents": [RECORD], "more": 1}, "more"),
        ({"documents": [{**RECORD, "autor": "Somebody"}]}, "documents.0.autor"),
        ({"documents": [{"id": "note"}]}, "documents.0.file"),
        ({"documents": [{**RECORD, "id": "My Note"}]}, "documents.0.id"),
        ({"documents": [{**RECORD, "id": "a" * 81}]}, "documents.0.id"),
        ({"documents": [{**RECORD, "id": "note\n"}]}, "documents.0.id"),
        ({"documents": [{**RECORD, "kind": "secondary"}]}, "documents.0.kind"),
        ({"documents": [{**RECORD, "title": "  "}]}, "documents.0.title"),
        ({"documents": [{**RECORD, "published": "May 2023"}]}, "documents.0.published"),
        ({"documents": [{**RECORD, "url": "javascript:alert(1)"}]}, "documents.0.url"),
        ({"documents": [RECORD, {**RECORD, "file": "other.md"}]}, "'note'"),
        ({"documents": [{**RECORD, "file": "../secret.txt"}]}, "'../secret.txt'"),
        ({"documents": [{**RECORD, "file": "/etc/passwd"}]}, "'/etc/passwd'"),
        ({"documents": [{**RECORD, "file": "in/note.md"}]}, "'in/note.md'"),
    ],
    ids=[
        "not-json",
        "empty",
        "a-list",
        "no-documents",
        "documents-no-list",
        "unknown-key",
        "unknown-fact",
        "no-file",
        "id-with-space",
        "id-too-long",
        "id-with-line-end",
        "unknown-kind",
        "blank-title",
        "no-iso-date",
        "no-web-address",
        "id-twice",
        "parent-folder",
        "absolute",
        "subfolder",
    ],
)
def test_a_manifest_that_is_not_right_is_refused(tmp_path, manifest, named):
    with pytest.raises(ManifestError) as refused:
        from_path(folder_with(tmp_path / "notes", manifest, note="text"))
    assert refused.value.code == "manifest"
    assert named in str(refused.value)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Joint Statement.txt", "joint-statement"),
        ("UK--Japan_2023.md", "uk-japan-2023"),
        ("日本.md", "document"),
        ("x" * 100 + ".md", "x" * 80),
        ("a" * 79 + "-b.md", "a" * 79),
        ("---.md", "document"),
    ],
)
def test_identifiers(name, expected):
    assert identifier(name) == expected


def test_a_file_name_that_is_no_unicode(tmp_path):
    (tmp_path / "good.md").write_text("It is so.")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md")).write_text("It is so.", encoding="utf-8")
    assert [source.record.id for source in from_path(tmp_path).sources] == ["caf", "good"]


@pytest.mark.parametrize("day", ["2023-02-30", "2023-13-01", "20230518", "2023-W20-4", "18 May 2023"])
def test_a_date_must_be_a_day(tmp_path, day):
    record = {"id": "note", "file": "note.txt", "published": day}
    with pytest.raises(ManifestError, match="published"):
        from_path(folder_with(tmp_path / "notes", {"documents": [record]}, note="text"))
