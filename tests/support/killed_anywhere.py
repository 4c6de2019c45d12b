"""Processes that a test kills at any moment: an ingest, and a server. They embed by words alone, to be quick.

Each is forked from this process, which has imported everything, has no threads, and is told over standard input, one
line of JSON each, what to start or for which to wait. As soon as one has opened the store it writes what it found.
"""

import json
import os
import pickle
import sys
import time
import traceback
from functools import partial
from pathlib import Path

from embedders import BagOfWords
from served import serving

from ingest.live import ingest as ingest_into
from vectorstore.chroma import VectorIndex
from vectorstore.lock import OwnerLock
from vectorstore.records import CORPUS_VERSION
from vectorstore.settings import StoreSettings
from vectorstore.store import open_store


def opened(told, data, places, lock):
    """The store, and what is in it told to whoever has started us."""
    store = open_store(places, BagOfWords(), lock)
    corpus = store.corpus
    beside = VectorIndex(data / "chroma")  # one process may open it twice
    found = {
        "corpus": (list(corpus.documents.values()), list(corpus.clauses.values()), corpus.version),
        "stated": store.records.fact(CORPUS_VERSION),
        "vectors": {each.id for each in store.records.vectors()},
        "index": beside.ids(),
        "found": {
            each: [one.clause.document_id for one in store.search(_words(corpus, each), 3)] for each in _some(corpus)
        },
    }
    told(found)
    return store


def _some(corpus):
    return list(corpus.documents)[-6:]


def _words(corpus, document_id):
    """The words of its last clause."""
    return corpus.text(corpus.of(document_id)[-1])


def tell(place, found):
    fresh = place.with_suffix(".new")
    fresh.write_bytes(pickle.dumps(found))
    fresh.replace(place)


def ingest(order):
    """What the command line does with a folder once it has imported everything."""
    data = Path(order["data"])
    lock = OwnerLock(data)
    lock.acquire()
    store = opened(partial(tell, Path(order["tells"])), data, StoreSettings(data, "none"), lock)
    report = ingest_into(store, [order["folder"]], "coverage", lambda what, done, total: None)
    store.close()
    bad = [each for each in report["entries"] if each["status"] == "failed"]
    if bad:
        raise SystemExit(f"failed: {bad}")


def serve(order):
    data, tells = Path(order["data"]), Path(order["tells"])
    seen = []
    with serving(data, opens=partial(opened, seen.append, data), questions_per_minute=100_000) as (port, _):
        tell(tells, {**seen[0], "port": port})
        time.sleep(600)


STARTS = {"ingest": ingest, "serve": serve}


def forked(order):
    if child := os.fork():
        return child
    try:
        STARTS[order["start"]](order)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def main():
    for line in sys.stdin:
        order = json.loads(line)
        done = forked(order) if "start" in order else os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1])
        sys.stdout.write(f"{done}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
