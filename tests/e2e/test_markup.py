"""Markup by every way in, on every page that shows it: it stays text. Nothing is run, loaded, sent or taken over.

The ways in: a question, a document's text and record, the name of its file, and what a hostile language model writes.
"""

import shutil
from html import escape
from unicodedata import category
from urllib.parse import quote

import hostile
import pytest
from browsed import Seen, ask, box, browsing
from giving import Client
from markup import TAKEN, WATCH, Texts, batches, listening, on_one_line, payloads

expect = pytest.importorskip("playwright.sync_api").expect  # there only where these tests are run
pytestmark = pytest.mark.e2e
GOOD = "The two countries will establish a Japan-UK Cyber Partnership."
CYBER = "What will the Cyber Partnership do?"


@pytest.fixture(scope="module")
def sink():
    """Where the payloads lead, and what was asked for there."""
    with listening() as (address, asked):
        yield address, asked


@pytest.fixture(scope="module")
def every(sink):
    found = payloads(sink[0])
    assert len(found) == len(set(found)) >= 60
    return found


@pytest.fixture(scope="module")
def texts(tmp_path_factory, every):
    return Texts(tmp_path_factory.mktemp("texts"), every)


@pytest.fixture(scope="module")
def asked(corpus_folder, tmp_path_factory, texts):
    """Our server with those documents and a hostile language model."""
    folder = tmp_path_factory.mktemp("markup") / "data"
    shutil.copytree(corpus_folder, folder)
    with hostile.hostile_model() as model, hostile.attacked(folder, model) as (asked, service):
        report = service.ingest([str(each) for each in texts.folders], "coverage")
        assert {each["status"] for each in report["entries"]} == {"added"}, report
        assert len(report["entries"]) == len(texts.asks)
        yield asked


@pytest.fixture(scope="module")
def origin(asked):
    return f"http://127.0.0.1:{asked.port}"


@pytest.fixture(scope="module")
def seen():
    return Seen()


@pytest.fixture(scope="module")
def page(chromium, seen):
    with browsing(chromium, seen, viewport={"width": 1280, "height": 860}) as context:
        context.add_init_script(WATCH)
        yield context.new_page()


@pytest.fixture(autouse=True)
def forgotten(seen, sink):
    seen.forget()
    sink[1].clear()


def opened(page, address):
    """The page there, which must say what it may load."""
    response = page.goto(address)
    assert "default-src" in response.headers["content-security-policy"]
    return page


def chat(page, origin):
    """The chat, and what is on it before anything is asked."""
    opened(page, origin)
    box(page).wait_for()
    return page.evaluate(TAKEN, "nowhere")


def check(page, seen, sink, origin, *, title, forms):
    """What a page shows, once it is certain that it shows no more than that."""
    taken = page.evaluate(TAKEN, sink[0].removeprefix("http://"))
    assert (taken["ran"], seen.dialogs, seen.opened) == ([], [], [])
    assert [taken[each] for each in ("attributes", "frames", "styles", "scripts")] == [[], [], [], []]
    assert (taken["title"], taken["forms"]) == (title, forms)
    assert page.url.startswith(f"{origin}/")
    assert [each for each in seen.requests if not each.startswith((f"{origin}/", "data:", "blob:"))] == []
    assert [each for each in seen.errors if "404" not in each] == []  # of pages that are missing on purpose
    assert sink[1] == []
    return taken["text"]


def test_a_question(page, origin, seen, sink, every):
    before = chat(page, origin)
    for batch in batches(every, 1800):
        ask(page, "\n".join(batch))
        text = check(page, seen, sink, origin, title=before["title"], forms=before["forms"])
        assert [each for each in batch if on_one_line(each) not in text] == []


def test_texts_titles_and_names_of_files_in_the_chat(page, origin, seen, sink, asked, texts):
    before = chat(page, origin)
    for question, told in texts.asks.items():
        asked.says("It pays for it.")
        exchange = ask(page, question)
        exchange.get_by_role("button", name="[1]").first.click()
        expect(page.locator("aside.source")).to_contain_text(on_one_line(told[-1]))
        text = check(page, seen, sink, origin, title=before["title"], forms=before["forms"])
        assert [each for each in told if on_one_line(each) not in text] == [], question


def test_what_a_model_writes(page, origin, seen, sink, asked, every):
    before = chat(page, origin)
    good = 0
    for batch in batches(every, 500):
        asked.says(f"{GOOD}\n" + " ".join(f"{each} [1] {GOOD[:-1]} {each}." for each in batch))
        exchange = ask(page, CYBER)
        check(page, seen, sink, origin, title=before["title"], forms=before["forms"])
        text = on_one_line(exchange.text_content())  # the list of conversations shows the payloads asked above
        good += GOOD.removesuffix(".") in text
        text = text.replace(on_one_line(asked.quoted(CYBER)["basis"]), "")  # which names documents
        assert "ran=1" not in text
        assert sink[0] not in text
    assert good  # else nothing of what it writes was ever shown


