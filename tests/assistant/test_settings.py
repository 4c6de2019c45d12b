"""Settings from the environment and a .env file."""

import re
from pathlib import Path

import pytest

from assistant.settings import Settings, SettingsError, load_settings

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture
def environment(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def load(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return load_settings()

    return load


def test_defaults(environment):
    settings = environment()
    assert (settings.host, settings.port, settings.model, settings.data) == ("127.0.0.1", 8000, "none", Path("data"))


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
        ("ACCORD_HOST", "0.0.0.0", "0.0.0.0"),
        ("ACCORD_MODEL", "local", "local"),
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
