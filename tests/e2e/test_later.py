"""What becomes of an answer later: a text that it cites changes, or staff clear it."""

import shutil

import pytest
from browsed import Seen, ask, box, browsing
from guarded import Server
from office import NOTE
from served import serving

from ui.source import CHANGED

pytestmark = pytest.mark.e2e

FERRY, RISE = "How often does the Zebulon ferry run?", "What is the deadline for the RISE partnership?"


@pytest.fixture
def served(corpus_folder, tmp_path):
    """A server that knows a note as well, and that note."""
    shutil.copytree(corpus_folder, tmp_path / "data")
    note = tmp_path / "ferry-note.md"
    note.write_text(NOTE, encoding="utf-8")
    with serving(tmp_path / "data") as (port, service):
        service.ingest([str(note)], "coverage")
        yield Server(port, service), note


@pytest.fixture
def page(chromium, served):
    server, _ = served
    with browsing(chromium, Seen(), viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.port}")
        box(page).wait_for()
        yield page


def test_a_text_that_has_changed_since_is_said_to_have_and_no_other(page, served):
    server, note = served
    ask(page, RISE)
    ask(page, FERRY)
    note.write_text(NOTE.replace("twice a day", "once a week"), encoding="utf-8")
    server.serving.ingest([str(note)], "coverage")
    page.reload()
    rise, ferry = page.locator("article.exchange").nth(0), page.locator("article.exchange").nth(1)
    ferry.get_by_text("The text of [1] has changed since this answer.").wait_for()
    assert "twice a day" in ferry.locator(".quote").first.inner_text()
    assert rise.get_by_text("has changed").count() == 0
    ferry.locator("button.cite").first.click()
    assert page.locator("aside.source .changed").inner_text() == CHANGED
    ferry.get_by_role("button", name="Ask again").click()
    again = page.locator("article.exchange").nth(2)
    again.locator(".actions").wait_for()
    assert "once a week" in again.locator(".quote").first.inner_text()


def test_a_cleared_answer_says_when_it_was_cleared(page, served):
    server, _ = served
    first = ask(page, RISE)
    assert first.get_by_text("Cleared on").count() == 0
    origin = f"http://127.0.0.1:{server.port}"
    answer = first.get_attribute("data-answer")
    assert server.send("", "POST", f"/review/{answer}/clear", "", Origin=origin)[0] == 303
    page.get_by_role("button", name="+ New").click()
    page.locator(".intro").wait_for()
    ask(page, RISE).get_by_text("Cleared on").wait_for()
