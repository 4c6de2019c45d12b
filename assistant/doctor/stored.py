"""What is stored: the records, the documents in them, and the index of vectors that is made from them."""

from assistant.doctor.check import Check, ok, problem, warning
from assistant.doctor.server import Owner, owner_of
from vectorstore import condition
from vectorstore.condition import Contents, Difference
from vectorstore.errors import StoreError
from vectorstore.records import Records
from vectorstore.settings import StoreSettings

_NONE = "There are no records yet."
_MAKE = "accord serve or accord ingest makes them."
_UNREAD = "Not looked at, since the records cannot be read."
_FIRST = "Mend the records first."
_SHOWN = 5
"""Ids that are named."""


def open_records(places: StoreSettings) -> Records | StoreError | None:
    """The records, or why there are none to look at; null where none were made yet."""
    try:
        return Records(places.records_url, read_only=True) if condition.records_exist(places) else None
    except StoreError as error:
        return error


def close(records: Records | StoreError | None) -> None:
    """Let go of the records, where they could be opened."""
    if isinstance(records, Records):
        records.close()


def tables(records: Records | StoreError | None) -> Check:
    """Can the records be opened, and are their tables the newest?"""
    name = "records"
    if records is None:
        return warning(name, _NONE, _MAKE)
    try:
        if isinstance(records, StoreError):
            raise records
        found = condition.look_at_tables(records)
    except StoreError as error:
        return problem(
            name,
            str(error),
            "See that the file or ACCORD_DATABASE_URL is right; else put a copy back, or move the file away and start "
            "anew (documents are stored again, conversations are lost).",
        )
    if found.stored is None:
        return warning(name, "The database has no tables yet.", _MAKE)
    if not found.known:
        told = f"The tables are of another version of this program: migration {found.stored!r} is not known."
        return problem(name, told, "Run the version that made them, or a newer one.")
    if found.stored != found.newest:
        told = f"The tables are not the newest (migration {found.stored!r}; {found.newest!r} is the newest)."
        return warning(name, told, "accord serve, or whatever opens the records next, brings them up to date.")
    return ok(name, f"The database can be read, is whole, and its tables are the newest (migration {found.stored!r}).")


def contents(records: Records | StoreError | None) -> Contents | StoreError | None:
    """What is in the records, or why it cannot be told."""
    if not isinstance(records, Records):
        return records
    try:
        return condition.look_at_documents(records)
    except StoreError as error:
        return error


def documents(found: Contents | StoreError | None) -> Check:
    """Are there documents, and has each clause its vectors?"""
    name = "documents"
    if found is None:
        return warning(name, _NONE, _MAKE)
    if isinstance(found, StoreError):
        return warning(name, _UNREAD, _FIRST)
    held = f"{found.documents} documents, {found.clauses} clauses, {len(found.vectors)} vectors"
    if found.lacking:
        named = ", ".join(found.lacking[:_SHOWN]) + (", ..." if len(found.lacking) > _SHOWN else "")
        told = f"{held}; {len(found.lacking)} clauses do not have the vectors they should have: {named}."
        return problem(name, told, "Stop the server, and make all again: accord ingest --rebuild")
    if not found.clauses:
        return warning(name, "No document is stored.", "accord serve or accord ingest stores those that come with it.")
    return ok(name, f"{held}: every clause has one of its own and one of each of its sentences.")


def index(
    places: StoreSettings,
    records: Records | StoreError | None,
    found: Contents | StoreError | None,
    owner: Owner | None,
) -> Check:
    """Is the index of vectors sound, and does it hold what the records hold? A server is asked instead."""
    name = "index"
    if owner is not None:
        return _as_owner_says(name, owner)
    if not isinstance(records, Records) or not isinstance(found, Contents):
        told = _NONE if records is None else _UNREAD
        return warning(name, told, _MAKE if records is None else _FIRST)
    try:
        differs = condition.look_at_index(places, records, found)
        seen = _compared(name, differs, len(found.vectors))
    except StoreError as error:
        advice = "accord serve makes it again from the records."
        if places.chroma_url is not None:
            advice = "See that the Chroma server runs and ACCORD_CHROMA_URL is right."
        seen = problem(name, str(error), advice)
    # What changed while it was looked at proves nothing.
    began = owner_of(places.folder)
    return seen if began is None else _as_owner_says(name, began)


def _compared(name: str, differs: Difference | None, vectors: int) -> Check:
    if differs is None:
        return warning(name, "There is no index of vectors yet.", "accord serve makes it from the records.")
    if differs.missing or differs.surplus:
        told = f"The index lacks {differs.missing} vectors of the records and has {differs.surplus} too many."
        return warning(name, told, "accord serve brings it in line with the records.")
    return ok(name, f"The index has the {vectors} vectors of the records, and known ones find themselves.")


def _as_owner_says(name: str, owner: Owner) -> Check:
    state = (owner.readiness or {}).get("index")
    if state == "ready":
        return ok(name, "The server has the index open, and found known vectors in it when it started.")
    if state == "loading":
        return warning(name, "The server is still opening the index.", "Wait a few seconds, and ask again.")
    if state == "failed":
        return problem(name, "The server could not open the index.", "Look into its log.")
    told = "Not looked at, since only one process may open the index and another one has it."
    return warning(name, told, "Ask again when that process has ended.")
