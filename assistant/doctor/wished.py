"""What the settings wish for."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from assistant import loopback
from assistant.doctor.check import Check, ok, problem, warning
from assistant.settings import Fault, Settings


def values(faults: Sequence[Fault]) -> Check:
    """Are all settings known, with values that they can have?"""
    if faults:
        told = " ".join(each.told for each in faults)
        advice = "Set that right: no other command runs until then, and what was looked at here was without it."
        return problem("settings", told, advice)
    return ok("settings", "All settings are known and have values that they can have.")


def public_address(settings: Settings) -> Check:
    """Is what people send encrypted on its way?"""
    name = "public address"
    if settings.public_url is None:
        return ok(name, "None is set: only this machine uses the server.")
    url = urlsplit(settings.public_url)
    if url.scheme == "https" or url.hostname in loopback.NAMES:
        return ok(name, f"{settings.public_url} is {'encrypted' if url.scheme == 'https' else 'this machine itself'}.")
    told = f"{settings.public_url} is not encrypted: others on the way can read and change what is sent."
    return warning(
        name, told, "Put a proxy with a certificate before the server, and set ACCORD_PUBLIC_URL to https://..."
    )


def retention(settings: Settings) -> Check:
    """How long conversations are kept; either way is well."""
    if settings.retention_days is None:
        return ok("retention", "Conversations are kept for ever, since ACCORD_RETENTION_DAYS is not set.")
    return ok("retention", f"The server deletes conversations {settings.retention_days} days after their last answer.")
