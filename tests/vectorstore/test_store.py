import shutil
import threading
from dataclasses import astuple, replace

import pytest
from embedders import BagOfWords, Counting
from made import document

from vectorstore.chroma import VectorIndex
from vectorstore.documents import EVERYTHING, Filters
from vectorstore.errors import EmbeddingError, IndexMismatch, IndexUnavailable, StoreBusy
from vectorstore.lock import OwnerLock
from vectorstore.records import StoredVector
from vectorstore.settings import StoreSettings
from vectorstore.store import open_store

QUERIES = ("How warm may it get?", "semiconductor supply chains", "the piloting of a fellowship")
COVERAGE = Filters(kinds=("coverage",))


class Failing(BagOfWords):
    """A model that stops working."""

    broken = False

    def embed(self, texts, progress=None):
        if self.broken:
            raise EmbeddingError("The model stopped.")
        return super().embed(texts, progress)


def found(store, *queries):
    """All scores of what searches find."""
    return {
        f"{query} {passage.clause.id} {number}": score
        for query in queries or QUERIES
        for passage in store.search(query, 50)
        for number, score in enumerate((passage.score, *astuple(passage.scores)))
    }


def ids(passages):
    return [passage.clause.id for passage in passages]


def index_ids(folder):
    index = VectorIndex(folder / "chroma")
    try:
        return index.ids()
    finally:
        index.close()


@pytest.fixture
def folder(tmp_path, corpus_folder):
    """A data folder with the bundled corpus, free to be changed."""
    return shutil.copytree(corpus_folder, tmp_path / "data")


@pytest.fixture(scope="module")
def corpus_store(corpus_folder, embedder, tmp_path_factory):
    """The bundled corpus, open for searches only."""
    folder = shutil.copytree(corpus_folder, tmp_path_factory.mktemp("open") / "data")
    lock = OwnerLock(folder)
    lock.acquire()
    store = open_store(StoreSettings(folder, embedder.name), embedder, lock)
    yield store
    store.close()


@pytest.fixture(scope="module")
def reference(corpus_store):
    return found(corpus_store)


# Searches


@pytest.mark.parametrize(
    ("query", "clause_id"),
    [
        ("What temperature limit do they keep within reach?", "hiroshima-accord/3/1"),
        ("Who joins the Industry 100 initiative?", "techuk-coverage/4"),
        ("£18bn", "techuk-coverage/3"),
        ("METI DBT dialogue", "hiroshima-accord/2/1"),
        ("evacuating citizens from abroad", "hiroshima-accord/1/8"),
    ],
)
def test_the_right_clause_comes_first(corpus_store, query, clause_id):
    assert ids(corpus_store.search(query, 5))[0] == clause_id


def test_a_passage_carries_its_raw_scores(corpus_store):
    query = "What is said of semiconductors?"
    vector = corpus_store.embedder.embed_query(query)
    passages = corpus_store.search(query, 50)
    assert [passage.score for passage in passages] == sorted((each.score for each in passages), reverse=True)
    texts = [corpus_store.corpus.text(passage.clause) for passage in passages]
    cosines = corpus_store.embedder.embed(texts[:8]) @ vector
    assert [passage.scores.clause for passage in passages[:8]] == pytest.approx(list(cosines), abs=1e-3)
    for passage, text in zip(passages, texts, strict=True):
        assert len(passage.sentences) == len(passage.clause.sentences)
        assert passage.scores.sentence == pytest.approx(max(each.cosine for each in passage.sentences))
        assert all(0 <= each.words <= 1 for each in passage.sentences)
        assert (passage.scores.words > 0) >= ("semiconductor" in text.lower())


@pytest.mark.parametrize("limit", [1, 5, 50, 1000])
def test_a_search_gives_at_most_so_many(corpus_store, limit):
    assert len(corpus_store.search("security", limit)) == min(limit, 49)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (EVERYTHING, {"hiroshima-accord": 40, "techuk-coverage": 9}),
        (COVERAGE, {"techuk-coverage": 9}),
        (Filters(kinds=("primary",)), {"hiroshima-accord": 40}),
        (Filters(kinds=("primary", "coverage")), {"hiroshima-accord": 40, "techuk-coverage": 9}),
        (Filters(documents=("techuk-coverage",)), {"techuk-coverage": 9}),
        (Filters(documents=("techuk-coverage",), kinds=("coverage",)), {"techuk-coverage": 9}),
        (Filters(documents=("techuk-coverage",), kinds=("primary",)), {}),
        (Filters(documents=("no-such-document",)), {}),
    ],
    ids=["none", "coverage", "primary", "kinds", "document", "both", "contradiction", "unknown"],
)
def test_filters_hold_before_ranking(corpus_store, filters, expected):
    passages = corpus_store.search("What do Japan and the United Kingdom commit to?", 50, filters)
    counts = {}
    for passage in passages:
        counts[passage.clause.document_id] = counts.get(passage.clause.document_id, 0) + 1
    assert counts == expected
    assert ids(corpus_store.search("What do Japan and the United Kingdom commit to?", 3, filters)) == ids(passages)[:3]


