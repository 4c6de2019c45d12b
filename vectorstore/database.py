"""The database that the records lie in: opening it, bringing its tables up to date, emptying SQLite's log."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import create_engine, event, inspect, literal_column, make_url, select, table
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from vectorstore.errors import RecordsError

_PATIENCE = 10_000
"""Milliseconds that SQLite waits for others who write."""
_SHORT = 2_000
"""The same for emptying its log: until then nobody else writes."""


@dataclass(frozen=True)
class Migration:
    """How new the tables of a database are."""

    stored: str | None
    """The last migration that was made; null where there are no tables."""
    newest: str
    known: bool
    """False where another version of this program made it."""


def open_database(url: str) -> Engine:
    """The database at a SQLAlchemy URL, migrated to the newest tables.

    Raises:
        RecordsError: it cannot be opened or migrated.
    """
    try:
        engine = create_engine(url, pool_pre_ping=True)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
        _migrate(engine)
    except (SQLAlchemyError, CommandError, ImportError, ValueError) as error:  # also: no driver, no such URL
        raise _unopened(url, error) from error
    return engine


def open_for_reading(url: str) -> Engine:
    """The database as it is: nothing is changed. What is no database is found out when it is read.

    Raises:
        RecordsError: there can be no such database.
    """
    try:
        file = sqlite_file(url)
        if file is None:
            return create_engine(url)
        # SQLite makes two files beside a database only to read it. Without a log nobody has it open, so that it can be
        # read as a file that does not change.
        log = file.with_name(f"{file.name}-wal")
        place = f"file:{quote(str(file.absolute()))}?mode=ro{'' if log.exists() else '&immutable=1'}"
        return create_engine(
            "sqlite://", creator=lambda: sqlite3.connect(place, uri=True, timeout=10), poolclass=NullPool
        )
    except (SQLAlchemyError, ImportError, ValueError, OSError) as error:
        raise _unopened(url, error) from error


def sqlite_file(url: str) -> Path | None:
    """Where the database at a SQLAlchemy URL lies; null where it is not a file of SQLite.

    Raises:
        RecordsError: it is no such URL.
    """
    try:
        parsed = make_url(url)
    except (SQLAlchemyError, ValueError) as error:
        raise _unopened(url, error) from error
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def migration(connection: Connection) -> Migration:
    """How new the tables are; changes nothing."""
    scripts = ScriptDirectory.from_config(_alembic())
    stored = None
    if inspect(connection).has_table("alembic_version"):
        stored = connection.scalar(select(literal_column("version_num")).select_from(table("alembic_version")))
    known = stored is None or stored in {each.revision for each in scripts.walk_revisions()}
    return Migration(stored, scripts.get_current_head() or "", known)


def empty_log(engine: Engine) -> bool:
    """Move everything into the database itself, so that no deleted text is left in SQLite's log beside it.

    False where others kept it from being emptied. Other databases empty theirs in their own way.

    Raises:
        RecordsError: the database refused.
    """
    if engine.dialect.name != "sqlite":
        return True
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={_SHORT}")
            busy, _, _ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            connection.exec_driver_sql(f"PRAGMA busy_timeout={_PATIENCE}")
    except SQLAlchemyError as error:
        raise RecordsError(f"The log of the records cannot be emptied: {first_line(error)}") from error
    return not busy


def first_line(error: Exception) -> str:
    """The first line of an error's message; the rest is SQL."""
    return str(error).split("\n", 1)[0]


def _prepare_sqlite(connection: Any, _: Any) -> None:
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={_PATIENCE}",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def _migrate(engine: Engine) -> None:
    config = _alembic()
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # else each table would be made in a transaction of its own
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _unopened(url: str, error: Exception) -> RecordsError:
    """That a database cannot be opened, told without what is, or may be, its password."""
    try:
        parsed = make_url(url)
    except (SQLAlchemyError, ValueError):  # what they say may be a part of the password
        scheme, separator, _ = url.partition("://")
        told = "it is no URL of a database. In a name or password, @ is written as %40, : as %3A, / as %2F"
        return RecordsError(f"The database {scheme + separator if separator else ''}... cannot be opened: {told}.")
    host = (parsed.host or "").rpartition("@")[2]  # a password with an @ of its own ends there
    port = f":{parsed.port}" if parsed.port is not None else ""
    shown = f"{parsed.drivername}://{host}{port}/{parsed.database or ''}"
    return RecordsError(f"The database {shown!r} cannot be opened: {first_line(error)}")
