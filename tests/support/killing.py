"""Killing processes that work on a data folder, and looking at what they leave. See `killed_anywhere`."""

import json
import os
import pickle
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from vectorstore.documents import make_corpus, text_hash

KILLED = Path(__file__).parent / "killed_anywhere.py"
NAMES = re.compile(
    r"owner\.(lock|json)|records\.db(-wal|-shm)?|chroma(/chroma\.sqlite3(-wal|-shm|-journal)?|/[^/]*(/.*)?)?"
)
"""What may lie in a data folder, whatever has happened."""


class Subjects:
    """Processes to be killed, on one data folder, each telling what it found when it opened the folder."""

    def __init__(self, root):
        self.data, self.temporary, self._tells = root / "data", root / "temporary", root / "told"
        self.data.mkdir()
        self.temporary.mkdir()
        paths = [str(KILLED.parent), str(KILLED.parent.parent.parent)]
        own = {"PYTHONPATH": os.pathsep.join(paths), "TMPDIR": str(self.temporary), "ACCORD_MODEL": "none"}
        self._log = (root / "log").open("ab")
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": self._log}
        self._process = subprocess.Popen([sys.executable, KILLED], env={**os.environ, **own}, text=True, **pipes)

    def _order(self, **order):
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def start(self, what, **more):
        self._tells.unlink(missing_ok=True)
        return self._order(start=what, data=str(self.data), tells=str(self._tells), **more)

    def told(self):
        """What the last one found, once it has opened the folder."""
        end = time.monotonic() + 60
        while not self._tells.exists():
            assert time.monotonic() < end, "the folder cannot be opened again"
            time.sleep(0.01)
        return pickle.loads(self._tells.read_bytes())

    def killed(self, number):
        """The exit code of one that is killed, unless it has ended."""
        os.kill(number, signal.SIGKILL)
        return self.ended(number)

    def ended(self, number):
        return self._order(wait=number)

    def close(self):
        self._process.stdin.close()
        self._process.wait()
        self._log.close()


def check(found, whole, subjects):
    """What is stored is whole, `whole(document)` being the texts and clauses that it may have, and tidy."""
    documents, clauses, version = found["corpus"]
    corpus = make_corpus(documents, clauses)
    assert version == corpus.version
    assert found["stated"] == version or (found["stated"] is None and not documents)
    assert {clause.document_id for clause in clauses} == set(corpus.documents)
    for document in documents:
        assert (document.text, corpus.of(document.id)) in whole(document), document.id
    wanted = set()
    for clause in clauses:
        texts = [corpus.text(clause), *(corpus.quote(clause.document_id, span) for span in clause.sentences)]
        wanted |= {f"{clause.id}#{number}#{text_hash(text)[:16]}" for number, text in enumerate(texts)}
    assert found["vectors"] == found["index"] == wanted
    for document_id, hits in found["found"].items():
        assert document_id in hits
    left = {str(each.relative_to(subjects.data)) for each in subjects.data.rglob("*")}
    assert [each for each in left if not NAMES.fullmatch(each)] == []
    assert sum(each.is_dir() for each in (subjects.data / "chroma").iterdir()) <= 2
    # Files: Gradio makes an empty folder of always the same name.
    assert [each for each in subjects.temporary.rglob("*") if not each.is_dir()] == []
