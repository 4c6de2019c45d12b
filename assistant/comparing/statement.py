"""One statement of a coverage document, and what the official text has to it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from vectorstore.documents import Clause, Document, Span

Verdict = Literal["stated", "differs", "coverage_only", "no_claim"]
"""`stated`: clauses of the official text carry it; `differs`: the official text speaks of the same thing and says
something else, weaker, stronger or of somebody else; `coverage_only`: the official text does not say it; `no_claim`: it
says nothing of what the official text is about, but of the publisher: what it looks forward to, how it is reached, who
wrote. What it says of events, a summit or an announcement, is a claim."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
MARKS: Mapping[Verdict, str] = {"stated": "●", "differs": "◐", "coverage_only": "○", "no_claim": "–"}
"""Verdicts are told apart by shape as well as by word and colour."""
Status = Literal["checked", "proposed"]
"""`checked`: read against both whole texts by hand, in a table that comes with the project; `proposed`: by rules, read
by nobody yet."""
Fact = Literal["published"]
"""The facts of a document's record that a statement can be held against."""


@dataclass(frozen=True)
class Quoted:
    """Words of a clause: `canonical_text[start:end]`."""

    clause: Clause
    span: Span
    quote: str


@dataclass(frozen=True)
class Recorded:
    """What a document's record says, where its text says nothing."""

    fact: Fact
    value: str


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One single thing that coverage says."""

    said: Quoted
    verdict: Verdict
    clauses: tuple[Quoted, ...] = ()
    """What carries it, or says something else."""
    nearest: tuple[Quoted, ...] = ()
    """Where nothing carries it: what the official text has that is nearest to it, if anything."""
    record: Recorded | None = None
    absent: tuple[str, ...] = ()
    """Its words that stand nowhere in the official text, by exact search."""
    note: str | None = None
    status: Status


@dataclass(frozen=True)
class Comparison:
    """All statements of one coverage document, in the order of its text."""

    coverage: Document
    against: Document
    statements: tuple[Statement, ...]
    checked: str | None
    """ISO date on which it was checked by hand; null where rules propose it."""

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How many statements have each verdict."""
        return counts(self.statements)


def counts(statements: Sequence[Statement]) -> Mapping[Verdict, int]:
    """How many statements have each verdict, in the order of `VERDICTS`."""
    found = Counter(each.verdict for each in statements)
    return {verdict: found[verdict] for verdict in VERDICTS}
