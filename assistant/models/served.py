"""A language model as the program runs it."""

from typing import Protocol

from assistant.models.loading import State
from assistant.models.model import ChatModel


class ServedModel(ChatModel, Protocol):
    """A chat model that is started once and closed at the end, and says how far it is."""

    @property
    def state(self) -> State:
        """How far it is."""

    @property
    def problem(self) -> str | None:
        """Why it failed."""

    def start(self) -> None:
        """Begin to make it ready; returns at once."""

    def wait(self) -> None:
        """Until it is ready or has failed."""

    def close(self) -> None:
        """Give up whatever waits or runs, and let go of everything."""
