"""Two real servers over real stores, the bundled corpus in one and hostile documents besides in the other; the language
model of both is a scripted server."""

import shutil

import hostile
import pytest


@pytest.fixture(scope="package")
def model():
    pytest.importorskip("langchain_openai", reason="needs the extra `openai`")
    with hostile.hostile_model() as model:
        yield model


@pytest.fixture(scope="package")
def asked(model, corpus_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("attacked") / "data"
    shutil.copytree(corpus_folder, folder)
    with hostile.attacked(folder, model) as (asked, _):
        yield asked


@pytest.fixture(scope="package")
def poisoned(model, corpus_folder, tmp_path_factory):
    """The same with a document for each order in documents.toml."""
    with hostile.poisoned(corpus_folder, tmp_path_factory.mktemp("poisoned"), model) as asked:
        yield asked
