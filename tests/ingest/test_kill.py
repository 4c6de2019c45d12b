"""An ingest killed at any point leaves whole documents, an index in line with them, and nothing to repair by hand."""

import importlib.util
import os
import pickle
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from ingest.read import read
from ingest.sources import bundled, from_path
from vectorstore.documents import make_corpus, text_hash

KILLED = Path(__file__).parent / "killed.py"
spec = importlib.util.spec_from_file_location("killed", KILLED)
killed = importlib.util.module_from_spec(spec)
spec.loader.exec_module(killed)

POINTS = {"ingest": 15, "index": 3, "embed": 3}
IDS = [f"{name}-{number}" for name, points in POINTS.items() for number in range(points)]


def wanted_vectors(corpus, model):
    """What the vectors of a corpus are, by their ids."""
    wanted = {}
    for clause in corpus.clauses.values():
        texts = [corpus.text(clause), *(corpus.quote(clause.document_id, span) for span in clause.sentences)]
        for ordinal, text in enumerate(texts):
            wanted[f"{clause.id}#{ordinal}#{text_hash(text)[:16]}"] = model.embed_query(text).tolist()
    return wanted


def corpus_of(state):
    documents, clauses, version = state["corpus"]
    corpus = make_corpus(documents, clauses)
    assert corpus.version == version
    return corpus


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """What was found in every killed store when it was opened again, and after everything was ingested again."""
    root = tmp_path_factory.mktemp("killed")
    wanted = [f"{name}={points}" for name, points in POINTS.items()]
    paths = [str(KILLED.parent.parent / "support"), str(KILLED.parent.parent.parent)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    subprocess.run([sys.executable, str(KILLED), str(root), *wanted], env=environment, check=True)
    return {point: pickle.loads((root / point / "recovered").read_bytes()) for point in IDS}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, stores):
    """What searches find in a store that was never killed, by corpus version and model."""
    results = {}
    for each in (each for each in stores.values() if "error" not in each):
        for corpus in (corpus_of(each["opened"]), corpus_of(each["repeated"])):
            key = corpus.version, each["fingerprint"]
            if key not in results:
                store = killed.opened(tmp_path_factory.mktemp("undisturbed"), killed.MODELS[each["fingerprint"]])
                for document in corpus.documents.values():
                    store.put(document, corpus.of(document.id))
                results[key] = killed.found(store)
                store.close()
    return results


@pytest.fixture(scope="module")
def versions(tmp_path_factory):
    """Each document as it is before and after the change: its text and its clauses."""
    folder = tmp_path_factory.mktemp("versions")
    found = {}
    for make in (bundled, *(partial(notes_of, folder, when) for when in killed.NOTES)):
        batch = make()
        for source in batch.sources:
            reading = read(source)
            found.setdefault(reading.document.id, []).append((reading.document.text, list(reading.clauses)))
    return found


def notes_of(folder, when):
    return from_path(killed.write_notes(folder, when))


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """The corpus that a whole ingest ends with."""
    folder = tmp_path_factory.mktemp("everything")
    batches = [bundled(), notes_of(folder, "after")]
    made = [read(source) for batch in batches for source in batch.sources]
    return make_corpus([each.document for each in made], [clause for each in made for clause in each.clauses])


@pytest.mark.parametrize("point", IDS)
def test_a_killed_ingest_leaves_whole_documents(stores, versions, undisturbed, everything, point):
    store = stores[point]
    assert "error" not in store, store["error"]
    assert store["ended"] in (signal.SIGKILL, signal.SIGALRM)
    corpus = corpus_of(store["opened"])
    for document in corpus.documents.values():
        assert (document.text, corpus.of(document.id)) in versions[document.id]
    assert {clause.document_id for clause in corpus.clauses.values()} == set(corpus.documents)
    assert store["stated"] == (corpus.version if corpus.documents else None)
    for state, expected in ((store["opened"], corpus), (store["repeated"], everything)):
        assert corpus_of(state).version == expected.version
        assert state["vectors"] == wanted_vectors(expected, killed.MODELS[store["fingerprint"]])
        assert state["index"] == set(state["vectors"])
        assert state["found"] == pytest.approx(undisturbed[expected.version, store["fingerprint"]], abs=1e-4)


def test_the_points_lie_all_over(stores):
    opened = {name: store for name, store in stores.items() if "error" not in store}
    versions = {store["opened"]["corpus"][2] for name, store in opened.items() if name.startswith("ingest")}
    assert len(versions) >= 5
    models = {store["fingerprint"] for name, store in opened.items() if name.startswith("embed")}
    assert models == set(killed.MODELS)
