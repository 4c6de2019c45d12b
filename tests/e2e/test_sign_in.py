"""Signing in and out in a real browser, by keyboard, and what the page says once the session is over."""

import shutil
from typing import TYPE_CHECKING

import pytest
from guarded import PASSWORD, ROLES
from served import serving

if TYPE_CHECKING:  # playwright is there only where these tests are run
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def address(tmp_path_factory, corpus_folder):
    """A server with people."""
    folder = tmp_path_factory.mktemp("people") / "data"
    shutil.copytree(corpus_folder, folder)
    with serving(folder) as (port, service):
        for name, role in ROLES.items():
            service.admission.people.add(name, role, PASSWORD, "test")
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def page(chromium, address):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def sign_in(page: "Page", name: str, password: str) -> None:
    """By keyboard alone."""
    page.get_by_label("Name").focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def ask(page: "Page", question: str) -> None:
    page.get_by_role("textbox", name="Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()


def test_signing_in_asking_and_signing_out(page, address):
    assert page.url == f"{address}/sign-in?next=/"
    sign_in(page, "mia", "not the password")
    page.get_by_role("alert").wait_for()
    assert "do not fit together" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Name").input_value() == "mia"
    sign_in(page, "mia", PASSWORD)
    page.get_by_text("mia", exact=False).first.wait_for()
    ask(page, "What investment figure was announced?")
    page.locator("article.exchange .statement").first.wait_for()
    page.get_by_role("button", name="Sign out").press("Enter")
    page.wait_for_url("**/sign-in")
    page.goto(address)
    assert page.url == f"{address}/sign-in?next=/"


def test_once_the_session_is_over_the_page_says_so_and_keeps_the_question(page):
    sign_in(page, "max", PASSWORD)
    page.get_by_role("button", name="Sign out").wait_for()
    page.context.clear_cookies()
    ask(page, "What investment figure was announced?")
    page.get_by_text("You are no longer signed in").wait_for(timeout=10_000)
    assert page.get_by_role("textbox", name="Your question").input_value() == "What investment figure was announced?"
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Password").wait_for()
