"""The register over HTTP: whole, by filters, as files, and set right by staff."""

import csv
import io
import re
import zipfile
from html import unescape
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

ACCORD = {"document": "hiroshima-accord"}


def listed(office, who="mia", **wanted):
    status, _, body = office.send(who, "GET", f"/v1/commitments?{urlencode(wanted, doseq=True)}")
    assert status == 200, body
    return body


def put(office, clause_id, seen, promises=None, who="sam"):
    body = {"clause_hash": seen} | ({} if promises is None else {"promises": promises})
    return office.send(who, "PUT", f"/v1/commitments/{clause_id}", body)


def of(body, clause_id):
    return next(each for each in body["commitments"] if each["clause_id"] == clause_id)


def test_the_accord_has_29_commitments(office):
    body = listed(office, **ACCORD)
    assert [each["clause_id"].removeprefix("hiroshima-accord/") for each in body["commitments"]] == [
        *(f"1/{number}" for number in range(1, 10)),
        *(f"2/{number}" for number in range(1, 12)),
        *(f"3/{number}" for number in range(1, 10)),
    ]
    assert all(each["promises"] and each["numbered_by_us"] for each in body["commitments"])
    assert {each["clause_id"].split("/")[1] for each in body["apart"]} == {"0", "1", "2"}
    assert body["counts"]["commitments"] == 29
    promises = [one for each in body["commitments"] for one in each["promises"]]
    assert body["counts"]["promises"] == len(promises) == sum(body["counts"]["by_strength"].values())
    text = office.send("mia", "GET", "/v1/documents/hiroshima-accord")[2]["text"]
    assert all(text[each["start"] : each["end"]] == each["quote"] for each in promises)
    assert body["counts"]["by_status"] == {"checked": len(promises)}


def test_deadlines(office):
    body = listed(office, deadline="true", **ACCORD)
    found = {each["label"]: [(one["stated"], one["date"]) for one in each["deadlines"]] for each in body["commitments"]}
    assert found == {
        "Part 2, commitment 5": [("by the end of the year", None)],
        "Part 3, commitment 1": [("by 2050", "2050")],
        "Part 3, commitment 2": [("by 2050 at the latest", "2050"), ("by the end of the year at the latest", None)],
    }
    assert all(each["deadline"] == each["deadlines"][0] for each in body["commitments"])
    assert body["counts"]["deadlines"] == 4
    assert listed(office, deadline="false", **ACCORD)["counts"]["deadlines"] == 0


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"strength": "explore"}, {"1/2", "1/4", "1/6", "2/4", "2/6", "2/7", "2/9"}),
        ({"part": 3, "strength": ["commit"]}, {"3/1", "3/2", "3/3", "3/9"}),
        ({"actor": "the uk", "q": "seats"}, {"3/5"}),
        ({"q": "RISE"}, {"3/1", "3/2"}),
        ({"q": "rise partnership nobody"}, set()),
        ({"part": 7}, set()),
        ({"status": "proposed"}, set()),
        ({"strength": ["explore", "state"], "q": "discussing AI"}, {"2/9"}),
    ],
)
def test_what_is_wanted_is_listed(office, wanted, expected):
    body = listed(office, **ACCORD, **wanted)
    assert {each["clause_id"].removeprefix("hiroshima-accord/") for each in body["commitments"]} == expected
    assert body["counts"]["commitments"] == len(expected)


@pytest.mark.parametrize(
    ("wanted", "status", "code"),
    [
        ({"document": "none"}, 404, "unknown_document"),
        ({"strength": "perhaps"}, 422, "invalid_request"),
        ({"part": "x"}, 422, "invalid_request"),
        ({"part": -1}, 422, "invalid_request"),
        ({"q": "a" * 300}, 422, "invalid_request"),
        ({"q": "\0"}, 422, "invalid_request"),
        ({"format": "pdf"}, 422, "invalid_request"),
    ],
)
def test_what_cannot_be_wanted_is_refused(office, wanted, status, code):
    found, _, body = office.send("mia", "GET", f"/v1/commitments?{urlencode(wanted)}")
    assert (found, body["error"]["code"]) == (status, code)


