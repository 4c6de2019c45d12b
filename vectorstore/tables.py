"""The tables of the records, for SQLAlchemy and Alembic."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Table(DeclarativeBase):
    """All tables of the project."""


class DocumentRow(Table):
    """One document: its record and its canonical text."""

    __tablename__ = "documents"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    publisher: Mapped[str | None] = mapped_column(Text)
    author: Mapped[str | None] = mapped_column(Text)
    author_office: Mapped[str | None] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    published: Mapped[str | None] = mapped_column(String(10))
    url: Mapped[str | None] = mapped_column(Text)
    licence: Mapped[str | None] = mapped_column(Text)
    ingested_at: Mapped[str] = mapped_column(String(40))
    origin: Mapped[str | None] = mapped_column(Text)
    retrieved: Mapped[str | None] = mapped_column(String(40))
    corrected: Mapped[list[str]] = mapped_column(JSON)


class ClauseRow(Table):
    """One clause of a document."""

    __tablename__ = "clauses"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(20))
    heading: Mapped[list[str]] = mapped_column(JSON)
    start: Mapped[int]
    end: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    sentences: Mapped[list[list[int]]] = mapped_column(JSON)
    pages: Mapped[list[int]] = mapped_column(JSON)
    opening_id: Mapped[str | None] = mapped_column(String(120))


class VectorRow(Table):
    """One embedded text: ordinal 0 is the clause, 1, 2, ... are its sentences."""

    __tablename__ = "vectors"

    clause_id: Mapped[str] = mapped_column(ForeignKey("clauses.id", ondelete="CASCADE"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(String(64))
    vector: Mapped[bytes] = mapped_column(LargeBinary)
    """float32, little endian."""


class FactRow(Table):
    """One fact about the whole store: corpus version, embedding fingerprint."""

    __tablename__ = "facts"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class ConversationRow(Table):
    """One conversation; `owner` is null where the store is open to all."""

    __tablename__ = "conversations"
    __table_args__ = (Index("ix_conversations_created", "created_at"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    owner: Mapped[str | None] = mapped_column(String(120), index=True)
    title: Mapped[str] = mapped_column(Text)
    created_at: Mapped[str] = mapped_column(String(40))
    interrupted_question: Mapped[str | None] = mapped_column(Text)
    """Where a process died while it answered this one, and none was answered after it."""
    interrupted_at: Mapped[str | None] = mapped_column(String(40))
    """When that was asked."""


class PendingRow(Table):
    """One question that is being answered; its conversation need not be there yet."""

    __tablename__ = "pending"

    answer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(64))
    opens: Mapped[bool]
    owner: Mapped[str | None] = mapped_column(String(120))
    question: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[str] = mapped_column(String(40))


class AnswerRow(Table):
    """One answer, stored whole as it was given."""

    __tablename__ = "answers"
    __table_args__ = (
        Index("ix_answers_conversation", "conversation_id", "position"),
        Index("ix_answers_created", "conversation_id", "created_at"),
        Index("ix_answers_when", "created_at", "id"),
        Index("ix_answers_outcome", "outcome", "created_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    position: Mapped[int]
    created_at: Mapped[str] = mapped_column(String(40))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    question: Mapped[str | None] = mapped_column(Text)
    """As in the body, to be looked for without reading it; so is the outcome."""
    outcome: Mapped[str | None] = mapped_column(String(20))
    filtered: Mapped[bool | None]
    """Whether only some of the documents were asked; null of answers from before this was kept."""


class FeedbackRow(Table):
    """What one asker made of an answer."""

    __tablename__ = "feedback"

    answer_id: Mapped[str] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True)
    asker: Mapped[str] = mapped_column(String(120), primary_key=True)
    """Empty where it is not known who that is."""
    at: Mapped[str] = mapped_column(String(40))
    verdict: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(40))
    comment: Mapped[str | None] = mapped_column(Text)


class ClearedRow(Table):
    """One answer that is given again to its question: a whole copy, whatever becomes of the answer itself."""

    __tablename__ = "cleared"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Of the question: SHA-256 of its tidied text."""
    answer_id: Mapped[str] = mapped_column(String(64), index=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[str] = mapped_column(String(40))
    who: Mapped[str] = mapped_column(String(160))
    corpus_version: Mapped[str | None] = mapped_column(String(16))
    """Of the texts that it speaks of as a whole; null where it only says what its clauses say."""
    outdated: Mapped[bool]
    """True once they have been others."""


class ClearedClauseRow(Table):
    """One clause that a cleared answer stands on."""

    __tablename__ = "cleared_clauses"

    key: Mapped[str] = mapped_column(ForeignKey("cleared.key", ondelete="CASCADE"), primary_key=True)
    clause_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(Text)
    changed: Mapped[bool]
    """True once it has had another text, or was gone."""


class LinkRow(Table):
    """One link to an answer, for others to read it by."""

    __tablename__ = "links"
    __table_args__ = (Index("ix_links_answer", "answer_id", unique=True),)

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    answer_id: Mapped[str] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"))
    created_at: Mapped[str] = mapped_column(String(40))


class KeyRow(Table):
    """One API key. Rows are never deleted: once there was one, the server is never again open to everybody."""

    __tablename__ = "keys"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    """The part of the key that may be shown."""
    name: Mapped[str] = mapped_column(String(120))
    scope: Mapped[str] = mapped_column(String(20))
    hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[str] = mapped_column(String(40))
    expires_at: Mapped[str | None] = mapped_column(String(40))
    revoked_at: Mapped[str | None] = mapped_column(String(40))
    last_used_at: Mapped[str | None] = mapped_column(String(40))


class PersonRow(Table):
    """One person. Rows are never deleted, as with keys: one who was removed has `removed_at`."""

    __tablename__ = "people"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str | None] = mapped_column(Text)
    """Null where the person only comes through a proxy that has signed them in."""
    created_at: Mapped[str] = mapped_column(String(40))
    removed_at: Mapped[str | None] = mapped_column(String(40))


