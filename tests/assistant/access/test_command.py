"""`accord keys` and `accord users`, and what a server makes of them."""

import re
import socket

import pytest
from typer.testing import CliRunner

from assistant.cli import app

PASSWORD = "several words are good"


@pytest.fixture
def accord(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ACCORD_DATA", str(tmp_path / "data"))

    def run(*words, given="", code=0):
        result = CliRunner().invoke(app, list(words), input=given, terminal_width=200)
        assert result.exit_code == code, result.output
        return result

    return run


def test_a_key_is_shown_once_and_alone_on_standard_output(accord):
    made = accord("keys", "create", "intranet", "--scope", "draft", "--expires", "90d")
    key = made.stdout.strip()
    assert re.fullmatch(r"acc_[a-z0-9]{8}_[A-Za-z0-9_-]{43}", key)
    listed = accord("keys", "list").stdout
    assert "intranet" in listed
    assert "draft" in listed
    assert key.rsplit("_", 1)[1] not in listed
    assert "From now on everybody has to sign in" in " ".join(made.stderr.split())
    assert "From now on" not in accord("keys", "create", "another").stderr


def test_keys_are_revoked_and_rotated(accord):
    key = accord("keys", "create", "intranet").stdout.strip()
    key_id = key.split("_")[1]
    assert accord("keys", "rotate", key_id).stdout.strip().startswith(f"acc_{key_id}_")
    accord("keys", "revoke", key_id)
    assert "revoked" in accord("keys", "list").stdout
    for again in ("revoke", "rotate"):
        assert "no key" in accord("keys", again, key_id, code=1).stderr
    told = accord("keys", "log").stdout
    assert [told.index(act) for act in ("key revoked", "key rotated", "key created")] == sorted(
        told.index(act) for act in ("key revoked", "key rotated", "key created")
    )


def test_people_are_added_changed_and_removed(accord):
    accord("users", "add", "ann", "--role", "staff", "--password-stdin", given=f"{PASSWORD}\n")
    accord("users", "add", "bob", given=f"{PASSWORD}\n{PASSWORD}\n")
    accord("users", "add", "carl", "--no-password")
    listed = accord("users", "list").stdout
    assert re.search(r"ann\W+staff", listed)
    assert re.search(r"bob\W+member", listed)
    assert re.search(r"carl\W+member.*through the proxy", listed)
    accord("users", "role", "bob", "admin")
    accord("users", "password", "bob", "--password-stdin", given="another good password\n")
    accord("users", "remove", "ann")
    listed = accord("users", "list").stdout
    assert re.search(r"bob\W+admin", listed)
    assert "ann" not in listed
    accord("users", "add", "ann", "--password-stdin", given=f"{PASSWORD}\n")


@pytest.mark.parametrize(
    ("words", "given", "told"),
    [
        (("users", "add", "ann", "--password-stdin"), "short\n", "12"),
        (("users", "add", "", "--password-stdin"), f"{PASSWORD}\n", "cannot be a name"),
        (("users", "add", "a\nb", "--password-stdin"), f"{PASSWORD}\n", "cannot be a name"),
        (("users", "add", "x" * 101, "--password-stdin"), f"{PASSWORD}\n", "cannot be a name"),
        (("users", "role", "nobody", "staff"), "", "nobody named"),
        (("users", "password", "nobody", "--password-stdin"), f"{PASSWORD}\n", "nobody named"),
        (("users", "remove", "nobody"), "", "nobody named"),
        (("keys", "create", "a", "--expires", "yesterday"), "", "does not say when"),
        (("keys", "create", " "), "", "cannot be a name"),
        (("keys", "revoke", "abcdefgh"), "", "no key"),
    ],
)
def test_what_cannot_be_done_is_said(accord, words, given, told):
    assert told in " ".join(accord(*words, given=given, code=1).stderr.split())


def test_a_name_is_taken_once(accord):
    accord("users", "add", "ann", "--password-stdin", given=f"{PASSWORD}\n")
    told = accord("users", "add", "ann", "--password-stdin", given=f"{PASSWORD}\n", code=1).stderr
    assert "already" in told


def test_no_command_takes_a_password_as_an_argument(accord):
    for command in (("users", "add"), ("users", "password")):
        assert not re.search(r"--password\s+\S*TEXT", accord(*command, "--help").stdout)
        accord(*command, "ann", PASSWORD, code=2)


def test_a_database_that_cannot_be_opened_is_named(accord, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "records.db").write_bytes(b"no database" * 100)
    assert "cannot be opened" in " ".join(accord("keys", "list", code=1).stderr.split())


def test_a_server_that_others_could_reach_does_not_start_unguarded(accord, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as free:
        monkeypatch.setenv("ACCORD_PORT", str(free.getsockname()[1]))
    monkeypatch.setenv("ACCORD_HOST", "0.0.0.0")
    told = " ".join(accord("serve", code=1).stderr.split())
    assert "nobody would have to say who they are" in told
    assert "accord keys create" in told
