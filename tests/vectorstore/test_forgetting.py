"""Conversations that are forgotten are gone from the rows and from the bytes of the files."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from vectorstore.conversations import Conversations
from vectorstore.feedback import Feedback, Feedbacks
from vectorstore.forgetting import Extent, Which, days_ago, extent, forget
from vectorstore.tables import AnswerRow, ConversationRow, FeedbackRow

CANARY = "canary-7d3f"


def keep(records, conversations):
    """Conversations by id: their owner and, for each answer, how many days old it is and what it says."""
    now = datetime.now(UTC)
    with records.session() as session:
        for name, (owner, answers) in conversations.items():
            times = [(now - timedelta(days=days)).isoformat(timespec="milliseconds") for days, _ in answers]
            title = answers[0][1][:40]
            session.add(ConversationRow(id=name, owner=owner, title=title, created_at=times[0]))
            session.flush()
            session.add_all(
                AnswerRow(
                    id=f"{name}-{number}", conversation_id=name, position=number, created_at=time, body={"text": text}
                )
                for number, (time, (_, text)) in enumerate(zip(times, answers, strict=True), start=1)
            )


def ids(records):
    with records.session() as session:
        return {row.id for row in session.query(ConversationRow)}, {row.id for row in session.query(AnswerRow)}


def files_with(folder, text):
    return [each.name for each in folder.rglob("*") if each.is_file() and text.encode() in each.read_bytes()]


def test_age_goes_by_the_last_answer(records):
    keep(
        records,
        {
            "old": (None, [(50, "x"), (31, "x")]),
            "gone-on": (None, [(50, "x"), (29, "x")]),
            "new": (None, [(1, "x")]),
        },
    )
    which = Which(last_before=days_ago(30))
    assert extent(records, which) == Extent(1, 2)
    gone = forget(records, which)
    assert (gone.conversations, gone.answers, gone.wiped) == (1, 2, True)
    assert ids(records) == ({"gone-on", "new"}, {"gone-on-1", "gone-on-2", "new-1"})
    assert extent(records, which) == Extent(0, 0)


def test_all_of_1000_that_are_too_old_go_and_no_other(records):
    every = {f"c{days}": (None, [(days + 400, "x"), (days + 0.5, "x")]) for days in range(1000)}
    keep(records, every)
    gone = forget(records, Which(last_before=days_ago(365)))
    assert (gone.conversations, gone.answers) == (635, 1270)
    assert ids(records)[0] == {f"c{days}" for days in range(365)}


@pytest.mark.parametrize(
    ("which", "left"),
    [
        (Which(owner="user:ann"), {"ben", "open"}),
        (Which(owner="user:an"), {"ann-old", "ann-new", "ben", "open"}),
        (Which(owner="user:ann", last_before=days_ago(30)), {"ann-new", "ben", "open"}),
        (Which(), set()),
    ],
    ids=["owner", "nobody", "owner-and-age", "all"],
)
def test_only_what_is_meant_goes(records, which, left):
    keep(
        records,
        {
            "ann-old": ("user:ann", [(40, "x")]),
            "ann-new": ("user:ann", [(1, "x")]),
            "ben": ("key:ab12", [(40, "x")]),
            "open": (None, [(40, "x")]),
        },
    )
    forget(records, which)
    assert ids(records)[0] == left


def test_no_byte_of_what_is_forgotten_is_left_while_others_have_the_database_open(records, tmp_path):
    """Texts of all sizes, so that pages are split, merged and moved; another process keeps the database open."""
    sizes = (1, 30, 300, 3000)
    keep(
        records,
        {
            f"c{number}": (None, [(number % 2 * 90 + 1, f"{CANARY}{number % 2} " * size) for size in sizes])
            for number in range(300)
        },
    )
    assert files_with(tmp_path, f"{CANARY}1")
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(tmp_path / "records.db")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with reader:
        assert reader.stdout.readline().strip() == b"open"
        gone = forget(records, Which(last_before=days_ago(30)))
        assert (gone.conversations, gone.answers, gone.wiped) == (150, 600, True)
        assert (tmp_path / "records.db-wal").exists()
        assert files_with(tmp_path, f"{CANARY}1") == []
        assert files_with(tmp_path, f"{CANARY}0") == ["records.db"]
        reader.stdin.close()


READER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("select count(*) from answers").fetchall()
print("open", flush=True)
sys.stdin.read()
"""


def test_a_deleted_conversation_leaves_no_byte_either(records, tmp_path):
    keep(records, {"c": ("user:ann", [(1, f"{CANARY} " * 50)])})
    assert Conversations(records).delete("c", "user:ann")
    assert (tmp_path / "records.db-wal").exists()
    assert files_with(tmp_path, CANARY) == []


def test_a_log_that_is_being_read_is_said_not_to_be_empty_and_is_emptied_the_next_time(records, tmp_path):
    keep(records, {"c": (None, [(1, CANARY)])})
    with closing(sqlite3.connect(tmp_path / "records.db", isolation_level=None)) as reader:
        reader.execute("begin")
        assert reader.execute("select count(*) from answers").fetchone() == (1,)
        gone = forget(records, Which())
        assert (gone.conversations, gone.wiped) == (1, False)
        assert files_with(tmp_path, CANARY)
    assert forget(records, Which()).wiped
    assert files_with(tmp_path, CANARY) == []


def test_it_ends_between_two_batches_when_it_is_stopped(records):
    keep(records, {f"c{number}": (None, [(1, "x")]) for number in range(500)})
    asked = iter([False, True])
    gone = forget(records, Which(), lambda: next(asked))
    assert 0 < gone.conversations < 500
    assert len(ids(records)[0]) == 500 - gone.conversations


def test_what_is_old_is_found_by_indexes(records):
    asked = []
    with records.session() as session:
        event.listen(session.get_bind(), "before_cursor_execute", lambda *sent: asked.append(sent[2:4]))
    extent(records, Which(last_before=days_ago(30)))
    assert asked
    with records.session() as session:
        plans = [
            session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            for statement, parameters in list(asked)
        ]
    for plan in plans:
        told = " ".join(row[-1] for row in plan)
        assert "ix_conversations_created" in told
        assert "ix_answers_created" in told
        assert "SCAN conversations" not in told


def test_comments_on_what_is_forgotten_go_too_and_no_others(records, tmp_path):
    keep(records, {"old": ("user:ann", [(40, "x")]), "new": ("user:ann", [(1, "x")])})
    feedbacks = Feedbacks(records)
    for name in ("old", "new"):
        given = Feedback(
            answer_id=f"{name}-1", verdict="down", reason=None, comment=f"{CANARY} {name} " * 30, at="2025-01-01"
        )
        assert feedbacks.put(given, "user:ann")
    assert files_with(tmp_path, f"{CANARY} old")
    forget(records, Which(last_before=days_ago(30)))
    assert files_with(tmp_path, f"{CANARY} old") == []
    assert files_with(tmp_path, f"{CANARY} new") == ["records.db"]
    with records.session() as session:
        assert [row.answer_id for row in session.query(FeedbackRow)] == ["new-1"]
