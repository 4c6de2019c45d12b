"""An answer and its parts. Everything a reader may see is a field here; `assistant.render` makes the text of it."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from vectorstore.documents import Clause, Corpus, Kind, Span

Outcome = Literal[
    "answered", "partial", "uncertain", "not_in_sources", "out_of_scope", "needs_clarification", "refused"
]
Reason = Literal["off_topic", "opinion", "advice", "courtesy", "about_assistant"]
RestsOn = Literal["primary", "coverage", "both", "none"]
Support = Literal["verbatim", "supported", "records", "notice"]
Fallback = Literal["loading", "busy", "timeout", "error", "unsupported"]

ANSWERING: tuple[Outcome, ...] = ("answered", "partial")
"""Outcomes of questions that the sources answer, at least in part."""


@dataclass(frozen=True, kw_only=True)
class Citation:
    """One number, one clause, one quoted span of it, and the facts of its document."""

    number: int
    clause_id: str
    clause_hash: str
    document_id: str
    title: str
    publisher: str | None
    published: str | None
    kind: Kind
    source: str
    """What an answer calls the document: "The Accord", "techUK"."""
    label: str
    heading: tuple[str, ...]
    quote: str
    """`canonical_text[start:end]`."""
    start: int
    end: int
    pages: tuple[int, ...]
    url: str | None
    changed: bool = False
    """True where the clause's text is another one now than when the answer was given."""


def cite(corpus: Corpus, clause: Clause, span: Span, number: int) -> Citation:
    """A citation of one span of a clause, taken from the canonical text."""
    document = corpus.documents[clause.document_id]
    return Citation(
        number=number,
        clause_id=clause.id,
        clause_hash=clause.hash,
        document_id=document.id,
        title=document.title,
        publisher=document.publisher,
        published=document.published,
        kind=document.kind,
        source=document.name,
        label=clause.label,
        heading=clause.heading,
        quote=corpus.quote(document.id, span),
        start=span[0],
        end=span[1],
        pages=clause.pages,
        url=document.url,
    )


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One sentence of an answer, without its markers."""

    text: str
    citations: tuple[int, ...]
    kind: Kind | None
    """Whose words it rests on; null where it cites nothing."""
    support: Support
    item: bool = False
    """One of a list that a statement before it opens."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What composing gives and verifying checks: statements with the citations they use."""

    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer that needs no passages: the outcome, what is said, and what a reader can do next."""

    outcome: Outcome
    reason: Reason | None = None
    draft: Draft = field(default_factory=Draft)
    nearest: tuple[Citation, ...] = ()
    """Numbered after the citations of the draft."""
    looked_for: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    hint: str | None = None
    complete: bool | None = None
    """True where the answer says all that the texts have; null where that is not the question."""


@dataclass(frozen=True, kw_only=True)
class Timings:
    """Milliseconds per step."""

    rewrite: float = 0.0
    retrieve: float = 0.0
    judge: float = 0.0
    compose: float = 0.0
    verify: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What a question was judged by."""

    evidence: float
    """How much the best sentence has of the question: its cosine, and half its share of the words; up to 1.5."""
    meaning: float
    """Cosine of the nearest clause or sentence."""
    wording: float
    """Share of the question's words, by rarity, in the best sentence."""
    absent: tuple[str, ...]
    """Names, numbers and terms of the question that stand in no text."""
    named: bool = False
    """True where a name or number of the question does stand in a text."""
    unmeasured: bool
    """True where an amount is asked for and the best sentence has none."""
    unstated: bool = False
    """True where a citation for a claim is asked for and no sentence has all words of the claim."""
    model_yes: float | None = None
    """The language model's probability that the passages answer; null where none was asked."""
    probability: float | None = None
    """All of it together; null where the judge is not calibrated for this embedding model."""


@dataclass(frozen=True, kw_only=True)
class WrittenSentences:
    """What became of the sentences that a language model wrote."""

    kept: int = 0
    replaced: int = 0
    """By the quotes that they should have rested on."""
    dropped: int = 0

    def __add__(self, other: "WrittenSentences") -> "WrittenSentences":
        return WrittenSentences(
            kept=self.kept + other.kept,
            replaced=self.replaced + other.replaced,
            dropped=self.dropped + other.dropped,
        )


@dataclass(frozen=True, kw_only=True)
class Cleared:
    """That somebody has read an answer and stands by it, so that it is given to whoever asks its question."""

    at: str
    """ISO time in UTC."""
    by: str | None
    """A person's name; null where it was a program, or nobody had to say who they are."""

    @property
    def told(self) -> str:
        """ "Cleared on 3 May 2026 by Jo."."""
        at = datetime.fromisoformat(self.at)
        return f"Cleared on {at.day} {at:%B %Y}{f' by {self.by}' if self.by else ''}."


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was asked, what came of it, and everything needed to check it."""

    id: str
    conversation_id: str | None
    """Null where the question was asked with `store` off and outside a conversation."""
    question: str
    standalone_question: str
    outcome: Outcome
    reason: Reason | None = None
    rests_on: RestsOn = "none"
    text: str = ""
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    missing: tuple[str, ...] = ()
    looked_for: tuple[str, ...] = ()
    hint: str | None = None
    not_in_primary: tuple[str, ...] = ()
    """Names and numbers of the quotes that an exact search found in no official text; of answers from coverage."""
    suggestions: tuple[str, ...] = ()
    basis: str | None = None
    """The line under an answer: which documents it was drawn from."""
    composer: Literal["quote", "generate"] = "quote"
    """ "generate" where at least one sentence is written."""
    written: WrittenSentences | None = None
    """Null where nothing was to be written."""
    judge: Literal["quick", "model"] = "quick"
    fallback: Fallback | None = None
    model: str = "none"
    judged: Judged | None = None
    """Null where nothing needed to be judged."""
    cleared: Cleared | None = None
    """Null where the answer was made for this question just then."""
    corpus_version: str
    timings_ms: Timings = field(default_factory=Timings)
    created_at: str

    def as_dict(self) -> dict[str, Any]:
        """The answer as plain values, as the API sends it and the records keep it."""
        return asdict(self)