class SessionRow(Table):
    """One browser in which a person is signed in."""

    __tablename__ = "sessions"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of what the cookie holds."""
    person: Mapped[str] = mapped_column(ForeignKey("people.name", ondelete="CASCADE"), index=True)
    expires_at: Mapped[str] = mapped_column(String(40))


class IntakeRow(Table):
    """One document that was given and is not live yet, or what became of it."""

    __tablename__ = "intakes"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_at: Mapped[str] = mapped_column(String(40), index=True)
    who: Mapped[str] = mapped_column(String(160))
    name: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    facts: Mapped[dict[str, str]] = mapped_column(JSON)
    replaces: Mapped[str | None] = mapped_column(String(80))
    publish: Mapped[bool]
    state: Mapped[str] = mapped_column(String(20))
    document_id: Mapped[str | None] = mapped_column(String(80))
    code: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(Text)
    data: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Of a file, until it is read."""
    reading: Mapped[bytes | None] = mapped_column(LargeBinary)
    """What it was read as, as JSON, until it is live."""


class WithdrawnRow(Table):
    """One document that is not to come back by itself."""

    __tablename__ = "withdrawn"

    document_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    at: Mapped[str] = mapped_column(String(40))
    who: Mapped[str] = mapped_column(String(160))


class PromisesRow(Table):
    """What staff have confirmed that one clause promises."""

    __tablename__ = "promises"

    clause_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    clause_hash: Mapped[str] = mapped_column(String(64))
    promises: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    at: Mapped[str] = mapped_column(String(40))
    who: Mapped[str] = mapped_column(String(160))


class ActRow(Table):
    """One thing that somebody did to keys, people, cleared answers, documents or promises."""

    __tablename__ = "acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(String(40))
    who: Mapped[str] = mapped_column(String(160))
    act: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(Text)
