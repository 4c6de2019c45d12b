"""A draft that was checked, as a page: each sentence coloured and labelled, and the clause beside it."""

from dataclasses import dataclass
from urllib.parse import quote

from assistant.access.who import Who
from assistant.draft.checked import LABELS, CheckedDraft
from assistant.draft.finding import Beside, Finding, Relation
from assistant.draft.taking import MOST_CHARACTERS, MOST_SENTENCES
from ui.frame import around
from ui.marks import SHAPES, kind_word
from ui.templating import page

_RELATIONS: dict[Relation, str] = {"carries": "See", "differs": "The text says", "nearest": "Nearest"}


@dataclass(frozen=True)
class BesideView:
    """A clause beside a sentence."""

    relation: str
    shape: str
    kind: str
    word: str
    label: str
    quote: str
    path: str


@dataclass(frozen=True)
class SentenceView:
    """One sentence and what was found."""

    number: int
    anchor: str
    text: str
    verdict: str
    label: str
    but: str | None
    """What its claim is apart from wrong quotation marks."""
    reasons: tuple[str, ...]
    beside: tuple[BesideView, ...]
    suggestion: str | None
    by_model: bool


def check_html(checked: CheckedDraft | None, typed: str, problem: str | None, who: Who) -> str:
    """The form for a draft, and what was found of one."""
    findings = checked.findings if checked is not None else ()
    sentences = [_sentence(number, each) for number, each in enumerate(findings, start=1)]
    counts = checked.counts if checked is not None else {}
    return page(
        "check.html",
        here="check",
        **around(who),
        problem=problem,
        typed=typed,
        most=f"{MOST_CHARACTERS:,} characters and {MOST_SENTENCES:,} sentences",
        counts=[(name, LABELS[name], count) for name, count in counts.items() if count],
        notes=[told for _, told in checked.draft.notes] if checked is not None else [],
        paragraphs=_paragraphs(checked, sentences) if checked is not None else [],
        sentences=[each for each in sentences if each.verdict != "no_claim"],
        checked=checked is not None,
    )


def _paragraphs(checked: CheckedDraft, sentences: list[SentenceView]) -> list[list[SentenceView]]:
    """The draft as it was given, paragraph by paragraph."""
    found: dict[int, list[SentenceView]] = {}
    for placed, each in zip(checked.draft.sentences, sentences, strict=True):
        found.setdefault(placed.paragraph, []).append(each)
    return list(found.values())


def _sentence(number: int, finding: Finding) -> SentenceView:
    return SentenceView(
        number=number,
        anchor=f"sentence-{number}",
        text=finding.text,
        verdict=finding.verdict,
        label=LABELS[finding.verdict],
        but=LABELS[finding.claim].lower() if finding.verdict == "misquoted" else None,
        reasons=finding.reasons,
        beside=tuple(map(_beside, finding.clauses)),
        suggestion=finding.suggestion,
        by_model=finding.judged_by == "model",
    )


def _beside(beside: Beside) -> BesideView:
    cited = beside.citation
    return BesideView(
        relation=_RELATIONS[beside.relation],
        shape=SHAPES[cited.kind],
        kind=cited.kind,
        word=kind_word(cited),
        label=cited.label,
        quote=cited.quote,
        path=f"/documents/{quote(cited.clause_id)}?start={cited.start}&end={cited.end}",
    )
