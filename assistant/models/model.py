"""What the assistant wants of a chat model, and what can go wrong with one.

ModelError
├── ModelLoading    it is still being read in
├── ModelBusy       too many wait for it already
├── ModelTimeout    no answer in the time given, waiting counted
├── ModelCancelled  whoever asked has gone, or the program is ending
└── ModelFailed     it cannot be loaded or used
    └── ModelGone   its process has ended; it may be loaded again
"""

import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.answers import Fallback
from assistant.errors import AssistantError

Role = Literal["system", "user", "assistant"]
Enough = Callable[[], bool]
"""True once an asker has waited long enough, and ever after; looked at often, from any thread."""


@dataclass(frozen=True)
class Message:
    """One turn of the exchange that a model is shown."""

    role: Role
    text: str


class ModelError(AssistantError):
    """The language model did not answer."""

    code = "model"


class ModelLoading(ModelError):
    """The language model is still being read in."""

    code = "model_loading"


class ModelBusy(ModelError):
    """Too many wait for the language model already."""

    code = "model_busy"


class ModelTimeout(ModelError):
    """The language model did not answer in time."""

    code = "model_timeout"


class ModelCancelled(ModelError):
    """Whoever asked has gone, or the program is ending."""

    code = "model_cancelled"


class ModelFailed(ModelError):
    """The language model cannot be loaded or used."""

    code = "model_failed"


class ModelGone(ModelFailed):
    """The process of the language model has ended."""

    code = "model_gone"


def fallback_of(error: ModelError) -> Fallback:
    """How an answer names what went wrong."""
    match error:
        case ModelLoading():
            return "loading"
        case ModelBusy():
            return "busy"
        case ModelTimeout():
            return "timeout"
        case _:
            return "error"


def never() -> bool:
    """For an asker who waits as long as the time-out says."""
    return False


class ChatModel(Protocol):
    """A language model that may be asked from any thread. `timeout` is in seconds and counts the waiting; askers take
    turns, and nobody's name (None) counts as one asker.
    """

    @property
    def name(self) -> str:
        """As answers name it: "local"."""

    @property
    def waiting(self) -> int:
        """How many askers wait for it or are being served."""

    @property
    def expected(self) -> float:
        """Seconds in which it should have chosen for somebody who asks now, by how many wait and how long the last
        choices took; 0 where it would begin at once, or nothing is known yet.
        """

    def choose(
        self,
        messages: Sequence[Message],
        choices: Sequence[str],
        *,
        timeout: float,
        stop: threading.Event,
        asker: str | None = None,
        enough: Enough = never,
    ) -> dict[str, float]:
        """The probability, 0 to 1, that the reply begins with each of these words; together they are at most 1.

        A choice stands for its first token, and no two may share it. One that is not among the likeliest first tokens
        gets 0, or what the others leave, where only the likeliest is known. `enough` ends it as the time-out does.

        Raises:
            ModelError: one of its kinds; nothing goes on in the background for a question that ended so.
            ValueError: the choices cannot be told apart by their first tokens.
        """

    def write(
        self,
        messages: Sequence[Message],
        *,
        most: int,
        timeout: float,
        stop: threading.Event,
        asker: str | None = None,
    ) -> Generator[str, None, None]:
        """The reply in pieces, as it is written: at most so many tokens, the likeliest ones.

        Whoever closes the iterator ends the writing.

        Raises:
            ModelError: one of its kinds, also in the midst of the reply; nothing goes on in the background then.
        """
