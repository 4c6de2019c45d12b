"""A question in other company: a follow-up asked on its own, a first question asked after an unrelated conversation.

The first tells what reading a follow-up in its conversation is worth, the second what a conversation spoils.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from hashlib import sha256

from assistant.ask import Assistant
from assistant.questions import Question
from evals.asking import Asked, Manner, ask, found_for
from evals.cases import Case, Turn
from evals.metrics import hit
from evals.scores import Ranks, Scores, gold_by_document, ranks, score_answer
from vectorstore.documents import Corpus

CUT = 5
"""Among how many passages gold has to stay."""
_TURNS = 2


@dataclass(frozen=True, kw_only=True)
class Alone:
    """A follow-up's standalone form as a first question."""

    asked: Asked
    rank: int | None
    scores: Scores


@dataclass(frozen=True, kw_only=True)
class After:
    """A first question after two turns about something else."""

    conversation: str
    """Id of the case whose turns these were."""
    rank: int | None
    """Of its gold, now."""


class Unrelated:
    """Conversations to put before a question; each is held once, in the store that the questions are asked of."""

    def __init__(self, assistant: Assistant, cases: Sequence[Case]) -> None:
        long = [case for case in cases if len(case.turns) >= _TURNS and all(turn.gold for turn in case.turns[:_TURNS])]
        self._assistant = assistant
        self._cases = {case.id: case for case in long}
        self._clauses = {case.id: gold_clauses(case, assistant.store.corpus) for case in long}
        self._held: dict[str, str | None] = {}

    def before(self, case: Case) -> tuple[str, str | None] | None:
        """The id of the case and of the conversation to go before this one, always the same; None where none fits."""
        chosen = choose_unrelated(case.id, gold_clauses(case, self._assistant.store.corpus), self._clauses)
        if chosen is None:
            return None
        if chosen not in self._held:
            self._held[chosen] = self._hold(self._cases[chosen])
        return chosen, self._held[chosen]

    def _hold(self, case: Case) -> str | None:
        conversation: str | None = None
        for turn in case.turns[:_TURNS]:
            question = Question(text=turn.question, conversation_id=conversation, composer="quote", judge="quick")
            conversation = self._assistant.ask(question).conversation_id
        return conversation


def choose_unrelated(case_id: str, clauses: Set[str], others: Mapping[str, Set[str]]) -> str | None:
    """One of the other cases that stands on none of these clauses, chosen by the hash of the id; None without one."""
    candidates = [other for other, theirs in others.items() if other != case_id and not clauses & theirs]
    if not candidates:
        return None
    return candidates[int(sha256(case_id.encode()).hexdigest(), 16) % len(candidates)]


def gold_clauses(case: Case, corpus: Corpus) -> set[str]:
    """The clauses that hold the gold of any of a case's turns."""
    return set[str]().union(*(group for turn in case.turns for group in gold_by_document(turn, corpus)))


def ask_alone(assistant: Assistant, case: Case, turn: Turn, manner: Manner) -> Alone | None:
    """A follow-up's standalone form, asked first; None where none is written."""
    if turn.standalone is None:
        return None
    question = Question(text=turn.standalone, composer=manner.composer, judge=manner.judge, store=False)
    asked = ask(assistant, question)
    corpus = assistant.store.corpus
    found = [passage.clause.id for passage in asked.passages]
    return Alone(
        asked=asked,
        rank=ranks(found, gold_by_document(turn, corpus)).any,
        scores=score_answer(case.kind, turn, asked.answer, found, asked.latency_ms, corpus),
    )


def ask_after(unrelated: Unrelated, assistant: Assistant, case: Case, fresh: Ranks) -> After | None:
    """A first question asked after an unrelated conversation; None where its gold was not found without one."""
    turn = case.turns[0]
    if not hit(fresh.any, CUT) or (before := unrelated.before(case)) is None:
        return None
    conversation, conversation_id = before
    question = Question(
        text=turn.question, conversation_id=conversation_id, composer="quote", judge="quick", store=False
    )
    found = found_for(assistant, question)
    return After(conversation=conversation, rank=ranks(found, gold_by_document(turn, assistant.store.corpus)).any)
