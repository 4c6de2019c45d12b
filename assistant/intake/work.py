"""Reading and publishing what was given, one after the other, in a thread of its own."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from assistant import parts
from vectorstore.accounts import Act, now_text
from vectorstore.documents import BUNDLED, Corpus
from vectorstore.errors import StoreError
from vectorstore.intakes import Intake, Intakes, NotWaiting, Reading, Refusal
from vectorstore.store import Store

AGAIN = 30.0
"""Seconds until what the store refused is tried again."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """How far one document is."""

    what: str
    done: int
    total: int


class _Dropped(Exception):
    """Somebody dropped it, or the server ends."""


class _Refused(Exception):
    """It cannot go live beside what is stored by now."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.refusal = Refusal(code, message)


class Work:
    """One thread that does what waits, until it is closed."""

    def __init__(
        self,
        store: Store,
        intakes: Intakes,
        hosts: Sequence[str],
        afterwards: Callable[[], None],
        again: float,
    ) -> None:
        """`afterwards` is called once nothing waits any more and the corpus is another one than at its last call;
        what the store refused is tried again after so many seconds.
        """
        self._store = store
        self._intakes = intakes
        self._hosts = hosts
        self._afterwards = afterwards
        self._again = again
        self._known: str | None = None
        self._reader = parts.reader()
        self._closing = threading.Event()
        self._wake = threading.Event()
        self._dropped: set[str] = set()
        self._progress: dict[str, Progress] = {}
        self._thread = threading.Thread(target=self._run, name="accord-intake", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def wake(self) -> None:
        """There is something to do."""
        self._wake.set()

    def stop(self, intake_id: str) -> None:
        """Go no further with this one."""
        self._dropped.add(intake_id)

    def close(self) -> None:
        """Stop as soon as may be; what is not done waits for the next start."""
        self._closing.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def progress(self, intake_id: str) -> Progress | None:
        """How far one is that is being worked on."""
        return self._progress.get(intake_id)

    def _run(self) -> None:
        while not self._closing.is_set():
            self._wake.clear()
            try:
                while not self._closing.is_set() and (intake := self._intakes.next()) is not None:
                    self._one(intake)
            except StoreError as error:
                log.warning("documents that were given: %s Tried again in %g s.", error, self._again)
                self._closing.wait(self._again)
                continue
            if not self._closing.is_set() and (version := self._store.corpus.version) != self._known:
                self._known = version
                self._afterwards()
            self._wake.wait()

    def _one(self, intake: Intake) -> None:
        try:
            if intake.state == "reading":
                self._read(intake)
            else:
                self._publish(intake)
        except StoreError:
            raise
        except (_Dropped, NotWaiting):
            log.info("a document that was given was dropped while it was being worked on")
        except Exception as error:  # one bad document, whatever is wrong with it, stops nothing else
            log.exception("a document that was given could not be taken")
            told = f"Taking it failed ({type(error).__name__}); the log has the details."
            self._intakes.failed(intake.id, Refusal("internal", told))
        finally:
            self._progress.pop(intake.id, None)
            self._dropped.clear()  # the others are not there any more to be worked on

    def _read(self, intake: Intake) -> None:
        self._progress[intake.id] = Progress("Reading", 0, 0)
        facts, corpus, stop = intake.facts, self._store.corpus, partial(self._stopped, intake.id)
        if intake.url is not None:
            read = self._reader.read_page(intake.url, self._hosts, facts, corpus, intake.replaces, stop)
        else:
            data = self._intakes.data(intake.id)
            read = self._reader.read_file(intake.name, data, facts, corpus, intake.replaces, stop)
        if read is None:
            raise _Dropped
        if isinstance(read, Refusal):
            self._intakes.failed(intake.id, read)
        else:
            self._intakes.read(intake.id, read)  # false where it was dropped meanwhile: then nothing is left to do

    def _publish(self, intake: Intake) -> None:
        reading = self._intakes.reading(intake.id)
        assert reading is not None, "what is published was read"

        def embedded(done: int, total: int) -> None:
            if self._stopped(intake.id):
                raise _Dropped
            self._progress[intake.id] = Progress("Storing", done, total)

        embedded(0, 0)
        document = reading.document
        before = self._store.corpus.documents.get(document.id)
        instead = None
        if before is not None and before.origin == BUNDLED:  # else it would come back by itself
            instead = Act(now_text(), intake.who, "document replaced", document.id)
        check = partial(_check, intake, reading)
        try:
            self._store.put(
                document, reading.clauses, embedded, check=check, along=self._intakes.live(intake.id, instead)
            )
        except _Refused as refused:
            self._intakes.failed(intake.id, refused.refusal)

    def _stopped(self, intake_id: str) -> bool:
        return self._closing.is_set() or intake_id in self._dropped


def _check(intake: Intake, reading: Reading, corpus: Corpus) -> None:
    """Whether it may go live beside what is stored by now, which others may have changed since it was read."""
    document = reading.document
    before = corpus.documents.get(document.id)
    if intake.replaces is not None and before is None:
        told = f"Meanwhile the document {intake.replaces!r} was withdrawn, whose place it was to take. "
        raise _Refused("withdrawn", f"{told}Drop this one, and give it as a new document.")
    twin = corpus.of_bytes(document.sha256)
    own = document.id if intake.replaces is not None or intake.url is not None else None
    if twin is not None and twin.id != own:
        told = f"Meanwhile the same file is stored, as {twin.id!r}. Drop this one, or replace that."
        raise _Refused("duplicate_content", told)
    if before is not None and intake.replaces is None and before.sha256 != document.sha256:
        told = f"Meanwhile there is a document {document.id!r}. Drop this one, and give it anew."
        raise _Refused("duplicate_id", told)
