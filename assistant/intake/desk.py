"""Where documents are given, looked at before they go live, set right and withdrawn."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from assistant import parts
from assistant.access.who import Who
from assistant.errors import NotNow, NotTaken, UnknownDocument, UnknownIntake, shown
from assistant.intake.work import AGAIN, Progress, Work
from vectorstore.accounts import Act, now_text
from vectorstore.documents import BUNDLED, FACTS, Corpus, Document
from vectorstore.intakes import Intake, Intakes, Reading, Refusal, Withdrawals, Withdrawn, noted, withdrawn
from vectorstore.store import Store

MOST_OPEN = 50
"""Documents that may be on their way at the same time."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A document on its way, with what is to be looked at before it goes live."""

    intake: Intake
    reading: Reading | None
    """Null until it is read, and once it is live."""
    progress: Progress | None
    """Of what is being done with it just now."""
    changes: Sequence[parts.Change]
    """What it would change of the document that it replaces, clause by clause."""


class Desk:
    """Takes in documents for one store. All methods may raise StoreError."""

    def __init__(
        self, store: Store, hosts: Sequence[str], afterwards: Callable[[], None], again: float = AGAIN
    ) -> None:
        """`hosts` may be read from; `afterwards` and `again` as `Work` has them."""
        self._store = store
        self._intakes = Intakes(store.records)
        self._withdrawals = Withdrawals(store.records)
        self._reader = parts.reader()
        self._work = Work(store, self._intakes, hosts, afterwards, again)

    def start(self) -> None:
        """Go on with what was on its way when the last server ended."""
        self._work.start()

    def close(self) -> None:
        """Stop; what is on its way stays for the next start."""
        self._work.close()

    def take(
        self,
        given: tuple[str, bytes] | str,
        facts: Mapping[str, str],
        who: Who,
        *,
        replaces: str | None = None,
        publish: bool = False,
    ) -> Intake:
        """Take in a file (its name and bytes) or an address to read from; an empty fact is none.

        Raises:
            NotTaken: the facts are not right, or too many are on their way.
            UnknownDocument: there is none whose place it could take.
        """
        facts = {name: value for name, value in facts.items() if value.strip()}
        if replaces is not None:
            self._document(replaces)
        if (refusal := self._reader.wrong(facts)) is not None:
            raise _refused(refusal)
        if self._intakes.open() >= MOST_OPEN:
            told = f"{MOST_OPEN} documents are on their way already. Publish or drop some of them first."
            raise NotNow(told, code="too_many")
        name, data = (given, None) if isinstance(given, str) else given
        intake = Intake(
            id=secrets.token_urlsafe(12),
            created_at=now_text(),
            who=who.label,
            name=name,
            url=name if data is None else None,
            facts=facts,
            replaces=replaces,
            publish=publish,
        )
        self._intakes.add(intake, data, _act(who, "document given", name))
        self._work.wake()
        return intake

    def all(self) -> list[Intake]:
        """All documents that were given, the last first."""
        return self._intakes.all()

    def seen(self, intake_id: str) -> Seen:
        """One of them with what it was read as.

        Raises:
            UnknownIntake: it is not there.
        """
        intake = self._intake(intake_id)
        reading = self._intakes.reading(intake_id)
        changes = self._reader.changed(self._store.corpus, reading) if reading is not None else ()
        return Seen(intake=intake, reading=reading, progress=self._work.progress(intake_id), changes=changes)

    def restate(self, intake_id: str, facts: Mapping[str, str]) -> None:
        """State other facts of a document that is not live yet.

        Raises:
            UnknownIntake, NotTaken: it is not there, is not ready, or the facts are not right.
        """
        self._intake(intake_id)
        reading = self._intakes.reading(intake_id)
        if reading is None:
            raise _not_ready()
        if not self._intakes.read(intake_id, self._restated(reading, facts)):
            raise _not_ready()

    def publish(self, intake_id: str, who: Who) -> None:
        """Let it go live; that is done in the background.

        Raises:
            UnknownIntake, NotTaken: it is not there, or is not ready.
        """
        intake = self._intake(intake_id)
        if not self._intakes.publish(intake_id, _act(who, "document published", intake.document_id or intake.name)):
            raise _not_ready()
        self._work.wake()

    def drop(self, intake_id: str) -> None:
        """Forget it, and stop what is being done with it; what is live stays.

        Raises:
            UnknownIntake: it is not there.
        """
        if not self._intakes.drop(intake_id):
            raise _unknown(intake_id)
        self._work.stop(intake_id)

    def correct(self, document_id: str, facts: Mapping[str, str], who: Who) -> Document:
        """Set the record of a document right; its text stays, and what is right stays when it is read again.

        Raises:
            UnknownDocument, NotTaken: there is no such document, or the facts are not right.
        """
        while True:
            with suppress(_Changed):
                return self._corrected(document_id, facts, who)

    def _corrected(self, document_id: str, facts: Mapping[str, str], who: Who) -> Document:
        """Raises _Changed where the document went live in another version, or was withdrawn, meanwhile."""
        document = self._document(document_id)
        reading = Reading(document, tuple(self._store.corpus.of(document_id)))
        restated = self._restated(reading, facts)
        told = tuple(sorted({*document.corrected, *_different(document, restated.document)}))
        corrected = replace(restated.document, corrected=told)
        if corrected != document:
            act = noted(_act(who, "document corrected", document_id))
            self._store.put(corrected, restated.clauses, check=partial(_unchanged, document), along=act)
            self.changed()
        return corrected

    def withdraw(self, document_id: str, who: Who) -> None:
        """Take a document away; from now on no answer stands on it.

        Raises:
            UnknownDocument: there is none.
        """
        act = _act(who, "document withdrawn", document_id)
        while True:
            document = self._document(document_id)
            along = withdrawn(act) if document.origin == BUNDLED else noted(act)
            with suppress(_Changed):
                self._store.remove(document_id, check=partial(_unchanged, document), along=along)
                return self.changed()

    def withdrawn(self) -> list[Withdrawn]:
        """The documents that come with the program, were withdrawn, and have no other in their place."""
        return [each for each in self._withdrawals.all() if each.document_id not in self._store.corpus.documents]

    def bring_back(self, document_id: str, who: Who) -> None:
        """Let a document come back that comes with the program.

        Raises:
            UnknownDocument: it was not withdrawn.
        """
        if not self._withdrawals.forget(document_id, _act(who, "document brought back", document_id)):
            raise UnknownDocument(f"No document {shown(document_id)} was withdrawn.")
        parts.ingest()(self._store, None, "primary", lambda what, done, total: None)
        self.changed()

    def changed(self) -> None:
        """The corpus is another one; returns at once."""
        self._work.wake()

    def _intake(self, intake_id: str) -> Intake:
        found = self._intakes.one(intake_id)
        if found is None:
            raise _unknown(intake_id)
        return found

    def _document(self, document_id: str) -> Document:
        corpus: Corpus = self._store.corpus
        if document_id not in corpus.documents:
            raise UnknownDocument(f"There is no document {shown(document_id)}. /v1/documents lists them.")
        return corpus.documents[document_id]

    def _restated(self, reading: Reading, facts: Mapping[str, str]) -> Reading:
        """Raises NotTaken where the facts are not right."""
        restated = self._reader.restated(reading, facts)
        if isinstance(restated, Refusal):
            raise _refused(restated)
        return restated


class _Changed(Exception):
    """The document is another one by now."""


def _unchanged(document: Document, corpus: Corpus) -> None:
    if corpus.documents.get(document.id) is not document:
        raise _Changed


def _different(before: Document, after: Document) -> list[str]:
    return [name for name in FACTS if getattr(before, name) != getattr(after, name)]


def _act(who: Who, act: str, about: str) -> Act:
    return Act(now_text(), who.label, act, about)


def _refused(refusal: Refusal) -> NotTaken:
    return NotTaken(refusal.message, code=refusal.code)


def _not_ready() -> NotNow:
    return NotNow("It is not ready to be looked at, or was published or dropped already.", code="not_ready")


def _unknown(intake_id: str) -> UnknownIntake:
    return UnknownIntake(f"There is no document on its way with the id {shown(intake_id)}. /v1/intakes lists them.")