def test_many_threads_find_the_same(corpus_store, reference):
    results = []
    threads = [threading.Thread(target=lambda: results.append(found(corpus_store))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    assert all(each == pytest.approx(reference, abs=1e-4) for each in results)


@pytest.mark.parametrize("query", ["", "?!", "日本", "word " * 2000], ids=["empty", "signs", "script", "long"])
def test_any_query_can_be_searched(corpus_store, query):
    assert len(corpus_store.search(query, 3)) == 3


def test_an_empty_store_finds_nothing(words_store):
    assert words_store.search("steel", 5) == []
    assert words_store.search("steel", 5, COVERAGE) == []


# Changes


def test_a_change_of_kind_reaches_the_filters(words_store):
    made, clauses = document("a", "Steel was discussed.", "Tea was served.", kind="coverage")
    words_store.put(made, clauses)
    words_store.put(replace(made, kind="primary"), clauses)
    assert words_store.search("discussions", 5, COVERAGE) == []
    passages = words_store.search("Was steel discussed?", 5, Filters(kinds=("primary",)))
    assert ids(passages) == ["a/0", "a/1"]
    assert passages[0].scores.clause > 0


def test_a_search_in_an_old_corpus_finds_nothing_newer(words_store):
    words_store.put(*document("a", "Steel was discussed.", "Tea was served."))
    old = words_store.corpus
    words_store.put(*document("b", "Steel was discussed again."))
    words_store.put(*document("a", "Steel was discussed.", "Tea was served.", "Steel was signed."))
    found_in_old = words_store.search_in(old, "steel discussed signed", 50, EVERYTHING)
    assert set(ids(found_in_old)) == {"a/0", "a/1"}
    assert {passage.clause for passage in found_in_old} == set(old.clauses.values())
    assert set(ids(words_store.search("steel discussed signed", 50))) == {"a/0", "a/1", "a/2", "b/0"}


def test_a_corpus_that_is_read_does_not_change(words_store):
    words_store.put(*document("a", "Steel was discussed."))
    old, text = words_store.corpus, words_store.corpus.documents["a"].text
    words_store.put(*document("a", "Tea was served."))
    words_store.remove("a")
    assert old.documents["a"].text == text
    assert old.text(old.clauses["a/0"]) == "Steel was discussed."


def test_a_removed_document_is_gone_at_once(words_store, tmp_path):
    words_store.put(*document("a", "Steel was discussed."))
    words_store.put(*document("b", "Tea was served."))
    before = words_store.corpus.version
    words_store.remove("a")
    assert list(words_store.corpus.documents) == ["b"]
    assert ids(words_store.search("Steel was discussed.", 50)) == ["b/0"]
    assert [each.clause_id for each in words_store.records.vectors()] == ["b/0", "b/0"]
    assert words_store.corpus.version != before
    words_store.close()
    assert {each.split("#")[0] for each in index_ids(tmp_path / "data")} == {"b/0"}


def test_removing_what_is_not_there_changes_nothing(words_store):
    words_store.put(*document("a", "Steel was discussed."))
    version = words_store.corpus.version
    words_store.remove("b")
    assert (list(words_store.corpus.documents), words_store.corpus.version) == (["a"], version)


def test_documents_put_together_go_live_together(words_store):
    first, second = document("a", "Steel was discussed."), document("b", "Tea was served.")
    words_store.put_many([first, second])
    assert list(words_store.corpus.documents) == ["a", "b"]
    assert set(ids(words_store.search("steel tea", 5))) == {"a/0", "b/0"}


def test_a_failed_embedding_stores_nothing(tmp_path, open_at):
    model = Failing()
    store = open_at(tmp_path / "data", model)
    store.put(*document("a", "Steel was discussed."))
    before, model.broken = store.corpus, True
    with pytest.raises(EmbeddingError):
        store.put(*document("a", "Steel was signed.", "Tea was served."))
    assert store.corpus == before
    assert store.records.corpus() == before
    assert ids(store.search("steel", 5)) == ["a/0"]
    model.broken = False
    store.put(*document("a", "Steel was signed.", "Tea was served."))
    assert set(ids(store.search("steel", 5))) == {"a/0", "a/1"}


# Opening again


def test_closed_and_opened_again_it_is_the_same(folder, embedder, open_at, corpus_store, reference):
    counting = Counting(embedder)
    store = open_at(folder, counting)
    assert store.corpus == corpus_store.corpus
    assert found(store) == pytest.approx(reference, abs=1e-4)
    assert counting.texts == []


def test_a_store_that_is_open_cannot_be_opened_again(words_store, tmp_path):
    with pytest.raises(StoreBusy):
        OwnerLock(tmp_path / "data").acquire()


def remove_folder(chroma):
    shutil.rmtree(chroma)


def cut_database(chroma):
    file = chroma / "chroma.sqlite3"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def scramble_database(chroma):
    file = chroma / "chroma.sqlite3"
    file.write_bytes(b"\xa5" * file.stat().st_size)


def remove_vectors(chroma):
    index = VectorIndex(chroma)
    index.delete(sorted(index.ids())[::3])
    index.close()


@pytest.mark.parametrize("damage", [remove_folder, cut_database, scramble_database, remove_vectors])
def test_a_damaged_index_is_made_again_without_embedding(folder, embedder, open_at, reference, damage):
    damage(folder / "chroma")
    counting = Counting(embedder)
    store = open_at(folder, counting)
    assert found(store) == pytest.approx(reference, abs=1e-4)
    assert counting.texts == []
    store.close()
    assert len(index_ids(folder)) == len(store.corpus.clauses) + sum(
        len(clause.sentences) for clause in store.corpus.clauses.values()
    )


def test_vectors_that_no_record_has_are_taken_out(folder, embedder, open_at, reference):
    made, clauses = document("ghost", *QUERIES)
    ghosts = [
        StoredVector(clause.id, ordinal, clause.hash, embedder.embed_query(query))
        for clause, query in zip(clauses, QUERIES, strict=True)
        for ordinal in (0, 1)
    ]
    index = VectorIndex(folder / "chroma")
    index.upsert(ghosts, {clause.id: made.id for clause in clauses})
    index.close()
    store = open_at(folder, embedder)
    assert found(store) == pytest.approx(reference, abs=1e-4)
    store.close()
    assert not [each for each in index_ids(folder) if each.startswith("ghost")]


# Another embedding model


def test_another_model_is_refused_with_what_to_do(tmp_path, open_at):
    store = open_at(tmp_path / "data", BagOfWords())
    store.put(*document("a", "Steel was discussed."))
    store.close()
    with pytest.raises(IndexMismatch, match=r"accord ingest --rebuild") as refused:
        open_at(tmp_path / "data", BagOfWords("2"))
    assert "ACCORD_EMBEDDING_MODEL" in str(refused.value)
    assert ids(open_at(tmp_path / "data", BagOfWords()).search("steel", 5)) == ["a/0"]


@pytest.mark.parametrize("dimension", [64, 96], ids=["same-length", "other-length"])
def test_another_model_embeds_everything_again_on_request(tmp_path, open_at, dimension):
    paragraphs = ("Steel was discussed.", "Tea was served.")
    store = open_at(tmp_path / "data", BagOfWords())
    store.put(*document("a", *paragraphs))
    store.close()
    model = Counting(BagOfWords("2", dimension))
    store = open_at(tmp_path / "data", model, rebuild=True)
    assert sorted(model.texts) == sorted(paragraphs)
    assert store.search("Tea was served.", 1)[0].scores.clause == pytest.approx(1, abs=1e-3)
    store.close()
    again = open_at(tmp_path / "data", model)
    assert again.search("Tea was served.", 1)[0].scores.clause == pytest.approx(1, abs=1e-3)


# What is not kept


def test_the_vector_index_holds_no_text(folder, embedder, open_at):
    store = open_at(folder, embedder)
    store.put(*document("a", "A canary sang at the harbour."))
    store.search("Where did the canary sing?", 5)
    store.close()
    # The graph's own file has room for more vectors than there are, which hnswlib writes as it lay in memory.
    kept = b"".join(file.read_bytes() for file in (folder / "chroma").glob("chroma.sqlite3*"))
    assert kept
    for words in (b"canary", b"harbour", b"Semiconductor Partnership", b"Just Energy Transition"):
        assert words not in kept
    assert b"canary" in b"".join(each.read_bytes() for each in folder.glob("records.db*"))


def test_an_index_that_cannot_be_reached_is_told(tmp_path):
    lock = OwnerLock(tmp_path)
    lock.acquire()
    settings = StoreSettings(tmp_path, "bag-of-words", chroma_url="http://127.0.0.1:9")
    with pytest.raises(IndexUnavailable, match=r"127\.0\.0\.1:9"):
        open_store(settings, BagOfWords(), lock)
    again = OwnerLock(tmp_path)
    again.acquire()
    again.release()
