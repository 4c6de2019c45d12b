"""What a measurement was made with and on: without it a figure cannot be compared with another one."""

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from vectorstore.store import Store


@dataclass(frozen=True, kw_only=True)
class About:
    """The project, the machine and the time."""

    version: str
    date: str
    cores: int
    """How many this process may use."""
    load: float | None
    """The machine's load average at the start: above 0, others were at work and times are too long."""
    python: str
    system: str


@dataclass(frozen=True, kw_only=True)
class AboutStore:
    """What was searched and by which embedding model."""

    corpus_version: str
    documents: int
    clauses: int
    embedding_model: str
    embedding_fingerprint: str


def about_now() -> About:
    """The facts of a measurement that is made now."""
    return About(
        version=version("accord-assistant"),
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        cores=usable_cores(),
        load=round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
    )


def usable_cores() -> int:
    """How many cores this process may use; macOS and Windows tell only how many there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def about_store(store: Store) -> AboutStore:
    """The facts of a store as it is now."""
    return AboutStore(
        corpus_version=store.corpus.version,
        documents=len(store.corpus.documents),
        clauses=len(store.corpus.clauses),
        embedding_model=Path(store.embedder.name).name,  # of a folder only its name: reports are shared
        embedding_fingerprint=store.embedder.fingerprint,
    )


def results_folder(out: Path, about: About) -> Path:
    """A new folder for the results of one run, named by its time."""
    folder = out / about.date.replace(":", "-").removesuffix("+00-00")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
