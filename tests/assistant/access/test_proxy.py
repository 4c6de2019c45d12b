"""People whom a proxy in front of the server has signed in."""

import pytest

from assistant.access.proxy import TrustedProxy, networks


@pytest.fixture
def behind(serve):
    """A server that trusts a proxy on this machine (which the tests are)."""
    server = serve(proxy_header="X-Remote-User", proxy_addresses="127.0.0.1, 10.0.0.0/8")
    server.serving.admission.people.add("ann", "staff", None, "test")
    return server


def test_whom_the_proxy_names_is_let_in(behind):
    assert behind.send("", "GET", "/v1/documents", X_Remote_User="ann")[0] == 200


@pytest.mark.parametrize("name", ["", "bob", "ANN"])
def test_who_is_not_known_is_not(behind, name):
    assert behind.send("", "GET", "/v1/documents", X_Remote_User=name)[0] == 401


def test_those_the_store_does_not_know_have_the_role_that_is_set(serve):
    server = serve(proxy_header="X-Remote-User", proxy_addresses="127.0.0.1", proxy_role="member")
    assert server.send("", "GET", "/v1/documents", X_Remote_User="bob")[0] == 200
    assert server.send("", "GET", "/metrics", X_Remote_User="bob")[0] == 403


def test_nobody_else_is_believed(serve):
    server = serve(proxy_header="X-Remote-User", proxy_addresses="10.0.0.0/8")
    server.serving.admission.people.add("ann", "staff", None, "test")
    assert server.send("", "GET", "/v1/documents", X_Remote_User="ann")[0] == 401


def test_who_came_through_the_proxy_cannot_sign_in_without_a_password(behind):
    assert behind.sign_in("ann", "")[0] == 401


@pytest.mark.parametrize(
    ("address", "forwarded", "expected"),
    [
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9, 10.1.2.3", "203.0.113.9"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("127.0.0.1", "10.0.0.1, 10.0.0.2", "127.0.0.1"),
    ],
)
def test_where_somebody_comes_from(address, forwarded, expected):
    proxy = TrustedProxy("X-Remote-User", networks("127.0.0.1,10.0.0.0/8"), None)
    assert proxy.behind(address, forwarded) == expected
