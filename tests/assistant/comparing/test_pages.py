"""Coverage beside the official text over HTTP: `/v1/compare` and the page."""

import csv
import io
import re
from collections import Counter
from html import unescape

import pytest

VERDICTS = ("stated", "differs", "coverage_only", "no_claim")


@pytest.fixture(scope="module")
def whole(client):
    status, _, body = client.get("/v1/compare")
    assert status == 200
    return body


def test_all_statements_come_with_their_counts(client, whole):
    assert {name: each["id"] for name, each in whole["documents"].items()} == {
        "coverage": "techuk-coverage",
        "against": "hiroshima-accord",
    }
    assert whole["counts"] == Counter(each["verdict"] for each in whole["statements"])
    assert [each["number"] for each in whole["statements"]] == list(range(1, 37))
    assert whole["corpus_version"] == client.get("/v1/documents")[2]["corpus_version"]
    assert "added by us" in whole["numbering"]


def test_every_quote_stands_where_it_is_said_to(client, whole):
    texts = {each: client.get(f"/v1/documents/{each}")[2]["text"] for each in ("techuk-coverage", "hiroshima-accord")}
    for each in whole["statements"]:
        for quoted in (each, *each["clauses"], *each["nearest"]):
            text = texts[quoted["clause_id"].partition("/")[0]]
            assert text[quoted["start"] : quoted["end"]] == quoted["quote"]


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_verdict_can_be_chosen(client, whole, verdict):
    body = client.get(f"/v1/compare?verdict={verdict}")[2]
    assert body["statements"] == [each for each in whole["statements"] if each["verdict"] == verdict] != []
    assert body["counts"] == whole["counts"]
    page = client.get(f"/compare?verdict={verdict}")[2]
    assert re.findall(r'<li id="s(\d+)"', page) == [str(each["number"]) for each in body["statements"]]


def test_a_date_is_held_against_the_record(whole):
    (dated,) = [each for each in whole["statements"] if each["record"]]
    assert (dated["quote"], dated["verdict"]) == ("On May 17th", "differs")
    assert dated["record"] == {"fact": "published", "value": "2023-05-18"}


def test_a_table_has_a_row_for_each_quote(client, whole):
    status, headers, text = client.get("/v1/compare?format=csv")
    assert status == 200
    assert headers["Content-Type"].startswith("text/csv")
    assert headers["Content-Disposition"] == 'attachment; filename="compare-techuk-coverage.csv"'
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert sorted({int(each["number"]) for each in rows}) == [each["number"] for each in whole["statements"]]
    quotes = [quoted["quote"] for each in whole["statements"] for quoted in (*each["clauses"], *each["nearest"])]
    assert [each["official_quote"] for each in rows if each["official_clause"].count("/")] == quotes
    assert {each["relation"] for each in rows if each["verdict"] == "coverage_only"} == {"nearest", ""}


@pytest.mark.parametrize(
    ("query", "status", "code", "told"),
    [
        ("coverage=nothing", 404, "unknown_document", "There is no document 'nothing'"),
        ("against=nothing", 404, "unknown_document", "There is no document 'nothing'"),
        ("coverage=hiroshima-accord", 422, "wrong_kind", "'hiroshima-accord' is not coverage"),
        ("against=techuk-coverage", 422, "wrong_kind", "'techuk-coverage' is not an official text"),
        ("coverage=%3Cscript%3E", 404, "unknown_document", "'<script>'"),
    ],
)
def test_what_cannot_be_compared_is_said(client, query, status, code, told):
    answered, _, body = client.get(f"/v1/compare?{query}")
    assert (answered, body["error"]["code"]) == (status, code)
    assert told in body["error"]["message"]
    answered, _, page = client.get(f"/compare?{query}")
    assert answered == status
    assert told in unescape(page)
    assert "<script" not in page


@pytest.mark.parametrize("query", ["verdict=true", "format=xlsx", f"coverage={'a' * 201}"])
def test_what_is_no_choice_is_refused(client, query):
    assert client.get(f"/v1/compare?{query}")[0] == 422


