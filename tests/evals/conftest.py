"""A small corpus and answers from it, made by hand; a server that only seems to answer."""

import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant.answers import Answer, Citation, Statement, cite
from ingest.read import read
from ingest.sources import bundled
from vectorstore.documents import Clause, Corpus, Document, make_corpus, text_hash

PRIMARY = "We will keep the limit of 1.5 degrees.\n\nThe UK’s carrier returns in 2025."
COVERAGE = "A further £18bn was announced.\n\nThe carrier was named."
SLOW = 0.4


@pytest.fixture
def corpus() -> Corpus:
    documents = [_document("accord", "primary", PRIMARY), _document("press", "coverage", COVERAGE)]
    return make_corpus(documents, [clause for document in documents for clause in _clauses(document)])


@pytest.fixture(scope="session")
def bundled_corpus() -> Corpus:
    """The documents that come with the project."""
    made = [read(source) for source in bundled().sources]
    return make_corpus([each.document for each in made], [clause for each in made for clause in each.clauses])


@pytest.fixture
def citation(corpus):
    """A citation of some words of a clause."""

    def make(clause_id: str, quote: str, number: int) -> Citation:
        clause = corpus.clauses[clause_id]
        start = corpus.documents[clause.document_id].text.index(quote)
        return cite(corpus, clause, (start, start + len(quote)), number)

    return make


@pytest.fixture
def answer():
    """An answer with what matters here."""

    def make(text="", outcome="answered", citations=(), nearest=(), statements=(), rests_on="none") -> Answer:
        return Answer(
            id="a",
            conversation_id="c",
            question="?",
            standalone_question="?",
            outcome=outcome,
            text=text,
            citations=tuple(citations),
            nearest=tuple(nearest),
            statements=tuple(Statement(text=each, citations=(), kind=None, support="notice") for each in statements),
            rests_on=rests_on,
            corpus_version="v",
            created_at="2025-01-01T00:00:00+00:00",
        )

    return make


@pytest.fixture
def server():
    """A server that only seems to answer, and what it was asked: some questions with an error, "slow" after a while,
    "judged" and "fell back" with another judge, all others quickly.
    """
    asked = []
    statuses = {"bad": 500, "too many": 429, "unavailable": 503}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self):
            self._reply(200)

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(body)
            question = body["question"]
            if question == "slow":
                time.sleep(SLOW)
            judge = {
                "judge": "model" if question == "judged" else "quick",
                "fallback": "busy" if question == "fell back" else None,
                "timings_ms": {"judge": 7.0 if question == "judged" else 0.5},
            }
            self._reply(statuses.get(question, 200), {} if question == "odd" else judge)

        def _reply(self, status, body=None):
            content = json.dumps(body or {}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            pass

    served = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_port}", asked
    served.shutdown()
    served.server_close()


@pytest.fixture
def slow():
    """Seconds that this server takes for "slow"."""
    return SLOW


@pytest.fixture
def unused_url():
    """Where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture(scope="session")
def tiny_set(tmp_path_factory):
    """A folder with a retrieval set of three texts."""
    folder = tmp_path_factory.mktemp("tiny")
    (folder / "corpus.jsonl").write_text(
        '{"id": "t1", "title": "Whales", "text": "Whales sing. They dive deep."}\n'
        '{"id": "t2", "title": "Bread", "text": "Yeast lifts dough. The oven bakes the loaf."}\n'
        '{"id": "t3", "title": "", "text": "Trains run on rails between the cities."}\n',
        "utf-8",
    )
    (folder / "queries.jsonl").write_text(
        '{"id": "q1", "question": "How is a loaf baked?", "answers": ["oven"], "answerable": true}\n'
        '{"id": "q2", "question": "Which animals sing?", "answerable": true}\n'
        '{"id": "q3", "question": "Who won the cup?", "answerable": false}\n',
        "utf-8",
    )
    (folder / "qrels.tsv").write_text("query_id\tcorpus_id\trelevance\nq1\tt2\t1\nq2\tt1\t1\nq1\tt3\t0\n", "utf-8")
    return folder


def _document(document_id, kind, text):
    return Document(id=document_id, name=document_id, kind=kind, title=document_id, text=text, sha256=text_hash(text))


def _clauses(document):
    at = 0
    for number, paragraph in enumerate(document.text.split("\n\n")):
        span = (at, at + len(paragraph))
        yield Clause(
            id=f"{document.id}/{number}",
            document_id=document.id,
            label=f"paragraph {number}",
            role="paragraph",
            heading=(),
            start=span[0],
            end=span[1],
            hash=text_hash(paragraph),
            sentences=(span,),
        )
        at = span[1] + 2
