import shutil

import pytest


@pytest.fixture
def folder(tmp_path, corpus_folder):
    """A healthy data folder."""
    folder = tmp_path / "data"
    shutil.copytree(corpus_folder, folder)
    folder.chmod(0o700)
    return folder
