"""The pages that need no script, over HTTP."""

import re

import pytest

ACCORD = "/documents/hiroshima-accord"


def test_every_document_is_listed_with_what_is_known_of_it(client):
    status, headers, page = client.get("/documents")
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    for record in client.get("/v1/documents")[2]["documents"]:
        assert f'href="/documents/{record["id"]}"' in page
        assert record["title"] in page
    assert "Date not stated" in page


def test_a_document_is_there_whole_with_a_permanent_link_to_each_clause(client):
    page = client.get(ACCORD)[2]
    whole = client.get("/v1/documents/hiroshima-accord")[2]
    for clause in whole["clauses"]:
        assert f'href="/documents/{clause["clause_id"]}"' in page
        assert client.get(f"/documents/{clause['clause_id']}")[0] == 200
    assert "were added by us" in page
    assert whole["sha256"] in page
    shown = re.sub(r"\s+", "", "".join(re.findall(r'<p class="text">(.*?)</p>', page, re.DOTALL)))
    text = "".join(whole["text"][each["start"] : each["end"]] for each in whole["clauses"])
    assert shown.replace("&#39;", "'").replace("&amp;", "&").replace("&#34;", '"') == re.sub(r"\s+", "", text)


def test_a_search_marks_every_place_and_counts_it_in_the_outline(client):
    page = client.get(f"{ACCORD}?q=SEMIconductor")[2]
    assert page.count("<mark>") == 6
    assert "“SEMIconductor” stands here 6 times." in page
    assert re.search(r"Commitment 6</a> <span class=\"hits\">4 hits", page)


@pytest.mark.parametrize(
    ("query", "told"),
    [("zebra", "does not stand in this text, word for word"), ("a", "too short"), ("%20%20", "Search in this text")],
)
def test_a_search_without_a_hit_says_so(client, query, told):
    page = client.get(f"{ACCORD}?q={query}")[2]
    assert told in page
    assert "<mark>" not in page


def test_a_clause_has_its_quote_marked_between_its_neighbours(client):
    clause = client.get("/v1/clauses/hiroshima-accord/2/6")[2]
    start, end = clause["start"] + 8, clause["start"] + 40
    page = client.get(f"/documents/hiroshima-accord/2/6?start={start}&end={end}")[2]
    assert f"<mark>{clause['text'][8:40]}</mark>" in page
    assert [each for each in ("Part 2, commitment 5", "Part 2, commitment 7") if each not in page] == []
    assert f'href="{ACCORD}#c-2-6"' in page


@pytest.mark.parametrize("span", ["start=0&end=5", "start=10400&end=10300", "start=10400", "start=10300&end=99999"])
def test_a_span_outside_the_clause_marks_nothing(client, span):
    status, _, page = client.get(f"/documents/hiroshima-accord/2/6?{span}")
    assert status == 200
    assert "<mark>" not in page


@pytest.mark.parametrize(
    "path", ["/documents/none", f"{ACCORD}/9/9", f"{ACCORD}/2/6/1", "/documents/<script>alert(1)</script>"]
)
def test_what_is_not_there_is_a_page_that_leads_on(client, path):
    status, _, page = client.get(path.replace("<", "%3C").replace(">", "%3E"))
    assert status == 404
    assert 'href="/documents"' in page
    assert "<script" not in page


def test_what_is_sent_is_escaped_and_nothing_may_run(client):
    status, headers, page = client.get(f"{ACCORD}?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert status == 200
    assert "<script" not in page
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert client.get("/pages.css")[1]["Content-Type"].startswith("text/css")


@pytest.mark.parametrize("query", ["start=x&end=5", f"q={'a' * 201}"])
def test_what_cannot_be_read_is_refused(client, query):
    assert client.get(f"/documents/hiroshima-accord{'/2/6' if 'start' in query else ''}?{query}")[0] == 422
