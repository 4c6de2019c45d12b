"""The whole program over texts of its own: what is cleared here is given nowhere else."""

import shutil

import pytest
from office import NOTE, dressed
from served import serving


@pytest.fixture(scope="module")
def office(corpus_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("office") / "data"
    shutil.copytree(corpus_folder, folder)
    limits = {"questions_per_minute": 100_000, "questions_at_once": 100}
    with serving(folder, **limits) as (port, service):
        yield dressed(port, service)


@pytest.fixture(scope="module")
def note_file(tmp_path_factory):
    return tmp_path_factory.mktemp("notes") / "ferry.md"


@pytest.fixture
def note(office, note_file):
    """A file whose text is among the documents, as it is at first."""
    office.ingest(note_file, NOTE)
    return note_file
