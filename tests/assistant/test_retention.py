"""Conversations that are too old go while the server runs."""

import logging
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from assistant.retention import Retention
from vectorstore.conversations import Conversations
from vectorstore.records import Records


@pytest.fixture
def records(tmp_path):
    records = Records(f"sqlite:///{tmp_path / 'records.db'}")
    yield records
    records.close()


def answer(name, days):
    time_of_it = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="milliseconds")
    return {"id": f"{name}-1", "conversation_id": name, "question": "What of tea?", "created_at": time_of_it}


def until(true):
    end = time.monotonic() + 30
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    assert true()


def test_what_is_too_old_goes_at_once_and_again_until_it_is_closed(records, caplog):
    caplog.set_level(logging.INFO, "assistant.retention")
    conversations = Conversations(records)
    for name, days in (("old", 31), ("new", 29)):
        conversations.add(answer(name, days), None, opens=True)
    retention = Retention(records, 30, every=0.05)
    retention.start()
    until(lambda: not conversations.length("old", None))
    conversations.add(answer("later", 31), None, opens=True)
    until(lambda: not conversations.length("later", None))
    retention.close()
    conversations.add(answer("last", 31), None, opens=True)
    time.sleep(0.2)
    assert conversations.length("last", None)
    assert conversations.length("new", None)
    assert "deleted 1 conversations with 1 answers, last used more than 30 days ago" in caplog.messages[0]


def test_closing_does_not_wait_for_the_next_hour(records):
    retention = Retention(records, 30)
    retention.start()
    start = time.monotonic()
    retention.close()
    assert time.monotonic() - start < 5
    assert "accord-retention" not in {each.name for each in threading.enumerate()}


def test_a_database_that_fails_is_tried_again(records, tmp_path, caplog):
    conversations = Conversations(records)
    conversations.add(answer("old", 31), None, opens=True)
    with records.session() as session:
        session.connection().exec_driver_sql("ALTER TABLE answers RENAME TO away")
    retention = Retention(records, 30, every=0.05)
    retention.start()
    until(lambda: any("no such table" in each for each in caplog.messages))
    with records.session() as session:
        session.connection().exec_driver_sql("ALTER TABLE away RENAME TO answers")
    until(lambda: not conversations.length("old", None))
    retention.close()
