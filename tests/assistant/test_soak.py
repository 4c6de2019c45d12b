"""A long run: many questions at once while documents come and go."""

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.questions import Question
from ingest.live import ingest

QUESTIONS = 5000

pytestmark = pytest.mark.soak


def test_every_answer_holds_while_documents_come_and_go(assistant, tmp_path):
    ended = threading.Event()

    def come_and_go():
        note = tmp_path / "note.md"
        for number in itertools.count():
            if ended.is_set():
                break
            note.write_text(f"# A note\n\nThe semiconductor quota is {number}.\n", encoding="utf-8")
            report = ingest(assistant.store, [str(note)], "coverage", lambda *what: None)
            assert report["entries"][0]["status"] in ("added", "changed")
            if number % 5 == 4:
                assistant.store.remove("note")
        return number

    def check(number):
        answer = assistant.ask(Question(text=f"What is the semiconductor quota, and item {number}?", store=False))
        for each in (*answer.citations, *answer.nearest):
            if each.document_id != "note":
                document = assistant.store.corpus.documents[each.document_id]
                assert document.text[each.start : each.end] == each.quote
        return answer.corpus_version

    with ThreadPoolExecutor(5) as pool:
        changing = pool.submit(come_and_go)
        versions = set(pool.map(check, range(QUESTIONS)))
        ended.set()
        assert changing.result() > 10
    assert len(versions) > 10
