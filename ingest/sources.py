"""Where documents come from: the bundled corpus, folders with or without a manifest, single files, uploads."""

import os
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError

from ingest.errors import LoadError, ManifestError
from ingest.files import plain_name, read_file, shown_name
from ingest.formats import document_endings
from vectorstore.documents import BUNDLED, Kind

FOLDER = Path(__file__).parent / "corpus"
MANIFEST = "manifest.json"
LONGEST_ID = 80
"""Characters of a document's id."""
_NAMED = 300
"""Characters of what was given that a message repeats."""

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _real_date(stated: str) -> str:
    """The same ISO date, if there is such a day."""
    date.fromisoformat(stated)
    return stated


Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_real_date)]


class Record(BaseModel):
    """The facts of one document as a manifest or an upload states them; null where not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=LONGEST_ID)]
    file: Text
    kind: Kind = "coverage"
    name: Text | None = None
    title: Text | None = None
    publisher: Text | None = None
    author: Text | None = None
    author_office: Text | None = None
    place: Text | None = None
    published: Day | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    licence: Text | None = None


class Manifest(BaseModel):
    """The records of a folder's documents, in the order in which they are shown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    documents: list[Record]


@dataclass(frozen=True)
class Source:
    """One document to be: where its bytes are, what is known of it, and which loader reads it."""

    shown: str
    """How a report names it."""
    record: Record
    origin: str
    """The folder it belongs to, or "bundled"; of a single file its own path; of a page of the web its address."""
    read: Callable[[], bytes] = field(repr=False)
    retrieved: str | None = None
    """ISO time in UTC at which it was read from the web; null of files."""
    corrected: Mapping[str, Any] = field(default_factory=dict)
    """Facts that staff have set right, whatever the record and the file say."""


@dataclass(frozen=True)
class Batch:
    """Sources that belong together. What was stored from the same origin and is not among them is removed."""

    origin: str | None
    """Null for single files: nothing is removed for them."""
    sources: tuple[Source, ...]


def bundled(without: Collection[str] = ()) -> Batch:
    """The corpus that comes with the project, without the documents with these ids."""
    sources = _from_manifest(FOLDER, BUNDLED)
    return Batch(BUNDLED, tuple(each for each in sources if each.record.id not in without))


def from_path(path: Path, *, kind: Kind = "coverage") -> Batch:
    """A folder (by its manifest, else every file in it that is named as a document) or one file.

    Raises:
        ManifestError: the path is not there, or the folder's manifest is not right.
    """
    try:
        place = shown_name(os.path.realpath(path))
    except ValueError as error:  # a NUL, or what no file system can write
        raise ManifestError(
            "not_found", f"There is no file or folder {str(path)[:_NAMED]!a}. Check how it is written."
        ) from error
    if path.is_dir():
        if (path / MANIFEST).exists():
            return Batch(place, _from_manifest(path, place))
        files = sorted(
            file for file in path.iterdir() if not file.is_dir() and file.suffix.lower() in document_endings()
        )
        return Batch(place, tuple(_from_file(file, kind, place, path) for file in files))
    if path.exists():
        return Batch(None, (_from_file(path, kind, place, None),))
    raise ManifestError("not_found", f"There is no file or folder {str(path)[:_NAMED]!a}. Check how it is written.")


def identifier(file_name: str) -> str:
    """A document id made from a file's name."""
    slug = re.sub(r"[^a-z0-9]+", "-", Path(file_name).stem.lower()).strip("-")
    return slug[:LONGEST_ID].strip("-") or "document"


def _from_file(file: Path, kind: Kind, origin: str, folder: Path | None) -> Source:
    name = plain_name(file.name)
    record = Record(id=identifier(name), file=name, kind=kind)
    return Source(shown_name(str(file)), record, origin, partial(read_file, file, folder))


def _from_manifest(folder: Path, origin: str) -> tuple[Source, ...]:
    named = shown_name(str(folder / MANIFEST))
    try:
        manifest = Manifest.model_validate_json(read_file(folder / MANIFEST, folder))
    except LoadError as error:
        raise ManifestError("manifest", f"{named}: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = shown_name(".".join(str(step) for step in first["loc"]))[:_NAMED]
        raise ManifestError("manifest", f"{named}: {where or 'file'}: {first['msg']}.") from error
    ids = [record.id for record in manifest.documents]
    if twice := {each for each in ids if ids.count(each) > 1}:
        raise ManifestError("manifest", f"{named}: document id {min(twice)!r} stands there twice.")
    for record in manifest.documents:
        if Path(record.file).name != record.file:
            raise ManifestError("manifest", f"{named}: {record.file!r} is not a plain file name.")
    return tuple(
        Source(shown_name(record.file), record, origin, partial(read_file, folder / record.file, folder))
        for record in manifest.documents
    )
