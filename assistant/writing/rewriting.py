"""A follow-up made whole by a language model, where the words of the conversation suffice for it.

The model sees earlier questions, as they were read, and never an answer or a source. What it makes is used only if
every word of it stands in the conversation and none of the question's own is lost: it may join what was asked, and add
nothing.
"""

import re
import threading
from collections.abc import Sequence

from assistant.models.model import ChatModel, Message, ModelError
from assistant.prompt import plain
from assistant.turns import ABOUT, Turn
from vectorstore.words import stems, words

MOST_TOKENS = 60
_LONGEST = 300
"""Characters of a question that is made whole."""
_SYSTEM = (
    "You rewrite the last question of a conversation so that it can be understood on its own. Put what was spoken of "
    "in the place of words such as it, they, there and that; keep all other words; add nothing. Reply with the "
    "question alone."
)
_EXAMPLES = (
    (("What will the Centre for Arctic Shipping do?",), "And who will run it?", "Who will run the Centre for Arctic "
     "Shipping?"),
    (("What do they agree on whaling?", "What do they agree on fishing licences?"), "By when?", "By when do they agree "
     "on fishing licences?"),
    (("How large is the investment in ports?",), "Does the treaty itself say that?", "Does the treaty itself say how "
     "large the investment in ports is?"),
    (("Which companies join the cyber forum?",), "Are universities to take part as well?", "Are universities to take "
     "part in the cyber forum as well?"),
)  # fmt: skip
_NO = {"not", "no", "never", "none", "without", "cannot"}


def rewritten(
    model: ChatModel, text: str, history: Sequence[Turn], *, timeout: float, stop: threading.Event, asker: str | None
) -> str | None:
    """The question as a model makes it whole; None where it makes nothing of it that may be used. `timeout` is in
    seconds.
    """
    earlier = [ABOUT.sub(r" (\1)", turn.standalone) for turn in history]
    asked = [*_prefix(), Message("user", _asked(earlier, text))]
    try:
        reply = "".join(model.write(asked, most=MOST_TOKENS, timeout=timeout, stop=stop, asker=asker))
    except ModelError:  # the way without a model is always there
        return None
    made = " ".join(reply.split())
    return made if made != text and _adds_nothing(made, text, earlier) else None


def _prefix() -> list[Message]:
    """What comes before every conversation."""
    messages = [Message("system", _SYSTEM)]
    for earlier, text, made in _EXAMPLES:
        messages += [Message("user", _asked(earlier, text)), Message("assistant", made)]
    return messages


def _asked(earlier: Sequence[str], text: str) -> str:
    lines = "\n".join(f"- {plain(each)}" for each in earlier)
    return f"Questions before:\n{lines}\nLast question: {plain(text)}"


def _adds_nothing(made: str, text: str, earlier: Sequence[str]) -> bool:
    """True for one plain question in the words of the conversation that has all words of the last one."""
    if not made or len(made) > _LONGEST or re.search(r"[<>\[\]{}|`*_#\\]|//", made):
        return False
    own, said = set(stems(text)), set(stems(made))
    known = own.union(*(stems(each) for each in earlier))
    alike = bool(_NO.intersection(words(made))) == bool(_NO.intersection(words(text)))
    return alike and own <= said <= known and said > own
