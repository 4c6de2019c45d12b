"""The page in a real browser, against the real server."""

import json
import urllib.request
from typing import TYPE_CHECKING

import pytest
from browsed import Seen, ask, box, browsing

if TYPE_CHECKING:  # playwright is there only where these tests are run
    from playwright.sync_api import Browser

pytestmark = pytest.mark.e2e

SEMICONDUCTORS = "What will the Semiconductor Partnership cover?"
HOSTILE = "<img src=http://127.0.0.1:9/x onerror=alert(1)><script>alert(1)</script> semiconductor"
WIDE, PHONE = (1280, 860), (390, 844)


@pytest.fixture(params=[WIDE, PHONE], ids=["desktop", "phone"])
def size(request) -> tuple[int, int]:
    return request.param


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def page(chromium: "Browser", server: str, size: tuple[int, int], seen: Seen):
    with browsing(chromium, seen, viewport={"width": size[0], "height": size[1]}) as context:
        page = context.new_page()
        page.goto(server)
        box(page).wait_for()
        yield page
    assert seen.only(server), seen


def first_quote(server: str, question: str) -> str:
    """The quote of the first citation, by the API."""
    body = json.dumps({"question": question, "store": False}).encode()
    request = urllib.request.Request(f"{server}/v1/ask", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)["citations"][0]["quote"]


def test_a_citation_opens_the_clause_with_the_quote_marked(page, server):
    exchange = ask(page, SEMICONDUCTORS)
    assert exchange.locator(".question").inner_text() == SEMICONDUCTORS
    exchange.locator("button.cite").first.click()
    mark = page.locator("aside.source mark")
    mark.wait_for(state="visible")
    assert mark.text_content() == first_quote(server, SEMICONDUCTORS)
    assert mark.text_content() in page.locator("aside.source blockquote").text_content()
    assert page.locator("aside.source .neighbour").count() >= 1


def test_the_source_is_reached_and_left_by_the_keyboard(page, size):
    exchange = ask(page, SEMICONDUCTORS)
    first = exchange.locator("button.cite").first
    first.focus()
    page.keyboard.press("Enter")
    page.locator("aside.source mark").wait_for(state="visible")
    assert page.evaluate("document.activeElement.className") == "source-body"
    page.keyboard.press("Escape")
    assert first.evaluate("each => each === document.activeElement")
    if size == PHONE:
        page.locator("aside.source").wait_for(state="hidden")


def test_exchanges_stand_under_each_other(page):
    first = ask(page, SEMICONDUCTORS)
    reply = first.locator(".reply").inner_text()
    ask(page, "What do the sources say about the Cyber Partnership?")
    assert page.locator("article.exchange").count() == 2
    assert first.locator(".reply").inner_text() == reply
    assert box(page).input_value() == ""


def test_a_hostile_question_is_only_text(page):
    exchange = ask(page, HOSTILE)
    assert exchange.locator(".question").inner_text() == HOSTILE
    assert exchange.locator("img, script").count() == 0
    page.wait_for_timeout(500)  # what would be fetched or run, would be by then


def test_a_question_that_cannot_be_taken_stays_in_the_box(page):
    long = "semiconductors " * 200
    exchange = ask(page, long)
    assert "Shorten it" in exchange.locator(".band.error").inner_text()
    page.wait_for_function("document.querySelector('#question textarea').value !== ''")
    assert box(page).input_value() == long


def test_nothing_is_cut_off_at_the_side(page):
    ask(page, SEMICONDUCTORS)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_api_pages_draw_themselves_without_internet(page, server):
    page.goto(f"{server}/docs")
    page.locator("button.opblock-summary-control", has_text="Ask Stream").wait_for()
    page.locator("button.opblock-summary-control", has_text="Ask").first.click()
    page.get_by_text("Answer a question; every statement cites").wait_for()
