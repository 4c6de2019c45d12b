"""The baseline that writes: the same language model as LangChain's tutorial asks it, with nothing checked afterwards.

It gets the best four splits whole and the tutorial's prompt. What it says is kept sentence by sentence, with what is
wrong with each: whether a sentence of the documents carries it, by the rule that written answers are held to, and, by a
looser one, whether it has words, names or numbers that stand in none of the splits it was given.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.models.model import ChatModel, Message
from assistant.settings import Settings
from assistant.writing.sentences import sentences
from assistant.writing.support import fault, ground_of
from evals.asking import PATIENCE, Manner, open_assistant
from evals.baseline import Baseline, Split
from evals.cases import QuestionSet, Turn
from evals.fresh_store import fresh_store
from evals.metrics import facts_shown
from evals.tables import Table
from ingest.sources import bundled
from ingest.sync import sync
from vectorstore.documents import Corpus
from vectorstore.words import stems

MOST_TOKENS = 200
_PROMPT = (  # rlm/rag-prompt of the LangChain hub (MIT), which its tutorial uses
    "You are an assistant for question-answering tasks. Use the following pieces of retrieved context to answer the "
    "question. If you don't know the answer, just say that you don't know. Use three sentences maximum and keep the "
    "answer concise.\nQuestion: {question} \nContext: {context} \nAnswer:"
)


@dataclass(frozen=True, kw_only=True)
class Told:
    """One sentence of the baseline."""

    text: str
    carried: bool
    """By a sentence of the documents."""
    own_words: tuple[str, ...]
    """Stems that stand neither in the splits it was given nor in the question."""


@dataclass(frozen=True, kw_only=True)
class Unchecked:
    """What it made of one question."""

    question: str
    outcome: str
    """The one that was expected."""
    text: str
    facts: bool | None
    """Whether the right facts are in it; None where there are none."""
    told: tuple[Told, ...]


def run_unchecked(
    sets: Sequence[QuestionSet], settings: Settings, progress: Callable[[int, int], None]
) -> tuple[Unchecked, ...]:
    """What the model that is set makes of the first question of each case.

    Raises:
        AssistantError: there is no model, or it did not answer.
        StoreError: the store cannot be made.
    """
    turns = [case.turns[0] for each in sets for case in each.cases]
    found: list[Unchecked] = []
    with fresh_store(settings.embedding_model) as store:
        sync(store, bundled())
        with open_assistant(store, settings, Manner(composer="generate", judge="quick")) as assistant:
            assert assistant.model is not None  # who asks for it where there is none has been told
            baseline = Baseline(store.corpus, store.embedder)
            for turn in turns:
                found.append(ask_unchecked(assistant.model, baseline, store.corpus, turn))
                progress(len(found), len(turns))
    return tuple(found)


def table(found: Sequence[Unchecked]) -> Table:
    """How much of what it said stands in the documents."""
    told = [each for answer in found for each in answer.told]
    facts = [each.facts for each in found if each.facts is not None]
    rows = [
        ["right facts", f"{sum(facts)} of {len(facts)}"],
        ["sentences", str(len(told))],
        ["carried by a sentence of the documents", str(sum(each.carried for each in told))],
        ["with words that stand in no split", str(sum(bool(each.own_words) for each in told))],
    ]
    return Table(heading="The same model, unchecked", columns=("what", "count"), rows=rows)


def ask_unchecked(model: ChatModel, baseline: Baseline, corpus: Corpus, turn: Turn) -> Unchecked:
    """What a model makes of one question with the best splits.

    Raises:
        ModelError: it did not answer.
    """
    splits = baseline.ask(turn.question).shown
    prompt = _PROMPT.format(question=turn.question, context="\n\n".join(each.text for each in splits))
    text = "".join(
        model.write([Message("user", prompt)], most=MOST_TOKENS, timeout=PATIENCE, stop=threading.Event())
    ).strip()
    return Unchecked(
        question=turn.question,
        outcome=turn.outcome,
        text=text,
        facts=facts_shown(turn.facts, [text]),
        told=tuple(_told(each.text, turn, splits, corpus) for each in sentences([text], len(text) + 1)),
    )


def _told(text: str, turn: Turn, splits: Sequence[Split], corpus: Corpus) -> Told:
    known = set(stems(" ".join([turn.question, *(each.text for each in splits)])))
    grounds = (ground_of(clause, span, corpus) for clause in corpus.clauses.values() for span in clause.sentences)
    return Told(
        text=text,
        carried=any(fault(text, ground) is None for ground in grounds),
        own_words=tuple(dict.fromkeys(each for each in stems(text) if each not in known)),
    )
