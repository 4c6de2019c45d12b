"""The assistant while it is being made and afterwards: one process, one store, made in the background."""

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Literal

from assistant import parts
from assistant.access.admission import Admission
from assistant.ask import Assistant
from assistant.errors import NotReady, Stopped
from assistant.intake.desk import Desk
from assistant.intake.work import AGAIN
from assistant.metrics import Metrics, Now
from assistant.models import loading
from assistant.models.chosen import chosen_model, patience
from assistant.models.loading import logged_tenths
from assistant.models.served import ServedModel
from assistant.prompt import examples
from assistant.retention import Retention
from assistant.settings import Settings
from vectorstore.accounts import Accounts
from vectorstore.documents import Kind
from vectorstore.errors import StoreError
from vectorstore.lock import OwnerLock
from vectorstore.pending import settle
from vectorstore.records import Records
from vectorstore.settings import StoreSettings
from vectorstore.store import Store

State = Literal["loading", "ready", "failed"]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Readiness:
    """How far the making is."""

    index: State
    embedding: State
    model: loading.State = "off"
    problem: str | None = None
    """Why no answers can be given."""
    model_problem: str | None = None
    """Why there is no language model, though one is set; quoting goes on."""

    @property
    def ready(self) -> bool:
        """True once quoting answers can be given."""
        return self.index == "ready" and self.embedding == "ready"


class Service:
    """Owns the data folder from the start, opens the store in the background, and closes all at the end.

    Who may ask is known from the start: the records, unlike the index, are opened at once.
    """

    def __init__(
        self,
        settings: Settings,
        lock: OwnerLock,
        model: ServedModel | None = None,
        ingest: Callable[[], parts.Ingest] = parts.ingest,
        opens: Callable[[StoreSettings, OwnerLock], Store] | None = None,
        again: float = AGAIN,
    ) -> None:
        """`model`, not started yet, takes the place of the one that the settings name; `ingest` gives the part that
        reads documents; `opens` opens the store, null: with the embedding model that the settings name;
        what the store refused of a document that was given is tried again after `again` seconds.

        Raises:
            RecordsError: the records cannot be opened.
        """
        self.settings = settings
        self.lock = lock
        self._ingest = ingest
        self._opens = opens
        self._again = again
        self.model = model or chosen_model(settings, logged_tenths(), examples())
        self._records = Records(settings.store.records_url)
        self.admission = Admission(Accounts(self._records), lock.token, settings.proxy)
        self._readiness = Readiness(index="loading", embedding="loading")
        self._assistant: Assistant | None = None
        self._desk: Desk | None = None
        self._retention: Retention | None = None
        self._maker: threading.Thread | None = None
        self._closing = threading.Event()
        self.metrics = Metrics(self._now)

    def start(self, failed: Callable[[], None] = lambda: None) -> None:
        """Begin making the assistant; `failed` is called where that ends in an error."""
        self._maker = threading.Thread(target=self._make, args=(failed,), name="accord-start", daemon=True)
        self._maker.start()

    @property
    def readiness(self) -> Readiness:
        """How far the making is now."""
        if self.model is None:
            return self._readiness
        return replace(self._readiness, model=self.model.state, model_problem=self.model.problem)

    @property
    def assistant(self) -> Assistant:
        """The assistant, once it is made.

        Raises:
            NotReady: it is not, yet or at all.
        """
        if self._assistant is None:
            raise self._not_ready()
        return self._assistant

    @property
    def desk(self) -> Desk:
        """Where documents are given and withdrawn. Raises as `assistant`."""
        if self._desk is None:
            raise self._not_ready()
        return self._desk

    def ingest(self, paths: Sequence[str] | None, kind: Kind, *, refresh: bool = False) -> dict[str, Any]:
        """Store what lies at these paths or addresses (null: the documents that come with the project), or read again
        what was read from the web; gives the report.
        """
        store, hosts = self.assistant.store, self.settings.hosts
        report = self._ingest()(store, paths, kind, _log_progress, hosts, refresh=refresh)
        self.desk.changed()
        return report

    def close(self) -> None:
        """Let go of everything."""
        self._closing.set()
        if self.model is not None:
            self.model.close()
        if self._maker is not None:
            self._maker.join()
        if self._retention is not None:
            self._retention.close()
        if self._desk is not None:
            self._desk.close()
        if self._assistant is not None:
            self._assistant.store.close()
        self._records.close()
        self.lock.release()

    def _not_ready(self) -> NotReady:
        return NotReady(self.readiness.problem or "The texts are still being loaded. Try again in a few seconds.")

    def _suggest(self) -> None:
        with suppress(Stopped):
            self.assistant.suggest(self._closing)

    def _now(self) -> Now:
        corpus = self._assistant.store.corpus if self._assistant is not None else None
        return Now(
            documents=len(corpus.documents) if corpus is not None else 0,
            clauses=len(corpus.clauses) if corpus is not None else 0,
            model=self.readiness.model,
            waiting=self.model.waiting if self.model is not None else 0,
        )

    def _make(self, failed: Callable[[], None]) -> None:
        try:
            store = self._open()
            if interrupted := settle(store.records):  # before anything is asked
                log.warning("%d questions were interrupted when the last server ended", interrupted)
            self._assistant = Assistant(store, self.model, patience(self.settings), self.metrics.question)
            self._desk = Desk(store, self.settings.hosts, self._suggest, self._again)
            self._readiness = Readiness(index="ready", embedding="ready")
            log.info("ready: corpus %s, %d clauses", store.corpus.version, len(store.corpus.clauses))
            if self.model is not None:  # only now: quoting answers come first
                self.model.start()
            if self.settings.retention_days is not None:
                self._retention = Retention(store.records, self.settings.retention_days)
                self._retention.start()
            self._desk.start()
        except Exception as error:  # whatever it is, a server that will never be ready must say why
            told = str(error) if isinstance(error, StoreError) else f"{type(error).__name__}: {error}"
            log.error("not ready: %s", told, exc_info=not isinstance(error, StoreError))
            embedding = self._readiness.embedding
            self._readiness = Readiness(
                index="failed", embedding="failed" if embedding == "loading" else embedding, problem=told
            )
            failed()

    def _open(self) -> Store:
        store = (self._opens or _built)(self.settings.store, self.lock)
        self._readiness = Readiness(index="loading", embedding="ready")
        report = self._ingest()(store, None, "primary", _log_progress)
        for entry in report["entries"]:
            if entry["status"] != "unchanged":
                level = logging.WARNING if entry["status"] == "failed" else logging.INFO
                log.log(level, "bundled corpus: %s %s %s", entry["status"], entry["source"], entry["reason"] or "")
        if not store.corpus.clauses:
            store.close()
            raise StoreError("No document could be stored, so there is nothing to answer from; the log says why.")
        return store


def _built(places: StoreSettings, lock: OwnerLock) -> Store:
    # Loads Chroma: kept out of the start, so that the page and /healthz are there at once.
    from vectorstore.build import build_store

    return build_store(places, lock, progress=log.info)


def _log_progress(what: str, done: int, total: int) -> None:
    log.info("ingest: %s (%d of %d)", what, done, total)
