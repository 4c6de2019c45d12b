"""Every route against every kind of asker, and the table of routes against what is mounted and what the README says."""

import re
from pathlib import Path

import pytest
from starlette.routing import Mount

from assistant.access.who import SCOPES
from assistant.api.app import create_app
from assistant.api.routes import REST, ROUTES, route_of

README = Path(__file__).resolve().parents[3] / "README.md"
SCOPE_OF_ASKER = {
    "nobody": None,
    "mia": "ask",
    "sam": "draft",
    "ada": "admin",
    "ask key": "ask",
    "draft key": "draft",
    "admin key": "admin",
    "machine": "admin",
}


def mounted(app, prefix=""):
    """Every method and path that the application answers, those of mounted applications included."""
    found = []
    for route in app.routes:
        if isinstance(route, Mount) and getattr(route.app, "routes", None) is not None:
            found += mounted(route.app, prefix + route.path)
        else:
            path = prefix + getattr(route, "path", "")
            found += [(method, path) for method in sorted(getattr(route, "methods", None) or {"GET"})]
    return found


@pytest.fixture(scope="module")
def paths(guarded):
    found = mounted(create_app(guarded.serving))
    assert len(found) > 40
    assert any(path.startswith("/gradio_api/") for _, path in found)
    return found


def test_only_what_is_meant_to_be_open_is_open(guarded, paths):
    open_ones = {(method, path) for method, path in paths if route_of(method, path).scope is None}
    assert {path for _, path in open_ones} <= {"/healthz", "/readyz", "/sign-in", "/sign-out", "/pages.css"}
    for method, path in paths:
        if (method, path) in open_ones or method == "OPTIONS":
            continue
        status, _, _ = guarded.send("nobody", method, re.sub(r"\{[^}]*\}", "x", path))
        assert status == 401, (method, path, status)


@pytest.mark.parametrize("asker", [each for each in SCOPE_OF_ASKER if each != "nobody"])
def test_a_scope_opens_what_it_covers_and_nothing_more(guarded, paths, asker):
    has = SCOPES.index(SCOPE_OF_ASKER[asker])
    for method, path in paths:
        route = route_of(method, path)
        if method not in ("GET", "HEAD") or "heartbeat" in path or route.scope is None:
            continue  # writing ones are tried one by one below
        status, _, body = guarded.send(asker, method, re.sub(r"\{[^}]*\}", "x", path))
        refused = status == 403 and (method == "HEAD" or "forbidden" in str(body))
        assert refused == (SCOPES.index(route.scope) > has), (method, path, status)


@pytest.mark.parametrize("asker", SCOPE_OF_ASKER)
@pytest.mark.parametrize(
    ("path", "body", "scope"),
    [
        ("/v1/ask", {"question": "Is AI mentioned?"}, "ask"),
        ("/v1/ask/stream", {"question": "Is AI mentioned?"}, "ask"),
        ("/v1/search", {"query": "AI"}, "ask"),
        ("/v1/ingest", {"paths": ["/nowhere"]}, "admin"),
    ],
)
def test_what_is_sent(guarded, asker, path, body, scope):
    status, _, answer = guarded.send(asker, "POST", path, body)
    if SCOPE_OF_ASKER[asker] is None:
        assert (status, answer["error"]["code"]) == (401, "unauthorised")
    elif SCOPES.index(SCOPE_OF_ASKER[asker]) < SCOPES.index(scope):
        assert (status, answer["error"]["code"]) == (403, "forbidden")
    elif path != "/v1/ingest":
        assert status == 200
    elif asker != "machine":  # files of the server's machine are only for who can read them anyway
        assert (status, answer["error"]["code"]) == (401, "unauthorised")


@pytest.mark.parametrize(
    "path", ["//v1/ask", "/v1/../v1/documents", "/V1/documents", "/v1/documents/", "/%761/documents", "/v1/documents;x"]
)
def test_no_spelling_of_a_path_gets_round_the_guard(guarded, path):
    assert guarded.send("nobody", "GET", path)[0] == 401


def test_another_host_does_not_change_what_a_path_asks_for(guarded):
    assert guarded.send("nobody", "GET", "/v1/documents", Host="127.0.0.1/healthz?")[0] in (400, 401)


def test_that_the_server_is_alive_is_said_even_when_the_records_are_lost(serve, tmp_path):
    server = serve()
    for kept in tmp_path.glob("records.db*"):
        kept.write_bytes(b"no database" * 1000)
    assert server.send("", "GET", "/v1/documents")[0] == 503
    assert [server.send("", "GET", path)[0] for path in ("/healthz", "/readyz")] == [200, 200]


def _told(route):
    methods = ", ".join(each for each in route.methods if each != "HEAD")
    return f"{methods} {route.path.replace(':path', '')}"


def test_the_readme_has_every_route_with_its_scope():
    told = dict(re.findall(r"^\| `([A-Z, ]+ /\S*)` \| (\S+) \|", README.read_text(encoding="utf-8"), re.MULTILINE))
    expected = {_told(route): route.scope or "open" for route in ROUTES}
    assert {name: scope for name, scope in told.items() if not name.endswith("/...")} == expected
    assert REST.scope == "ask"
