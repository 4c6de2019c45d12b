"""A language model that is loaded in the background: off, loading, ready or failed."""

import logging
import threading
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Literal, Protocol

from assistant.errors import AssistantError
from assistant.models.local import LocalModel
from assistant.models.model import (
    ChatModel,
    Enough,
    Message,
    ModelCancelled,
    ModelFailed,
    ModelGone,
    ModelLoading,
    never,
)
from assistant.models.turns import GivenUp
from assistant.models.weights import Progress, joined

State = Literal["off", "loading", "ready", "failed"]

NAME = "local"
_RELOADS = 3

log = logging.getLogger(__name__)


class Loadable(ChatModel, Protocol):
    """A model that can be read ahead and closed."""

    def warm(self, messages: Sequence[Message], given_up: GivenUp = lambda: False) -> None:
        """Read what many questions begin with."""

    def close(self) -> None:
        """Let go of everything."""


Load = Callable[[threading.Event], Loadable]
"""Gives the model; ends early with ModelCancelled when the event is set."""


class LoadingModel:
    """A `ChatModel` from the start, that can be asked once it is loaded. Loads anew where its process ends."""

    def __init__(self, load: Load, name: str = NAME, prefix: Sequence[Message] = ()) -> None:
        """`prefix` is what many questions begin with: read before the model counts as ready."""
        self.name = name
        self._load = load
        self._prefix = tuple(prefix)
        self._closing = threading.Event()
        self._changing = threading.Lock()
        self._loader: threading.Thread | None = None
        self._reloads = 0
        self._model: Loadable | None = None
        self.state: State = "loading"
        self.problem: str | None = None
        """Why it failed."""

    @property
    def waiting(self) -> int:
        """How many askers wait or are being served."""
        model = self._model
        return model.waiting if model is not None else 0

    @property
    def expected(self) -> float:
        """As `ChatModel.expected` says; 0 while it is loaded."""
        model = self._model
        return model.expected if model is not None else 0.0

    def start(self) -> None:
        """Begin to load."""
        with self._changing:
            if self._closing.is_set():
                return
            self.state = "loading"
            self._loader = threading.Thread(target=self._make, name="accord-model-load", daemon=True)
            self._loader.start()

    def wait(self) -> None:
        """Until it is ready or has failed."""
        if self._loader is not None:
            self._loader.join()

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
        """As `ChatModel.choose` says; ModelLoading while it is loaded."""
        model = self._loaded()
        try:
            return model.choose(messages, choices, timeout=timeout, stop=stop, asker=asker, enough=enough)
        except ModelGone as gone:
            self._anew(model, gone)
            raise

    def write(
        self,
        messages: Sequence[Message],
        *,
        most: int,
        timeout: float,
        stop: threading.Event,
        asker: str | None = None,
    ) -> Generator[str, None, None]:
        """As `ChatModel.write` says; ModelLoading while it is loaded."""
        model = self._loaded()
        try:
            yield from model.write(messages, most=most, timeout=timeout, stop=stop, asker=asker)
        except ModelGone as gone:
            self._anew(model, gone)
            raise

    def close(self) -> None:
        """Let go of everything, also in the midst of loading."""
        self._closing.set()
        with self._changing:
            model, self._model = self._model, None
        if model is not None:
            model.close()
        self.wait()

    def _loaded(self) -> Loadable:
        model = self._model
        if model is not None:
            return model
        if self._closing.is_set():
            raise ModelCancelled("The language model is closed. Ask again when the program has started anew.")
        if self.state == "failed":
            raise ModelFailed(self.problem or "The language model failed.")
        raise ModelLoading("The language model is still being loaded. Try again in a minute.")

    def _anew(self, gone: Loadable, error: ModelGone) -> None:
        """Load again, unless that did not help before. Of several who find the model gone, one does it."""
        with self._changing:
            if self._model is not gone or self._closing.is_set():
                return
            self._model = None
            self._reloads += 1
        gone.close()
        if self._reloads > _RELOADS:
            self._failed(str(error))
            return
        log.warning("%s It is loaded again.", error)
        self.start()

    def _make(self) -> None:
        try:
            model = self._warmed(self._load(self._closing))
            with self._changing:
                if not self._closing.is_set():
                    self._model, self.state = model, "ready"
                    log.info("language model ready: %s", self.name)
                    return
            model.close()
        except ModelCancelled:
            log.info("language model: not loaded, since the program is ending")
        except Exception as error:  # whatever it is, quoting answers go on, and the reason is shown
            self._failed(str(error) if isinstance(error, AssistantError) else f"{type(error).__name__}: {error}")

    def _warmed(self, model: Loadable) -> Loadable:
        try:
            if self._prefix:
                model.warm(self._prefix, self._closing.is_set)
        except BaseException:
            model.close()
            raise
        return model

    def _failed(self, problem: str) -> None:
        log.error("no language model: %s", problem)
        self.problem, self.state = problem, "failed"


def local_model(path: Path | None, progress: Progress, prefix: Sequence[Message] = ()) -> LoadingModel:
    """The language model on this machine, not started yet: the file at `path`, or the installed weights."""

    def load(closing: threading.Event) -> LocalModel:
        file = path or joined(progress=progress, stop=closing)
        return LocalModel.load(file, name, closing.is_set)

    name = NAME if path is None else f"{NAME}:{path.stem}"
    return LoadingModel(load, name, prefix)


def logged_tenths() -> Progress:
    """Progress of joining as log lines, one for every tenth."""
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if (tenth := done * 10 // total) > told:
            told = tenth
            log.info("joining the language model: %d %%", tenth * 10)

    return tell