def test_the_pages_of_the_documents(page, origin, seen, sink, asked, texts, every):
    opened(page, f"{origin}/documents")
    text = check(page, seen, sink, origin, title="Documents - Accord Assistant", forms=[])
    shown = [told[-1] for told in texts.asks.values()]
    assert [each for each in shown if on_one_line(each) not in text] == []
    for id, (told, heading) in zip(texts.ids, texts.asks.values(), strict=False):
        form = [f"/documents/{id}"]
        title = f"{on_one_line(heading)} - Accord Assistant"
        opened(page, f"{origin}/documents/{id}")
        text = check(page, seen, sink, origin, title=title, forms=form)
        assert on_one_line(told) in text
        assert on_one_line(heading) in text
        clauses = asked.oracle.get(f"/v1/documents/{id}")["clauses"]
        at = next(each for each in clauses if "Fund" in asked.oracle.get(f"/v1/clauses/{each['clause_id']}")["text"])
        opened(page, f"{origin}/documents/{at['clause_id']}")
        text = check(page, seen, sink, origin, title=f"{on_one_line(at['label'])} - Accord Assistant", forms=[])
        assert on_one_line(told) in text
        opened(page, f"{origin}/compare?coverage={id}")
        title = "The Accord and the coverage - Accord Assistant"
        text = check(page, seen, sink, origin, title=title, forms=["/compare"])
        assert on_one_line(told) in text
        assert on_one_line(heading) in text
    title = f"{on_one_line(heading)} - Accord Assistant"
    for batch in batches(every, 190):
        opened(page, f"{origin}{form[0]}?q={quote(' '.join(batch))}")
        text = check(page, seen, sink, origin, title=title, forms=form)
        assert f"“{on_one_line(' '.join(batch))}” " in text
    for each in every[::4]:  # what a missing page repeats is cut and escaped for all alike
        opened(page, f"{origin}/documents/x{quote(each, safe='')}")
        check(page, seen, sink, origin, title="Not found - Accord Assistant", forms=[])


@pytest.mark.parametrize("at", range(3))
def test_the_pages_on_which_documents_are_given(page, origin, seen, sink, asked, every, at):
    """As the name of a file, in facts, in text that goes live or is hidden, in what changes, and in what is refused."""
    client = Client(asked.port)
    some = [on_one_line(each) for each in every[at::3]]
    told = "".join(f"<p>It says {escape(each)} on the wall.</p><p hidden>Hidden {escape(each)}</p>" for each in some)
    html = f"<html><body><h1>Walls {at}</h1>{told}</body></html>"
    names = ("title", "publisher", "author", "author_office", "place", "licence")
    facts = {name: some[number] for number, name in enumerate(names)}
    live = client.published(f"# Walls\n\nOnce {some[0]} stood here.\n\nIt is {at}.\n".encode(), **facts)["document_id"]
    ready = client.give(html.encode(), f"{some[at]}.html", "PUT", f"/v1/documents/{live}", **facts)
    failed = client.give(b"", f"{some[at]}.txt")
    shown = client.until(ready, "ready")
    assert {each["kind"] for each in shown["remarks"]} >= {"hidden"}
    assert shown["changes"]
    client.until(failed, "failed")
    title = f"{facts['title']} - Accord Assistant"
    ways = [f"/manage/{ready}/{each}" for each in ("publish", "record", "drop")]

    opened(page, f"{origin}/manage/{ready}")
    text = check(page, seen, sink, origin, title=title, forms=ways)
    kept = ["".join(sign for sign in each if category(sign) != "Cf") for each in some]  # signs without ink are left out
    assert [each for each in kept if f"It says {each} on the wall." not in text] == []
    assert [each["text"] for each in shown["remarks"][:40] if on_one_line(each["text"]) not in text] == []
    assert [each["text"] for each in shown["changes"][:40] if on_one_line(each["text"]) not in text] == []
    assert [page.locator(f"#{each}").input_value() for each in names] == list(facts.values())
    page.get_by_label("Date").fill(some[-1])
    page.get_by_role("button", name="Save the record").click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_label("Date").input_value() == some[-1]
    seen.errors.clear()  # the browser tells of the 422
    check(page, seen, sink, origin, title=title, forms=ways)

    opened(page, f"{origin}/manage/{failed}")
    heading = page.locator("h1").inner_text()
    check(page, seen, sink, origin, title=f"{heading} - Accord Assistant", forms=[f"/manage/{failed}/drop"])
    opened(page, f"{origin}/manage")
    assert heading in check(page, seen, sink, origin, title="Manage documents - Accord Assistant", forms=["/manage"])
    opened(page, f"{origin}/manage/document/{live}")
    ways = [f"/manage/document/{live}/{each}" for each in ("record", "replace", "withdraw")]
    check(page, seen, sink, origin, title=f"Manage: {title}", forms=ways)
    assert [page.locator(f"#{each}").input_value() for each in names] == list(facts.values())
    client.http.delete(f"/v1/documents/{live}")


def test_the_same_would_be_seen_on_a_page_that_takes_it_for_markup(chromium, every, sink):
    """Without what guards ours, every kind of harm comes about and is seen."""
    seen = Seen()
    with browsing(chromium, seen) as context:
        context.add_init_script(WATCH)
        page = context.new_page()
        page.set_content(
            "".join(f"<div>{each}</div>" for each in every if "<!--" not in each and "style><" not in each)
        )
        page.wait_for_timeout(1000)
        taken = page.evaluate(TAKEN, sink[0].removeprefix("http://"))
    assert taken["ran"] == ["ran"]
    assert seen.dialogs
    assert len([each for each in seen.requests if sink[0] in each]) > 10
    assert len(sink[1]) > 10
    assert min(len(taken[each]) for each in ("attributes", "frames", "styles", "scripts", "forms")) > 0
