"""What a language model makes of the passages: the probability that they answer.

The model sees worked examples first (`examples.toml`), which are the same for every question, so that it reads them
once. Its reply is one word, "Yes" or "No", and how sure it is of it is what counts.
"""

import hashlib
import threading
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from assistant.models.model import ChatModel, Message
from vectorstore.documents import Corpus, Passage, Span

READ = 3
"""Passages that the model is shown: more of them take longer and tell it little more."""
LONGEST = 60
"""Words of a passage that the model is shown: of a longer one the sentences nearest to the question."""
_EXAMPLES = Path(__file__).with_name("examples.toml")
_SYSTEM = (
    "You check whether sources answer a question. Say Yes if a passage states the very thing that is asked for, or "
    "contradicts what the question supposes. Say No if the passages only touch on the topic: if a date, number, name, "
    "place or reason is asked for, it must be given in them."
)
_ASKED = "Question: {question}\n\n{passages}\n\nIs the answer to “{question}” stated in these passages?"


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
    shown = [f"{corpus.documents[each.clause.document_id].name}: {_gist(each, corpus)}" for each in passages[:READ]]
    asked = [*examples(), Message("user", _asked(question, shown))]
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
        key=lambda each: -(each[0].cosine + 0.5 * each[0].words),
    )
    for _, span in ranked:
        words += len(corpus.quote(document, span).split())
        if kept and words > LONGEST:
            break
        kept.append(span)
    return " ".join(corpus.quote(document, span) for span in sorted(kept))


@cache
def examples() -> tuple[Message, ...]:
    """What comes before every question."""
    data = tomllib.loads(_EXAMPLES.read_text(encoding="utf-8"))
    return (Message("system", _SYSTEM), *(message for each in data["example"] for message in _example(each, data)))


def fingerprint() -> str:
    """Of everything that the model is told before a question: a calibration holds for one such prompt."""
    told = "\0".join([_ASKED, str(READ), str(LONGEST), *(f"{each.role}\0{each.text}" for each in examples())])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _example(example: Mapping[str, object], data: Mapping[str, Mapping[str, str]]) -> tuple[Message, Message]:
    names, answer = example["passages"], example["answer"]
    assert isinstance(names, list)
    shown = [data["passages"][name] for name in names]
    reply = "Yes" if answer else "No"
    return Message("user", _asked(str(example["question"]), shown)), Message("assistant", reply)


def _asked(question: str, shown: Sequence[str]) -> str:
    passages = "\n".join(f"[{number}] {' '.join(text.split())}" for number, text in enumerate(shown, start=1))
    return _ASKED.format(question=question, passages=passages)
