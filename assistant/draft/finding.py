"""What the check finds of one sentence of a draft."""

from dataclasses import dataclass
from typing import Literal

from assistant.answers import Citation

Verdict = Literal[
    "supported",
    "partly",
    "coverage_only",
    "not_in_sources",
    "contradicted",
    "stronger",
    "misquoted",
    "opinion",
    "no_claim",
]
"""`supported`: the official text says it. `partly`: it says some of it, or the check cannot tell. `coverage_only`: only
others say it. `not_in_sources`: nobody does. `contradicted`: a text says otherwise. `stronger`: the draft says more
than the text binds itself to. `misquoted`: what stands in quotation marks does not stand so in any text. `opinion`: it
judges or advises. `no_claim`: it says nothing that could be checked."""
Relation = Literal["carries", "differs", "nearest"]
"""Of a clause to the sentence: it carries it or a part of it, it says otherwise or less, or it is only near."""


@dataclass(frozen=True)
class Misquote:
    """Quotation marks around what is not word for word."""

    start: int
    end: int
    """Of the words inside the marks, counted from the sentence's first character."""
    quote: str
    reason: str


@dataclass(frozen=True)
class Beside:
    """A clause beside a sentence."""

    citation: Citation
    relation: Relation


@dataclass(frozen=True)
class Finding:
    """One sentence and what was found."""

    text: str
    verdict: Verdict
    claim: Verdict
    """The same without regard to quotation marks: a sentence can be supported and misquoted."""
    reasons: tuple[str, ...] = ()
    clauses: tuple[Beside, ...] = ()
    suggestion: str | None = None
    """What could be written in its place: the text's own words."""
    misquoted: tuple[Misquote, ...] = ()
    judged_by: Literal["rules", "model"] = "rules"
