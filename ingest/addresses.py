"""Which addresses of the web may be read: one strict form, hosts that are on the list, numbers that are public.

What passes here is what is fetched: an `Address` is put together again from its parts, and nothing else parses it.
"""

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import quote, urljoin

from ingest.errors import WebError, shown

PORTS = {"http": 80, "https": 443}
LONGEST = 2000
"""Characters of an address."""

Endpoint = tuple[str, int]
"""A number (IPv4 or IPv6, as text) and a port: where a connection is made to."""
Resolver = Callable[[str, int], Sequence[Endpoint]]
"""A host and a port to all its endpoints; raises OSError where the name is not known."""
Rule = Callable[[str], bool]
"""Whether a number may be connected to."""

_NAME = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
"""A host by its whole name in ASCII; its last part begins with a letter, so that no form of a number is one."""
_NUMERIC = re.compile(r"\[.*|(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]*))*")
_REST = re.compile(r"(\[[^/?#\]]*\]|[^/?#:]*)(?::([0-9]*))?(/[^?#]*)?(\?[^#]*)?(?:#.*)?")
_MEANT = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_NEVER = re.compile(r"[\x00-\x20\x7f\\\ud800-\udfff]")
_AS_IT_IS = "!$%&'()*+,-./:;=?@_~"
"""Characters of a path or query that are sent as they are; all others but letters and digits become %XX."""

