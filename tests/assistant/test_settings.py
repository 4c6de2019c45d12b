"""Settings from the environment and a .env file."""

import re
from pathlib import Path

import pytest

from assistant.models.chosen import patience
from assistant.models.weights import installed, runtime_installed
from assistant.settings import Settings, SettingsError, load_settings

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture
def environment(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ACCORD_MODEL")

    def load(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return load_settings()

    return load


def test_defaults(environment):
    settings = environment()
    assert (settings.host, settings.port, settings.data) == ("127.0.0.1", 8000, Path("data"))


def test_the_model_is_local_where_it_is_installed_and_then_not_asked_for_on_purpose(environment):
    settings = environment()
    assert settings.model == ("local" if installed() and runtime_installed() else "none")
    assert not settings.asks_for_model


def test_a_model_that_is_set_is_asked_for_on_purpose_unless_it_is_none(environment):
    assert not environment(ACCORD_MODEL="none").asks_for_model
    if not (installed() and runtime_installed()):
        with pytest.raises(SettingsError, match=r"accord-assistant\[local\]"):
            environment(ACCORD_MODEL="local")
    else:
        assert environment(ACCORD_MODEL="local").asks_for_model


def test_a_model_that_is_asked_elsewhere_is_checked_and_asked_for_on_purpose(environment, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    settings = environment(ACCORD_MODEL="http://127.0.0.1:8080/v1#made-up", ACCORD_MODEL_KEY="sk-1")
    assert settings.asks_for_model
    assert "sk-1" not in repr(settings) + str(settings.model_dump())
    with pytest.raises(SettingsError, match="ACCORD_MODEL cannot be 'openai:gpt': OPENAI_API_KEY is not set"):
        environment(ACCORD_MODEL="openai:gpt")


def test_how_long_a_question_waits_depends_on_the_model_where_it_is_not_set(environment):
    assert patience(environment(ACCORD_MODEL="none")) == 8
    assert patience(environment(ACCORD_MODEL="http://127.0.0.1:8080/v1")) == 30
    assert patience(environment(ACCORD_MODEL_TIMEOUT="2.5")) == 2.5


@pytest.mark.parametrize(
    "variables",
    [
        {"ACCORD_MODEL": "http://me:sk-1@models.example/v1"},
        {"ACCORD_MODEL": "http://me:a/sk-1@models.example/v1"},
        {"ACCORD_MODEL": "http://models.example/v1?key=sk-1#m"},
        {"ACCORD_MODEL": "http://models.example/v1", "ACCORD_MODEL_KEY": "sk-1 and more"},
        {"ACCORD_MODEL": "openai:gpt", "OPENAI_API_KEY": "sk-1 and more"},
    ],
)
def test_no_key_is_repeated(environment, variables):
    with pytest.raises(SettingsError, match="ACCORD_MODEL cannot be") as refused:
        environment(**variables)
    assert "sk-1" not in str(refused.value)
    assert refused.value.__context__ is None


@pytest.mark.parametrize(
    "url", ["http://me:sk-1@127.0.0.1", "http://me:a/sk-1@h", "http://h?key=sk-1", "ftp://me:sk-1@h"]
)
def test_a_chroma_server_is_named_without_a_password(environment, url):
    with pytest.raises(SettingsError, match="ACCORD_CHROMA_URL cannot be") as refused:
        environment(ACCORD_CHROMA_URL=url)
    assert "sk-1" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://accord.example", "https://accord.example"),
        ("https://accord.example/", "https://accord.example"),
        ("http://127.0.0.1:8000/accord/", "http://127.0.0.1:8000/accord"),
        ("https://[::1]:8443", "https://[::1]:8443"),
        ("http://accord_web:8000", "http://accord_web:8000"),
    ],
)
def test_links_begin_with_the_public_address_as_it_is_set(environment, url, kept):
    assert environment(ACCORD_PUBLIC_URL=url).public_url == kept


@pytest.mark.parametrize(
    "url",
    ["accord.example", "ftp://me:sk-1@h", "https://", "https://me:sk-1@h", "https://h?key=sk-1", "https://h/#x",
     "https://h/a b", "https://h/<script>", "javascript://h", "https://h/)["],
)  # fmt: skip
def test_what_is_no_public_address_is_refused_without_a_password(environment, url):
    with pytest.raises(SettingsError, match=r"ACCORD_PUBLIC_URL cannot be .* such as https://") as refused:
        environment(ACCORD_PUBLIC_URL=url)
    assert "sk-1" not in str(refused.value)


@pytest.mark.parametrize(
    ("value", "hosts"),
    [
        (None, ()),
        ("", ()),
        (" , ", ()),
        ("www.gov.uk", ("www.gov.uk",)),
        ("WWW.Gov.UK, .gov.uk,,docs.example", ("www.gov.uk", ".gov.uk", "docs.example")),
        ("xn--bcher-kva.example", ("xn--bcher-kva.example",)),
    ],
)
def test_pages_are_read_from_the_hosts_that_are_set_and_from_none_by_default(environment, value, hosts):
    settings = environment() if value is None else environment(ACCORD_URL_HOSTS=value)
    assert settings.hosts == hosts


@pytest.mark.parametrize(
    "value",
    ["*", "*.gov.uk", ".uk", "uk", "localhost", "127.0.0.1", "127.1", "2130706433", "[::1]", "https://www.gov.uk",
     "www.gov.uk/", "www.gov.uk:443", "www.gov.uk.", "..gov.uk", "bücher.example", "ann:secret@gov.uk", "a b.example",
     "www.gov.uk;docs.example"],
)  # fmt: skip
def test_what_is_no_host_is_refused(environment, value):
    with pytest.raises(SettingsError, match=r"ACCORD_URL_HOSTS cannot be .* is no host such as www\.gov\.uk"):
        environment(ACCORD_URL_HOSTS=f"docs.example,{value}")


def test_a_model_file_must_be_there_and_be_one(environment, tmp_path):
    (tmp_path / "mine.gguf").write_bytes(b"GGUF and more")
    (tmp_path / "text.gguf").write_bytes(b"text")
    assert environment(ACCORD_LOCAL_MODEL="mine.gguf").local_model == Path("mine.gguf")
    assert environment(ACCORD_LOCAL_MODEL="mine.gguf").model == ("local" if runtime_installed() else "none")
    for name, told in (("text.gguf", "not a GGUF"), ("gone.gguf", "No such file"), (".", "directory")):
        with pytest.raises(SettingsError, match=rf"ACCORD_LOCAL_MODEL cannot be '{re.escape(name)}': .*{told}"):
            environment(ACCORD_LOCAL_MODEL=name)


def test_values_come_from_the_environment_and_from_a_file(environment, tmp_path):
    (tmp_path / ".env").write_text("ACCORD_PORT=9000\nOPENAI_API_KEY=not-ours\n", encoding="utf-8")
    assert environment().port == 9000
    assert environment(ACCORD_PORT="9001").port == 9001


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("ACCORD_PROT", "9", "ACCORD_PROT"),
        ("ACCORD_PORT", "eighty", "eighty"),
        ("ACCORD_PORT", "70000", "70000"),
        ("ACCORD_HOST", "everywhere", "ACCORD_HOST cannot be 'everywhere': it is no address such as"),
        ("ACCORD_PROXY_ADDRESSES", "10.0.0.300", "10.0.0.300"),
        ("ACCORD_PROXY_HEADER", "X-User", "ACCORD_PROXY_HEADER and ACCORD_PROXY_ADDRESSES go together"),
        ("ACCORD_PROXY_ROLE", "king", "king"),
        ("ACCORD_QUESTIONS_PER_MINUTE", "0", "greater than or equal to 1"),
        (
            "ACCORD_MODEL",
            "remote",
            "ACCORD_MODEL cannot be 'remote': there is no such model. Use none, local, openai:NAME",
        ),
        ("ACCORD_MODEL_TIMEOUT", "0", "greater than 0"),
        ("ACCORD_MODEL_TIMEOUT", "nan", "nan"),
        ("ACCORD_CHROMA_URL", "ftp://x", "ftp://x"),
    ],
)
def test_what_is_not_a_setting_or_not_a_value_is_named(environment, name, value, told):
    with pytest.raises(SettingsError, match=re.escape(told)):
        environment(**{name: value})


def test_a_mistyped_name_in_the_file_is_named_with_the_file(environment, tmp_path):
    (tmp_path / ".env").write_text("ACCORD_DTA=x\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"ACCORD_DTA \(in \.env\)"):
        environment()


def test_the_readme_documents_every_setting():
    table = set(re.findall(r"^\| `(ACCORD_[A-Z_]+)`", README.read_text(encoding="utf-8"), re.MULTILINE))
    assert table == {f"ACCORD_{name}".upper() for name in Settings.model_fields}
