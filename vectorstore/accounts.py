"""Keys, people, their sessions, and what was done: kept in the records. Times are ISO 8601 in UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from vectorstore.records import Records
from vectorstore.roles import Role, Scope
from vectorstore.tables import ActRow, KeyRow, PersonRow, SessionRow


@dataclass(frozen=True)
class StoredKey:
    """An API key as it is kept: by its hash."""

    id: str
    name: str
    scope: Scope
    hash: str
    created_at: str
    expires_at: str | None = None
    revoked_at: str | None = None
    last_used_at: str | None = None

    def valid(self, now: str) -> bool:
        """Neither revoked nor expired at this time."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


@dataclass(frozen=True)
class Person:
    """Somebody who signs in, or whom a proxy has signed in."""

    name: str
    role: Role
    password_hash: str | None
    created_at: str
    removed_at: str | None = None


@dataclass(frozen=True)
class Act:
    """What somebody did to keys, people, cleared answers, documents or promises."""

    at: str
    who: str
    act: str
    about: str


def now_text() -> str:
    """This moment as it is stored: texts that compare as times do."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Accounts:
    """Who may ask. All methods may raise RecordsError."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def any(self) -> bool:
        """True once there has been a key or a person."""
        with self._records.session() as session:
            return bool(session.scalar(select(exists(select(KeyRow.id)) | exists(select(PersonRow.name)))))

    def all_keys(self) -> list[StoredKey]:
        """All keys, oldest first."""
        with self._records.session() as session:
            return [_key(row) for row in session.scalars(select(KeyRow).order_by(KeyRow.created_at, KeyRow.id))]

    def key(self, key_id: str) -> StoredKey | None:
        """One key."""
        with self._records.session() as session:
            row = session.get(KeyRow, key_id)
            return _key(row) if row is not None else None

    def put_key(self, key: StoredKey, act: Act) -> None:
        """Keep a key, new or changed."""
        with self._records.session() as session:
            session.merge(KeyRow(**vars(key)))
            session.add(act_row(act))

    def revoke_key(self, key_id: str, act: Act) -> bool:
        """From now on the key opens nothing; false where there is none that still does."""
        with self._records.session() as session:
            row = session.get(KeyRow, key_id)
            if row is None or row.revoked_at is not None:
                return False
            row.revoked_at = act.at
            session.add(act_row(act))
            return True

    def key_used(self, key_id: str, at: str) -> None:
        """Note when a key was last used."""
        with self._records.session() as session:
            session.execute(update(KeyRow).where(KeyRow.id == key_id).values(last_used_at=at))

    def people(self) -> list[Person]:
        """All people that were not removed, by name."""
        with self._records.session() as session:
            query = select(PersonRow).where(PersonRow.removed_at.is_(None)).order_by(PersonRow.name)
            return [_person(row) for row in session.scalars(query)]

    def person(self, name: str) -> Person | None:
        """One person that was not removed."""
        with self._records.session() as session:
            row = session.get(PersonRow, name)
            return _person(row) if row is not None and row.removed_at is None else None

    def put_person(self, person: Person, act: Act) -> None:
        """Keep a person, new or changed; wherever they were signed in, they are not any more."""
        with self._records.session() as session:
            _sign_out_everywhere(session, person.name)
            session.merge(PersonRow(**vars(person)))
            session.add(act_row(act))

    def remove_person(self, name: str, act: Act) -> bool:
        """Sign somebody out for good; false where there is nobody of that name."""
        with self._records.session() as session:
            row = session.get(PersonRow, name)
            if row is None or row.removed_at is not None:
                return False
            row.removed_at, row.password_hash = act.at, None
            _sign_out_everywhere(session, name)
            session.add(act_row(act))
            return True

    def rehash(self, name: str, password_hash: str) -> None:
        """The same password, hashed with other parameters."""
        with self._records.session() as session:
            session.execute(update(PersonRow).where(PersonRow.name == name).values(password_hash=password_hash))

    def add_session(self, token_hash: str, person: str, expires_at: str) -> None:
        """Somebody has signed in; sessions that have run out are forgotten."""
        with self._records.session() as session:
            session.execute(delete(SessionRow).where(SessionRow.expires_at <= now_text()))
            session.add(SessionRow(hash=token_hash, person=person, expires_at=expires_at))

    def session_person(self, token_hash: str, now: str) -> Person | None:
        """Who is signed in with this session."""
        with self._records.session() as session:
            query = (
                select(PersonRow)
                .join(SessionRow, SessionRow.person == PersonRow.name)
                .where(SessionRow.hash == token_hash, SessionRow.expires_at > now, PersonRow.removed_at.is_(None))
            )
            row = session.scalar(query)
            return _person(row) if row is not None else None

    def end_session(self, token_hash: str) -> None:
        """Somebody has signed out."""
        with self._records.session() as session:
            session.execute(delete(SessionRow).where(SessionRow.hash == token_hash))

    def note(self, act: Act) -> None:
        """Keep what somebody did who may do everything."""
        with self._records.session() as session:
            session.add(act_row(act))

    def acts(self, most: int) -> list[Act]:
        """What was done last, newest first."""
        with self._records.session() as session:
            rows = session.scalars(select(ActRow).order_by(ActRow.id.desc()).limit(most))
            return [Act(row.at, row.who, row.act, row.about) for row in rows]


def _sign_out_everywhere(session: Session, name: str) -> None:
    session.execute(delete(SessionRow).where(SessionRow.person == name))


def _key(row: KeyRow) -> StoredKey:
    return StoredKey(**{name: getattr(row, name) for name in StoredKey.__dataclass_fields__})


def _person(row: PersonRow) -> Person:
    return Person(**{name: getattr(row, name) for name in Person.__dataclass_fields__})


def act_row(act: Act) -> ActRow:
    """An act as it is kept, to be written together with what was done."""
    return ActRow(at=act.at, who=act.who, act=act.act, about=act.about)
