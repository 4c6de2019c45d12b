"""Tables of statements that come with the project, each read against both texts by hand."""

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from assistant.comparing.statement import Comparison, Fact, Quoted, Recorded, Statement, Verdict
from assistant.wholetext.terms import find
from vectorstore.documents import Corpus, Document, text_hash

_HERE = "assistant.comparing"
_FILES = ("techuk-coverage.toml",)

Words = Annotated[str, StringConstraints(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Official(_Strict):
    clause: Words
    quote: Words


class _Record(_Strict):
    fact: Fact
    value: Words


class _Said(_Strict):
    clause: Words
    quote: Words
    verdict: Verdict
    official: tuple[_Official, ...] = ()
    record: _Record | None = None
    absent: tuple[Words, ...] = ()
    note: Words | None = None

    @model_validator(mode="after")
    def _has_what_its_verdict_needs(self) -> Self:
        beside = bool(self.official or self.record)
        if self.verdict in ("stated", "differs") and not beside:
            raise ValueError(f"{self.quote!r} is {self.verdict}, and nothing stands beside it.")
        if self.verdict == "differs" and self.note is None:
            raise ValueError(f"{self.quote!r} differs, and no note says how.")
        if self.verdict == "no_claim" and beside:
            raise ValueError(f"{self.quote!r} is no claim, and something stands beside it.")
        return self


class _Text(_Strict):
    document: Words
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    """Of the canonical text."""


class _Table(_Strict):
    checked: date
    coverage: _Text
    against: _Text
    statement: tuple[_Said, ...] = Field(min_length=1)


class NotAsRead(ValueError):
    """A table says something of the texts or of a record that is not so."""


@cache
def checked_tables() -> tuple[_Table, ...]:
    """All tables."""
    texts = (resources.files(_HERE).joinpath(name).read_text("utf-8") for name in _FILES)
    return tuple(_Table.model_validate(tomllib.loads(text)) for text in texts)


def checked_pairs() -> Sequence[tuple[str, str]]:
    """The ids of coverage and official text of which there is a table."""
    return [(each.coverage.document, each.against.document) for each in checked_tables()]


def checked_comparison(corpus: Corpus, coverage: Document, against: Document) -> Comparison | None:
    """What was read by hand; null where it was not, or where a text or record is another one by now.

    The whole texts must be those that were read: that the official text does not say a thing is a word on all of it.
    """
    pair = coverage.id, against.id
    table = next((each for each in checked_tables() if (each.coverage.document, each.against.document) == pair), None)
    if table is None:
        return None
    try:
        return as_read(corpus, table)
    except NotAsRead:
        return None


def as_read(corpus: Corpus, table: _Table) -> Comparison:
    """A table held against a corpus.

    Raises:
        NotAsRead: a document is missing or changed, a quote does not stand exactly once in its clause, a word said to
            be absent is there, or a record says something else.
    """
    coverage, against = _document(corpus, table.coverage), _document(corpus, table.against)
    statements = tuple(_statement(corpus, coverage, against, each) for each in table.statement)
    return Comparison(coverage, against, statements, table.checked.isoformat())


def _document(corpus: Corpus, read: _Text) -> Document:
    document = corpus.documents.get(read.document)
    if document is None or text_hash(document.text) != read.sha256:
        raise NotAsRead(f"{read.document!r} is not the text that was read.")
    return document


def _statement(corpus: Corpus, coverage: Document, against: Document, said: _Said) -> Statement:
    beside = tuple(_quoted(corpus, against, each.clause, each.quote) for each in said.official)
    if there := [each for each in said.absent if find(each, against.text)]:
        raise NotAsRead(f"{there[0]!r} stands in {against.id!r}.")
    record = None
    if said.record is not None:
        value = getattr(against, said.record.fact)
        if value != said.record.value:
            raise NotAsRead(f"The record of {against.id!r} says {value!r}, not {said.record.value!r}.")
        record = Recorded(said.record.fact, said.record.value)
    only = said.verdict == "coverage_only"
    return Statement(
        said=_quoted(corpus, coverage, said.clause, said.quote),
        verdict=said.verdict,
        clauses=() if only else beside,
        nearest=beside if only else (),
        record=record,
        absent=said.absent,
        note=said.note,
        status="checked",
    )


def _quoted(corpus: Corpus, document: Document, place: str, quote: str) -> Quoted:
    clause = corpus.clauses.get(f"{document.id}/{place}")
    if clause is None or corpus.text(clause).count(quote) != 1:
        raise NotAsRead(f"{quote!r} is not said exactly once at {document.id}/{place}.")
    start = clause.start + corpus.text(clause).index(quote)
    return Quoted(clause, (start, start + len(quote)), quote)
