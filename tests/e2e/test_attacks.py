"""A hostile language model, hostile documents and hostile questions through the page: what a reader sees of them.

The attacks are those of tests/assistant/attacks, each in a conversation of its own; what must be true of every answer
is checked by the same oracle, here on what stands in the page once every marker has been pressed.
"""

import re
from collections import deque

import hostile
import pytest
from attacks import ATTACKS, LIES, MADE, ORDERS, PAYLOADS, QUESTIONS
from browsed import Seen, ask, box, browsing, read

from assistant.compose import NOTES

pytestmark = pytest.mark.e2e
A_LIE_OF_EACH_KIND = {each.kind: each for each in reversed(LIES)}.values()
THROUGH_THE_PAGE = [*A_LIE_OF_EACH_KIND, *PAYLOADS, *MADE, *ORDERS[::2], *QUESTIONS[::2]]
"""About half of them, for a minute and a half: for the page, a lie is like another of its kind."""
TAGS = {"div", "p", "span", "h2", "h3", "ul", "li", "button", "template", "header", "blockquote", "mark", "details"}
TAGS |= {"summary", "a"}
OF_ACTIONS = {"strong", "cite", "svg", "path", "label", "select", "option", "textarea"}
TAGS |= OF_ACTIONS
ATTRIBUTES = {"class", "type", "tabindex", "data-source", "data-ask", "href", "target", "rel"}
ATTRIBUTES |= {"aria-label", "aria-hidden", "aria-current"}
ATTRIBUTES |= {"data-edit", "data-copy", "data-copied", "data-link", "data-vote", "data-send-vote", "role", "hidden"}
ATTRIBUTES |= {"aria-pressed", "download", "value", "rows", "maxlength"}
ATTRIBUTES |= {"viewBox", "focusable", "fill", "stroke", "stroke-width", "stroke-linejoin", "d"}
"""What our answers and sources are made of; links are to our own pages and to the addresses of documents alone."""
OUR_PAGE = re.compile(
    r"/documents/[a-z0-9/-]+\?start=\d+&end=\d+|/v1/answers/[\w-]{22}/export\?format=(?:markdown|json)"
)
ELSEWHERE = [
    '<base href="./">',  # gradio's
    '<a href="/" aria-current="page">Chat</a>',
    '<a href="/documents">Documents</a>',
    '<a href="/review">Review</a>',
    '<a href="/briefing">Briefing</a>',
    '<a href="/manage">Manage</a>',
    '<a href="/documents">Read\nthe documents</a>',
]


@pytest.fixture(scope="module")
def asked(corpus_folder, tmp_path_factory):
    """Whoever asks our server, which has the hostile documents."""
    with (
        hostile.hostile_model() as model,
        hostile.poisoned(corpus_folder, tmp_path_factory.mktemp("poisoned"), model) as asked,
    ):
        yield asked


@pytest.fixture(scope="module")
def origin(asked):
    return f"http://127.0.0.1:{asked.port}"


@pytest.fixture(scope="module")
def seen():
    return Seen()


class Tabs:
    """Fresh pages, each with a conversation of its own; one loads while another is asked."""

    def __init__(self, context, origin):
        self._origin = origin
        self._loading = deque(self._load(context.new_page()) for _ in range(2))

    def fresh(self):
        page = self._loading.popleft()
        box(page).wait_for()
        return page

    def again(self, page):
        self._loading.append(self._load(page))

    def _load(self, page):
        page.goto(self._origin, wait_until="commit")
        return page


@pytest.fixture(scope="module")
def tabs(chromium, origin, seen):
    with browsing(chromium, seen, viewport={"width": 1280, "height": 860}) as context:
        yield Tabs(context, origin)


@pytest.fixture
def page(tabs, origin, seen):
    page = tabs.fresh()
    seen.forget()
    yield page
    clean, did = seen.only(origin), repr(seen)
    tabs.again(page)
    assert clean, did


def bare(written):
    return re.sub(r"\s*\[\d+\]", "", written)


def said(statements):
    return [(each["text"], each["support"], each["citations"]) for each in statements]


@pytest.fixture(scope="module")
def places(asked):
    """Clauses by what the side panel calls them."""
    documents = [
        asked.oracle.get(f"/v1/documents/{each['id']}") for each in asked.oracle.get("/v1/documents")["documents"]
    ]
    return {(each["title"], clause["label"]): (each, clause) for each in documents for clause in each["clauses"]}


def citations(shown, places):
    """The sources that the markers of an answer open, as citations."""
    found = {}
    for opened in shown["opens"]:
        document, clause = places[opened["title"], opened["label"]]
        assert document["text"][clause["start"] : clause["end"]] == opened["clause"]
        assert opened["marker"] == f"[{opened['number']}]"
        assert opened["name"].startswith(opened["marker"])
        assert opened["name"].endswith(opened["label"])
        start = clause["start"] + opened["start"]
        citation = {
            "number": opened["number"],
            "document_id": document["id"],
            "clause_id": clause["clause_id"],
            "quote": opened["quote"],
            "start": start,
            "end": start + len(opened["quote"]),
        }
        assert found.setdefault(opened["number"], citation) == citation
    assert sorted(found) == shown["templates"]
    return list(found.values())


def check(shown, asked, places):
    """Everything that must be true of what the page shows, whatever the model wrote."""
    asked.oracle.check(shown["statements"], citations(shown, places), shown["text"])
    asked.oracle.check_nothing_leaks(shown["html"], shown["echoless"])
    assert set(shown["on_the_way"]) <= {each["text"] for each in shown["statements"]}
    assert set(shown["tags"]) <= TAGS
    assert set(shown["attributes"]) <= ATTRIBUTES
    assert shown["elsewhere"] == ELSEWHERE
    links = {each for each in shown["links"] if not OUR_PAGE.fullmatch(each)}
    assert links <= {document["url"] for document, _ in places.values()}
    assert shown["title"] == "Accord Assistant"
    assert re.fullmatch(rf"http://127\.0\.0\.1:{asked.port}/\?conversation=[\w-]{{22}}", shown["address"])


@pytest.mark.parametrize("attack", THROUGH_THE_PAGE, ids=str)
def test_nothing_of_an_attack_reaches_the_reader(page, asked, places, attack):
    asked.says(attack.says if attack.good is None else attack.beside)
    before = len(asked.model.asked)
    shown = read(ask(page, attack.question))
    sent = asked.model.asked[before:]
    check(shown, asked, places)
    quoted = asked.quoted(attack.question, judge="auto")
    assert set(shown["notes"]) <= {*NOTES.values(), quoted["basis"]}
    if attack.good is None:
        assert said(shown["statements"]) == said(quoted["statements"])
    else:
        assert any(bare(attack.good) in each["text"] for each in shown["statements"])
        supported = [each["text"] for each in shown["statements"] if each["support"] == "supported"]
        assert "PWNED" not in str(supported)
    if attack in LIES:
        assert bare(attack.says) not in shown["text"]
    if attack in ORDERS:
        assert "PWNED" in sent[-1].messages[-3]["content"]


def test_133_attacks_of_267_and_of_every_kind_go_through_the_page():
    assert (len(THROUGH_THE_PAGE), len(ATTACKS)) == (133, 267)
    assert {each.kind for each in THROUGH_THE_PAGE} == {each.kind for each in ATTACKS}
