"""Many documents: stored some at a time, once each, and passed over when they are stored already."""

import pytest
from embedders import BagOfWords, Counting

from ingest.sources import from_path
from ingest.sync import AT_ONCE, sync
from vectorstore.errors import EmbeddingError

THINGS = ("steel", "tea", "cars", "ships", "law", "art", "trade")


class Choosy(BagOfWords):
    """A model that does not take every text."""

    def embed(self, texts, progress=None):
        if any("poison" in text for text in texts):
            raise EmbeddingError("The model stopped.")
        return super().embed(texts, progress)


class Dying(BagOfWords):
    """A model that ends its process's work after so many batches."""

    left = 2

    def embed(self, texts, progress=None):
        if not self.left:
            raise KeyboardInterrupt
        self.left -= 1
        return super().embed(texts, progress)


@pytest.fixture
def notes(tmp_path):
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


def write_many(notes, documents, clauses):
    """So many files; each has a title and paragraphs, and no two are the same."""
    for number in range(documents):
        paragraphs = [f"{THINGS[at % 7]} of note {number}, number {at}." for at in range(clauses - 1)]
        (notes / f"note-{number:02}.md").write_text("\n\n".join([f"# Note {number}", *paragraphs]), encoding="utf-8")


def statuses(report):
    return [entry.status for entry in report.entries]


def test_documents_are_stored_some_at_a_time(open_at, tmp_path, notes):
    write_many(notes, 5, AT_ONCE // 2)
    store = open_at(tmp_path / "data", BagOfWords())
    seen = []
    sync(store, from_path(notes), lambda what, done, total: seen.append((len(store.corpus.documents), done)))
    assert sorted({stored for stored, _ in seen}) == [0, 2, 4, 5]
    assert [done for _, done in seen] == sorted(done for _, done in seen)
    assert all(stored <= done <= stored + 2 for stored, done in seen)


def test_what_was_stored_before_it_was_stopped_is_not_embedded_again(open_at, tmp_path, notes):
    write_many(notes, 6, AT_ONCE // 2)
    store = open_at(tmp_path / "data", Dying())
    with pytest.raises(KeyboardInterrupt):
        sync(store, from_path(notes))
    assert list(store.corpus.documents) == ["note-00", "note-01", "note-02", "note-03"]
    store.close()
    counting = Counting(BagOfWords())
    again = open_at(tmp_path / "data", counting)
    assert statuses(sync(again, from_path(notes))) == ["unchanged"] * 4 + ["added"] * 2
    assert len(counting.texts) == AT_ONCE


def test_a_document_that_cannot_be_stored_stops_none_beside_it(open_at, tmp_path, notes):
    write_many(notes, 3, 4)
    (notes / "note-01.md").write_text("# Note 1\n\nA poison.", encoding="utf-8")
    store = open_at(tmp_path / "data", Choosy())
    report = sync(store, from_path(notes))
    assert [(each.document_id, each.status, each.code) for each in report.entries] == [
        ("note-00", "added", None),
        ("note-01", "failed", "embedding"),
        ("note-02", "added", None),
    ]
    assert (report.entries[1].reason, report.entries[1].added) == ("The model stopped.", 0)
    assert list(store.corpus.documents) == ["note-00", "note-02"]
    assert store.corpus == store.records.corpus()


def test_together_or_one_by_one_the_version_and_what_is_found_are_the_same(open_at, tmp_path, notes):
    write_many(notes, 4, 5)
    together, single = open_at(tmp_path / "a", BagOfWords()), open_at(tmp_path / "b", BagOfWords())
    sync(together, from_path(notes))
    for file in sorted(notes.iterdir(), reverse=True):
        sync(single, from_path(file))
    assert together.corpus.version == single.corpus.version
    query = "What is the number of tea in note 2?"
    first, second = together.search(query, 20), single.search(query, 20)
    assert [each.clause for each in first] == [each.clause for each in second]
    assert [each.score for each in first] == pytest.approx([each.score for each in second], abs=1e-4)


def test_the_same_file_under_another_name_is_kept_out(open_at, tmp_path, notes):
    write_many(notes, 2, 4)
    (notes / "again.md").write_bytes((notes / "note-01.md").read_bytes())
    store = open_at(tmp_path / "data", BagOfWords())
    for told in ("added", "unchanged"):
        entries = {each.document_id: each for each in sync(store, from_path(notes)).entries}
        assert {name: (each.status, each.code) for name, each in entries.items()} == {
            "again": (told, None),
            "note-00": (told, None),
            "note-01": ("duplicate", "duplicate_content"),
        }
        assert "'again'" in entries["note-01"].reason
    assert list(store.corpus.documents) == ["again", "note-00"]
    elsewhere = tmp_path / "elsewhere.md"
    elsewhere.write_bytes((notes / "note-00.md").read_bytes())
    assert statuses(sync(store, from_path(elsewhere))) == ["duplicate"]


def test_a_renamed_file_is_stored_under_its_new_name(open_at, tmp_path, notes):
    write_many(notes, 2, 4)
    store = open_at(tmp_path / "data", BagOfWords())
    sync(store, from_path(notes))
    (notes / "note-01.md").rename(notes / "renamed.md")
    assert statuses(sync(store, from_path(notes))) == ["unchanged", "added", "removed"]
    assert list(store.corpus.documents) == ["note-00", "renamed"]


def test_once_the_first_is_gone_the_same_file_is_stored(open_at, tmp_path, notes):
    write_many(notes, 1, 4)
    (notes / "twin.md").write_bytes((notes / "note-00.md").read_bytes())
    store = open_at(tmp_path / "data", BagOfWords())
    sync(store, from_path(notes))
    (notes / "note-00.md").unlink()
    assert statuses(sync(store, from_path(notes))) == ["added", "removed"]
    assert list(store.corpus.documents) == ["twin"]
