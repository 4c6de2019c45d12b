"""What went wrong with a provider, in our words.

What a provider says of an error may hold a part of the key, or the question. Nothing of it is repeated or logged but
the error's class and its HTTP status.
"""

import logging
from typing import TYPE_CHECKING

from assistant.models.model import ModelBusy, ModelError, ModelFailed, ModelTimeout
from assistant.models.sources import KEY_NAME, Source

if TYPE_CHECKING:
    from assistant.models.clients import Extra

NOT_FOUND, TOO_MANY = 404, 429
_NOT_TAKEN = (400, 413, 422)
_UNREACHED = {"APIConnectionError", "TransportError", "ConnectionError"}
"""Classes of errors of a connection, by their names: which library raises them is the provider's choice, and to import
all of them would take seconds.
"""

log = logging.getLogger(__name__)


def status(error: BaseException) -> int | None:
    """The HTTP status that came with an error, if any did."""
    given = getattr(error, "status_code", None)
    return given if isinstance(given, int) and given > 0 else None


def unreached(error: BaseException) -> bool:
    """True where there was no connection, or it was cut."""
    return any(each.__name__ in _UNREACHED for each in type(error).__mro__)


def may_pass(error: BaseException) -> bool:
    """True for what another try may bring right."""
    number = status(error)
    return unreached(error) if number is None else number == TOO_MANY or number >= 500


def is_the_providers(error: BaseException) -> bool:
    """False where the provider works, and only does not take this question, or no more of them."""
    return status(error) not in (*_NOT_TAKEN, TOO_MANY)


def refused(error: BaseException, extras: "frozenset[Extra]") -> "Extra | None":
    """Which of these extras of a request it may be that the provider does not take."""
    if status(error) not in _NOT_TAKEN:
        return None
    named = getattr(error, "param", None)  # OpenAI and some others say which
    first: tuple[Extra, ...] = ("logprobs", "temperature")
    return next((each for each in first if each in extras and (not named or each in str(named))), None)


def told(error: BaseException, source: Source, *, begun: bool) -> ModelError:
    """What a reader is told of it, with what to do; logged with its class and status. `begun`: the reply had begun."""
    number = status(error)
    if isinstance(error, ModelError):
        found: ModelError = error
    elif number is not None:
        found = _by_status(number, source)
    else:
        found = _by_kind(error, source, begun)
    log.warning("language model: %s (%s, HTTP status %s)", found, type(error).__name__, number or "none")
    return found


def late(source: Source) -> ModelTimeout:
    """No reply, or no whole one, in the time given."""
    return ModelTimeout(f"{source.host} did not answer in time. Try again, or set ACCORD_MODEL_TIMEOUT higher.")


def broken_off(source: Source) -> ModelFailed:
    """A reply that ended before its end."""
    return ModelFailed(f"{source.host} broke off in the midst of the reply. Try again.")


def empty(source: Source) -> ModelFailed:
    """A reply with nothing in it."""
    return ModelFailed(
        f"{source.host} wrote nothing. A model that thinks before it writes cannot be used: set another one."
    )


def _by_kind(error: BaseException, source: Source, begun: bool) -> ModelFailed:
    if unreached(error) and begun:
        return broken_off(source)
    if unreached(error):
        return ModelFailed(f"Cannot connect to {source.host}. See that it runs and that the address is right.")
    return ModelFailed(
        f"What {source.host} answered cannot be read ({type(error).__name__}). See that there is such a server for "
        f"{source.name!r}."
    )


def _by_status(number: int, source: Source) -> ModelError:
    match number:
        case 401 | 403 if source.key is None:
            wanted = f" Set {KEY_NAME}." if source.by_url else ""
            return ModelFailed(f"{source.host} wants a key.{wanted}")
        case 401 | 403:
            return ModelFailed(f"The key in {source.key_name} was refused by {source.host}. Set one that it takes.")
        case 404:
            return ModelFailed(f"{source.host} has no {source.name!r}. {_other(source)}")
        case 429:
            return ModelBusy(f"{source.host} takes no more questions at the moment. Try again in a minute.")
        case 400 | 413 | 422:
            return ModelFailed(
                f"{source.host} does not take this question (HTTP status {number}): it may be too long for the model."
            )
        case _:
            return ModelFailed(f"{source.host} failed (HTTP status {number}). Try again later.")


def _other(source: Source) -> str:
    if source.provider == "ollama":
        return f"Fetch it: ollama pull {source.model}"
    ending = " The URL mostly ends in /v1, before the #." if source.by_url else ""
    return f"See that the name in ACCORD_MODEL is right.{ending}"
