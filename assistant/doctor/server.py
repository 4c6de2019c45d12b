"""Who owns the data folder, and is it a server that works?"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.doctor.check import Check, ok, problem, warning
from vectorstore.errors import StoreBusy, StoreError
from vectorstore.lock import owner
from vectorstore.owner import OwnerClient

NAME = "server"


@dataclass(frozen=True)
class Owner:
    """The process that owns the data folder."""

    told: str
    serves: bool
    readiness: dict[str, Any] | None = None
    """What it says at /readyz; null where it does not serve or does not answer."""
    silence: str | None = None
    """Why it does not answer, though it serves."""


def owner_of(folder: Path) -> Owner | None:
    """Who owns the folder, having been asked whether it is ready; null where nobody does."""
    busy = owner(folder)
    if busy is None:
        return None
    if busy.url is None:
        return Owner(_first_sentence(busy), serves=False)
    try:
        return Owner(_first_sentence(busy), serves=True, readiness=OwnerClient(busy).readiness())
    except StoreError as error:
        return Owner(_first_sentence(busy), serves=True, silence=str(error))


def check(owner: Owner | None) -> Check:
    """Does the owner, where there is one, work?"""
    if owner is None:
        return ok(NAME, "No server runs on the data folder, and no other command uses it.")
    if not owner.serves:
        return ok(NAME, owner.told)
    if owner.readiness is None:
        advice = "Look into its log, and start it again where it hangs."
        return problem(NAME, f"{owner.told} It does not answer: {owner.silence}", advice)
    trouble = owner.readiness.get("problem")
    if not owner.readiness.get("ready"):
        if trouble:
            return problem(NAME, f"{owner.told} It is not ready: {trouble}", "Mend that, and start it again.")
        return warning(NAME, f"{owner.told} It is still loading.", "Wait a few seconds, and ask again.")
    if trouble:
        return warning(NAME, f"{owner.told} It is ready without its language model: {trouble}", "Mend that.")
    return ok(NAME, f"{owner.told} It is ready; its language model: {owner.readiness.get('model')}.")


def _first_sentence(busy: StoreBusy) -> str:
    """Without the advice, which is for those who wanted the folder."""
    return str(busy).removesuffix(" Try again when it has finished.")
