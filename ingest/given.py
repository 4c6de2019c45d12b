"""Documents that staff give: a file or an address with what is stated of it, looked at before it is stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from pydantic import ValidationError

from ingest.changes import Change, changes, texts
from ingest.drafts import draft_commented as draft_commented
from ingest.drafts import draft_of_file as draft_of_file
from ingest.drafts import draft_of_text as draft_of_text
from ingest.errors import IngestError, LoadError, Stopped, shown
from ingest.files import plain_name
from ingest.pages import from_page
from ingest.read import read
from ingest.restate import restated as _restated
from ingest.sources import LONGEST_ID, Record, Source, identifier
from ingest.web import Web
from vectorstore.documents import FACTS, Corpus, Document
from vectorstore.intakes import Reading, Refusal, Remark

ORIGIN = "given"
"""Where documents come from that somebody has given as a file."""


def wrong(facts: Mapping[str, str]) -> Refusal | None:
    """What is wrong with facts; an empty one states that it is not known."""
    try:
        _record("document", "document.txt", facts)
    except LoadError as error:
        return Refusal(error.code, str(error))
    return None


def read_file(
    name: str, data: bytes, facts: Mapping[str, str], corpus: Corpus, replaces: str | None, stop: Callable[[], bool]
) -> Reading | Refusal | None:
    """A file, read under a name of its own or as another version of the document that it replaces.

    Null where `stop` said, before it was read, that it is wanted no more.
    """
    file = plain_name(name)

    def source() -> Source:
        id = replaces or _free(identifier(file), corpus)
        return Source(file, _record(id, file, _with_stored(facts, corpus, replaces)), ORIGIN, lambda: data)

    return _read(source, corpus, stop)


def read_page(
    url: str,
    hosts: Sequence[str],
    facts: Mapping[str, str],
    corpus: Corpus,
    replaces: str | None,
    stop: Callable[[], bool],
) -> Reading | Refusal | None:
    """What lies at an address, if it may be read; otherwise as `read_file`."""

    def source() -> Source:
        page = Web(hosts).fetch(url)
        made = from_page(page, "coverage", corpus)
        id = replaces or made.record.id
        stated = {"url": page.url} | _with_stored(facts, corpus, replaces)
        return replace(made, record=_record(id, made.record.file, stated))

    return _read(source, corpus, stop)


def restated(reading: Reading, facts: Mapping[str, str]) -> Reading | Refusal:
    """The same with other facts; those that are not named stay."""
    if refusal := wrong(facts):
        return refusal
    document = reading.document
    known: dict[str, str | None] = {name: value.strip() or None for name, value in facts.items()}
    known["kind"] = known.get("kind") or document.kind
    known["title"] = known.get("title") or document.title
    if "name" in known:
        known["name"] = known["name"] or known.get("publisher", document.publisher) or known["title"]
    made, clauses = _restated(document, reading.clauses, known)
    return replace(reading, document=made, clauses=tuple(clauses))


def changed(corpus: Corpus, reading: Reading) -> Sequence[Change]:
    """What a reading would change of the document that is stored under its id, clause by clause."""
    stored = corpus.documents.get(reading.document.id)
    if stored is None:
        return ()
    return changes(texts(stored, corpus.of(stored.id)), texts(reading.document, reading.clauses))


def _read(source: Callable[[], Source], corpus: Corpus, stop: Callable[[], bool]) -> Reading | Refusal | None:
    try:
        made = read(source(), stop)
    except Stopped:
        return None
    except IngestError as error:
        return Refusal(error.code, str(error))
    document = made.document
    twin = corpus.of_bytes(document.sha256)
    if twin is not None and twin.id != document.id:
        told = f"The same file is stored already, as {shown(twin.title)} ({twin.id}). Drop this one, or replace that."
        return Refusal("duplicate_content", told)
    remarks = tuple(Remark(each.kind, each.text, each.page) for each in made.flags)
    return Reading(document, made.clauses, remarks)


def _with_stored(facts: Mapping[str, str], corpus: Corpus, replaces: str | None) -> dict[str, str]:
    """What is stated, and for another version of a document what its record tells besides."""
    if replaces is None or replaces not in corpus.documents:
        return dict(facts)
    stored: Document = corpus.documents[replaces]
    return {name: getattr(stored, name) for name in FACTS if getattr(stored, name)} | dict(facts)


def _record(id: str, file: str, facts: Mapping[str, str]) -> Record:
    stated = {name: value.strip() for name, value in facts.items() if value.strip()}
    try:
        return Record.model_validate({"id": id, "file": file, **stated})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = ".".join(str(step) for step in first["loc"])
        given = shown(str(first.get("input")))
        raise LoadError("facts", f"{name} cannot be {given}. {_HINTS.get(name, first['msg'])}") from error


def _free(id: str, corpus: Corpus) -> str:
    """The id, or the id with the first number that makes it a new one."""
    if id not in corpus.documents:
        return id
    number = 2
    while f"{id[: LONGEST_ID - 5]}-{number}" in corpus.documents:
        number += 1
    return f"{id[: LONGEST_ID - 5]}-{number}"


_HINTS = {
    "published": "Give a day such as 2023-05-18, or nothing.",
    "url": "Give an address that begins with https:// or http://, or nothing.",
    "kind": "Give primary or coverage.",
}
