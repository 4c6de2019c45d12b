"""A server with people, over the bundled texts and one that nobody has read for what it promises."""

import shutil

import pytest
from office import dressed
from served import serving

PACT = """# The Pier Pact

We will build ten piers by 2030.

We recognise the value of lighthouses, and work together on tides.

Gulls are loud.
"""


@pytest.fixture(scope="module")
def office(corpus_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("register") / "data"
    shutil.copytree(corpus_folder, folder)
    file = tmp_path_factory.mktemp("texts") / "pier-pact.md"
    file.write_text(PACT, encoding="utf-8")
    with serving(folder, questions_per_minute=100_000, questions_at_once=100) as (port, service):
        office = dressed(port, service)
        machine = f"Bearer {service.lock.token}"
        body = {"paths": [str(file)], "kind": "primary"}
        status, _, report = office.send("", "POST", "/v1/ingest", body, Authorization=machine)
        assert status == 200, report
        yield office
