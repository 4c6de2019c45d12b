"""The pages of the documents in a real browser, with scripts switched off."""

import pytest
from browsed import Seen, browsing

pytestmark = pytest.mark.e2e

ACCORD = "/documents/hiroshima-accord"


@pytest.fixture(params=[1280, 390], ids=["wide", "phone"])
def page(request, chromium, server):
    seen = Seen()
    with browsing(
        chromium, seen, viewport={"width": request.param, "height": 844}, java_script_enabled=False
    ) as context:
        page = context.new_page()
        page.goto(f"{server}/documents")
        yield page
    assert seen.only(server), seen


def test_from_the_list_to_a_text_to_a_clause(page, server):
    page.get_by_role("link", name="The Hiroshima Accord").first.click()
    assert page.url == f"{server}{ACCORD}"
    assert "added by us" in page.locator("main").inner_text()
    assert "SHA-256" in page.locator("main").inner_text()
    clause = page.get_by_role("link", name="Part 2, commitment 6")
    clause.click()
    assert page.url == f"{server}{ACCORD}/2/6"
    assert "Semiconductor Partnership" in page.locator("main").inner_text()


def test_what_is_searched_for_is_marked_and_counted_in_the_outline(page, server):
    page.goto(f"{server}{ACCORD}")
    if not (search := page.get_by_label("Search in this text")).is_visible():
        page.locator("summary").first.click()
    search.fill("Semiconductor")
    search.press("Enter")
    page.get_by_role("status").wait_for()
    marks = page.locator("main mark").all_inner_texts()
    assert marks
    assert {each.lower() for each in marks} == {"semiconductor"}
    counted = page.locator(".hits").all_inner_texts()
    assert sum(int(each.split()[0]) for each in counted) == len(marks)


def test_printed_it_is_the_text_alone(page, server):
    page.goto(f"{server}{ACCORD}")
    page.emulate_media(media="print")
    assert page.locator("main h2").first.is_visible()
    assert not page.locator("nav.outline").is_visible()
    assert not page.locator("header.top nav").is_visible()
