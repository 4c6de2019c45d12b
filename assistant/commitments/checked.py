"""Tables of promises that come with the project, each read against its document by a person."""

import tomllib
from datetime import date
from functools import cache
from importlib import resources
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.commitments.promise import Deadline, Promise, Status, Strength
from assistant.errors import NotWordForWord, shown
from vectorstore.documents import Clause, Corpus

_HERE = "assistant.commitments"
_FILES = ("hiroshima-accord.toml",)

Words = Annotated[str, StringConstraints(min_length=1)]


class Said(BaseModel):
    """One promise as a table or a reviewer states it, all of it word for word but for the actor."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    quote: Words
    actor: Words | None = None
    verb: Words
    strength: Strength
    what: Words | None = None
    with_whom: Words | None = None
    instrument: Words | None = None
    deadline: Words | None = None
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")] | None = None


class _Clause(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    none: bool = False
    promise: tuple[Said, ...] = ()


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str
    checked: date
    we: Words
    clause: tuple[_Clause, ...] = Field(min_length=1)


@cache
def checked_tables() -> dict[str, _Table]:
    """The tables by document."""
    texts = (resources.files(_HERE).joinpath(name).read_text("utf-8") for name in _FILES)
    tables = [_Table.model_validate(tomllib.loads(text)) for text in texts]
    return {table.document: table for table in tables}


def checked_promises(corpus: Corpus, clause: Clause) -> tuple[Promise, ...] | None:
    """What a person has read in this clause; null where nobody has, or where its text is another one by now."""
    table = checked_tables().get(clause.document_id)
    if table is None:
        return None
    entry = next((each for each in table.clause if clause.id == f"{table.document}/{each.id}"), None)
    if entry is None:
        return None
    try:
        return tuple(promise(corpus, clause, each, table.we, "checked") for each in entry.promise)
    except NotWordForWord:
        return None


def promise(corpus: Corpus, clause: Clause, said: Said, we: str, status: Status) -> Promise:
    """A promise of a clause as somebody states it.

    Raises:
        NotWordForWord: a quote is not in the clause, or another word is not in its quote.
    """
    text = corpus.text(clause)
    if said.quote not in text:
        raise NotWordForWord(f"{clause.label} does not say {shown(said.quote)}. Copy it from there, letter by letter.")
    for part in (said.verb, said.what, said.with_whom, said.instrument, said.deadline):
        if part is not None and part not in said.quote:
            raise NotWordForWord(f"{shown(part)} is not in the quote {shown(said.quote)}. Copy it from there.")
    if said.date is not None and (said.deadline is None or said.date[:4] not in said.deadline):
        raise NotWordForWord(
            f"The deadline {shown(said.deadline or '')} does not name {said.date}. Leave the date out."
        )
    start = clause.start + text.index(said.quote)
    after = said.quote.partition(said.verb)[2].strip()
    return Promise(
        quote=said.quote,
        span=(start, start + len(said.quote)),
        actor=said.actor or we,
        verb=said.verb,
        strength=said.strength,
        what=said.what or after or None,
        with_whom=said.with_whom,
        instrument=said.instrument,
        deadline=Deadline(said.deadline, said.date) if said.deadline is not None else None,
        status=status,
    )
