"""What askers make of answers, over HTTP."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from guarded import Server, cookie
from logged import logged
from prometheus_client.parser import text_string_to_metric_families
from served import serving

COMMENT = "zebra-crossing-91"


def kept(office, answer):
    """Every feedback on an answer, as it lies in the records."""
    file = office.serving.settings.data / "records.db"
    with closing(sqlite3.connect(file)) as records:
        query = "select verdict, reason, comment from feedback where answer_id = ?"
        return records.execute(query, (answer["id"],)).fetchall()


def files_with(office, text):
    folder = office.serving.settings.data
    return [each.name for each in folder.rglob("*") if each.is_file() and text.encode() in each.read_bytes()]


def test_it_is_kept_as_it_is_given(office):
    answer = office.ask("mia")
    status, _, given = office.give("mia", answer, reason="wrong_source", comment="  Look at [2].\nNot so.  ")
    assert status == 200
    assert {**given, "at": None} == {
        "answer_id": answer["id"], "verdict": "down", "reason": "wrong_source", "comment": "Look at [2].\nNot so.",
        "at": None,
    }  # fmt: skip
    assert given["at"] > answer["created_at"]
    assert office.give("mia", office.ask("mia"), "up")[2]["reason"] is None


def test_the_later_one_takes_the_place_of_the_earlier_and_it_can_be_taken_back(office):
    answer = office.ask("mia")
    office.give("mia", answer, comment=f"{COMMENT}-early")
    office.give("mia", answer, "up", comment=f"{COMMENT}-late")
    assert kept(office, answer) == [("up", None, f"{COMMENT}-late")]
    assert files_with(office, f"{COMMENT}-early") == []
    path = f"/v1/feedback/{answer['id']}"
    assert office.send("mia", "DELETE", path)[::2] == (200, {"deleted": answer["id"]})
    assert kept(office, answer) == []
    assert files_with(office, f"{COMMENT}-late") == []
    assert office.send("mia", "DELETE", path)[0] == 200  # there is none any more, as was wanted


@pytest.mark.parametrize("other", ["max", "sam", "ada", "ask key", "admin key"])
def test_nobody_says_anything_of_anothers_answer(office, other):
    answer = office.ask("mia")
    office.give("mia", answer, "up")
    status, _, body = office.give(other, answer)
    assert (status, body["error"]["code"]) == (404, "unknown_answer")
    status, _, body = office.send(other, "DELETE", f"/v1/feedback/{answer['id']}")
    assert (status, body["error"]["code"]) == (404, "unknown_answer")
    assert kept(office, answer) == [("up", None, None)]


def test_what_was_not_kept_has_no_feedback(office):
    answer = office.ask("mia", store=False)
    assert office.give("mia", answer)[0] == 404
    assert office.give("mia", {"id": "nope"})[0] == 404


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"verdict": "meh"}, "invalid_request"),
        ({"verdict": None}, "invalid_request"),
        ({"reason": "bored"}, "invalid_request"),
        ({"comment": "x" * 2001}, "invalid_request"),
        ({"comment": 5}, "invalid_request"),
        ({"asker": "user:max"}, "invalid_request"),
        ({"comment": "a\0b"}, "control_character"),
        ({"comment": "\x1b[31mred"}, "control_character"),
    ],
)
def test_what_cannot_be_kept_is_refused(office, more, code):
    answer = office.ask("mia")
    status, _, body = office.send("mia", "POST", "/v1/feedback", {"answer_id": answer["id"], "verdict": "up", **more})
    assert (status, body["error"]["code"]) == (422, code)
    assert kept(office, answer) == []


def test_half_a_character_is_refused_and_a_comment_of_2000_signs_is_taken(office):
    answer = office.ask("mia")
    body = f'{{"answer_id": "{answer["id"]}", "verdict": "up", "comment": "\\ud800"}}'
    assert office.send("mia", "POST", "/v1/feedback", body, Content_Type="application/json")[0] == 422
    assert office.give("mia", answer, "up", comment="日" * 2000)[2]["comment"] == "日" * 2000
    assert office.give("mia", answer, "up", comment=" \n ")[2]["comment"] is None


def test_it_goes_with_its_conversation_from_the_files_too(office):
    answer = office.ask("mia")
    office.give("mia", answer, comment=f"{COMMENT} goes")
    assert files_with(office, f"{COMMENT} goes")
    assert office.send("mia", "DELETE", f"/v1/conversations/{answer['conversation_id']}")[0] == 200
    assert kept(office, answer) == []
    assert files_with(office, f"{COMMENT} goes") == []


def test_another_sites_page_cannot_give_any(office):
    answer = office.ask("mia")
    body = {"answer_id": answer["id"], "verdict": "up"}
    for origin in ("https://evil.example", f"http://127.0.0.1:{office.port + 1}", "null"):
        status, _, told = office.send("mia", "POST", "/v1/feedback", body, Origin=origin)
        assert (status, told["error"]["code"]) == (403, "foreign_origin")
    assert kept(office, answer) == []


def test_verdicts_are_counted_and_comments_stand_neither_in_figures_nor_in_the_log(office):
    def counted():
        families = text_string_to_metric_families(office.send("ada", "GET", "/metrics")[2])
        samples = [each for family in families for each in family.samples if each.name == "accord_feedback_total"]
        return {each.labels["verdict"]: each.value for each in samples}

    answer, before = office.ask("mia"), counted()
    with logged() as written:
        office.give("mia", answer, "up", comment=COMMENT)
        office.give("mia", answer, "down", reason="other", comment=f"{COMMENT}\0")
        office.give("mia", answer, "down", reason=COMMENT)
        office.give("max", answer, "down", comment=COMMENT)
        office.send("mia", "DELETE", f"/v1/feedback/{answer['id']}")
        written.of(5)
    assert COMMENT not in written.getvalue()
    assert counted() == {**before, "up": before.get("up", 0) + 1}
    assert COMMENT not in office.send("ada", "GET", "/metrics")[2]


def test_while_open_each_browser_has_its_own_and_the_answers_id_is_the_permission(tmp_path, corpus_folder):
    shutil.copytree(corpus_folder, tmp_path / "data")
    with serving(tmp_path / "data") as (port, service):
        server = Server(port, service)
        for browser in ("one", "two"):
            server.headers[browser] = {"Cookie": cookie(server.send("", "GET", "/", Accept="text/html")[1])}
        answer = server.ask("one")
        for who, verdict in (("one", "up"), ("two", "down"), ("", "down"), ("", "up")):
            assert server.send(who, "POST", "/v1/feedback", {"answer_id": answer["id"], "verdict": verdict})[0] == 200
        assert sorted(kept(server, answer)) == [("down", None, None), ("up", None, None), ("up", None, None)]
        assert server.send("two", "DELETE", f"/v1/feedback/{answer['id']}")[0] == 200
        assert [each[0] for each in kept(server, answer)] == ["up", "up"]
        assert "Review" in server.send("one", "GET", "/documents")[2]
        assert server.send("", "GET", "/review")[0] == 200
