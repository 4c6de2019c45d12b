"""A commitment, and the promises that it holds."""

from dataclasses import dataclass
from typing import Literal

from vectorstore.documents import Clause, Span

Strength = Literal["do", "commit", "state", "explore"]
"""How strongly something is promised, the strongest first: `do` (establish, launch), `commit` (commit to, affirm our
commitment), `state` (reaffirm, recognise, welcome, support), `explore` (explore, consider, discuss)."""
Status = Literal["checked", "confirmed", "proposed"]
"""`checked`: read against the text, in a table that comes with the project; `confirmed`: by staff; `proposed`: by
rules, and by nobody yet."""

STRENGTHS: dict[Strength, str] = {
    "do": "Will do it",
    "commit": "Commits to it",
    "state": "States or supports it",
    "explore": "Will explore it",
}
STATUSES: dict[Status, str] = {
    "checked": "Read against the text for this program",
    "confirmed": "Confirmed by staff",
    "proposed": "Proposed by rules, confirmed by nobody yet",
}
"""Both in words for people."""


@dataclass(frozen=True)
class Deadline:
    """By when."""

    stated: str
    """Word for word."""
    date: str | None
    """ISO 8601, only as exact as the text ("2050"); null where it names none ("the end of the year")."""


@dataclass(frozen=True, kw_only=True)
class Promise:
    """One thing that is promised. What is not null is word for word from its quote, but for "we"."""

    quote: str
    """`canonical_text[start:end]`."""
    span: Span
    actor: str
    """Who promises, as the text names them; for "we" whom it stands for."""
    verb: str
    """What its strength stands on, hedges included."""
    strength: Strength
    what: str | None = None
    with_whom: str | None = None
    instrument: str | None = None
    """By which agreement, dialogue or programme."""
    deadline: Deadline | None = None
    status: Status = "proposed"


@dataclass(frozen=True)
class Commitment:
    """A clause with its promises, in the order of the text."""

    clause: Clause
    promises: tuple[Promise, ...]

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """By when it is to be done, promise by promise."""
        return tuple(each.deadline for each in self.promises if each.deadline is not None)
