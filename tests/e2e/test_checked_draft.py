"""A draft's page as a reader sees it, and its Word file as LibreOffice opens it."""

import shutil
import subprocess
import xml.etree.ElementTree as ElementTree

import pytest
from browsed import Seen, browsing
from giving import Client
from served import serving
from word_files import FIRST, SECOND, THIRD, word_file

pytestmark = pytest.mark.e2e
TEXT = f"Dear colleagues,\n\n{FIRST} {SECOND}\n\n{THIRD}\n\nThere will be £18bn of Japanese investment into the UK."
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"


@pytest.fixture(scope="module")
def origin(corpus_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("drafts") / "data"
    shutil.copytree(corpus_folder, folder)
    with serving(folder) as (port, _):
        yield f"http://127.0.0.1:{port}"


def test_libreoffice_shows_the_comments_beside_the_drafts_own_text(origin, tmp_path):
    http = Client(int(origin.rpartition(":")[2])).http
    made = http.post("/v1/check?format=docx", files={"file": ("draft.docx", word_file())})
    assert made.status_code == 200
    (tmp_path / "checked.docx").write_bytes(made.content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "fodt", "--outdir", str(tmp_path), "checked.docx"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=240, check=False)
    assert (tmp_path / "checked.fodt").exists(), told.stderr
    tree = ElementTree.parse(tmp_path / "checked.fodt")
    notes = ["".join(each.itertext()) for each in tree.iter(f"{{{OFFICE}}}annotation")]
    assert sorted(words for note in notes for words in ("Supported", "Opinion", "Stronger") if words in note) == [
        "Opinion",
        "Stronger",
        "Supported",
    ]
    for note in list(tree.iter(f"{{{OFFICE}}}annotation")):
        for child in list(note):
            note.remove(child)
    body = " ".join("".join(tree.getroot().itertext()).split())
    for sentence in (FIRST, SECOND, THIRD):
        assert sentence in body


@pytest.mark.parametrize("width", [1280, 360])
def test_a_draft_is_checked_on_the_page_without_scripts(chromium, origin, width):
    with browsing(chromium, Seen(), java_script_enabled=False, viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{origin}/check")
        page.get_by_label("Text").fill(TEXT)
        page.get_by_role("button", name="Check it").click()
        page.get_by_role("heading", name="Sentence by sentence").wait_for()
        page.locator("a.said.stronger").click()
        assert page.locator("li:target .verdict").inner_text() == "Stronger than the text"
        assert page.locator("li:target blockquote").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_label("Text").fill(TEXT)
        with page.expect_download() as download:
            page.get_by_role("button", name="Download as a Word file").click()
        assert download.value.suggested_filename == "draft-checked.docx"
