"""The language model that the settings name."""

import os
from collections.abc import Sequence

from assistant.judge.judging import TIMEOUT
from assistant.models.loading import local_model
from assistant.models.model import Message
from assistant.models.remote import RemoteModel
from assistant.models.served import ServedModel
from assistant.models.sources import find_source
from assistant.models.weights import Progress
from assistant.settings import Settings

REMOTE_TIMEOUT = 30.0
"""Seconds that a question waits for a model that is not run by this program."""


def chosen_model(settings: Settings, progress: Progress, prefix: Sequence[Message] = ()) -> ServedModel | None:
    """The model, not started yet; null where there is none. `progress` and `prefix` are for the one on this machine:
    how far it is joined, and what many questions begin with.
    """
    match settings.model:
        case "none":
            return None
        case "local":
            return local_model(settings.local_model, progress, prefix)
        case name:
            return RemoteModel(find_source(name, settings.model_key, os.environ))


def patience(settings: Settings) -> float:
    """Seconds that a question waits for the model, from first to last."""
    return settings.model_timeout or (TIMEOUT if settings.model in ("none", "local") else REMOTE_TIMEOUT)