_NOT_PUBLIC_4 = tuple(
    IPv4Network(each)
    for each in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # behind a carrier's translation; metadata of a cloud at 100.100.100.200
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # looks public, and is a cloud's own service for its machines
        "169.254.0.0/16",  # link-local; metadata of most clouds at 169.254.169.254
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments; metadata of a cloud at 192.0.0.192
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # blackhole of reverse names
        "192.52.193.0/24",  # multicast relays
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # blackhole of reverse names
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_PUBLIC_6 = IPv6Network("2000::/3")
"""All that is routed. Outside lie ::1, IPv4 in IPv6, NAT64 (64:ff9b::), private, link-local and multicast numbers."""
_NOT_PUBLIC_6 = tuple(
    IPv6Network(each)
    for each in (
        "2001::/23",  # protocol assignments, with Teredo (2001::/32), benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 number in disguise
        "2620:4f:8000::/48",  # blackhole of reverse names
        "3ffe::/16",  # the test network of old
        "3fff::/20",  # documentation
    )
)


@dataclass(frozen=True)
class Address:
    """One address that has the form of those that are read. Make it with `parse`."""

    scheme: str
    host: str
    """A whole name, in lower case."""
    path: str
    """With the query, in ASCII; begins with a slash."""

    @property
    def port(self) -> int:
        """80 or 443, by the scheme."""
        return PORTS[self.scheme]

    @property
    def url(self) -> str:
        """The address as a document's record has it."""
        return f"{self.scheme}://{self.host}{self.path}"


def is_address(place: str) -> bool:
    """Whether a place is meant as an address rather than as a path; not whether it may be read."""
    return _MEANT.match(place) is not None


def parse(url: str) -> Address:
    """The address that a text is. A fragment is left out.

    Raises:
        WebError: `url_form` (not http or https, another port, a user name, odd characters), `url_host` (the host is
            no whole name) or `url_address` (the host is a number).
    """
    if len(url) > LONGEST:
        raise WebError("url_form", f"{shown(url)} is no address: it has over {LONGEST:,} characters.")
    if bad := _NEVER.search(url):
        raise WebError(
            "url_form", f"{shown(url)} is no address: it holds {bad[0]!a}. Leave it out, or write it as %XX."
        )
    scheme, mark, rest = url.partition("://")
    scheme = scheme.lower()
    if not mark or scheme not in PORTS:
        raise WebError("url_form", f"{shown(url)} is not read: give an address that begins with https:// or http://.")
    if "@" in rest.partition("/")[0]:
        raise WebError("url_form", f"{shown(url)} is not read: it names a user before the host. Leave that out.")
    parts = _REST.fullmatch(rest)
    if parts is None:
        raise WebError("url_form", f"{shown(url)} is no address: after the host comes what is no port and no path.")
    host, port, path, query = parts.groups()
    if port is not None and port != str(PORTS[scheme]):
        raise WebError(
            "url_form", f"{shown(url)} is not read: {scheme} is read at port {PORTS[scheme]} alone. Leave the port out."
        )
    return Address(scheme, _name(host), quote((path or "/") + (query or ""), safe=_AS_IT_IS))


def following(address: Address, location: str) -> Address:
    """Where a redirect from an address leads.

    Raises:
        WebError: as `parse`, and `url_redirects` from https to http.
    """
    if _NEVER.search(location):
        raise WebError("url_form", f"{address.host} leads on to {shown(location)}, which is no address.")
    try:
        found = parse(urljoin(address.url, location))
    except ValueError as error:
        raise WebError("url_form", f"{address.host} leads on to {shown(location)}, which is no address.") from error
    if (address.scheme, found.scheme) == ("https", "http"):
        raise WebError(
            "url_redirects",
            f"{shown(address.url)} leads from https to {shown(found.url)}, which anybody between could alter. "
            "Give another address.",
        )
    return found


def admit(address: Address, hosts: Sequence[str]) -> None:
    """Raises WebError where no entry of the list allows the host: `url_off` where the list is empty, else `url_host`.

    An entry is a host's whole name, or ".gov.uk" for all hosts whose name ends so.
    """
    if not hosts:
        raise WebError(
            "url_off",
            f"{shown(address.url)} is not read: reading from the web is off. Whoever runs this sets ACCORD_URL_HOSTS "
            f"to the hosts that may be read, such as {address.host}.",
        )
    if not any(address.host == each or (each.startswith(".") and address.host.endswith(each)) for each in hosts):
        raise WebError(
            "url_host",
            f"{shown(address.url)} is not read: the host {address.host!r} is not on the list. Whoever runs this can "
            "add it to ACCORD_URL_HOSTS.",
        )


def endpoints(address: Address, resolver: Resolver, rule: Rule) -> Sequence[Endpoint]:
    """Where the address may be connected to: all that its name stands for, asked once. Waits for the answer.

    Raises:
        WebError: `url_unreachable` where the name is not known, `url_address` where one number is not allowed.
    """
    try:
        found = list(dict.fromkeys(resolver(address.host, address.port)))
    except (OSError, UnicodeError):  # UnicodeError: of a name that the system's resolver cannot encode
        found = []
    if not found:
        raise WebError("url_unreachable", f"The host {address.host!r} is not known. Check the address, or try later.")
    if not all(rule(number) for number, _ in found):
        raise WebError(
            "url_address",
            f"{shown(address.url)} is not read: the name {address.host!r} stands for a number inside a network, not "
            "on the internet. Give an address that everybody can reach, or the file.",
        )
    return found


def system_resolver(host: str, port: int) -> Sequence[Endpoint]:
    """What this machine's resolver says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(str(place[0]), int(place[1])) for _, _, _, _, place in found]


def is_public(number: str) -> bool:
    """Whether a number is one of the open internet, by lists of our own besides what Python knows."""
    try:
        four = IPv4Address(number)
    except AddressValueError:
        try:
            six = IPv6Address(number)
        except AddressValueError:
            return False
        return (
            six.scope_id is None
            and six.is_global
            and six in _PUBLIC_6
            and not any(six in network for network in _NOT_PUBLIC_6)
        )
    return four.is_global and not any(four in network for network in _NOT_PUBLIC_4)


def _name(host: str) -> str:
    low = host.lower() if host.isascii() else host
    if _NAME.fullmatch(low):
        return low
    if _NUMERIC.fullmatch(low):
        raise WebError("url_address", f"The host {shown(host)} is a number, and only names are read. Give its name.")
    told = "Give it in ASCII (xn--...)" if not host.isascii() else "Give its whole name, such as www.gov.uk"
    raise WebError("url_host", f"The host {shown(host)} is no whole name of a host. {told}.")