def test_the_page_has_every_statement_with_its_verdict_in_words_and_shape(client, whole):
    status, headers, page = client.get("/compare")
    assert status == 200
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "<script" not in page
    assert "added by us" in page
    words = {
        "stated": "● In the Accord",
        "differs": "◐ Differs from the Accord",
        "coverage_only": "○ Only in the coverage",
        "no_claim": "– No claim",
    }
    items = re.findall(r'<li id="s\d+".*?</li>', page, re.DOTALL)
    assert len(items) == len(whole["statements"])
    for item, each in zip(items, whole["statements"], strict=True):
        shown = unescape(re.sub(r"<[^>]+>", "", item))
        assert words[each["verdict"]] in shown
        for told in (each["quote"], *(quoted["quote"] for quoted in (*each["clauses"], *each["nearest"]))):
            assert f"“{told}”" in shown
        assert each["note"] is None or each["note"] in shown


def test_every_quote_on_the_page_leads_to_its_clause(client):
    links = {unescape(each) for each in re.findall(r'href="(/documents/[^"]*start=[^"]*)"', client.get("/compare")[2])}
    assert len(links) > 50
    for each in links:
        status, _, page = client.get(each)
        assert status == 200
        assert "<mark>" in page


def test_bullets_are_read_after_their_opening(client):
    page = client.get("/compare")[2]
    assert re.search(r'"lead-in">we will:</span> <a href="[^"]*">“Establish a Japan-UK Cyber Partnership”', page)


def test_a_part_of_a_sentence_is_read_after_what_stands_before_it(client):
    page = unescape(client.get("/compare")[2])
    assert re.search(
        r'"lead-in">… collaboration in a few key areas, including: defence,</span> <a [^>]*>“trade, investment”', page
    )
    assert re.search(r'"lead-in">On May 17th,</span> <a [^>]*>“The UK and Japan announced', page)
    assert re.search(r"<blockquote><a [^>]*>“This comes ahead of the G7 summit”", page)


def test_the_coverage_leads_to_it(client):
    link = 'href="/compare?coverage=techuk-coverage"'
    assert link in client.get("/documents")[2]
    assert link in client.get("/documents/techuk-coverage")[2]
    assert 'href="/compare' not in client.get("/documents/hiroshima-accord")[2]
    assert client.get("/compare?coverage=techuk-coverage")[0] == 200


def test_other_coverage_is_proposed_and_says_so(gazette):
    client, id = gazette
    body = client.http.get("/v1/compare", params={"coverage": id}).json()
    assert body["checked"] is None
    verdicts = {each["quote"]: each["verdict"] for each in body["statements"]}
    assert verdicts["Japan and the UK will establish a Japan-UK Cyber Partnership."] == "stated"
    assert Counter(verdicts.values())["stated"] == 1
    page = client.http.get("/compare", params={"coverage": id}).text
    assert "Proposed by rules, read by nobody yet." in page
    assert page.count("proposed</span>") == len(body["statements"])
    assert f'<option value="{id}" selected>' in page


def test_the_checked_article_is_what_is_shown_first_beside_others(gazette):
    client, _ = gazette
    assert client.http.get("/v1/compare").json()["checked"] == "2026-11-22"
    assert client.http.get("/v1/compare", params={"against": "hiroshima-accord"}).json()["checked"] == "2026-11-22"


def test_no_cell_is_a_formula(gazette):
    client, id = gazette
    rows = csv.reader(io.StringIO(client.http.get("/v1/compare", params={"coverage": id, "format": "csv"}).text))
    cells = [cell for row in rows for cell in row]
    assert [each for each in cells if each.startswith("'=HYPERLINK")]
    assert [each for each in cells if each.startswith(("=", "+", "-", "@"))] == []


def test_what_is_too_long_is_not_compared_in_part(gazette):
    client, _ = gazette
    long = "# Long\n\n" + "\n\n".join(f"Harbour {each} has a pier of its own." for each in range(501))
    id = client.published(long.encode(), "long.md")["document_id"]
    response = client.http.get("/v1/compare", params={"coverage": id})
    assert (response.status_code, response.json()["error"]["code"]) == (422, "too_long")
    assert "502 sentences; at most 500" in response.json()["error"]["message"]


def test_without_one_of_the_two_kinds_there_is_nothing_to_compare(gazette):
    client, _ = gazette
    for id in client.ids():
        if id != "hiroshima-accord":
            assert client.http.delete(f"/v1/documents/{id}").status_code == 204
    response = client.http.get("/v1/compare")
    assert (response.status_code, response.json()["error"]["code"]) == (422, "no_coverage")
    assert "Staff can add one" in client.http.get("/compare").text
    client.http.delete("/v1/documents/hiroshima-accord")
    client.published(b"# Notes\n\nIt is so.\n", "notes.md")
    assert client.http.get("/v1/compare").json()["error"]["code"] == "no_official_text"
