"""Briefings as they are read: through LibreOffice, on paper."""

import shutil
import subprocess

import pytest
from pypdf import PdfReader

from assistant.ask import Assistant
from assistant.briefing.make import Wanted, brief
from assistant.briefing.word import briefing_docx
from vectorstore.lock import OwnerLock
from vectorstore.settings import StoreSettings
from vectorstore.store import open_store

pytestmark = pytest.mark.e2e
TOPICS = ("semiconductors", "cyber", "clean energy", "defence", "trade", "health")
MOST_PAGES = {"one-page": 1, "qa": 2}


@pytest.fixture(scope="module")
def assistant(corpus_folder, tmp_path_factory, embedder):
    folder = tmp_path_factory.mktemp("briefings") / "data"
    shutil.copytree(corpus_folder, folder)
    lock = OwnerLock(folder)
    lock.acquire()
    store = open_store(StoreSettings(folder, embedder.name), embedder, lock)
    yield Assistant(store)
    store.close()


@pytest.fixture(scope="module")
def printed(assistant, tmp_path_factory):
    """Every briefing, and the PDF that LibreOffice makes of its Word file."""
    office = shutil.which("soffice")
    assert office, "LibreOffice is needed: apt-get install libreoffice-writer-nogui"
    folder = tmp_path_factory.mktemp("printed")
    made = {}
    for template in MOST_PAGES:
        for topic in TOPICS:
            briefing = brief(assistant, Wanted(topic=topic, template=template), "https://accord.example")
            file = folder / f"{template}-{topic.replace(' ', '-')}.docx"
            file.write_bytes(briefing_docx(briefing))
            made[topic, template] = briefing, file.with_suffix(".pdf")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = map(str, sorted(folder.glob("*.docx")))
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    told = subprocess.run(command, capture_output=True, timeout=240, check=False)
    assert all(file.exists() for _, file in made.values()), told.stdout + told.stderr
    return made


@pytest.mark.parametrize("template", MOST_PAGES)
@pytest.mark.parametrize("topic", TOPICS)
def test_a_briefing_is_as_long_as_it_should_be_and_has_all_its_words_on_paper(printed, topic, template):
    briefing, file = printed[topic, template]
    pages = PdfReader(file).pages
    assert len(pages) <= MOST_PAGES[template]
    read = _plain("".join(page.extract_text() for page in pages))
    assert _plain(briefing.title) in read
    for section in briefing.sections:
        assert _plain(section.heading) in read
    for citation in briefing.citations:  # the number of its note, and the note
        assert _plain(citation.label) in read
        assert _plain(citation.quote) in read


def _plain(text):
    """Letters and figures alone: lines are broken and hyphens put elsewhere on paper."""
    return "".join(each for each in text if each.isalnum())
