import json
import os
from pathlib import Path

import pytest
from embedders import BagOfWords, Counting

from ingest.live import ingest
from ingest.sources import bundled, from_path
from ingest.sync import sync

NOTE = "# Note\n\nSteel was discussed.\n\nCars were not.\n\nNothing was signed."
OTHER = "# Other\n\nTea was served."


@pytest.fixture
def embedded():
    """An embedder that remembers what it embedded."""
    return Counting(BagOfWords())


@pytest.fixture
def store(tmp_path, open_at, embedded):
    return open_at(tmp_path / "data", embedded)


@pytest.fixture
def notes(tmp_path):
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


def write(folder, **texts):
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def statuses(report):
    return {entry.document_id: entry.status for entry in report.entries}


def vector_ids(store, document_id=None):
    return [each.id for each in store.records.vectors(document_id)]


def test_everything_is_added_once(store, embedded):
    report = sync(store, bundled())
    assert statuses(report) == {"hiroshima-accord": "added", "techuk-coverage": "added"}
    assert [(entry.clauses, entry.added, entry.changed, entry.removed) for entry in report.entries] == [
        (40, 40, 0, 0),
        (9, 9, 0, 0),
    ]
    corpus, vectors, embedded.texts = store.corpus, vector_ids(store), []
    again = sync(store, bundled())
    assert statuses(again) == {"hiroshima-accord": "unchanged", "techuk-coverage": "unchanged"}
    assert [(entry.clauses, entry.added, entry.changed, entry.removed) for entry in again.entries] == [
        (40, 0, 0, 0),
        (9, 0, 0, 0),
    ]
    assert embedded.texts == []
    assert (store.corpus, vector_ids(store)) == (corpus, vectors)
    assert again.corpus_version == report.corpus_version == store.corpus.version


def test_progress_ends_with_everything_done(store, notes):
    write(notes, a=NOTE, b=OTHER)
    told = []
    sync(store, from_path(notes), lambda *what: told.append(what))
    assert [what for what, _, _ in told[:2]] == [str(notes / "a.md"), str(notes / "b.md")]
    assert told[2][0].startswith("6 clauses, ")
    assert [done for _, done, _ in told] == [0, 0, 2, 2]
    assert {total for _, _, total in told} == {2}


def test_a_changed_paragraph_changes_only_its_own_clause(store, notes, embedded):
    write(notes, note=NOTE, other="# Other\n\nUntouched.")
    sync(store, from_path(notes))
    before, vectors, embedded.texts = store.corpus, vector_ids(store), []
    write(notes, note=NOTE.replace("Cars were not.", "Cars were discussed too."))
    report = sync(store, from_path(notes))
    assert statuses(report) == {"note": "changed", "other": "unchanged"}
    entry = report.entries[0]
    assert (entry.clauses, entry.added, entry.changed, entry.removed) == (4, 0, 1, 0)
    assert set(store.corpus.clauses) == set(before.clauses)
    changed = {each for each in before.clauses if store.corpus.clauses[each].hash != before.clauses[each].hash}
    assert changed == {"note/2"}
    assert {each for each in vector_ids(store) if not each.startswith("note/2#")} == {
        each for each in vectors if not each.startswith("note/2#")
    }
    assert not set(vectors) & {each for each in vector_ids(store) if each.startswith("note/2#")}
    assert embedded.texts == ["Cars were discussed too."]
    assert before.version != store.corpus.version


def test_a_paragraph_more_and_one_less_are_counted(store, notes):
    write(notes, note=NOTE)
    sync(store, from_path(notes))
    write(notes, note=NOTE + "\n\nTea was served.")
    assert [(each.added, each.changed, each.removed) for each in sync(store, from_path(notes)).entries] == [(1, 0, 0)]
    write(notes, note=NOTE)
    assert [(each.added, each.changed, each.removed) for each in sync(store, from_path(notes)).entries] == [(0, 0, 1)]


