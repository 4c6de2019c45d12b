"""Who may manage documents, what they see of odd and refused ones, and the way by keyboard alone."""

import shutil

import pytest
from browsed import Seen, browsing
from guarded import PASSWORD, ROLES
from served import serving

pytestmark = pytest.mark.e2e
ASKS = "What does the Birkmere Fund pay for?"
TEXT = "# The Birkmere note\n\nThe Birkmere Fund pays for ferries.\n\nIt meets in May.\n"
HIDDEN = """<html><body><h1>The Dunford page</h1><p hidden>Only keepers may read this.</p>
<p>The Dunford Fund pays for lamps.</p></body></html>"""
CORRECT = "Correct, replace or withdraw it"


@pytest.fixture(scope="module")
def origin(corpus_folder, tmp_path_factory):
    """A server with people."""
    folder = tmp_path_factory.mktemp("people") / "data"
    shutil.copytree(corpus_folder, folder)
    with serving(folder, questions_per_minute=100_000) as (port, service):
        for name, role in ROLES.items():
            service.admission.people.add(name, role, PASSWORD, "test")
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def enter(chromium, origin):
    """Opens a page for somebody who has signed in."""
    made = []

    def open_page(name):
        made.append(browsing(chromium, Seen(), viewport={"width": 1280, "height": 900}))
        page = made[-1].__enter__().new_page()
        page.goto(f"{origin}/sign-in?next=/documents")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Documents").wait_for()
        return page

    yield open_page
    for each in made:
        each.__exit__(None, None, None)


def give(page, text, name):
    page.set_input_files("#file", files=[{"name": name, "mimeType": "text/plain", "buffer": text.encode()}])
    page.get_by_role("button", name="Read it").click()


def publish(page):
    page.get_by_role("button", name="Let it go live").click()
    page.get_by_role("link", name="Read it").wait_for()


def cited(page, origin):
    asked = {"question": ASKS, "judge": "quick", "store": False}
    response = page.request.post(f"{origin}/v1/ask", data=asked)
    assert response.status == 200, response.text()
    return " ".join(each["quote"] for each in response.json()["citations"])


def withdraw(page, address):
    page.goto(address)
    page.get_by_role("link", name=CORRECT).click()
    page.get_by_label("From now on no answer stands on it.").check()
    page.get_by_role("button", name="Withdraw it").click()
    page.get_by_role("heading", name="Documents").wait_for()


def tab_to(page, wanted):
    for _ in range(60):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab does not come to it")


def test_by_keyboard_alone_a_document_goes_live_is_replaced_and_withdrawn(enter, origin):
    page = enter("sam")
    tab_to(page, page.get_by_role("link", name="Add a document"))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Manage documents").wait_for()
    tab_to(page, page.locator("#file"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files([{"name": "birkmere.md", "mimeType": "text/markdown", "buffer": TEXT.encode()}])
    tab_to(page, page.get_by_label("Publisher"))
    page.keyboard.type("The Gazette")
    tab_to(page, page.get_by_role("button", name="Read it"))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Let it go live").wait_for()
    assert cited(page, origin) == ""
    tab_to(page, page.get_by_role("button", name="Let it go live"))
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Read it").wait_for()
    tab_to(page, page.get_by_role("link", name="Read it"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/birkmere")
    assert cited(page, origin) == "The Birkmere Fund pays for ferries."

    page.get_by_role("link", name=CORRECT).press("Enter")
    give(page, TEXT.replace("ferries", "bridges").replace("It meets in May.", ""), "newer.md")
    page.get_by_role("button", name="Let it go live").wait_for()
    rows = [each.inner_text().split("\t") for each in page.locator("table.changes tbody tr").all()]
    assert [(what, now, before) for what, _, now, before in rows] == [
        ("Changed", "The Birkmere Fund pays for bridges.", "The Birkmere Fund pays for ferries."),
        ("Gone", "", "It meets in May."),
    ]
    publish(page)
    assert cited(page, origin) == "The Birkmere Fund pays for bridges."

    page.goto(f"{origin}/documents/birkmere")
    page.get_by_role("link", name=CORRECT).press("Enter")
    sure = page.get_by_label("From now on no answer stands on it.")
    tab_to(page, sure)
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Withdraw it"))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Documents").wait_for()
    assert cited(page, origin) == ""
    assert page.goto(f"{origin}/documents/birkmere").status == 404


def test_hidden_text_is_shown_to_whoever_looks_and_is_no_clause(enter, origin):
    page = enter("ada")
    page.goto(f"{origin}/manage")
    give(page, HIDDEN, "dunford.html")
    page.get_by_role("button", name="Let it go live").wait_for()
    assert "Text that a reader does not see; left out" in page.locator(".remarks").inner_text()
    assert "Only keepers may read this." in page.locator(".remarks").inner_text()
    clauses = page.locator(".clause .text").all_inner_texts()
    assert "The Dunford Fund pays for lamps." in clauses
    assert not any("Only keepers" in each for each in clauses)
    page.get_by_role("button", name="Drop it").click()


def test_what_was_typed_stays_where_a_record_is_refused(enter, origin):
    page = enter("sam")
    page.goto(f"{origin}/manage")
    give(page, TEXT, "typed.md")
    for _ in ("before it is live", "once it is live"):
        page.get_by_role("button", name="Save the record").wait_for()
        page.get_by_label("Publisher").fill("The Herald")
        page.get_by_label("Date").fill("soon")
        page.get_by_label("Kind").select_option("primary")
        page.get_by_role("button", name="Save the record").click()
        assert "'soon'. Give a day such as 2023-05-18" in page.get_by_role("alert").inner_text()
        typed = [page.get_by_label(each).input_value() for each in ("Kind", "Publisher", "Date")]
        assert typed == ["primary", "The Herald", "soon"]
        if page.get_by_role("button", name="Let it go live").count():
            publish(page)
            page.goto(f"{origin}/documents/typed")
            assert "The Herald" not in page.locator(".record").inner_text()
            page.get_by_role("link", name=CORRECT).click()
    withdraw(page, f"{origin}/documents/typed")


def test_a_document_of_the_program_is_withdrawn_and_brought_back(enter, origin):
    page = enter("sam")
    withdraw(page, f"{origin}/documents/techuk-coverage")
    assert page.goto(f"{origin}/documents/techuk-coverage").status == 404
    page.goto(f"{origin}/manage")
    page.get_by_role("button", name="Bring back techuk-coverage").click()
    page.get_by_role("heading", name="Manage documents").wait_for()
    assert page.get_by_role("button", name="Bring back").count() == 0
    assert page.goto(f"{origin}/documents/techuk-coverage").status == 200


def test_members_find_no_way_there_and_are_refused(enter, origin):
    page = enter("mia")
    page.goto(f"{origin}/documents/hiroshima-accord")
    assert page.locator("a[href^='/manage']").count() == 0
    for path in ("/manage", "/manage/document/hiroshima-accord"):
        assert page.goto(f"{origin}{path}").status == 403
    sent = page.request.post(f"{origin}/manage/document/hiroshima-accord/withdraw", form={"sure": "yes"})
    assert sent.status == 403
    assert page.goto(f"{origin}/documents/hiroshima-accord").status == 200
