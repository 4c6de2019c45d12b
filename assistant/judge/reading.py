"""What a language model makes of the passages: the probability that they answer.

It is only asked whether the answer is stated, and how sure it is of its first word is what counts.
"""

import threading
from collections.abc import Sequence

from assistant.models.model import ChatModel, Enough, Message, ModelFailed, never


def read(
    model: ChatModel,
    asked: Sequence[Message],
    *,
    timeout: float,
    stop: threading.Event,
    asker: str | None,
    enough: Enough = never,
) -> float:
    """The probability, by a model, that the passages it is shown answer. `timeout` is in seconds.

    Raises:
        ModelError: it did not answer, or with neither Yes nor No.
    """
    said = model.choose(asked, ("Yes", "No"), timeout=timeout, stop=stop, asker=asker, enough=enough)
    told = said["Yes"] + said["No"]
    if not told > 0:  # nor where a provider's probabilities are no numbers
        raise ModelFailed(f"{model.name} said neither Yes nor No. Ask again, or set another model if it goes on.")
    return said["Yes"] / told
