"""Replies of a language model that is asked over HTTP: whole, cut or begun anew, asked for as its provider takes it."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_exponential, wait_random

from assistant.models import troubles
from assistant.models.model import Message
from assistant.models.sources import Source
from assistant.models.verdicts import Firsts, by_probability, by_word

if TYPE_CHECKING:
    from assistant.models.clients import Client, Extra, Piece

TRIES = 3
LONGEST_TOKEN = 16
"""Characters of a reply for each token that it may have; what is longer is cut, whatever the server makes of limits."""
_FIRST_WORDS = 8
"""Tokens in which a verdict is written: a word, and what some models set around it."""


class Replies:
    """Asks one language model. What it yields raises, besides ours, what the provider's package raises."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._making = asyncio.Lock()
        self._client: Client | None = None
        self._takes: frozenset[Extra] = frozenset()
        """What the provider is asked for besides; less of it, once it has refused some."""

    async def made(self) -> "Client":
        """The client, made at first use and on another thread, since its imports take seconds."""
        async with self._making:
            if self._client is None:
                self._client = await asyncio.to_thread(_client, self._source)
                self._takes = self._client.extras
            return self._client

    def forget_model(self) -> None:
        """Ask the server anew which models it has, where none is named."""
        if self._client is not None:
            self._client.forget_model()

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()

    async def written(self, messages: Sequence[Message], most: int) -> AsyncGenerator[str, None]:
        """A reply as it comes, in pieces that are not empty."""
        wrote = False
        async with aclosing(self._pieces(messages, most, frozenset({"temperature"}))) as pieces:
            async for piece in pieces:
                wrote = wrote or bool(piece.text.strip())
                if piece.text:
                    yield piece.text
        if not wrote:
            raise troubles.empty(self._source)

    async def chosen(
        self, messages: Sequence[Message], choices: Sequence[str]
    ) -> AsyncGenerator[dict[str, float], None]:
        """One value: how likely each choice is, by the probabilities of first tokens; by the word that is written, once
        it is known that the provider does not tell them.
        """
        await self.made()
        if "logprobs" in self._takes:
            _, firsts = await self._read(messages, 1, frozenset({"temperature", "logprobs"}))
            if firsts:
                yield by_probability(firsts, choices)
                return
            self._takes -= {"logprobs"}
        text, _ = await self._read(messages, _FIRST_WORDS, frozenset({"temperature"}))
        yield by_word(text, choices)

    async def _read(
        self, messages: Sequence[Message], most: int, extras: "frozenset[Extra]"
    ) -> tuple[str, Firsts | None]:
        """A whole reply, and the likeliest first tokens, where they are told."""
        text, firsts = "", None
        async with aclosing(self._pieces(messages, most, extras)) as pieces:
            async for piece in pieces:
                text, firsts = text + piece.text, firsts or piece.firsts
        if not text.strip() and not firsts:
            raise troubles.empty(self._source)
        return text, firsts

    async def _pieces(
        self, messages: Sequence[Message], most: int, extras: "frozenset[Extra]"
    ) -> "AsyncGenerator[Piece, None]":
        """A reply as it comes, cut where it is longer than it may be."""
        client = await self.made()
        piece, rest = await self._begun(client, messages, most, extras)
        left, ended = most * LONGEST_TOKEN, not client.tells_the_end
        async with aclosing(rest):
            while piece is not None and left > 0:
                yield replace(piece, text=piece.text[:left])
                left -= max(len(piece.text), 1)
                ended = ended or piece.last
                piece = await anext(rest, None)
        if not ended and left > 0:
            raise troubles.broken_off(self._source)

    async def _begun(
        self, client: "Client", messages: Sequence[Message], most: int, wanted: "frozenset[Extra]"
    ) -> "tuple[Piece | None, AsyncGenerator[Piece, None]]":
        """The first piece of a reply, and what yields the others; asked without what the provider refuses to take."""
        extras = wanted & self._takes
        while True:
            try:
                begun = await self._tried(client, messages, most, extras)
            except Exception as error:
                refused = troubles.refused(error, extras)
                if refused is None:
                    raise
                extras -= {refused}
            else:
                self._takes -= wanted - extras
                return begun

    async def _tried(
        self, client: "Client", messages: Sequence[Message], most: int, extras: "frozenset[Extra]"
    ) -> "tuple[Piece | None, AsyncGenerator[Piece, None]]":
        """The same, asked again where that may help; not once a piece of the reply is there."""
        async for attempt in AsyncRetrying(
            stop=stop_after_attempt(TRIES),
            wait=wait_exponential(multiplier=0.25, max=2) + wait_random(0, 0.25),
            retry=retry_if_exception(troubles.may_pass),
            reraise=True,
        ):
            with attempt:
                pieces = client.stream(messages, most, extras)
                return await anext(pieces, None), pieces
        raise AssertionError("tenacity ends by an error")


def _client(source: Source) -> "Client":
    # LangChain and the provider's package take up to 5 s to import, and most programs need neither.
    from assistant.models.clients import Client

    return Client(source)
