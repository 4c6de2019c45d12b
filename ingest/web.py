"""One page of the web to its bytes, from where it may be read and from nowhere else; a door to httpx.

Every address, also each that a page leads on to, is checked as `ingest.addresses` says; its name is asked for once, and
the connection goes to a number that was checked, whatever the name stands for a moment later.
"""

import asyncio
import re
import ssl
import threading
import zlib
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType

import httpx

from ingest.addresses import (
    Address,
    Endpoint,
    Resolver,
    Rule,
    admit,
    endpoints,
    following,
    is_public,
    parse,
    system_resolver,
)
from ingest.errors import WebError, shown

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "text/html": ".html",
        "application/xhtml+xml": ".html",
        "application/pdf": ".pdf",
        "text/plain": ".txt",
        "text/markdown": ".md",
        DOCX: ".docx",
    }
)
"""The content types that are read, and the ending of a file of each."""
_HEADERS = {"Accept": ", ".join(ENDINGS), "Accept-Encoding": "gzip", "User-Agent": "accord-assistant"}
_LEADS_ON = (301, 302, 303, 307, 308)
_GONE = (404, 410)
_MARKDOWN = re.compile(r"\.(md|markdown)(\?|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Limits:
    """Of one page, with all redirects that lead to it."""

    seconds: float = 20.0
    """From the first question for a name to the last byte."""
    connecting: float = 5.0
    """Seconds for a connection to one number; then the next is tried."""
    size: int = 25_000_000
    """Bytes of a body once it is unpacked, and as it comes."""
    redirects: int = 5


@dataclass(frozen=True)
class Page:
    """What was found."""

    url: str
    """Where, after all redirects."""
    ending: str
    """Of a file of its kind, such as ".html"."""
    data: bytes = field(repr=False)
    retrieved: str
    """ISO time in UTC."""


@dataclass(frozen=True)
class Web:
    """Reads pages. All but `hosts` is as it should be, and is set otherwise by tests alone."""

    hosts: Sequence[str]
    """Those that may be read: whole names, or ".gov.uk" for all that end so; none where reading is off."""
    resolver: Resolver = system_resolver
    rule: Rule = is_public
    trust: ssl.SSLContext | None = None
    """Null: the authorities that browsers trust, whatever the environment says."""
    limits: Limits = Limits()

    def fetch(self, url: str) -> Page:
        """Read a page. Not to be called where an event loop runs.

        Raises:
            WebError: `url_off`, `url_form`, `url_host` and `url_address` before anything is connected to;
                `url_unreachable`, `url_tls`, `url_redirects`, `url_gone` (404 or 410), `url_status`, `url_type`,
                `url_too_large`, `url_broken`, `url_timeout`.
        """
        return asyncio.run(self._in_time(url))

    async def _in_time(self, url: str) -> Page:
        try:
            async with asyncio.timeout(self.limits.seconds):
                return await self._followed(url)
        except TimeoutError as error:
            raise WebError(
                "url_timeout",
                f"{shown(url)} was not read whole within {self.limits.seconds:g} s. Try later, or give the file.",
            ) from error

    async def _followed(self, url: str) -> Page:
        address = parse(url)
        for _ in range(self.limits.redirects + 1):
            found = await self._read(address)
            if isinstance(found, Page):
                return found
            address = found
        raise WebError(
            "url_redirects",
            f"{shown(url)} leads on more than {self.limits.redirects} times. Give the address where it ends.",
        )

    async def _read(self, address: Address) -> Page | Address:
        """The page at an address, or where it leads on to."""
        admit(address, self.hosts)
        for endpoint in await self._endpoints(address):
            try:
                return await self._read_from(address, endpoint)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                untrusted = _untrusted(error) if isinstance(error, httpx.ConnectError) else None
                if untrusted is not None:
                    raise WebError(
                        "url_tls",
                        f"{address.host!r} does not prove who it is ({untrusted}), so nothing is read from it. "
                        "Check the address, or give the file.",
                    ) from error
            except (httpx.TransportError, zlib.error) as error:
                raise _broken(address) from error
        raise WebError("url_unreachable", f"{address.host!r} does not answer. Check the address, or try later.")

    async def _endpoints(self, address: Address) -> Sequence[Endpoint]:
        """As `ingest.addresses.endpoints`, on a thread that is left behind where the resolver takes too long."""
        future: Future[Sequence[Endpoint]] = Future()
        future.set_running_or_notify_cancel()  # so that it may still be set where nobody waits any longer

        def look() -> None:
            try:
                future.set_result(endpoints(address, self.resolver, self.rule))
            except Exception as error:
                future.set_exception(error)

        threading.Thread(target=look, name="accord-resolver", daemon=True).start()
        return await asyncio.wrap_future(future)

    async def _read_from(self, address: Address, endpoint: Endpoint) -> Page | Address:
        number, port = endpoint
        url = httpx.URL(scheme=address.scheme, host=number, port=port, raw_path=address.path.encode("ascii"))
        request = httpx.Request(
            "GET",
            url,
            headers={**_HEADERS, "Host": address.host},
            extensions={"sni_hostname": address.host, "timeout": self._patience()},
        )
        # Below httpx's client, which would read where the page leads on to in its own way, and keep cookies.
        async with httpx.AsyncHTTPTransport(verify=self._trusted(address), trust_env=False) as transport:
            response = await transport.handle_async_request(request)
            if response.status_code in _LEADS_ON and "location" in response.headers:
                return following(address, response.headers["location"])
            _check_status(address, response.status_code)
            ending = _ending(address, response.headers.get("content-type", ""))
            data = await self._body(address, response)
        return Page(address.url, ending, data, datetime.now(UTC).isoformat(timespec="seconds"))

    def _trusted(self, address: Address) -> ssl.SSLContext:
        if address.scheme == "http":
            return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody; the authorities take 30 ms to read
        return self.trust or httpx.create_ssl_context(trust_env=False)

    def _patience(self) -> dict[str, float | None]:
        return httpx.Timeout(self.limits.seconds, connect=self.limits.connecting).as_dict()

    async def _body(self, address: Address, response: httpx.Response) -> bytes:
        """The body unpacked, never by more than may be kept."""
        most = self.limits.size
        coding = response.headers.get("content-encoding", "identity").strip().lower()
        if coding not in ("identity", "gzip", "x-gzip"):
            raise WebError("url_type", f"{shown(address.url)} comes packed as {shown(coding)}, unasked. Give the file.")
        unpacking = None if coding == "identity" else zlib.decompressobj(wbits=31)
        data, came = bytearray(), 0
        async for part in response.aiter_raw():
            came += len(part)
            data += part if unpacking is None else unpacking.decompress(part, most + 1 - len(data))
            if max(len(data), came) > most:
                raise WebError(
                    "url_too_large", f"{shown(address.url)} has more than {most:,} bytes. Give a part of it as a file."
                )
        if unpacking is not None and (not unpacking.eof or unpacking.unused_data):
            raise _broken(address)
        return bytes(data)


def _check_status(address: Address, status: int) -> None:
    if status in _GONE:
        raise WebError("url_gone", f"There is nothing at {shown(address.url)} (HTTP {status}). Check the address.")
    if status != 200:
        raise WebError(
            "url_status",
            f"{shown(address.url)} was refused by its server (HTTP {status}). Try later, or save it in a browser and "
            "give the file.",
        )


def _ending(address: Address, content_type: str) -> str:
    """By what the server says; plain text at a path that ends in .md is Markdown."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in ENDINGS:
        raise WebError(
            "url_type",
            f"{shown(address.url)} is of the type {shown(kind)}. Read are web pages, PDF, Word (.docx), plain text and "
            "Markdown.",
        )
    return ".md" if kind == "text/plain" and _MARKDOWN.search(address.path) else ENDINGS[kind]


def _broken(address: Address) -> WebError:
    return WebError("url_broken", f"{shown(address.url)} broke off, or is not what it says it is. Try later.")


def _untrusted(error: BaseException | None) -> str | None:
    """Why a connection was not made in confidence; null where it was not made at all."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error.verify_message
        if isinstance(error, ssl.SSLError):
            return error.reason or "TLS failed"
        error = error.__cause__ or error.__context__
    return None
