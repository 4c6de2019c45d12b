"""Python and the packages: versions, and holes that are known in them."""

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.resources import files

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion

from assistant.doctor.check import Check, ok, problem, warning
from assistant.settings import Settings

PROJECT = "accord-assistant"
_AGAIN = "Install the tested versions: make run, or pip install -c constraints.txt -e ."


@dataclass(frozen=True, kw_only=True)
class Hole:
    """A weakness that somebody has published, see holes.toml."""

    package: str
    affected: str
    """The versions that have it."""
    id: str
    what: str
    advice: str
    source: str
    fixed: bool = True
    """False where there is no version yet without it."""
    reached_with: str | None = None
    """The setting without which this program does not run the code that has it."""


def python_version() -> Check:
    """Is this Python one that the program is made for?"""
    found = ".".join(map(str, sys.version_info[:3]))
    try:
        needed = metadata.metadata(PROJECT)["Requires-Python"]
    except metadata.PackageNotFoundError:
        return problem("Python", f"Python {found} runs a program that is not installed as {PROJECT}.", _AGAIN)
    if SpecifierSet(needed).contains(found):
        return ok("Python", f"Python {found}; {needed} is needed.")
    return problem("Python", f"Python {found} runs; {needed} is needed.", f"Install Python {needed}, then make run.")


def dependencies() -> Check:
    """Are the packages there that the program needs, in versions that it is made for?"""
    try:
        wanted = [Requirement(each) for each in metadata.requires(PROJECT) or []]
    except metadata.PackageNotFoundError:
        return problem("packages", f"What is needed is not known, since {PROJECT} is not installed.", _AGAIN)
    found = [(each, _version(each.name)) for each in wanted if each.name != PROJECT]
    wrong = [told for each, version in found if (told := _complaint(each, version))]
    if wrong:
        return problem("packages", f"{'; '.join(wrong)}.", _AGAIN)
    there = {each.name for each, version in found if version is not None}
    return ok("packages", f"{len(there)} packages that the program asks for are in the versions it is made for.")


def known_holes(settings: Settings) -> Check:
    """Is a package installed that is known to be unsafe in its version?"""
    there = [(each, version) for each in holes() if (version := _version(each.package)) and _has(each, version)]
    out_of_reach = [
        (each, version) for each, version in there if each.reached_with and not getattr(settings, each.reached_with)
    ]
    open_ones = [each for each in there if each not in out_of_reach]
    if open_ones:
        told = "; ".join(f"{hole.package} {version} has {hole.id}: {hole.what}" for hole, version in open_ones)
        advice = " ".join(dict.fromkeys(hole.advice for hole, _ in open_ones))
        made = problem if any(hole.fixed for hole, _ in open_ones) else warning
        return made("known holes", f"{told}.", advice)
    told = "No package has a known hole that this program reaches"
    noted = "; ".join(f"{hole.package} {version} has {hole.id}, {hole.what}" for hole, version in out_of_reach)
    return ok("known holes", f"{told} ({noted})." if noted else f"{told}.")


def holes() -> Iterator[Hole]:
    """All that are known here."""
    table = tomllib.loads(files("assistant.doctor").joinpath("holes.toml").read_text("utf-8"))
    yield from (Hole(**each) for each in table["hole"])


def _complaint(wanted: Requirement, version: str | None) -> str | None:
    """What is wrong with a package; of an extra it is only asked where it is installed."""
    always = wanted.marker is None or wanted.marker.evaluate({"extra": ""})
    if version is None:
        return f"{wanted.name} is not installed ({wanted.specifier} is needed)" if always else None
    if _within(wanted.specifier, version):
        return None
    return f"{wanted.name} {version} is installed, {wanted.specifier} is needed"


def _has(hole: Hole, version: str) -> bool:
    return _within(SpecifierSet(hole.affected), version)


def _within(versions: SpecifierSet, version: str) -> bool:
    try:
        return versions.contains(version, prereleases=True)
    except InvalidVersion:
        return False


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
