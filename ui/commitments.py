"""The register of commitments as a page: a table with filters, and what staff have to confirm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from assistant.access.who import Who
from assistant.carrying.places import NUMBERED_BY_US
from assistant.commitments.promise import STATUSES, STRENGTHS, Commitment, Promise
from assistant.commitments.register import Register
from ui.frame import around
from ui.templating import page
from vectorstore.documents import Corpus


@dataclass(frozen=True)
class PromiseView:
    """One promise as it is shown."""

    path: str
    actor: str
    verb: str
    strength: str
    word: str
    before: str
    """Of its quote, before the verb."""
    after: str
    by: str | None
    date: str | None
    status: str


@dataclass(frozen=True)
class EntryView:
    """One clause with its promises."""

    id: str
    hash: str
    label: str
    path: str
    promises: tuple[PromiseView, ...]
    proposed: bool
    """Whether staff are to look at it."""


def commitments_html(found: Register, corpus: Corpus, typed: Mapping[str, str], problem: str | None, who: Who) -> str:
    """The part of the register that was chosen."""
    official = [each for each in corpus.documents.values() if each.kind == "primary"]
    return page(
        "commitments.html",
        here="commitments",
        **around(who),
        problem=problem,
        typed=typed,
        told=_told(found),
        parts=_by_heading(found.commitments, corpus),
        apart=_by_heading(found.apart, corpus),
        documents={each.id: each.title for each in official} if len(official) > 1 else {},
        strengths=STRENGTHS,
        statuses=STATUSES,
        csv=_file("csv", typed),
        xlsx=_file("xlsx", typed),
        json=_file("json", typed),
        numbering=NUMBERED_BY_US,
    )


def _told(found: Register) -> str:
    promises = [each for entry in found.commitments for each in entry.promises]
    deadlines = sum(each.deadline is not None for each in promises)
    return (
        f"{_counted(len(found.commitments), 'commitment')} with {_counted(len(promises), 'promise')}, "
        f"{_counted(deadlines, 'deadline')}."
    )


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _by_heading(entries: Sequence[Commitment], corpus: Corpus) -> list[tuple[str, list[EntryView]]]:
    found: dict[str, list[EntryView]] = {}
    several = len({entry.clause.document_id for entry in entries}) > 1
    for entry in entries:
        title = corpus.documents[entry.clause.document_id].title
        heading = " › ".join([*([title] if several or not entry.clause.heading else []), *entry.clause.heading])
        found.setdefault(heading, []).append(_entry(entry))
    return list(found.items())


def _entry(entry: Commitment) -> EntryView:
    clause = entry.clause
    path = f"/documents/{quote(clause.id)}"
    return EntryView(
        id=clause.id,
        hash=clause.hash,
        label=clause.label,
        path=path,
        promises=tuple(_promise(each, path) for each in entry.promises),
        proposed=any(each.status == "proposed" for each in entry.promises),
    )


def _promise(found: Promise, path: str) -> PromiseView:
    before, verb, after = found.quote.partition(found.verb)
    start, end = found.span
    return PromiseView(
        path=f"{path}?start={start}&end={end}",
        actor=found.actor,
        verb=verb,
        strength=found.strength,
        word=STRENGTHS[found.strength],
        before=before,
        after=after,
        by=found.deadline.stated if found.deadline else None,
        date=found.deadline.date if found.deadline else None,
        status=STATUSES[found.status],
    )


def _file(format: str, typed: Mapping[str, str]) -> str:
    return f"/v1/commitments?{urlencode({**typed, 'format': format})}"
