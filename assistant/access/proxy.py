"""A proxy that signs people in, and which addresses it may speak from."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from vectorstore.roles import Role

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class TrustedProxy:
    """It says in a header who somebody is."""

    header: str
    addresses: tuple[Network, ...]
    """Only what comes from here is believed."""
    role: Role | None
    """Of people that the store does not know; null where only those are let in whom it knows."""

    def at(self, address: str) -> bool:
        """Whether it speaks from here."""
        return _inside(address, self.addresses)

    def behind(self, address: str, forwarded_for: str) -> str:
        """Where a request comes from: the last address that the proxy names and that is not its own."""
        hops = [address, *(each.strip() for each in reversed(forwarded_for.split(",")))]
        return next((hop for hop in hops if hop and not self.at(hop)), address)


def networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks from a list with commas.

    Raises:
        ValueError: one is neither.
    """
    return tuple(ipaddress.ip_network(each.strip(), strict=False) for each in text.split(",") if each.strip())


def _inside(address: str, among: Sequence[Network]) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in among)
