"""What a check finds."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "warning", "problem"]


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    name: str
    status: Status
    told: str
    """What was found, in one sentence."""
    advice: str | None = None
    """What to do; null where all is well."""


def ok(name: str, told: str) -> Check:
    """All is well."""
    return Check(name, "ok", told)


def warning(name: str, told: str, advice: str) -> Check:
    """It works, but not as it should, or could not be looked at."""
    return Check(name, "warning", told, advice)


def problem(name: str, told: str, advice: str) -> Check:
    """Something does not work, or is not safe."""
    return Check(name, "problem", told, advice)
