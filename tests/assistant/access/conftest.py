"""A guarded server over the bundled texts, with people and keys of every kind."""

import pytest
from guarded import Server, admit_all
from served import MACHINE_TOKEN, Serving, running


@pytest.fixture(scope="session")
def guarded(assistant, tmp_path_factory):
    """People and keys of every kind; no limits but those that a test sets on a server of its own."""
    serving = Serving(
        assistant, tmp_path_factory.mktemp("guarded"), questions_per_minute=100_000, questions_at_once=100
    )
    with running(serving) as port:
        server = Server(port, serving)
        admit_all(server)
        server.headers["machine"] = {"Authorization": f"Bearer {MACHINE_TOKEN}"}
        server.headers["nobody"] = {}
        yield server


@pytest.fixture
def serve(assistant, tmp_path):
    """Starts servers with other settings."""
    open_ones = []

    def start(**settings):
        serving = Serving(assistant, tmp_path, **settings)
        context = running(serving)
        open_ones.append(context)
        return Server(context.__enter__(), serving)

    yield start
    for context in open_ones:
        context.__exit__(None, None, None)
