"""What a reader does on the page besides asking: look at a quote, edit, stop, come back, carry away."""

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from browsed import Seen, ask, box, browsing, put
from engines import SlowEngine
from served import serving

from assistant.models.loading import LoadingModel
from assistant.models.local import LocalModel

if TYPE_CHECKING:  # playwright is there only where these tests are run
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

SEMICONDUCTORS = "What will the Semiconductor Partnership cover?"
RISE = "What do the sources say about RISE?"
WIDE = {"width": 1440, "height": 900}


@pytest.fixture
def page(chromium, server):
    """A wide page of a browser without a past, which may write to the clipboard."""
    seen = Seen()
    with browsing(chromium, seen, viewport=WIDE, permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto(server)
        box(page).wait_for()
        yield page
    assert seen.only(server), seen


def tab_to(page: "Page", wanted: str, most: int = 60) -> None:
    """Go on by Tab until what has the focus matches."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    pytest.fail(f"{wanted} is not reached by {most} Tabs")


def filled(page: "Page") -> None:
    """Wait until there is something in the box."""
    page.wait_for_function("document.querySelector('#question textarea').value !== ''")


def conversations(page: "Page"):
    return page.locator("nav.past a[data-conversation]")


def test_a_number_that_is_pointed_at_or_reached_shows_its_quote(page):
    first = ask(page, SEMICONDUCTORS).locator("button.cite").first
    preview = page.get_by_role("tooltip")
    first.hover()
    preview.wait_for()
    assert preview.locator(".quote").inner_text() == page.locator("aside.source mark").inner_text()
    page.keyboard.press("Escape")
    preview.wait_for(state="hidden")
    page.mouse.move(5, 5)
    box(page).focus()
    page.keyboard.press("Shift+Tab")
    tab_to(page, "article button.cite")
    preview.wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "preview"


def test_the_last_question_is_asked_differently(page):
    exchange = ask(page, SEMICONDUCTORS)
    exchange.get_by_role("button", name="Edit").click()
    filled(page)
    assert box(page).input_value() == SEMICONDUCTORS
    box(page).fill(RISE)
    box(page).press("Enter")
    page.get_by_text(RISE).first.wait_for()
    page.wait_for_function("document.querySelectorAll('article.exchange').length === 1")
    assert page.locator(".question").inner_text() == RISE
    page.reload()
    page.locator(".question").first.wait_for()
    assert page.locator(".question").all_inner_texts() == [RISE]


def test_how_a_follow_up_was_read_can_be_changed(page):
    ask(page, SEMICONDUCTORS)
    exchange = ask(page, "And by when?")
    read = exchange.locator(".read-as")
    assert "Semiconductor Partnership" in read.inner_text()
    read.get_by_role("button").click()
    filled(page)
    assert f"Read as: {box(page).input_value()} (change" in read.inner_text()
    box(page).fill(RISE)
    box(page).press("Enter")
    page.wait_for_function("document.querySelectorAll('.read-as').length === 0")
    assert page.locator(".question").all_inner_texts() == [SEMICONDUCTORS, RISE]


def test_the_first_screen_offers_questions_that_are_answered(page):
    offered = page.locator("#first").get_by_role("button")
    offered.first.wait_for()
    assert offered.count() == 6
    assert page.locator("#first").get_by_role("link", name="Read the documents").get_attribute("href") == "/documents"
    words = offered.last.inner_text()
    offered.last.click()
    exchange = page.locator("article.exchange")
    exchange.locator("button.cite").first.wait_for()
    assert exchange.locator(".question").inner_text() == words
    assert exchange.locator(".band").count() == 0
    following = exchange.locator(".suggestions button")
    assert following.count() >= 1
    following.first.click()
    page.locator("article.exchange").nth(1).locator("button.cite").first.wait_for()


def test_conversations_are_listed_opened_renamed_and_deleted(page, server):
    ask(page, SEMICONDUCTORS)
    page.get_by_role("button", name="+ New").click()
    page.locator(".intro").wait_for()
    ask(page, RISE)
    conversations(page).nth(1).wait_for()  # the list follows the answer
    assert conversations(page).locator("span:first-child").all_inner_texts() == [RISE, SEMICONDUCTORS]
    quotes = page.locator(".quote").all_inner_texts()

    conversations(page).nth(1).click()
    page.get_by_text(SEMICONDUCTORS).nth(1).wait_for()
    page.wait_for_function("document.querySelectorAll('article.exchange').length === 1")
    conversations(page).first.click()
    page.locator(".question", has_text=RISE).wait_for()
    page.reload()
    page.locator(".question", has_text=RISE).wait_for()
    assert page.locator(".quote").all_inner_texts()[: len(quotes)] == quotes

    page.get_by_label(f"More on “{RISE}”").click()
    page.get_by_role("button", name="Rename").click()
    title = page.get_by_label("Title of the conversation")
    title.fill("For Monday")
    title.press("Enter")
    conversations(page).filter(has_text="For Monday").wait_for()

    page.get_by_label("More on “For Monday”").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.locator(".intro").wait_for()
    assert conversations(page).locator("span:first-child").all_inner_texts() == [SEMICONDUCTORS]


def test_what_should_not_be_kept_is_not(page):
    page.get_by_label("Do not keep my questions").check()
    exchange = ask(page, SEMICONDUCTORS)
    assert exchange.get_by_role("button", name="Copy").count() == 1
    assert exchange.get_by_role("button", name="Link").count() == 0
    assert conversations(page).count() == 0
    assert "conversation=" not in page.url


def test_an_answer_is_copied_with_its_sources(page):
    exchange = ask(page, SEMICONDUCTORS)
    exchange.get_by_role("button", name="Copy").click()
    exchange.get_by_text("Copied with its sources.").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(SEMICONDUCTORS)
    for quote in exchange.locator("template[data-source]").evaluate_all(
        "all => all.map((each) => each.content.querySelector('mark').textContent)"
    ):
        assert quote in text
    rich = page.evaluate(
        "navigator.clipboard.read().then(([item]) => item.getType('text/html')).then((blob) => blob.text())"
    )
    assert SEMICONDUCTORS in rich
    assert "<p" in rich


def test_a_quote_and_the_link_to_its_clause_are_copied(page, server):
    ask(page, SEMICONDUCTORS)
    source = page.locator("aside.source")
    quote = source.locator("mark").inner_text()
    source.get_by_role("button", name="Copy quote").click()
    source.get_by_role("button", name="Copied").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == quote
    source.get_by_role("button", name="Copy link").click()
    source.get_by_role("button", name="Copied").nth(1).wait_for()
    page.goto(page.evaluate("navigator.clipboard.readText()"))
    assert page.locator("mark").inner_text() == quote


def test_an_answer_is_passed_on_by_a_link_that_shows_it_alone(page, server):
    ask(page, RISE)
    exchange = ask(page, SEMICONDUCTORS)
    exchange.get_by_role("button", name="Link", exact=True).click()
    link = exchange.locator(".said a")
    link.wait_for()
    page.goto(link.get_attribute("href"))
    assert SEMICONDUCTORS in page.locator("main").inner_text()
    assert RISE not in page.locator("body").inner_text()


def test_a_conversation_is_exported(page):
    ask(page, SEMICONDUCTORS)
    page.get_by_label("More on").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as JSON").click()
    exported = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert [each["question"] for each in exported["answers"]] == [SEMICONDUCTORS]


def test_an_answer_is_voted_on_and_the_vote_taken_back(page):
    exchange = ask(page, SEMICONDUCTORS)
    up, down = exchange.get_by_role("button", name="Good answer"), exchange.get_by_role("button", name="Bad answer")
    up.click()
    exchange.get_by_text("Thank you.").wait_for()
    assert up.get_attribute("aria-pressed") == "true"
    down.click()
    exchange.get_by_label("What is wrong with it?").last.select_option("something_missing")
    assert up.get_attribute("aria-pressed") == "false"
    exchange.get_by_label("Anything to add?").fill("Skills are missing.")
    exchange.get_by_role("button", name="Send").click()
    exchange.locator(".why").wait_for(state="hidden")
    page.reload()
    page.locator("[data-vote='down'][aria-pressed='true']").wait_for()
    down.click()
    exchange.get_by_text("Taken back.").wait_for()
    assert down.get_attribute("aria-pressed") == "false"


def test_by_keyboard_alone_one_asks_opens_the_second_citation_copies_and_exports(page):
    page.keyboard.press("Tab")
    tab_to(page, "#question textarea")
    page.keyboard.type(SEMICONDUCTORS)
    page.keyboard.press("Enter")
    exchange = page.locator("article.exchange")
    exchange.locator(".actions").wait_for()
    page.keyboard.press("Shift+Tab")
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.voice button.cite[data-source=\"2\"]')"):
            break
    page.keyboard.press("Enter")
    mark = page.locator("aside.source mark")
    mark.wait_for()
    second = exchange.locator('template[data-source="2"]').evaluate(
        "each => each.content.querySelector('mark').textContent"
    )
    assert mark.text_content() == second
    page.keyboard.press("Escape")
    tab_to(page, "[data-copy]")
    page.keyboard.press("Enter")
    exchange.get_by_text("Copied with its sources.").wait_for()
    tab_to(page, ".actions summary")
    page.keyboard.press("Enter")
    tab_to(page, ".actions .menu a")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert second in re.sub(r"\s+", " ", download.value.path().read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def slow(tmp_path_factory, corpus_folder):
    """A server whose language model takes a minute, and that model's engine."""
    folder = tmp_path_factory.mktemp("slow") / "data"
    shutil.copytree(corpus_folder, folder)
    engine = SlowEngine(60)
    model = LocalModel(engine)
    with serving(folder, LoadingModel(lambda *_: model)) as (port, _):
        yield f"http://127.0.0.1:{port}", engine
    model.close()


@pytest.fixture
def unhurried(chromium, slow):
    """A wide page of that server, and the engine."""
    address, engine = slow
    with browsing(chromium, Seen(), viewport=WIDE) as context:
        page = context.new_page()
        page.goto(address)
        box(page).wait_for()
        yield page, engine


def test_a_question_is_stopped_and_asked_again(unhurried):
    page, engine = unhurried
    exchange = put(page, SEMICONDUCTORS)
    exchange.get_by_text("Passages found").wait_for()
    stop = page.get_by_role("button", name="Stop")
    stop.click()
    exchange.get_by_text("You stopped this question").wait_for(timeout=5000)
    assert engine.stopped.wait(2)
    stop.wait_for(state="hidden")
    filled(page)
    assert box(page).input_value() == SEMICONDUCTORS
    exchange.get_by_role("button", name="Ask again").click()
    page.locator("article.exchange").nth(1).get_by_text("Passages found").wait_for()
    page.get_by_role("button", name="Stop").click()


def test_what_is_typed_meanwhile_stays_in_the_box(unhurried):
    page, engine = unhurried
    engine.seconds = 4.0
    exchange = put(page, SEMICONDUCTORS)
    exchange.get_by_text("Passages found").wait_for()
    box(page).fill(RISE)
    exchange.locator(".actions").wait_for()
    assert box(page).input_value() == RISE

    engine.seconds = 60
    exchange = put(page, "What will the Cyber Partnership cover?")
    exchange.get_by_text("Passages found").wait_for()
    box(page).fill(RISE)
    page.get_by_role("button", name="Stop").click()
    exchange.get_by_text("You stopped this question").wait_for(timeout=5000)
    assert box(page).input_value() == RISE