def test_a_corrected_fact_is_stored_without_embedding(store, notes, embedded):
    write(notes, note=NOTE)
    record = {"id": "note", "file": "note.md"}
    (notes / "manifest.json").write_text(json.dumps({"documents": [record]}))
    sync(store, from_path(notes))
    version, embedded.texts = store.corpus.version, []
    (notes / "manifest.json").write_text(json.dumps({"documents": [{**record, "publisher": "Somebody"}]}))
    assert statuses(sync(store, from_path(notes))) == {"note": "changed"}
    assert store.corpus.documents["note"].publisher == "Somebody"
    assert store.corpus.version == version
    assert embedded.texts == []


def test_a_document_that_left_its_folder_is_removed(store, notes):
    write(notes, note=NOTE, other="# Other\n\nUntouched.")
    sync(store, bundled())
    sync(store, from_path(notes))
    (notes / "note.md").unlink()
    report = sync(store, from_path(notes))
    assert statuses(report) == {"other": "unchanged", "note": "removed"}
    assert [entry.removed for entry in report.entries] == [0, 4]
    assert set(store.corpus.documents) == {"hiroshima-accord", "techuk-coverage", "other"}
    assert vector_ids(store, "note") == []
    assert not [each for each in store.search("Steel was discussed.", 50) if each.clause.document_id == "note"]


def test_a_file_on_its_own_removes_nothing(store, notes):
    write(notes, a=NOTE, b=OTHER)
    sync(store, from_path(notes / "a.md"))
    assert statuses(sync(store, from_path(notes / "b.md"))) == {"b": "added"}
    assert set(store.corpus.documents) == {"a", "b"}


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty"), (b"\x00", "binary"), (b"caf\xe9", "encoding"), (b"<p>", "no_text")],
    ids=["empty", "binary", "encoding", "markup"],
)
def test_one_bad_file_stops_nothing_else(store, notes, data, code):
    write(notes, a=NOTE, c=OTHER)
    (notes / "b.md").write_bytes(data)
    report = sync(store, from_path(notes))
    assert [(each.document_id, each.status, each.code) for each in report.entries] == [
        ("a", "added", None),
        ("b", "failed", code),
        ("c", "added", None),
    ]
    assert report.entries[1].reason
    assert set(store.corpus.documents) == {"a", "c"}
    assert vector_ids(store, "b") == []


def test_a_file_that_turned_bad_leaves_what_was_stored(store, notes):
    write(notes, note=NOTE)
    sync(store, from_path(notes))
    before = store.corpus
    (notes / "note.md").write_bytes(b"\x00")
    assert statuses(sync(store, from_path(notes))) == {"note": "failed"}
    assert store.corpus == before


def test_a_file_in_the_manifest_that_is_not_there(store, notes):
    write(notes, b=NOTE)
    records = [{"id": "a", "file": "a.md"}, {"id": "b", "file": "b.md"}, {"id": "c", "file": "c.pdf"}]
    (notes / "manifest.json").write_text(json.dumps({"documents": records}))
    report = sync(store, from_path(notes))
    assert [(each.status, each.code) for each in report.entries] == [
        ("failed", "unreadable"),
        ("added", None),
        ("failed", "unreadable"),
    ]


def test_an_id_from_another_place_is_refused(store, notes):
    sync(store, bundled())
    before = store.corpus
    write(notes, **{"techuk-coverage": "# Not techUK\n\nAnother text.", "good": NOTE})
    report = sync(store, from_path(notes))
    assert [(each.document_id, each.status, each.code) for each in report.entries] == [
        ("good", "added", None),
        ("techuk-coverage", "failed", "duplicate_id"),
    ]
    assert store.corpus.documents["techuk-coverage"] == before.documents["techuk-coverage"]
    assert statuses(sync(store, bundled())) == {"hiroshima-accord": "unchanged", "techuk-coverage": "unchanged"}


def test_two_files_of_a_folder_cannot_share_an_id(store, notes):
    write(notes, **{"My Note": NOTE, "my-note": "# Another\n\nAltogether."})
    for status in ("added", "unchanged"):
        report = sync(store, from_path(notes))
        assert [(each.status, each.code) for each in report.entries] == [(status, None), ("failed", "duplicate_id")]
        assert store.corpus.documents["my-note"].title == "Note"


