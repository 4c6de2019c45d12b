"""Settings from `ACCORD_*` environment variables or a `.env` file; the README's table documents them."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.access.proxy import TrustedProxy, networks
from assistant.models.sources import find_source
from assistant.models.weights import INSTALL, installed, runtime_installed
from vectorstore.roles import Role
from vectorstore.settings import StoreSettings

PREFIX = "ACCORD_"
ENV_FILE = ".env"
_PUBLIC = re.compile(r"https?://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~%/-]*)?")
_HOST = re.compile(r"\.?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")


class SettingsError(Exception):
    """A setting is not known or has a value that it cannot have."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one setting."""

    name: str
    """As it is written, such as ACCORD_PORT; of the whole file: `.env`."""
    told: str


class Settings(BaseSettings):
    """Everything that can be set. Make it with `load_settings`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=ENV_FILE, extra="ignore", frozen=True)

    data: Path = Field(Path("data"), description="Folder of the records and the index.")
    local_model: Path | None = Field(None, description="Another language model for `local`: a GGUF file.")
    model_key: SecretStr | None = Field(None, description="The key of a server that `model` names by its URL.")
    model: str = Field(
        default_factory=lambda values: "local" if _can_run(values.get("local_model")) else "none",
        description="Language model: `none`; `local`, the default where it is installed; or where another is asked.",
    )
    model_timeout: float | None = Field(
        None, gt=0, le=600, description="Seconds that a question waits for the model; default: 8 for `local`, else 30."
    )
    embedding_model: str = Field(
        "all-MiniLM-L6-v2", min_length=1, description="The packaged default, a folder, or a name on the model hub."
    )
    database_url: str | None = Field(None, description="SQLAlchemy URL; default: SQLite in the data folder.")
    chroma_url: str | None = Field(
        None, pattern=r"^https?://", description="A Chroma server; default: embedded, in the data folder."
    )
    host: str = Field(
        "127.0.0.1", description="Address to listen on; any but this machine's own only with keys or people."
    )
    port: Annotated[int, Field(ge=0, le=65535)] = Field(8000, description="Port to listen on; 0 takes a free one.")
    public_url: str | None = Field(
        None, description="The address people use, where it is not the one listened on; links in exports begin with it."
    )
    proxy_header: str | None = Field(
        None, pattern=r"^[A-Za-z0-9-]+$", description="Header in which a trusted proxy names who is signed in."
    )
    proxy_addresses: str | None = Field(None, description="Where that proxy is: addresses or networks, with commas.")
    proxy_role: Role | None = Field(None, description="Role of those it names that are not among `accord users`.")
    questions_per_minute: int | None = Field(
        None, ge=1, description="Questions a minute of one key, person or address; default: 60 of a key or a person."
    )
    questions_at_once: int | None = Field(
        None, ge=1, description="Questions of one key, person or address at a time; default: 8 of a key or a person."
    )
    most_at_once: int = Field(32, ge=1, le=256, description="Questions of all askers at a time.")
    retention_days: int | None = Field(
        None, ge=1, le=36500, description="Days after its last answer that a conversation is kept; default: for ever."
    )
    url_hosts: str | None = Field(
        None, description="Hosts whose pages may be ingested by their address, with commas; default: none."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged.")
    log_format: Literal["json", "text"] | None = Field(
        None, description="Lines of JSON, or text for people; default: text on a terminal, else JSON."
    )
    log_questions: bool = Field(False, description="True logs questions and answers, and what errors say, too.")

    @field_validator("host")
    @classmethod
    def _is_address(cls, host: str) -> str:
        if host != "localhost":
            try:
                ip_address(host)
            except ValueError as error:
                raise ValueError("it is no address such as 127.0.0.1 or 0.0.0.0") from error
        return host

    @field_validator("chroma_url")
    @classmethod
    def _names_nobody(cls, url: str | None) -> str | None:
        if url is not None and re.search("[@?#]", url):
            raise ValueError("it may hold no name, password or key, which Chroma is not told. Use http://host:port")
        return url

    @field_validator("public_url")
    @classmethod
    def _is_public(cls, url: str | None) -> str | None:
        if url is None:
            return None
        if not _PUBLIC.fullmatch(url):
            raise ValueError("it is no address such as https://accord.example. Leave out name, password, ? and #")
        return url.rstrip("/")

    @field_validator("url_hosts")
    @classmethod
    def _are_hosts(cls, hosts: str | None) -> str | None:
        for each in _listed(hosts):
            if not _HOST.fullmatch(each):
                raise ValueError(
                    f"{_shown(each)} is no host such as www.gov.uk, nor .gov.uk for all hosts whose names end so"
                )
        return hosts

    @field_validator("proxy_addresses")
    @classmethod
    def _are_networks(cls, addresses: str | None) -> str | None:
        networks(addresses or "")
        return addresses

    @model_validator(mode="after")
    def _proxy_is_whole(self) -> Self:
        if (self.proxy_header is None) != (self.proxy_addresses is None):
            raise ValueError("ACCORD_PROXY_HEADER and ACCORD_PROXY_ADDRESSES go together: set both or none")
        return self

    @field_validator("local_model")
    @classmethod
    def _is_gguf(cls, path: Path | None) -> Path | None:
        if path is not None:
            try:
                with path.open("rb") as file:
                    start = file.read(4)
            except OSError as error:
                raise ValueError(f"the file cannot be read ({error.strerror})") from error
            if start != b"GGUF":
                raise ValueError("the file is not a GGUF model")
        return path

    @field_validator("model")
    @classmethod
    def _is_there(cls, model: str, info: ValidationInfo) -> str:
        if model == "local":
            if "local_model" in info.data and not _can_run(info.data["local_model"]):
                raise ValueError(f"it is not installed. Install it (1.1 GB): {INSTALL}, or leave the setting out")
        elif model != "none":
            find_source(model, info.data.get("model_key"), os.environ)
        return model

    @property
    def asks_for_model(self) -> bool:
        """True where a language model was set on purpose, rather than found installed."""
        return self.model != "none" and "model" in self.model_fields_set

    @property
    def proxy(self) -> TrustedProxy | None:
        """The proxy that signs people in, where there is one."""
        if self.proxy_header is None or self.proxy_addresses is None:
            return None
        return TrustedProxy(self.proxy_header, networks(self.proxy_addresses), self.proxy_role)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts whose pages may be ingested; ".gov.uk" stands for all whose names end so."""
        return _listed(self.url_hosts)

    @property
    def over_tls(self) -> bool:
        """Whether people reach the server over TLS."""
        return urlsplit(self.public_url or "").scheme == "https"

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach what is listened on."""
        return self.host == "localhost" or ip_address(self.host).is_loopback

    @property
    def store(self) -> StoreSettings:
        """The part that the store needs."""
        return StoreSettings(self.data, self.embedding_model, self.database_url, self.chroma_url)


def load_settings() -> Settings:
    """Settings from the environment and the `.env` file of the current folder.

    Raises:
        SettingsError: an `ACCORD_*` name is not known, or a value is not possible.
    """
    settings, faults = read_settings()
    if faults:
        raise SettingsError(faults[0].told)
    return settings


def read_settings() -> tuple[Settings, list[Fault]]:
    """The same, with all that is wrong left out of the settings and told beside them."""
    try:
        from_file, file = dotenv_values(ENV_FILE), Path(ENV_FILE)
        faults = []
    except (UnicodeDecodeError, OSError) as error:
        from_file, file = {}, None
        faults = [Fault(ENV_FILE, _unreadable(error))]
    faults += [*_unknown("the environment", os.environ), *_unknown(ENV_FILE, from_file)]
    instead: dict[str, Any] = {}
    while True:
        try:
            return Settings(_env_file=file, **instead), faults
        except ValidationError as error:
            for each in error.errors(include_url=False):
                if not each["loc"]:  # about several settings, which it names
                    faults.append(Fault(f"{PREFIX}PROXY_HEADER", f"{each['msg'].removeprefix('Value error, ')}."))
                    instead |= {"proxy_header": None, "proxy_addresses": None}
                    continue
                field = str(each["loc"][0])
                if field in instead:
                    raise
                name = f"{PREFIX}{field}".upper()
                told = each["msg"].removeprefix("Value error, ")
                faults.append(Fault(name, f"{name} cannot be {_shown(str(each['input']))}: {told}."))
                instead[field] = _default(field)


def _unknown(source: str, names: Iterable[str]) -> list[Fault]:
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    return [
        Fault(name, f"{name} (in {source}) is not a setting. Known are: {', '.join(sorted(known))}.")
        for name in names
        if name.upper().startswith(PREFIX) and name.upper() not in known
    ]


def _listed(hosts: str | None) -> tuple[str, ...]:
    return tuple(each.strip().lower() for each in (hosts or "").split(",") if each.strip())


def _unreadable(error: UnicodeDecodeError | OSError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"The file {ENV_FILE} is not UTF-8 (position {error.start}). Save it as UTF-8."
    return f"The file {ENV_FILE} cannot be read: {error.strerror}. Give yourself the right to, or remove it."


def _default(field: str) -> Any:
    """What a field is where its value is wrong; the language model then is none, whatever is installed."""
    described = Settings.model_fields[field]
    return "none" if described.default_factory is not None else described.default


def _shown(value: str) -> str:
    """A value as a message may repeat it: without what may be a key or a password in a URL."""
    return repr(re.sub(r"(?<=//).*@|(?<=\?)[^#]*", "***", value))


def _can_run(file: Any) -> bool:
    """True where a local language model can be run: the library is there, and the weights or a file of one's own."""
    return runtime_installed() and (file is not None or installed())
