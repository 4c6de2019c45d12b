"""Reviewing in a real browser: forms that need no script, and forms of other sites that come to nothing."""

import functools
import shutil
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from guarded import PASSWORD
from office import dressed
from served import serving

if TYPE_CHECKING:  # playwright is there only where these tests are run
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

RISE = "What is the deadline for the RISE partnership?"
HOSTILE = '"><script>document.title = "taken"</script><img src=x onerror="document.title = 1">'


@pytest.fixture(scope="module")
def office(tmp_path_factory, corpus_folder):
    folder = tmp_path_factory.mktemp("reviewed") / "data"
    shutil.copytree(corpus_folder, folder)
    with serving(folder, questions_per_minute=100_000) as (port, service):
        yield dressed(port, service)


@pytest.fixture(params=[390, 1280], ids=["phone", "wide"])
def page(chromium, office, request):
    context = chromium.new_context(viewport={"width": request.param, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{office.port}/sign-in?next=/review")
    page.get_by_label("Name").fill("sam")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Review").wait_for()
    yield page
    context.close()


def too_wide(page: "Page") -> bool:
    """Whether the page as a whole has to be moved sideways to be read."""
    sizes = page.locator("html").bounding_box(), page.locator("main").bounding_box()
    return any(box["x"] + box["width"] > page.viewport_size["width"] for box in sizes)


def test_answers_are_chosen_read_cleared_and_withdrawn_without_a_script(office, page):
    answer = office.ask("mia", RISE)
    office.give("mia", answer, reason="something_missing", comment=f"And who? {HOSTILE}")
    office.ask("mia", "What do they agree on food?")
    page.get_by_label("In the question").fill("rise")
    page.get_by_label("Feedback").select_option("Not good")
    page.get_by_role("button", name="Show").click()
    page.get_by_text(HOSTILE).first.wait_for()
    assert page.get_by_label("Feedback").input_value() == "down"
    assert page.get_by_text("What do they agree on food?").count() == 0
    assert not too_wide(page)
    page.get_by_role("link", name=RISE).first.click()
    page.get_by_role("heading", name=RISE).wait_for()
    assert page.get_by_text(HOSTILE).count() == 1
    assert page.title() == "Review of an answer - Accord Assistant"
    assert not too_wide(page)
    page.get_by_role("button", name="Clear this answer").click()
    page.get_by_text("by sam. It is given to whoever asks this question.").wait_for()
    assert office.ask("max", RISE)["cleared"]["by"] == "sam"
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_role("button", name="Clear this answer").wait_for()
    assert office.ask("max", RISE)["cleared"] is None
    page.get_by_role("link", name="Part 3, commitment 2").first.click()
    assert page.locator("mark").inner_text() == answer["citations"][0]["quote"]


def test_the_form_of_another_site_clears_nothing(office, page, tmp_path):
    answer = office.ask("mia", RISE)
    target = f"http://127.0.0.1:{office.port}/review/{answer['id']}/clear"
    form = f'<form method="post" action="{target}"><button>Win a prize</button></form>'
    (tmp_path / "index.html").write_text(f"<title>Elsewhere</title>{form}", encoding="utf-8")
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{elsewhere.server_port}/")
        page.get_by_role("button", name="Win a prize").click()
        page.get_by_text("foreign_origin").wait_for()
        elsewhere.shutdown()
    assert office.ask("max", RISE)["cleared"] is None