def test_the_same_folder_by_another_path_is_the_same(store, notes):
    write(notes, note=NOTE)
    sync(store, from_path(notes))
    (notes.parent / "link").symlink_to(notes)
    assert statuses(sync(store, from_path(notes.parent / "link"))) == {"note": "unchanged"}


def test_paths_that_cannot_be_used_stop_nothing_else(store, notes):
    write(notes, note=NOTE)
    broken = notes.parent / "broken"
    broken.mkdir()
    (broken / "manifest.json").write_text("{")
    paths = [str(notes.parent / "nowhere"), str(broken), str(notes)]
    report = ingest(store, paths, "coverage", lambda *what: None)
    assert [(each["status"], each["code"]) for each in report["entries"]] == [
        ("failed", "not_found"),
        ("failed", "manifest"),
        ("added", None),
    ]
    assert report["corpus_version"] == store.corpus.version
    assert json.loads(json.dumps(report)) == report


def test_a_file_name_that_is_no_unicode_is_reported(store, notes):
    write(notes, note=NOTE)
    Path(os.fsdecode(os.fsencode(notes) + b"/caf\xe9.md")).write_text(OTHER, encoding="utf-8")
    report = ingest(store, [str(notes)], "coverage", lambda *what: None)
    assert {each["document_id"]: each["status"] for each in report["entries"]} == {"caf": "added", "note": "added"}
    assert json.dumps(report, ensure_ascii=False).encode("utf-8")
    assert store.corpus.documents["caf"].title == "Other"


def test_single_files_of_one_name_do_not_overwrite_each_other(words_store, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "notes.md").write_text(f"# Notes\n\nWhat stands in {folder}.\n", encoding="utf-8")
    (tmp_path / "a" / "notes.txt").write_text("Notes.\n\nOf another kind.\n", encoding="utf-8")
    paths = [str(tmp_path / name) for name in ("a/notes.md", "b/notes.md", "a/notes.txt")]
    report = ingest(words_store, paths, "coverage", lambda *what: None)
    assert [(each["status"], each["code"]) for each in report["entries"]] == [
        ("added", None), ("failed", "duplicate_id"), ("failed", "duplicate_id"),
    ]  # fmt: skip
    assert "stands in a" in words_store.corpus.documents["notes"].text


def test_a_file_may_be_given_alone_and_with_its_folder(words_store, tmp_path):
    (tmp_path / "a.md").write_text("# A\n\nOne.\n", encoding="utf-8")
    for path in (tmp_path / "a.md", tmp_path, tmp_path / "a.md", tmp_path):
        report = ingest(words_store, [str(path)], "coverage", lambda *what: None)
        assert report["entries"][0]["code"] is None
    (tmp_path / "a.md").unlink()
    assert ingest(words_store, [str(tmp_path)], "coverage", lambda *what: None)["entries"][0]["status"] == "removed"


def test_nothing_is_stored_once_the_store_is_closing(open_at, tmp_path):
    store = open_at(tmp_path / "data", BagOfWords())
    store.close()
    (tmp_path / "a.md").write_text("# A\n\nOne.\n", encoding="utf-8")
    assert [each.code for each in sync(store, from_path(tmp_path / "a.md")).entries] == ["closed"]


class Broken(BagOfWords):
    """Fails as nobody expects."""

    def embed(self, texts, progress=None):
        raise ZeroDivisionError("as nobody expects")


def test_the_log_tells_where_only_of_errors_that_nobody_thought_of(tmp_path, open_at, notes, caplog):
    write(notes, good=NOTE)
    (notes / "bad.txt").write_bytes(b"caf\xe9")
    with caplog.at_level("WARNING", logger="ingest.sync"):
        report = sync(open_at(tmp_path / "data", Broken()), from_path(notes))
    assert {entry.code for entry in report.entries} == {"encoding", "internal"}
    told = {record.getMessage().split("'")[1].split("/")[-1]: bool(record.exc_info) for record in caplog.records}
    assert told == {"bad.txt": False, "good": True}