def test_as_csv(office):
    status, headers, text = office.send("mia", "GET", "/v1/commitments?format=csv&document=hiroshima-accord")
    assert status == 200
    assert headers["Content-Disposition"] == 'attachment; filename="commitments.csv"'
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    body = listed(office, **ACCORD)
    quotes = [one["quote"] for each in body["commitments"] + body["apart"] for one in each["promises"]]
    assert [row["Quote"] for row in rows] == quotes
    assert {row["Date"] for row in rows if row["Deadline as stated"]} == {"", "2050"}


def test_a_spreadsheet_takes_nothing_for_a_formula(office, tmp_path):
    text = '# Sums\n\n=HYPERLINK("http://127.0.0.1:9/","x") we will build piers.\n\n+1 the Parties shall keep tides.\n'
    (tmp_path / "sums.md").write_text(text, encoding="utf-8")
    machine = f"Bearer {office.serving.lock.token}"
    body = {"paths": [str(tmp_path / "sums.md")], "kind": "primary"}
    assert office.send("", "POST", "/v1/ingest", body, Authorization=machine)[0] == 200
    seen = of(listed(office, document="sums"), "sums/1")
    said = {"quote": '=HYPERLINK("http://127.0.0.1:9/","x") we will build piers', "verb": "will", "strength": "do"}
    assert put(office, "sums/1", seen["clause_hash"], [said])[0] == 200
    _, _, text = office.send("mia", "GET", "/v1/commitments?format=csv&document=sums")
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in csv.reader(io.StringIO(text)) for cell in row)
    assert "'=HYPERLINK" in text
    office.send("sam", "DELETE", "/v1/documents/sums")


def test_staff_confirm_what_rules_propose(office):
    before = of(listed(office), "pier-pact/1")
    assert [each["status"] for each in before["promises"]] == ["proposed"]
    assert before["deadline"] == {"stated": "by 2030", "date": "2030"}
    status, _, body = put(office, "pier-pact/1", before["clause_hash"])
    assert (status, [each["status"] for each in body["promises"]]) == (200, ["confirmed"])
    after = of(listed(office), "pier-pact/1")
    assert after["promises"] == [{**each, "status": "confirmed"} for each in before["promises"]]
    assert office.send("sam", "DELETE", "/v1/commitments/pier-pact/1")[0] == 204
    assert of(listed(office), "pier-pact/1") == before
    assert office.send("sam", "DELETE", "/v1/commitments/pier-pact/1")[0] == 404


def test_staff_say_it_otherwise(office):
    before = of(listed(office), "pier-pact/2")
    assert [each["strength"] for each in before["promises"]] == ["state", "do"]
    said = {
        "quote": "work together on tides",
        "verb": "work together",
        "strength": "explore",
        "actor": "The seven towns",
    }
    assert put(office, "pier-pact/2", before["clause_hash"], [said])[0] == 200
    (found,) = of(listed(office), "pier-pact/2")["promises"]
    assert (found["actor"], found["strength"], found["what"]) == ("The seven towns", "explore", "on tides")
    assert put(office, "pier-pact/2", before["clause_hash"], [])[0] == 200
    assert "pier-pact/2" not in [each["clause_id"] for each in listed(office)["commitments"]]
    office.send("sam", "DELETE", "/v1/commitments/pier-pact/2")


@pytest.mark.parametrize(
    ("clause_id", "seen", "promises", "status", "code"),
    [
        ("hiroshima-accord/2/6", None, [], 409, "checked"),
        ("pier-pact/1", "0" * 64, None, 409, "changed"),
        ("pier-pact/9", None, None, 404, "unknown_clause"),
        ("techuk-coverage/3", None, None, 404, "unknown_clause"),
        (
            "pier-pact/1",
            None,
            [{"quote": "build eleven piers", "verb": "build", "strength": "do"}],
            422,
            "not_word_for_word",
        ),
        (
            "pier-pact/1",
            None,
            [{"quote": "build ten piers", "verb": "ruin", "strength": "do"}],
            422,
            "not_word_for_word",
        ),
        ("pier-pact/1", None, [{"quote": "build ten piers", "verb": "build", "strength": "x"}], 422, "invalid_request"),
        ("pier-pact/1", None, [{"quote": "", "verb": "", "strength": "do"}], 422, "invalid_request"),
    ],
)
def test_what_is_not_so_is_not_confirmed(office, clause_id, seen, promises, status, code):
    before = listed(office)
    hashes = {each["clause_id"]: each["clause_hash"] for each in before["commitments"]}
    found, _, body = put(office, clause_id, seen or hashes.get(clause_id, "0" * 64), promises)
    assert (found, body["error"]["code"]) == (status, code)
    assert listed(office) == before


