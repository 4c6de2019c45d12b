"""Kills an ingest at many points: a process of its own, which forks one child for each point.

A point is right before or right after an operation on a file, on the database or on the vector index, or some moment
inside it. Afterwards other processes open what each child left, ingest everything again, and write what they found
into its folder.

    python killed.py FOLDER ingest=24 index=6 embed=6
"""

import os
import pickle
import shutil
import signal
import sys
import traceback
from dataclasses import astuple
from functools import partial
from pathlib import Path

from embedders import BagOfWords

from ingest.sources import bundled, from_path
from ingest.sync import sync
from vectorstore.chroma import VectorIndex
from vectorstore.lock import OwnerLock
from vectorstore.records import CORPUS_VERSION, FINGERPRINT, Records
from vectorstore.settings import StoreSettings
from vectorstore.store import open_store

ON_DATABASES = {"execute", "executemany", "commit", "upsert", "delete", "create_collection", "delete_collection"}
ON_FILES = {"open", "mkdir", "replace", "unlink", "rmdir"}
MOMENT = 0.0005
"""Seconds from an operation's begin to a death inside it."""
NOTES = {
    "before": {"steel": "# Steel\n\nSteel was discussed.\n\nNothing was signed.", "tea": "# Tea\n\nTea was served."},
    "after": {"steel": "# Steel\n\nSteel was discussed.\n\nAll of it was signed."},
}
MODELS = {model.fingerprint: model for model in (BagOfWords(), BagOfWords("2"))}
WORKERS = 2
QUERIES = ("semiconductor supply chains", "Was steel discussed and signed?", "tea")


class Countdown:
    """Counts operations; dies at one of them."""

    def __init__(self, at, *, inside=False):
        self.seen = 0
        self._at = at
        self._inside = inside

    def __call__(self, frame, event, function):
        if event not in ("c_call", "c_return") or not _counts(function):
            return
        self.seen += 1
        if self.seen != self._at:
            return
        if self._inside:
            signal.setitimer(signal.ITIMER_REAL, MOMENT)  # unhandled: ends the process from outside of Python
        else:
            os.kill(os.getpid(), signal.SIGKILL)


def _counts(function):
    kind = type(getattr(function, "__self__", None)).__name__
    if kind in ("Connection", "Cursor", "Bindings"):
        return function.__name__ in ON_DATABASES
    return function.__name__ in ON_FILES and getattr(function, "__module__", None) in ("posix", "io", "_io")


def opened(data, embedder, *, rebuild=False):
    lock = OwnerLock(data)
    lock.acquire()
    return open_store(StoreSettings(data, embedder.name), embedder, lock, rebuild=rebuild)


def ingest(folder):
    """The bundled corpus, a folder of notes, and that folder again with one note changed and one gone."""
    store = opened(folder / "data", BagOfWords())
    sync(store, bundled())
    for when in NOTES:
        notes = write_notes(folder, when)
        sync(store, from_path(notes))
    store.close()


def index(folder):
    """Opening a store whose vector index is lost."""
    opened(folder / "data", BagOfWords()).close()


def embed(folder):
    """Opening a store with another embedding model, to embed everything again."""
    opened(folder / "data", BagOfWords("2"), rebuild=True).close()


SCENARIOS = {"ingest": ingest, "index": index, "embed": embed}


def write_notes(folder, when):
    notes = folder / "notes"
    shutil.rmtree(notes, ignore_errors=True)
    notes.mkdir()
    for name, text in NOTES[when].items():
        (notes / f"{name}.md").write_text(text, encoding="utf-8")
    return notes


def prepare(folder, name, base):
    """What a scenario starts from."""
    folder.mkdir()
    if name != "ingest":
        shutil.copytree(base / "data", folder / "data")
    if name == "index":
        shutil.rmtree(folder / "data" / "chroma")


def counted(scenario, folder, countdown):
    sys.setprofile(countdown)
    try:
        scenario(folder)
    finally:
        sys.setprofile(None)


def whole(scenario, folder):
    """A run to the end; leaves how many points it has."""
    countdown = Countdown(None)
    counted(scenario, folder, countdown)
    (folder / "points").write_text(str(countdown.seen), encoding="utf-8")


def forked(run):
    sys.stdout.flush()
    if child := os.fork():
        return child
    try:
        run()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def ended_by(child):
    """The signal that ended a child; 0 where it ran to its end."""
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code > 0:
        raise SystemExit(f"A child failed with exit code {code}.")
    return -code


def kill(name, root, base, points):
    """Starts the children of one scenario; gives their folders and process ids."""
    prepare(root / f"{name}-whole", name, base)
    ended_by(forked(partial(whole, SCENARIOS[name], root / f"{name}-whole")))
    total = int((root / f"{name}-whole" / "points").read_text(encoding="utf-8"))
    for number in range(points):
        at = 1 + round(number * (total - 1) / (points - 1))
        folder = root / f"{name}-{number}"
        prepare(folder, name, base)
        countdown = Countdown(at, inside=number % 3 == 1 and at < 0.9 * total)
        yield folder, forked(partial(counted, SCENARIOS[name], folder, countdown))


def found(store):
    """What some searches find: all scores of every passage."""
    return {
        f"{query} {passage.clause.id} {number}": score
        for query in QUERIES
        for passage in store.search(query, 50)
        for number, score in enumerate((passage.score, *astuple(passage.scores)))
    }


def state(store, data):
    index = VectorIndex(data / "chroma")  # beside the store's own: one process may do that
    return {
        "corpus": (list(store.corpus.documents.values()), list(store.corpus.clauses.values()), store.corpus.version),
        "vectors": {each.id: each.vector.tolist() for each in store.records.vectors()},
        "index": index.ids(),
        "found": found(store),
    }


def recover(folder, ended):
    """Opens what a child left, with the model that its records name, and ingests everything again."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    records = Records(f"sqlite:///{data / 'records.db'}")
    stated, fingerprint = records.fact(CORPUS_VERSION), records.fact(FINGERPRINT)
    records.close()
    model = MODELS[fingerprint] if fingerprint else BagOfWords()
    store = opened(data, model)
    opened_again = state(store, data)
    sync(store, bundled())
    sync(store, from_path(write_notes(folder, "after")))
    repeated = state(store, data)
    store.close()
    facts = {"ended": ended, "stated": stated, "fingerprint": model.fingerprint}
    (folder / "recovered").write_bytes(pickle.dumps({**facts, "opened": opened_again, "repeated": repeated}))


def recover_all(left):
    for folder, ended in left:
        try:
            recover(folder, ended)
        except Exception as error:
            (folder / "recovered").write_bytes(pickle.dumps({"ended": ended, "error": repr(error)}))


def main(root, *wanted):
    base = root / "base"
    base.mkdir(parents=True)
    ended_by(forked(partial(ingest, base)))
    left = []
    for each in wanted:
        name, _, points = each.partition("=")
        children = list(kill(name, root, base, int(points)))
        left += [(folder, ended_by(child)) for folder, child in children]
    for worker in [forked(partial(recover_all, left[number::WORKERS])) for number in range(WORKERS)]:
        ended_by(worker)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
