"""Keys over HTTP."""

import pytest

from assistant.access.keys import AccessError, expiry


@pytest.fixture
def server(serve):
    return serve()


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


def test_a_key_opens_until_it_is_revoked(server):
    assert server.send("", "GET", "/v1/documents")[0] == 200  # nobody has to say who they are yet
    keys = server.serving.admission.keys
    key, stored = keys.create("intranet", "ask", None, "test")
    assert server.send("", "GET", "/v1/documents")[0] == 401
    assert server.send("", "GET", "/v1/documents", **bearer(key))[0] == 200
    keys.revoke(stored.id, "test")
    assert server.send("", "GET", "/v1/documents", **bearer(key))[0] == 401
    assert server.send("", "GET", "/v1/documents")[0] == 401


def test_a_rotated_key_keeps_what_it_owns(server):
    keys = server.serving.admission.keys
    old, stored = keys.create("intranet", "ask", None, "test")
    server.headers["old"] = bearer(old)
    answer = server.ask("old")
    new, _ = keys.rotate(stored.id, "test")
    assert server.send("", "GET", f"/v1/answers/{answer['id']}", **bearer(old))[0] == 401
    assert server.send("", "GET", f"/v1/answers/{answer['id']}", **bearer(new))[0] == 200


def test_a_key_that_has_run_out_opens_nothing(server):
    key, _ = server.serving.admission.keys.create("intranet", "ask", "2020-01-01T00:00:00.000+00:00", "test")
    assert server.send("", "GET", "/v1/documents", **bearer(key))[0] == 401


@pytest.mark.parametrize("wrong", ["", "x", "acc_abcdefgh_" + "A" * 43, "acc_ABCDEFGH_" + "A" * 43, "acc__", "é"])
def test_what_is_no_key_opens_nothing(guarded, wrong):
    status, headers, body = guarded.send("", "GET", "/v1/documents", Authorization=f"Bearer {wrong}".encode())
    assert (status, body["error"]["code"]) == (401, "unauthorised")
    assert headers["WWW-Authenticate"] == "Bearer"


def test_another_secret_under_a_known_id_opens_nothing(guarded):
    key = guarded.headers["ask key"]["Authorization"].removeprefix("Bearer ")
    other = key[:-1] + ("A" if key[-1] != "A" else "B")
    assert guarded.send("", "GET", "/v1/documents", **bearer(other))[0] == 401


def test_a_key_is_kept_as_a_hash_alone(server, tmp_path):
    key, _ = server.serving.admission.keys.create("intranet", "ask", None, "test")
    server.send("", "GET", "/v1/documents", **bearer(key))
    secret = key.rsplit("_", 1)[1].encode()
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"intranet" in kept
    assert secret not in kept


def test_when_a_key_was_used_is_noted(server):
    key, stored = server.serving.admission.keys.create("intranet", "ask", None, "test")
    assert server.serving.accounts.key(stored.id).last_used_at is None
    server.send("", "GET", "/v1/documents", **bearer(key))
    assert server.serving.accounts.key(stored.id).last_used_at is not None


@pytest.mark.parametrize(("text", "days"), [("90d", 90), ("2w", 14), ("12m", 360), ("1y", 365)])
def test_a_key_ends_when_it_is_said(text, days):
    from datetime import UTC, datetime, timedelta

    left = datetime.fromisoformat(expiry(text)) - datetime.now(UTC)
    assert timedelta(days=days, minutes=-1) < left <= timedelta(days=days)


@pytest.mark.parametrize("text", ["", "soon", "0d", "2020-01-01", "2027-02-30", "99999d", "-1d"])
def test_what_is_no_time_to_come_is_refused(text):
    with pytest.raises(AccessError):
        expiry(text)
