"""Kept answers as they are looked for by those who review them: quickly, by indexes, also among 10,000."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from vectorstore.feedback import Feedback, Feedbacks
from vectorstore.records import Records
from vectorstore.review import Review, Wanted
from vectorstore.tables import AnswerRow, ConversationRow

MANY = 10_000
OUTCOMES = ("answered", "partial", "uncertain", "not_in_sources", "refused")
START = datetime(2025, 1, 1, tzinfo=UTC)
QUICK = 0.5
"""Seconds, on a busy machine."""


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    """Answers as large as real ones, one a minute, with feedback on every 100th."""
    records = Records(f"sqlite:///{tmp_path_factory.mktemp('review') / 'records.db'}")
    quote = "The UK and Japan will explore ambitious joint research and development. " * 8
    with records.session() as session:
        session.add(ConversationRow(id="c", owner=None, title="t", created_at=START.isoformat()))
        session.flush()
        for number in range(MANY):
            at = (START + timedelta(minutes=number)).isoformat(timespec="milliseconds")
            question, outcome = f"What of number {number} and the canal?", OUTCOMES[number % len(OUTCOMES)]
            body = {"id": f"a{number}", "created_at": at, "question": question, "outcome": outcome, "text": quote * 10}
            row = {"id": f"a{number}", "conversation_id": "c", "position": number + 1, "created_at": at, "body": body}
            session.add(AnswerRow(**row, question=question, outcome=outcome, filtered=False))
    feedbacks = Feedbacks(records)
    for number in range(0, MANY, 100):
        verdict, reason = ("down", "other") if number % 1000 == 0 else ("up", None)
        feedbacks.put(Feedback(answer_id=f"a{number}", verdict=verdict, reason=reason, comment="c", at="t"), None)
    yield records
    records.close()


def numbers(lines):
    return [int(line.id.removeprefix("a")) for line in lines]


EVERY = range(MANY - 1, -1, -1)
DAY = 24 * 60


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), list(EVERY)),
        (Wanted(outcome="refused"), [each for each in EVERY if each % 5 == 4]),
        (Wanted(outcome="gone"), []),
        (Wanted(feedback="down"), [each for each in EVERY if each % 1000 == 0]),
        (Wanted(feedback="up"), [each for each in EVERY if each % 100 == 0 and each % 1000]),
        (Wanted(feedback="any"), [each for each in EVERY if each % 100 == 0]),
        (Wanted(feedback="none"), [each for each in EVERY if each % 100]),
        (Wanted(reason="other", outcome="answered"), [each for each in EVERY if each % 1000 == 0]),
        (Wanted(reason="wrong_source"), []),
        (Wanted(text="NUMBER 77 "), [77]),
        (Wanted(text="number%"), []),
        (Wanted(text="number_7"), []),
        (Wanted(first=date(2025, 1, 2), last=date(2025, 1, 2)), list(range(2 * DAY - 1, DAY - 1, -1))),
        (Wanted(last=date(2024, 12, 31)), []),
        (Wanted(text="canal", outcome="partial", feedback="none"), [each for each in EVERY if each % 5 == 1]),
    ],
    ids=lambda each: " ".join(f"{k}={v}" for k, v in vars(each).items() if v) if isinstance(each, Wanted) else "",
)
def test_all_that_is_wanted_comes_once_newest_first_and_quickly(records, wanted, expected):
    review = Review(records)
    start = time.perf_counter()
    first = review.lines(wanted, 51)
    seconds = time.perf_counter() - start
    assert numbers(first) == expected[:51]
    assert seconds < QUICK
    found, after = [], None
    while lines := review.lines(wanted, 700, after):
        found += numbers(lines)
        after = lines[-1].place
    assert found == expected


def test_the_last_page_comes_as_quickly_as_the_first(records):
    after = Review(records).lines(Wanted(), MANY)[-51].place
    start = time.perf_counter()
    assert numbers(Review(records).lines(Wanted(), 50, after)) == list(range(49, -1, -1))
    assert time.perf_counter() - start < QUICK


def test_what_is_wanted_is_found_by_indexes(records):
    asked = []
    with records.session() as session:
        event.listen(session.get_bind(), "before_cursor_execute", lambda *sent: asked.append(sent[2:4]))
    place = Review(records).lines(Wanted(), 1)[0].place
    for wanted in (Wanted(), Wanted(outcome="partial"), Wanted(feedback="down"), Wanted(first=date(2025, 1, 3))):
        Review(records).lines(wanted, 51, place)
    with records.session() as session:
        statements = [each for each in list(asked) if "FROM answers" in each[0]]
        plans = [
            " ".join(
                row[-1] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters).all()
            )
            for sql, parameters in statements
        ]
    assert len(plans) == 5
    for plan in plans:
        assert "ix_answers_when" in plan or "ix_answers_outcome" in plan
        assert "SCAN feedback" not in plan
        assert "TEMP B-TREE" not in plan


def test_bodies_come_as_the_lines_do(records):
    wanted = Wanted(feedback="any")
    bodies = Review(records).bodies(wanted, 30)
    assert [body["id"] for body in bodies] == [line.id for line in Review(records).lines(wanted, 30)]
