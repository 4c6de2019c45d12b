"""Pages on which staff give documents, look at them before they go live, set records right, replace and withdraw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from assistant.access.who import Who
from assistant.carrying.provenance import moment
from assistant.intake.desk import Seen
from assistant.parts import Change
from ui.frame import around
from ui.templating import page
from vectorstore.documents import FACTS, Document
from vectorstore.intakes import Intake, Reading, State, Withdrawn

STATES: dict[State, str] = {
    "reading": "Being read",
    "ready": "To be looked at",
    "publishing": "Going live",
    "live": "Live",
    "failed": "Not taken",
}
REMARKS = {
    "hidden": "Text that a reader does not see; left out",
    "instruction": "Text that reads like an order to a language model; kept",
    "scan": "A picture of a page; not read",
    "table": "A table; its rows are read one by one",
}
CHANGES = {"added": "New", "changed": "Changed", "removed": "Gone"}
_LABELS = {
    "kind": "Kind",
    "name": "Called in answers",
    "title": "Title",
    "publisher": "Publisher",
    "author": "Author",
    "author_office": "Author's office",
    "place": "Place",
    "published": "Date",
    "url": "Address",
    "licence": "Licence",
}
_HINTS = {
    "name": "Empty: the publisher, else the title.",
    "published": "A day, such as 2023-05-18. Empty where the text does not state one.",
}
_MOST = 40
"""Remarks and changes that are shown in full."""


@dataclass(frozen=True)
class FactView:
    """One field of a record's form."""

    name: str
    label: str
    value: str
    hint: str | None


@dataclass(frozen=True)
class IntakeView:
    """One document in the list."""

    path: str
    name: str
    at: str
    state: str
    told: str | None


@dataclass(frozen=True)
class RemarkView:
    """Something to know of the file."""

    kind: str
    place: str | None
    text: str


@dataclass(frozen=True)
class ChangeView:
    """A clause that would be another one."""

    what: str
    label: str
    text: str | None
    before: str | None


@dataclass(frozen=True)
class ClauseView:
    """A clause as it would be shown."""

    label: str
    heading: str
    text: str


def manage_html(
    intakes: Sequence[Intake],
    withdrawn: Sequence[Withdrawn],
    typed: Mapping[str, str],
    problem: str | None,
    who: Who,
) -> str:
    """The form for another document, and what was given."""
    return page(
        "manage.html",
        here="manage",
        **around(who),
        problem=problem,
        typed=typed,
        facts=_facts(typed),
        intakes=[_line(each) for each in intakes],
        withdrawn=[
            (each.document_id, moment(each.at), f"/manage/withdrawn/{quote(each.document_id)}") for each in withdrawn
        ],
    )


def intake_html(seen: Seen, typed: Mapping[str, str], problem: str | None, who: Who) -> str:
    """One document on its way: how far it is, what it was read as, and what was typed instead of its facts."""
    intake, reading = seen.intake, seen.reading
    progress = seen.progress
    return page(
        "intake.html",
        here="manage",
        **around(who),
        problem=problem,
        intake=intake,
        path=_path(intake),
        state=STATES[intake.state],
        at=moment(intake.created_at),
        moving=intake.state in ("reading", "publishing"),
        progress=progress if progress is not None and progress.total else None,
        document=f"/documents/{quote(intake.document_id)}" if intake.document_id else None,
        facts=_facts({**_stated(reading.document), **typed}) if reading is not None else (),
        title=reading.document.title if reading is not None else intake.name,
        remarks=[_remark(each.kind, each.page, each.text) for each in (reading.remarks if reading else ())[:_MOST]],
        more_remarks=max(len(reading.remarks) - _MOST, 0) if reading is not None else 0,
        changes=[_change(each) for each in seen.changes[:_MOST]],
        more_changes=max(len(seen.changes) - _MOST, 0),
        clauses=_clauses(reading) if reading is not None else (),
    )


def managed_html(document: Document, typed: Mapping[str, str], problem: str | None, who: Who) -> str:
    """A document that is live: its record to be set right, another version, or its end."""
    return page(
        "managed.html",
        here="manage",
        **around(who),
        problem=problem,
        title=document.title,
        shown=f"/documents/{quote(document.id)}",
        path=f"/manage/document/{quote(document.id)}",
        facts=_facts({**_stated(document), **typed}),
        corrected=[_LABELS[each] for each in document.corrected],
    )


@cache
def manage_script() -> str:
    """What shows how far a document is without loading the page again; without it a link does that."""
    return (Path(__file__).parent / "scripts" / "manage.js").read_text(encoding="utf-8")


def _line(intake: Intake) -> IntakeView:
    return IntakeView(_path(intake), intake.name, moment(intake.created_at), STATES[intake.state], intake.reason)


def _path(intake: Intake) -> str:
    return f"/manage/{quote(intake.id, safe='')}"


def _stated(document: Document) -> dict[str, str]:
    return {name: getattr(document, name) or "" for name in FACTS}


def _facts(values: Mapping[str, str]) -> list[FactView]:
    return [FactView(name, _LABELS[name], values.get(name, ""), _HINTS.get(name)) for name in FACTS]


def _remark(kind: str, number: int | None, text: str) -> RemarkView:
    return RemarkView(REMARKS.get(kind, kind), f"page {number}" if number is not None else None, text)


def _change(each: Change) -> ChangeView:
    gone = each.what == "removed"
    return ChangeView(CHANGES[each.what], each.label, None if gone else each.text, each.text if gone else each.before)


def _clauses(reading: Reading) -> list[ClauseView]:
    text = reading.document.text
    return [ClauseView(each.label, " › ".join(each.heading), text[each.start : each.end]) for each in reading.clauses]
