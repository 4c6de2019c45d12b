"""Where a language model is asked that is not run by this program: what its name in the settings stands for.

openai:NAME, anthropic:NAME    with their makers; keys in OPENAI_API_KEY and ANTHROPIC_API_KEY
ollama:NAME                    with the Ollama on this machine
http://host:8080/v1#NAME       with a server that speaks OpenAI's protocol; its key, if it wants one, in
                               ACCORD_MODEL_KEY; without #NAME it is the first model that the server lists
provider:NAME                  with anybody else whom LangChain's `init_chat_model` knows, in that one's own way
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import urlsplit

from pydantic import SecretStr

from assistant import loopback

NAMES = "none, local, openai:NAME, anthropic:NAME, ollama:NAME or the URL of an OpenAI-compatible server"
KEY_NAME = "ACCORD_MODEL_KEY"
_PROVIDER_NAME = re.compile(r"([a-z][a-z0-9_]*):(?!//)(\S+)")


@dataclass(frozen=True, kw_only=True)
class Source:
    """One language model and where it is asked."""

    name: str
    """As it stands in the settings."""
    provider: str
    """As LangChain calls it."""
    model: str | None
    """None: the first one that the server lists."""
    url: str | None = None
    """None: LangChain's choice."""
    key: SecretStr | None = None
    key_name: str | None = None
    """The environment variable that the key comes from."""
    by_url: bool = False
    """A server that somebody runs, rather than the maker of its protocol."""

    @property
    def host(self) -> str:
        """Host and port, or the provider's name."""
        return urlsplit(self.url).netloc if self.url else self.provider

    @property
    def on_this_machine(self) -> bool:
        """True where nothing that is asked leaves the machine."""
        return self.url is not None and urlsplit(self.url).hostname in loopback.NAMES


@dataclass(frozen=True)
class _Known:
    """A provider whose address is always the same, whatever other programs' environment variables say."""

    package: str
    url: str
    key_name: str | None = None


_KNOWN = {
    "openai": _Known("langchain_openai", "https://api.openai.com/v1", "OPENAI_API_KEY"),
    "anthropic": _Known("langchain_anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY"),
    "ollama": _Known("langchain_ollama", "http://127.0.0.1:11434"),
}


def find_source(name: str, key: SecretStr | None, environ: Mapping[str, str]) -> Source:
    """What a name stands for. `key` is only ever for a server that is named by its URL.

    Raises:
        ValueError: there is no such name, or its package or key is missing; says what to do, in half a sentence.
    """
    if re.match("https?://", name):
        return _by_url(name, key)
    match = _PROVIDER_NAME.fullmatch(name)
    if match is None:
        raise ValueError(f"there is no such model. Use {NAMES} (http://127.0.0.1:8080/v1#NAME)")
    provider, model = match[1], match[2]
    known = _KNOWN.get(provider)
    if known is None:
        return Source(name=name, provider=provider, model=model)
    _needs(provider, known.package)
    given = None
    if known.key_name is not None:
        given = _checked(environ.get(known.key_name, ""), known.key_name)
        if given is None:
            raise ValueError(f"{known.key_name} is not set. Set it in the environment (a line of .env is not read)")
    return Source(name=name, provider=provider, model=model, url=known.url, key=given, key_name=known.key_name)


def is_known(source: Source) -> bool:
    """True where the provider's package, address and key are known here and were checked when it was found."""
    return source.provider in _KNOWN


def _by_url(name: str, key: SecretStr | None) -> Source:
    parts = urlsplit(name)
    if "@" in parts.netloc or parts.query:
        raise ValueError(f"the URL may hold no key, user name or password. Set {KEY_NAME} instead")
    try:
        complete = parts.hostname and (parts.port or True)
    except ValueError:
        complete = False
    if not complete or re.search(r"\s", name):
        raise ValueError("the URL is not complete. It has the form http://127.0.0.1:8080/v1#NAME")
    _needs("openai", "langchain_openai")
    return Source(
        name=name,
        provider="openai",
        model=parts.fragment or None,
        url=f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/"),
        key=None if key is None else _checked(key.get_secret_value(), KEY_NAME),
        key_name=KEY_NAME,
        by_url=True,
    )


def _needs(extra: str, package: str) -> None:
    if find_spec(package) is None:
        raise ValueError(f"it needs a package that is not installed: pip install 'accord-assistant[{extra}]'")


def _checked(key: str, name: str) -> SecretStr | None:
    """A key as it can be sent; None where there is none. It is never repeated."""
    key = key.strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ValueError(f"{name} has a character that no key has, such as a space or a line break. Copy it again")
    return SecretStr(key) if key else None
