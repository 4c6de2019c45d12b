"""A provider's chat model through LangChain; the only door to LangChain's chat models and the providers' packages.

Whatever other programs' environment variables say (OPENAI_BASE_URL, OLLAMA_HOST, LANGSMITH_GATEWAY, tracing), questions
and keys go where the setting says and nowhere else.
"""

import logging
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING, Any, Literal, cast

from langchain.chat_models import init_chat_model
from langchain_core.messages import AIMessageChunk
from langsmith import tracing_context

from assistant.models.model import Message, ModelFailed
from assistant.models.sources import Source
from assistant.models.verdicts import Firsts

if TYPE_CHECKING:
    from openai import DefaultAsyncHttpxClient

Extra = Literal["logprobs", "temperature"]
"""What is asked of a provider that not every one takes."""

LIKELIEST = 5
"""First tokens whose probabilities are asked for: some providers refuse more."""
_CONTEXT = 8192
"""Tokens that Ollama is to read: where a prompt has more than it is told to, it leaves out the beginning in silence."""
_TALKATIVE = ("openai", "anthropic", "ollama", "httpx", "httpx2", "httpcore", "httpcore2")
_PLAIN = {"host", "connection", "accept", "accept-encoding", "content-type", "content-length", "user-agent"}
_TELL_HOW_SURE = ("openai", "ollama")
_ENDS = ("finish_reason", "stop_reason", "done_reason")


@dataclass(frozen=True)
class Piece:
    """A part of a reply as it comes."""

    text: str
    firsts: Firsts | None = None
    """The likeliest tokens in the place of its first one, where they are told."""
    last: bool = False
    """True where the provider says that the reply ends here."""


class Client:
    """Asks one language model. Its coroutines are for the loop of `assistant.models.background`."""

    def __init__(self, source: Source) -> None:
        """Imports the provider's package, which takes a second or more.

        Raises:
            ModelFailed: LangChain cannot make such a model.
        """
        for library in _TALKATIVE:  # some of them log what is asked, and all whom
            logging.getLogger(library).setLevel(logging.WARNING)
        self._source = source
        self._model = source.model
        problem = None
        try:
            self._http = _http(source) if source.provider == "openai" else None
            self._chat = init_chat_model(
                source.model or "unknown", model_provider=source.provider, **_set_up(source, self._http)
            )
        except Exception as error:  # what it says may hold a key
            problem = type(error).__name__
        if problem is not None:
            raise ModelFailed(
                f"{source.name!r} cannot be used ({problem}). See that LangChain knows such a model, that its package "
                f"is installed (pip install langchain-{source.provider.replace('_', '-')}) and that its key is set."
            )

    @property
    def extras(self) -> frozenset[Extra]:
        """What can be asked for."""
        return frozenset({"temperature", "logprobs"} if self._source.provider in _TELL_HOW_SURE else {"temperature"})

    @property
    def tells_the_end(self) -> bool:
        """True where a reply whose last piece does not say so has been cut."""
        return self._source.url is not None

    async def stream(
        self, messages: Sequence[Message], most: int, extras: frozenset[Extra]
    ) -> AsyncGenerator[Piece, None]:
        """The reply, at most so many tokens of it, as it comes. Raises what the provider's package raises."""
        parameters = self._parameters(most, extras)
        if self._source.by_url:
            parameters["model"] = self._model = self._model or await self._first_listed()
        shown = [(each.role, each.text) for each in messages]
        with tracing_context(enabled=False):
            replies = cast(AsyncGenerator[AIMessageChunk, None], self._chat.astream(shown, **parameters))
            async with aclosing(replies):
                async for chunk in replies:
                    about = chunk.response_metadata
                    yield Piece(str(chunk.text), _firsts(about.get("logprobs")), any(map(about.get, _ENDS)))

    def forget_model(self) -> None:
        """Ask the server anew which models it has, where the name is its choice."""
        self._model = self._source.model

    async def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            await self._http.aclose()

    def _parameters(self, most: int, extras: frozenset[Extra]) -> dict[str, Any]:
        sure: dict[str, Any] = {"temperature": 0.0} if "temperature" in extras else {}
        told: dict[str, Any] = {"logprobs": True, "top_logprobs": LIKELIEST} if "logprobs" in extras else {}
        if self._source.provider == "ollama":
            return {"options": {"num_predict": most, "num_ctx": _CONTEXT, **sure}, **told}
        if self._source.by_url:  # under its first name, which every server knows
            return {"extra_body": {"max_tokens": most}, **sure, **told}
        return {"max_tokens": most, **sure, **told}

    async def _first_listed(self) -> str:
        async for model in cast(Any, self._chat).root_async_client.models.list():
            return str(model.id)
        raise LookupError("no models")


def _set_up(source: Source, http: "DefaultAsyncHttpxClient | None") -> dict[str, Any]:
    """What LangChain is told of where and how to ask. Trying again is ours."""
    match source.provider:
        case "openai":
            return {
                "base_url": source.url,
                "api_key": source.key or "none",
                "max_retries": 0,
                "http_async_client": http,
                "http_socket_options": (),
                "openai_proxy": None,
                "use_responses_api": False,
                "stream_usage": False,
                "stream_chunk_timeout": None,
            }
        case "anthropic":
            return {"base_url": source.url, "api_key": source.key, "max_retries": 0}
        case "ollama":
            plain = {"trust_env": False, "follow_redirects": False}
            return {"base_url": source.url, "reasoning": False, "client_kwargs": plain}
        case _:
            return {}


def _http(source: Source) -> "DefaultAsyncHttpxClient":
    """Connections that follow nobody elsewhere, and go through no proxy to this machine itself."""
    # Installed only where it is needed.
    from openai import DefaultAsyncHttpxClient

    async def stripped(request: Any) -> None:
        """Nothing goes along that the environment holds for OpenAI: organisation, project, headers of one's own."""
        for name in set(request.headers) - _PLAIN:
            del request.headers[name]
        if source.key is not None:
            request.headers["Authorization"] = f"Bearer {source.key.get_secret_value()}"

    hooks = {"request": [stripped]} if source.by_url else {}
    return DefaultAsyncHttpxClient(trust_env=not source.on_this_machine, follow_redirects=False, event_hooks=hooks)


def _firsts(told: Any) -> Firsts | None:
    """The likeliest first tokens, from what OpenAI (a list in a mapping) or Ollama (a list of objects) gives."""
    entries = told.get("content") if isinstance(told, Mapping) else told
    if not entries:
        return None
    first = _plain(entries[0])
    likeliest = [_plain(each) for each in first.get("top_logprobs") or []]
    if not any(each["token"] == first["token"] for each in likeliest):
        likeliest.append(first)
    return [(str(each["token"]), exp(min(float(each["logprob"]), 0.0))) for each in likeliest]


def _plain(entry: Any) -> Mapping[str, Any]:
    return entry if isinstance(entry, Mapping) else entry.model_dump()
