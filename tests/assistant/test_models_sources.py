"""What the names of language models that are asked elsewhere stand for."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.models.sources import find_source

KEY = SecretStr("sk-made-up")
ENVIRONMENT = {"OPENAI_API_KEY": "sk-openai", "ANTHROPIC_API_KEY": "sk-anthropic"}
ALONE = """
import sys
from assistant.models.sources import find_source
for package in ("langchain_openai", "langchain_anthropic", "langchain_ollama"):
    sys.modules[package] = None
for name in ("openai:gpt", "anthropic:claude", "ollama:qwen", "http://127.0.0.1:1/v1"):
    try:
        find_source(name, None, {"OPENAI_API_KEY": "k", "ANTHROPIC_API_KEY": "k"})
    except ValueError as error:
        print(error)
"""


@pytest.mark.parametrize(
    ("name", "provider", "model", "host", "key", "here"),
    [
        ("openai:gpt-made-up", "openai", "gpt-made-up", "api.openai.com", "sk-openai", False),
        ("anthropic:claude-made-up", "anthropic", "claude-made-up", "api.anthropic.com", "sk-anthropic", False),
        ("ollama:qwen3:4b", "ollama", "qwen3:4b", "127.0.0.1:11434", None, True),
        ("http://127.0.0.1:8080/v1", "openai", None, "127.0.0.1:8080", "sk-made-up", True),
        ("http://[::1]:8080/v1/", "openai", None, "[::1]:8080", "sk-made-up", True),
        ("http://localhost:8080/v1#a/b-c:d", "openai", "a/b-c:d", "localhost:8080", "sk-made-up", True),
        ("https://models.example/x/v1#m", "openai", "m", "models.example", "sk-made-up", False),
        ("mistralai:mistral-made-up", "mistralai", "mistral-made-up", "mistralai", None, False),
    ],
)
def test_names(name, provider, model, host, key, here):
    found = find_source(name, KEY, ENVIRONMENT)
    assert (found.name, found.provider, found.model, found.host) == (name, provider, model, host)
    assert (found.key.get_secret_value() if found.key else None) == key
    assert found.on_this_machine == here
    assert "sk-" not in repr(found)


def test_the_url_of_a_server_is_as_it_is_written_but_for_the_name_and_the_last_slash():
    assert find_source("https://models.example/x/v1/#m", None, {}).url == "https://models.example/x/v1"


def test_a_key_may_have_blanks_around_it_and_may_be_empty_where_none_is_needed():
    assert find_source("openai:gpt", None, {"OPENAI_API_KEY": " sk-1\n"}).key == SecretStr("sk-1")
    assert find_source("http://127.0.0.1:1/v1", SecretStr(""), ENVIRONMENT).key is None


@pytest.mark.parametrize(
    ("name", "environment", "told"),
    [
        ("gpt-made-up", {}, "there is no such model. Use none, local, openai:NAME"),
        ("OpenAI:gpt", {}, "there is no such model"),
        ("openai:", {}, "there is no such model"),
        ("openai: gpt", {}, "there is no such model"),
        ("ftp://127.0.0.1/v1", {}, "there is no such model"),
        ("", {}, "there is no such model"),
        ("openai:gpt", {}, "OPENAI_API_KEY is not set"),
        ("openai:gpt", {"ANTHROPIC_API_KEY": "k"}, "OPENAI_API_KEY is not set"),
        ("anthropic:claude", {"ANTHROPIC_API_KEY": "  "}, "ANTHROPIC_API_KEY is not set"),
        ("openai:gpt", {"OPENAI_API_KEY": "sk-1 sk-2"}, "OPENAI_API_KEY has a character that no key has"),
        ("openai:gpt", {"OPENAI_API_KEY": "sk-1\nX: y"}, "OPENAI_API_KEY has a character that no key has"),
        ("openai:gpt", {"OPENAI_API_KEY": "sk-ö"}, "OPENAI_API_KEY has a character that no key has"),
        ("http://", {}, "the URL is not complete"),
        ("http://127.0.0.1:port/v1", {}, "the URL is not complete"),
        ("http://127.0.0.1:99999/v1", {}, "the URL is not complete"),
        ("http://127.0.0.1 :1/v1", {}, "the URL is not complete"),
        ("http://me:sk-1@models.example/v1", {}, "Set ACCORD_MODEL_KEY instead"),
        ("http://models.example/v1?key=sk-1", {}, "Set ACCORD_MODEL_KEY instead"),
    ],
)
def test_what_is_wrong_with_a_name_is_said_without_a_key(name, environment, told):
    with pytest.raises(ValueError, match=re.escape(told)) as refused:
        find_source(name, None, environment)
    assert "sk-" not in str(refused.value)


def test_a_missing_package_is_named_with_its_command():
    told = subprocess.run(
        [sys.executable, "-c", ALONE], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert [each.split(": ")[-1] for each in told] == [
        f"pip install 'accord-assistant[{extra}]'" for extra in ("openai", "anthropic", "ollama", "openai")
    ]
