"""Pages of the web into a store, and what becomes of them when they are read again."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import datetime

import pytest
from websites import HOST, SITE, Given, Names, reading, rule, site

from ingest.live import ingest
from ingest.pages import from_page
from ingest.sources import bundled
from ingest.sync import sync
from ingest.web import Page, Web

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", SITE])
NOTE = b"# Note\n\nSteel was discussed.\n\nCars were not.\n\nNothing was signed."
URL = f"http://{HOST}/papers/note.md"


@pytest.fixture
def shown():
    with site() as made:
        made.gives("/papers/note.md", NOTE)
        yield made


@pytest.fixture
def stored(words_store, shown):
    """Ingests into the store, as the command line and the server do, with a site that goes by `HOST`."""

    def run(*paths, kind="coverage", hosts=(HOST,), **more):
        def web(given):
            return reading(shown, *given) if given else Web(())

        report = ingest(words_store, paths or None, kind, lambda *what: None, hosts, web=web, **more)
        assert json.loads(json.dumps(report)) == report
        return report["entries"]

    return run


def documents(store):
    return store.corpus.documents


def test_a_page_becomes_a_document_with_its_address_date_and_hash(stored, words_store):
    (entry,) = stored(URL, kind="primary")
    assert (entry["status"], entry["document_id"], entry["clauses"], entry["added"]) == (
        "added", "docs-example-papers-note-md", 4, 4,
    )  # fmt: skip
    document = documents(words_store)[entry["document_id"]]
    assert (document.title, document.kind, document.url, document.origin) == ("Note", "primary", URL, URL)
    assert document.sha256 == hashlib.sha256(NOTE).hexdigest()
    assert datetime.fromisoformat(document.retrieved).utcoffset().total_seconds() == 0
    assert words_store.records.corpus().documents[document.id] == document


def test_the_same_page_again_changes_nothing_not_even_when_it_was_read(stored, words_store, shown):
    stored(URL)
    before = words_store.corpus
    (entry,) = stored(f"http://{HOST.upper()}:80/papers/note.md#part")
    assert (entry["status"], entry["changes"]) == ("unchanged", [])
    assert words_store.corpus == before


def test_two_addresses_that_lead_to_one_page_are_one_document(stored, words_store, shown):
    shown.gives("/old", status=301, headers=(("Location", "/papers/note.md"),))
    assert [each["status"] for each in stored(f"http://{HOST}/old", URL)] == ["added", "unchanged"]
    (document,) = documents(words_store).values()
    assert (document.url, document.origin) == (URL, URL)


def test_other_pages_are_other_documents_whatever_their_names(stored, words_store, shown):
    paths = ["/a-b", "/a/b", "/a?b", "/" + "long/" * 40 + "1", "/" + "long/" * 40 + "2", "/広島", "/長崎", "/"]
    for path in paths:
        shown.gives(path, f"Steel was discussed at {path}.".encode(), kind="text/plain")
    shown.paths |= {f"/{name}": Given(name.encode()) for name in ("%E5%BA%83%E5%B3%B6", "%E9%95%B7%E5%B4%8E")}
    addresses = [f"http://{HOST}{path}" for path in paths]
    entries = stored(*addresses)
    assert [each["status"] for each in entries] == ["added"] * len(paths)
    ids = [each["document_id"] for each in entries]
    assert len(set(ids)) == len(paths)
    assert all(re.fullmatch(r"docs-example([a-z0-9-]*[a-z0-9])?", each) and len(each) <= 80 for each in ids)
    assert [each["status"] for each in stored(*addresses)] == ["unchanged"] * len(paths)


def test_a_page_takes_no_other_documents_place(stored, words_store, tmp_path):
    (tmp_path / "docs-example-papers-note-md.md").write_text("# Mine\n\nMine alone.", encoding="utf-8")
    mine, page = stored(str(tmp_path / "docs-example-papers-note-md.md"), URL)
    assert (mine["status"], page["status"]) == ("added", "added")
    assert re.fullmatch(r"docs-example-papers-note-md-[0-9a-f]{8}", page["document_id"])
    assert documents(words_store)["docs-example-papers-note-md"].title == "Mine"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (f"http://{HOST}/nowhere", "url_gone"),
        ("http://other.example/", "url_host"),
        ("http://127.0.0.1/", "url_address"),
        ("file:///etc/passwd", "url_form"),
        (f"http://ann:secret@{HOST}/", "url_form"),
        (f"http://{HOST}/picture", "url_type"),
        (f"http://{HOST}/empty.md", "empty"),
        (f"http://{HOST}/binary.txt", "binary"),
    ],
)
def test_an_address_that_cannot_be_read_is_reported_and_stops_nothing_else(stored, words_store, shown, address, code):
    shown.gives("/picture", kind="image/png")
    shown.gives("/empty.md", b" ")
    shown.gives("/binary.txt", b"\x00\x01")
    failed, added = stored(address, URL)
    assert (failed["status"], failed["code"], added["status"]) == ("failed", code, "added")
    assert "secret" not in str(failed)
    assert len(documents(words_store)) == 1


def test_nothing_is_read_where_no_host_is_set(stored, words_store, shown):
    (entry,) = stored(URL, hosts=())
    assert (entry["status"], entry["code"]) == ("failed", "url_off")
    assert f"ACCORD_URL_HOSTS to the hosts that may be read, such as {HOST}." in entry["reason"]
    assert shown.seen == []


def test_read_again_tells_what_changed_clause_by_clause(stored, words_store, shown):
    shown.gives("/same.md", b"# Same\n\nAs ever.")
    stored(URL, f"http://{HOST}/same.md")
    first = documents(words_store)["docs-example-papers-note-md"]
    tea = "Tea was served at length, with a number of cakes of which nobody could count"
    shown.gives("/papers/note.md", f"# Note\n\n{tea} the kinds.\n\nSteel was discussed.\n\nCars were too.".encode())
    changed, same = stored(refresh=True)
    assert (same["status"], same["changes"]) == ("unchanged", [])
    assert (changed["status"], changed["added"], changed["changed"], changed["removed"]) == ("changed", 1, 1, 1)
    assert [(each["what"], each["label"], each["text"], each["before"]) for each in changed["changes"]] == [
        ("added", "Note, paragraph 1", f"{tea} ...", None),
        ("changed", "Note, paragraph 3", "Cars were too.", "Cars were not."),
        ("removed", "Note, paragraph 3", "Nothing was signed.", None),
    ]
    now = documents(words_store)[first.id]
    assert (now.retrieved >= first.retrieved, now.sha256 != first.sha256) == (True, True)
    assert [each["status"] for each in stored(refresh=True)] == ["unchanged", "unchanged"]


def test_other_bytes_of_the_same_text_are_a_change_without_clauses(stored, words_store, shown):
    stored(URL)
    shown.gives("/papers/note.md", NOTE + b"\n\n\n")
    (entry,) = stored(refresh=True)
    assert (entry["status"], entry["changes"]) == ("changed", [])
    assert documents(words_store)[entry["document_id"]].sha256 == hashlib.sha256(NOTE + b"\n\n\n").hexdigest()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Given(status=404), "url_gone"),
        (Given(status=410), "url_gone"),
        (Given(status=503), "url_status"),
        (Given(b""), "empty"),
        (Given(status=302, headers=(("Location", "http://169.254.169.254/"),)), "url_address"),
    ],
)
def test_a_page_that_is_gone_or_fails_stays_as_it_is_stored(stored, words_store, shown, given, code):
    stored(URL)
    before = words_store.corpus
    shown.paths["/papers/note.md"] = given
    (entry,) = stored(refresh=True)
    assert (entry["status"], entry["code"], entry["document_id"]) == ("failed", code, "docs-example-papers-note-md")
    assert words_store.corpus == before
    (entry,) = stored(refresh=True, hosts=())
    assert (entry["status"], entry["code"]) == ("failed", "url_off")
    assert words_store.corpus == before


class Broken(Web):
    """Reads pages, but for one whose reading ends in an error that nobody thought of."""

    def fetch(self, url):
        if "broken" in url:
            raise RuntimeError("the text of a library")
        return super().fetch(url)


def test_an_error_that_nobody_thought_of_stops_nothing_else(words_store, shown):
    names = Names().stand(HOST, [(SITE, shown.port)])
    report = ingest(
        words_store, [f"http://{HOST}/broken", URL], "coverage", lambda *what: None, (HOST,),
        web=lambda hosts: Broken(hosts, resolver=names, rule=rule),
    )  # fmt: skip
    first, second = report["entries"]
    assert (first["status"], first["code"], second["status"]) == ("failed", "internal", "added")
    assert "the text of a library" not in first["reason"]


def test_read_again_keeps_a_record_that_was_corrected(stored, words_store, shown):
    stored(URL)
    (document,) = documents(words_store).values()
    facts = {"title": "The note", "publisher": "Somebody", "published": "2025-01-02", "kind": "primary", "name": "N"}
    words_store.put(replace(document, **facts), words_store.corpus.of(document.id))
    shown.gives("/papers/note.md", NOTE.replace(b"not", b"too"))
    assert [each["changed"] for each in stored(refresh=True)] == [1]
    now = documents(words_store)[document.id]
    assert {name: getattr(now, name) for name in facts} == facts
    assert "Cars were too." in now.text


def test_a_page_that_moved_is_followed_and_stays_the_same_document(stored, words_store, shown):
    stored(URL)
    shown.gives("/papers/note.md", status=301, headers=(("Location", "/new.md"),))
    shown.gives("/new.md", NOTE)
    assert [each["status"] for each in stored(refresh=True)] == ["unchanged"]
    assert list(documents(words_store)) == ["docs-example-papers-note-md"]


def test_only_what_came_from_the_web_is_read_again(stored, words_store, shown, tmp_path):
    sync(words_store, bundled())
    (tmp_path / "mine.md").write_text("# Mine\n\nMine alone.", encoding="utf-8")
    stored(str(tmp_path / "mine.md"))
    assert stored(refresh=True) == []
    assert shown.seen == []


def test_a_page_leads_to_the_loader_of_its_kind(words_store):
    for ending in (".txt", ".md", ".html", ".pdf", ".docx"):
        page = Page(f"http://{HOST}/a", ending, b"", "2026-01-01T00:00:00+00:00")
        source = from_page(page, "coverage", words_store.corpus)
        assert source.record.file.endswith(f"-a{ending}")
        assert source.retrieved == page.retrieved
