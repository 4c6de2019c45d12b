"""A link to one answer: the page for whoever has it, and how it begins and ends."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html import unescape

import pytest
from made import document

RISE = "What is the deadline for the RISE partnership?"
GENERATED = re.compile(r"/shared/[A-Za-z0-9_-]{32}")


def link(client, answer):
    status, _, body = client.send("POST", f"/v1/answers/{answer['id']}/link")
    assert status == 200, body
    return body["path"]


def shared(client, answer):
    status, _, page = client.get(link(client, answer))
    assert status == 200
    return page


def words(page):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", page)))


@pytest.fixture(scope="module")
def answer(client):
    return client.ask("What do the sources say about the Cyber Partnership?")


def test_the_link_is_one_and_the_same_until_it_is_withdrawn(client, answer):
    path = f"/v1/answers/{answer['id']}/link"
    first, again = (client.send("POST", path)[2] for _ in range(2))
    assert first == again == {"path": first["path"], "url": f"http://127.0.0.1:{client.port}{first['path']}"}
    assert GENERATED.fullmatch(first["path"])
    assert client.send("DELETE", path)[::2] == (200, {"withdrawn": True})
    assert client.get(first["path"])[0] == 404
    assert client.send("DELETE", path)[::2] == (200, {"withdrawn": False})
    assert link(client, answer) != first["path"]
    assert client.get(first["path"])[0] == 404


def test_many_who_ask_for_the_link_at_once_get_the_same(client):
    asked = client.ask(RISE)
    with ThreadPoolExecutor(8) as pool:
        paths = set(pool.map(lambda _: link(client, asked), range(16)))
    assert len(paths) == 1


def test_the_page_has_the_answer_with_its_quotes_and_sources(client, answer):
    page = shared(client, answer)
    seen = words(page)
    quotes = [unescape(each) for each in re.findall(r'<span class="quote">(.*?)</span>', page, re.DOTALL)]
    assert answer["question"] in seen
    for statement in answer["statements"]:
        assert statement["text"] in seen
    for citation in answer["citations"]:
        place = f"/documents/{citation['clause_id']}?start={citation['start']}&amp;end={citation['end']}"
        assert f'href="{place}"' in page
        assert f"“{citation['quote']}”" in quotes
        assert citation["title"] in seen
        assert f"] {'Accord' if citation['kind'] == 'primary' else 'Coverage'}, {citation['label']}" in page
    assert {each["kind"] for each in answer["citations"]} == {"primary", "coverage"}
    assert "Publisher: not stated. Date: 18 May 2023." in seen
    assert "Publisher: techUK. Date: not stated." in seen
    assert answer["basis"] in seen
    assert f"Corpus version {answer['corpus_version']}." in seen
    assert re.search(r"Given on \d{1,2} \w+ \d{4}, \d\d:\d\d UTC\.", seen)
    assert "Numbering added by us" in seen
    assert "has changed" not in seen


def test_a_citation_leads_to_the_clause_with_the_quote_marked(client, answer):
    places = re.findall(r'class="cite" href="([^"]+)"', shared(client, answer))
    assert len(places) >= 2 * len(answer["citations"])
    for place in set(places):
        assert client.get(unescape(place))[2].count("<mark>") == 1


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What does the accord say about Brexit?", None),
        ("When was the memorandum on critical minerals signed?", None),
        ("What investment figure was announced?", "From the coverage"),
        ("How do I bake sourdough bread?", "nothing to do with the documents"),
        ("What is the tallest mountain in Japan?", "Not sure these passages answer it."),
        ("What does the partnership include?", "asked back"),
    ],
)
def test_every_outcome_is_told_in_a_band_with_the_passages_near_it(client, question, told):
    asked = client.ask(question)
    page = shared(client, asked)
    bands = " ".join(re.findall(r'<p class="band">(.*?)</p>', page))
    assert bool(bands) == (asked["outcome"] != "answered" or asked["rests_on"] == "coverage")
    assert told is None or told in bands
    for near in asked["nearest"]:
        assert near["quote"] in words(page)
    if asked["outcome"] == "needs_clarification":
        assert all(each in words(page) for each in asked["suggestions"])


def test_nothing_of_the_rest_of_the_conversation_is_on_the_page(client):
    first = client.ask("What will the Semiconductor Partnership cover?")
    second = client.ask("And by when is RISE due?", conversation_id=first["conversation_id"])
    client.send("PATCH", f"/v1/conversations/{first['conversation_id']}", {"title": "My own secret title"})
    page = shared(client, second)
    for own in (first["question"], first["conversation_id"], second["conversation_id"], first["id"], "secret title"):
        assert own not in page
    if second["standalone_question"] != second["question"]:
        assert f"Read as: {second['standalone_question']}" in words(page)


def test_how_a_follow_up_was_read_is_shown(client):
    first = client.ask("What is the deadline for the RISE partnership?")
    second = client.ask("Who pays for it?", conversation_id=first["conversation_id"])
    assert second["standalone_question"] != second["question"]
    assert f"Read as: {second['standalone_question']}" in words(shared(client, second))


def test_the_page_runs_nothing_and_is_not_for_search_engines(client, answer):
    status, headers, page = client.get(link(client, answer))
    assert status == 200
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "<script" not in page
    assert " style=" not in page
    assert not re.search(r"\son\w+=", page)
    assert set(re.findall(r'(?:src|href)="([^"]*)"', page)) <= {
        "/", "/documents", "/commitments", "/check", "/review", "/briefing", "/manage", "/pages.css", "#main", "data:,",
        *re.findall(r'href="(/documents/[^"]*)"', page),
    }  # fmt: skip
    assert "@media print" in client.get("/pages.css")[2]


@pytest.mark.parametrize("token", ["x" * 32, "nope", "%00", "%3Cscript%3Ealert(1)", "a" * 3000])
def test_an_unknown_link_is_a_page_that_leads_on(client, token):
    status, headers, page = client.get(f"/shared/{token}")
    assert status == 404
    assert headers["X-Robots-Tag"] == "noindex"
    assert 'href="/documents"' in page
    assert "<script" not in page


def test_whatever_is_written_is_escaped(client, storing):
    trick = "\"><script>alert(1)</script><img src=x onerror=alert(1)> ' {{ 7*7 }}"
    made, clauses = document("levies", f"The zeppelin levy on steel is forty groats {trick}", publisher=trick)
    clauses = [replace(each, label=f"Levies {trick}", heading=(trick,)) for each in clauses]
    storing((replace(made, title=f"Levies {trick}", name=f"Levies {trick}"), clauses))
    asked = client.ask("What is the zeppelin levy on steel?")
    assert [each["document_id"] for each in asked["citations"]] == ["levies"]
    echo = client.ask(f"What is the zeppelin levy on {trick}?", conversation_id=asked["conversation_id"])
    for each, times in ((asked, 5), (echo, 1)):
        page = shared(client, each)
        assert "<script" not in page
        assert "<img" not in page
        assert words(page).count(trick) >= times


def test_only_a_clause_that_has_changed_is_said_to_have(client, storing, service):
    steel, tea = "The zeppelin levy on steel is forty groats.", "The zeppelin levy on tea is twelve groats."
    storing(document("levies", steel, tea))
    answers = {name: client.ask(f"What is the zeppelin levy on {name}?") for name in ("steel", "tea")}
    storing(document("levies", steel.replace("forty", "fifty"), tea))
    for asked in answers.values():
        changed = [
            each["number"]
            for each in (*asked["citations"], *asked["nearest"])
            if each["document_id"] == "levies" and "steel" in each["quote"]
        ]
        seen = words(shared(client, asked))
        for number in changed:
            assert re.search(rf"The text of .*\[{number}\].* has changed since this answer\.", seen)
        assert ("has changed" in seen) == bool(changed)
        assert "forty" in seen or not changed
    service.assistant.store.remove("levies")
    page = shared(client, answers["steel"])
    assert "has changed since this answer" in page
    assert 'href="/documents/levies' not in page
    assert "forty groats" in words(page)


def test_a_link_goes_with_its_conversation(client):
    asked = client.ask(RISE)
    path = link(client, asked)
    assert client.send("DELETE", f"/v1/conversations/{asked['conversation_id']}")[0] == 200
    assert client.get(path)[0] == 404
    assert client.send("POST", f"/v1/answers/{asked['id']}/link")[2]["error"]["code"] == "unknown_answer"


def test_what_was_not_kept_gets_no_link(client):
    asked = client.ask(RISE, store=False)
    for method in ("POST", "DELETE"):
        status, _, body = client.send(method, f"/v1/answers/{asked['id']}/link")
        assert (status, body["error"]["code"]) == (404, "unknown_answer")
