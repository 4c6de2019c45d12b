"""Within some documents the nearest vectors are found, whether few or many of them may be."""

import pytest
from embedders import BagOfWords
from made import document

from vectorstore.dense import FEW, Dense
from vectorstore.documents import Filters
from vectorstore.lock import OwnerLock
from vectorstore.settings import StoreSettings
from vectorstore.store import open_store

THINGS = ("steel", "tea", "cars", "ships", "law", "art", "trade")
DOCUMENTS = 6
EACH = FEW // 2
QUESTION = "Which item has ships number 3?"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Six documents; any three are more than are compared one by one."""
    folder = tmp_path_factory.mktemp("dense")
    lock = OwnerLock(folder)
    lock.acquire()
    store = open_store(StoreSettings(folder, "bag-of-words"), BagOfWords(), lock)
    store.put_many(
        [
            document(f"d{name}", *(f"{THINGS[at % 7]} number {at} of item{name * 7919 + at}." for at in range(EACH)))
            for name in range(DOCUMENTS)
        ]
    )
    yield store
    store.close()


def nearest_by_hand(store, names, level, limit):
    asked = store.embedder.embed_query(QUESTION)
    cosines = {
        (each.clause_id, each.ordinal): float(each.vector @ asked)
        for name in names
        for each in store.records.vectors(name)
        if (each.ordinal == 0) == (level == "clauses")
    }
    return dict(sorted(cosines.items(), key=lambda each: -each[1])[:limit])


@pytest.mark.parametrize("names", [["d3"], ["d1", "d2"], ["d0", "d2", "d4"], ["d0", "d1", "d2", "d3", "d4"]])
@pytest.mark.parametrize("level", ["clauses", "sentences"])
def test_the_nearest_within_documents_are_found(store, names, level):
    vector = store.embedder.embed_query(QUESTION)
    dense = Dense(store._index, store.records)
    found = dense.nearest(level, vector, 20, set(names), store.corpus)
    expected = nearest_by_hand(store, names, level, 20)
    assert list(found.values()) == pytest.approx(list(expected.values()), abs=2e-3)
    assert len(set(found) & set(expected)) >= 19  # a graph of many vectors may lose one of the last
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_a_search_within_one_document_is_as_in_a_store_of_its_own(store):
    passages = store.search(QUESTION, 30, Filters(documents=("d3",)))
    assert {each.clause.document_id for each in passages} == {"d3"}
    assert len(passages) == 30


def test_what_is_not_stored_is_not_found(store):
    dense = Dense(store._index, store.records)
    vector = store.embedder.embed_query(QUESTION)
    assert dense.nearest("clauses", vector, 5, {"unknown"}, store.corpus) == {}
    assert dense.nearest("clauses", vector, 5, set(), store.corpus) == {}


def test_a_text_that_changed_is_not_found_by_its_new_vector_in_the_old_corpus(words_store):
    words_store.put(*document("a", "Steel was discussed.", "Tea was served."))
    old = words_store.corpus
    words_store.put(*document("a", "Steel was signed.", "Tea was served."))
    vector = words_store.embedder.embed_query("Steel was signed.")
    dense = Dense(words_store._index, words_store.records)
    assert set(dense.nearest("clauses", vector, 5, {"a"}, old)) == {("a/1", 0)}
    assert set(dense.nearest("clauses", vector, 5, {"a"}, words_store.corpus)) == {("a/0", 0), ("a/1", 0)}
