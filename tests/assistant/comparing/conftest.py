"""A server with the bundled documents and coverage of our own."""

import shutil

import pytest
from giving import Client
from served import serving

CHIPS = b"""# Accord brings Derby a chip plant

Japan and the UK will establish a Japan-UK Cyber Partnership. Toyota will build a plant in Derby under the Accord.

The two countries commit to net zero by 2040. The Semiconductor Partnership is worth &pound;500m.

=HYPERLINK("http://example.org") is what the Gazette says of the Semiconductor Partnership.

Read more on our website.
"""


@pytest.fixture
def gazette(tmp_path, corpus_folder):
    """A client of that server, and the id of the coverage."""
    folder = tmp_path / "data"
    shutil.copytree(corpus_folder, folder)
    with serving(folder) as (port, _):
        client = Client(port)
        yield client, client.published(CHIPS, "chips.md", publisher="The Gazette")["document_id"]
        client.http.close()
