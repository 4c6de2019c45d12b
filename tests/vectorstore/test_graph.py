"""A damaged graph of vectors is noticed and made again from the records."""

import shutil

import pytest
from embedders import BagOfWords
from made import document

from vectorstore.lock import OwnerLock
from vectorstore.settings import StoreSettings
from vectorstore.store import open_store


@pytest.fixture(scope="module")
def large_folder(tmp_path_factory):
    """A store large enough that Chroma writes its graph to files."""
    folder = tmp_path_factory.mktemp("large") / "data"
    lock = OwnerLock(folder)
    lock.acquire()
    store = open_store(StoreSettings(folder, "bag-of-words"), BagOfWords(), lock)
    things = ("steel", "tea", "cars", "ships", "law", "art", "trade")
    store.put(
        *document("early", *(f"An early paragraph on {thing}, number {n}." for n in range(10) for thing in things))
    )
    paragraphs = [f"{thing} number {number} was item{number * 7}." for number in range(160) for thing in things]
    store.put(*document("large", *paragraphs))
    store.close()
    return folder


def graph_files(chroma, name):
    files = sorted(chroma.rglob(name))
    assert len(files) == 2
    return files


def cut_graph(chroma):
    for file in graph_files(chroma, "data_level0.bin"):
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def scramble_graph(chroma):
    for file in graph_files(chroma, "data_level0.bin"):
        file.write_bytes(b"\xa5" * file.stat().st_size)


def zero_graphs_end(chroma):
    for file in graph_files(chroma, "data_level0.bin"):
        half = file.stat().st_size // 2
        file.write_bytes(file.read_bytes()[:half] + bytes(file.stat().st_size - half))


def remove_graph(chroma):
    for file in graph_files(chroma, "data_level0.bin"):
        file.unlink()


def remove_graphs_names(chroma):
    for file in graph_files(chroma, "index_metadata.pickle"):
        file.unlink()


@pytest.mark.parametrize("damage", [cut_graph, scramble_graph, zero_graphs_end, remove_graph, remove_graphs_names])
def test_a_damaged_graph_is_made_again(tmp_path, large_folder, open_at, damage):
    folder = shutil.copytree(large_folder, tmp_path / "data")
    damage(folder / "chroma")
    store = open_at(folder, BagOfWords())
    vectors = {each.clause_id: each.vector for each in store.records.vectors() if each.ordinal == 0}
    for clause in list(store.corpus.clauses.values())[::29]:
        best = store.search(store.corpus.text(clause), 1)[0]
        assert best.scores.clause == pytest.approx(float(vectors[clause.id] @ vectors[best.clause.id]), abs=1e-3)
        assert best.scores.clause > 0.999