@pytest.mark.parametrize("who", ["mia", "ask key"])
def test_members_read_and_confirm_nothing(office, who):
    assert listed(office, who)["counts"]["commitments"] > 29
    assert put(office, "pier-pact/1", "0" * 64, who=who)[0] == 403
    form = urlencode({"clause": "pier-pact/1", "seen": "0" * 64, "what": "none"})
    headers = {"Content_Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{office.port}"}
    assert office.send(who, "POST", "/commitments/confirm", form, **headers)[0] == 403


def test_the_page_shows_them_and_staff_confirm_there(office):
    page = unescape(office.page("mia", "/commitments?document=hiroshima-accord"))
    assert "29 commitments with" in page
    assert "4 deadlines" in page
    assert "/commitments/confirm" not in page
    page = office.page("sam", "/commitments?document=pier-pact&status=proposed")
    clause, seen = re.search(
        r'name="clause" value="(pier-pact/1)"><input type="hidden" name="seen" value="(\w+)"', page
    ).groups()
    form = urlencode({"clause": clause, "seen": seen, "what": "proposed"})
    headers = {"Content_Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{office.port}"}
    assert office.send("sam", "POST", "/commitments/confirm", form, **headers)[0] == 303
    assert "pier-pact/1" not in office.page("sam", "/commitments?document=pier-pact&status=proposed")
    assert "ten piers" in office.page("mia", "/commitments?status=confirmed&strength=do&deadline=true&q=piers")
    status, _, page = office.send("sam", "POST", "/commitments/confirm", form.replace(seen, "0" * 64), **headers)
    assert status == 409
    assert "has changed" in page
    office.send("sam", "DELETE", "/v1/commitments/pier-pact/1")


@pytest.mark.parametrize("query", ["document=none", "q=%3Cb%3E&strength=do", "strength=&deadline=&part=&q=&status="])
def test_the_page_takes_what_is_filled_in(office, query):
    status, _, page = office.send("mia", "GET", f"/commitments?{query}")
    assert status == (404 if "none" in query else 200)
    assert "<b>" not in page


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        (
            "List all commitments with a deadline.",
            ["Part 2, commitment 5", "Part 3, commitment 1", "Part 3, commitment 2"],
        ),
        (
            "Which only explore?",
            [f"Part 1, commitment {n}" for n in (2, 4, 6)] + [f"Part 2, commitment {n}" for n in (4, 6, 7, 9)],
        ),
    ],
)
def test_the_chat_answers_from_it(office, question, labels):
    answer = office.ask("mia", question, documents=["hiroshima-accord"])
    assert answer["outcome"] == "answered"
    assert list(dict.fromkeys(each["label"] for each in answer["citations"])) == labels
    assert "This list is complete" in answer["text"]


def test_a_workbook_has_what_is_promised(office):
    connection = HTTPConnection("127.0.0.1", office.port)
    connection.request("GET", "/v1/commitments?format=xlsx", headers=office.headers["mia"])
    response = connection.getresponse()
    assert (response.status, response.headers["Content-Type"].rpartition(".")[2]) == (200, "sheet")
    with zipfile.ZipFile(io.BytesIO(response.read())) as book:
        names = re.findall(r'sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        strings = unescape(book.read("xl/sharedStrings.xml").decode())
        sheets = [book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2)]
    assert names == ["Commitments", "Preamble and openings", "About"]
    body = listed(office)
    assert all(one["quote"] in strings for each in body["commitments"] + body["apart"] for one in each["promises"])
    assert sheets[0].count("<row ") == body["counts"]["promises"] + 1
    assert not any("<f>" in sheet for sheet in sheets)
