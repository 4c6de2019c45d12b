"""What a language model makes of the passages: the probability that they answer.

The model sees worked examples first (`examples.toml`), which are the same for every question, so that it reads them
once. Half of them ask for the words of the answer: with those, it tells "Yes" from "No" better than with the others
alone. Of the question itself it is only asked whether the answer is stated, and how sure it is of its first word is
what counts.
"""

import hashlib
import threading
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from assistant.judge.signals import bearing
from assistant.models.model import ChatModel, Message
from vectorstore.documents import Corpus, Passage, Span

READ = 3
"""Passages that the model is shown: more of them take longer and tell it little more."""
LONGEST = 45
"""Words of a passage that the model is shown: of a longer one the sentences nearest to the question."""
_EXAMPLES = Path(__file__).with_name("examples.toml")
_SYSTEM = (
    "You check whether sources answer a question. An answer counts only if the passages state the very thing that is "
    "asked for, or contradict what the question supposes; it is not enough that they touch on the topic: if a date, "
    "number, name, place or reason is asked for, it must be given in them. Say Yes or No, or quote the words of the "
    "answer and write “Not stated” if there is none, as you are asked."
)
_GIVEN = "Question: {question}\n\n{passages}\n\n"
_IS_STATED = "Is the answer to “{question}” stated in these passages? Say Yes or No."
_WHICH_WORDS = "Which words of these passages answer “{question}”? Quote them, or write: Not stated."
_NOT_STATED = "Not stated."


def read(
    model: ChatModel,
    question: str,
    passages: Sequence[Passage],
    corpus: Corpus,
    *,
    timeout: float,
    stop: threading.Event,
    asker: str | None,
) -> float:
    """The probability, by a model, that the best passages answer the question. `timeout` is in seconds.

    Raises:
        ModelError: it did not answer.
    """
    shown = [_gist(each, corpus) for each in passages[:READ]]
    asked = [*examples(), Message("user", _asked(_IS_STATED, question, shown))]
    said = model.choose(asked, ("Yes", "No"), timeout=timeout, stop=stop, asker=asker)
    told = said["Yes"] + said["No"]
    return said["Yes"] / told if told else 0.5


def _gist(passage: Passage, corpus: Corpus) -> str:
    """The sentences of a passage that bear most on the question, in their order."""
    document = passage.clause.document_id
    kept: list[Span] = []
    words = 0
    ranked = sorted(
        zip(passage.sentences, passage.clause.sentences, strict=True),
        key=lambda each: -bearing(each[0]),
    )
    for _, span in ranked:
        words += len(corpus.quote(document, span).split())
        if kept and words > LONGEST:
            break
        kept.append(span)
    return " ".join(corpus.quote(document, span) for span in sorted(kept))


@cache
def examples() -> tuple[Message, ...]:
    """What comes before every question: of the examples with an answer, and of those without, one half in each way."""
    data = tomllib.loads(_EXAMPLES.read_text(encoding="utf-8"))
    messages = [Message("system", _SYSTEM)]
    counts = Counter[bool]()
    for example in data["example"]:
        question, quote = example["question"], example.get("quote")
        shown = [data["passages"][name] for name in example["passages"]]
        if counts[quote is None] % 2 == 0:
            asked, reply = _IS_STATED, "No" if quote is None else "Yes"
        else:
            asked, reply = _WHICH_WORDS, quote or _NOT_STATED
        counts[quote is None] += 1
        messages += [Message("user", _asked(asked, question, shown)), Message("assistant", reply)]
    return tuple(messages)


def fingerprint() -> str:
    """Of everything that the model is told before a question: a calibration holds for one such prompt."""
    told = "\0".join([str(READ), str(LONGEST), *(f"{each.role}\0{each.text}" for each in examples())])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _asked(asked: str, question: str, shown: Sequence[str]) -> str:
    passages = "\n".join(f"[{number}] {' '.join(text.split())}" for number, text in enumerate(shown, start=1))
    return _GIVEN.format(question=question, passages=passages) + asked.format(question=question)
