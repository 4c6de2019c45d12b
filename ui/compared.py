"""Coverage beside the official text, as a page: each statement with what carries it, or both quotes side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from assistant.access.who import Who
from assistant.carrying.places import NUMBERED_BY_US
from assistant.carrying.provenance import day
from assistant.comparing.statement import MARKS, VERDICTS, Comparison, Quoted, Statement, Verdict
from assistant.names import called
from ui.frame import around
from ui.marks import SHAPES
from ui.templating import page
from vectorstore.documents import Corpus, Document, Kind

_BEFORE = 8
"""Words of its sentence that are shown before a statement."""


@dataclass(frozen=True)
class VerdictView:
    """A verdict in words."""

    value: Verdict
    shape: str
    words: str


@dataclass(frozen=True)
class QuoteView:
    """Words of a clause with the permanent address where they are marked."""

    label: str
    path: str
    quote: str
    lead: str | None
    """What it goes on from: the last words of the opening that a bullet completes, or of coverage in mid-sentence."""


@dataclass(frozen=True)
class StatementView:
    """One statement of the coverage."""

    number: int
    verdict: VerdictView
    said: QuoteView
    heading: str | None
    """What stands above what is beside it."""
    beside: tuple[QuoteView, ...]
    record: str | None
    nothing: str | None
    absent: str
    note: str | None
    proposed: bool


@dataclass(frozen=True)
class FilterView:
    """The statements with one verdict, or all."""

    words: str
    shape: str
    count: int
    path: str
    here: bool


@dataclass(frozen=True)
class ChoiceView:
    """A document that can be chosen."""

    id: str
    title: str
    chosen: bool


@dataclass(frozen=True)
class SourceView:
    """One of the two documents."""

    kind: Kind
    shape: str
    name: str
    title: str
    path: str


def compared_html(
    corpus: Corpus,
    found: Comparison,
    statements: Sequence[tuple[int, Statement]],
    verdict: Verdict | None,
    choices: tuple[Sequence[Document], Sequence[Document]],
    who: Who,
) -> str:
    """The statements that are shown, with their numbers in the whole comparison; `choices` are coverage and official
    texts.
    """
    pair = {"coverage": found.coverage.id, "against": found.against.id}
    official = called(found.against)
    download = {**pair, **({"verdict": verdict} if verdict else {})}
    return page(
        "compared.html",
        here="compare",
        **around(who),
        coverage=_source(found.coverage),
        against=_source(found.against),
        official=official,
        checked=day(found.checked) if found.checked else None,
        statements=[_statement(corpus, found, number, each) for number, each in statements],
        filters=_filters(found, verdict, pair),
        choices=[
            (name, label, [ChoiceView(each.id, each.title, each.id == pair[name]) for each in documents])
            for (name, label), documents in zip(
                (("coverage", "Coverage"), ("against", "Official text")), choices, strict=True
            )
        ],
        choosing=any(len(each) > 1 for each in choices),
        csv=_path("/v1/compare", download | {"format": "csv"}),
        json=_path("/v1/compare", download),
        numbering=NUMBERED_BY_US,
        version=corpus.version,
    )


def _verdict(found: Comparison, verdict: Verdict) -> VerdictView:
    official = called(found.against)
    words: Mapping[Verdict, str] = {
        "stated": f"In {official}",
        "differs": f"Differs from {official}",
        "coverage_only": "Only in the coverage",
        "no_claim": "No claim",
    }
    return VerdictView(verdict, MARKS[verdict], words[verdict])


def _filters(found: Comparison, verdict: Verdict | None, pair: Mapping[str, str]) -> list[FilterView]:
    total = len(found.statements)
    every = FilterView("All", "", total, _path("/compare", pair), verdict is None)
    views = [_verdict(found, each) for each in VERDICTS]
    return [every] + [
        FilterView(
            each.words,
            each.shape,
            found.counts[each.value],
            _path("/compare", {**pair, "verdict": each.value}),
            each.value == verdict,
        )
        for each in views
    ]


def _statement(corpus: Corpus, found: Comparison, number: int, statement: Statement) -> StatementView:
    name = found.against.name
    beside = (*statement.clauses, *statement.nearest)
    heading = f"Nearest in {called(found.against)}" if statement.nearest else name
    nothing = f"Nothing near it was found in {called(found.against)}." if statement.verdict == "coverage_only" else None
    record = statement.record
    return StatementView(
        number=number,
        verdict=_verdict(found, statement.verdict),
        said=_quote(statement.said, _before(corpus, statement.said)),
        heading=heading if beside else None,
        beside=tuple(_quote(each, _opening(corpus, each)) for each in beside),
        record=f"Dated {day(record.value)}" if record else None,
        nothing=None if beside or record else nothing,
        absent=", ".join(statement.absent),
        note=statement.note,
        proposed=statement.status == "proposed",
    )


def _quote(quoted: Quoted, lead: str | None) -> QuoteView:
    clause, (start, end) = quoted.clause, quoted.span
    return QuoteView(
        label=clause.label,
        path=f"/documents/{quote(clause.id)}?start={start}&end={end}",
        quote=quoted.quote,
        lead=lead,
    )


def _before(corpus: Corpus, quoted: Quoted) -> str | None:
    """The words of the same sentence before it, or the last of them."""
    start = next((each for each, end in quoted.clause.sentences if each <= quoted.span[0] < end), quoted.span[0])
    words = corpus.quote(quoted.clause.document_id, (start, quoted.span[0])).split()
    cut = ["…"] if len(words) > _BEFORE else []
    return " ".join([*cut, *words[-_BEFORE:]]) or None


def _opening(corpus: Corpus, quoted: Quoted) -> str | None:
    """ "we will:" before the beginning of a bullet that completes it."""
    opening = corpus.clauses.get(quoted.clause.opening_id or "")
    if opening is None or quoted.span[0] != quoted.clause.start:
        return None
    words = corpus.text(opening).split()[-2:]
    return " ".join(words) if words[-1].endswith(":") else None


def _source(document: Document) -> SourceView:
    return SourceView(
        document.kind, SHAPES[document.kind], document.name, document.title, f"/documents/{quote(document.id)}"
    )


def _path(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query)}"
