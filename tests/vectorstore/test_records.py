import json
import sqlite3
from contextlib import closing

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from made import document

from vectorstore.documents import corpus_version
from vectorstore.errors import RecordsError
from vectorstore.records import CORPUS_VERSION, FINGERPRINT, Records, StoredVector, vector_key
from vectorstore.review import Review, Wanted
from vectorstore.tables import Table


@pytest.fixture
def file(tmp_path):
    return tmp_path / "records.db"


@pytest.fixture
def records(file):
    records = Records(f"sqlite:///{file}")
    yield records
    records.close()


def vector(clause_id, ordinal=0, value=1.0):
    return StoredVector(clause_id, ordinal, "f" * 64, np.full(4, value, dtype=np.float32))


def put(records, document_id, *paragraphs, **facts):
    made, clauses = document(document_id, *paragraphs, ingested_at="2025-01-01T00:00:00+00:00", **facts)
    records.put([(made, clauses)], [vector(clause.id) for clause in clauses], corpus_version([made], clauses))
    return made, clauses


def rows(file, table):
    with sqlite3.connect(file) as connection:
        return connection.execute(f"select count(*) from {table}").fetchone()[0]


def test_an_empty_database_gets_its_tables(records, file):
    assert records.corpus().documents == {}
    assert records.vectors() == []
    assert records.fact(FINGERPRINT) is None
    with sqlite3.connect(file) as connection:
        tables = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    assert tables >= {"alembic_version", "documents", "clauses", "vectors", "facts", "conversations", "answers"}


def test_migrating_again_keeps_everything(records, file):
    made, clauses = put(records, "a", "One.", "Two.")
    records.close()
    again = Records(f"sqlite:///{file}")
    corpus = again.corpus()
    again.close()
    assert corpus.documents == {"a": made}
    assert list(corpus.clauses.values()) == clauses


def test_the_migrations_make_the_tables_that_are_described(records):
    with records.session() as session:
        context = MigrationContext.configure(session.connection())
        assert compare_metadata(context, Table.metadata) == []


def test_a_database_of_the_first_migration_is_brought_up_to_date(records, file):
    made, _ = put(records, "a", "One.")
    records.close()
    with closing(sqlite3.connect(file)) as connection, connection:
        for index in ("ix_answers_created", "ix_conversations_created", "ix_answers_when", "ix_answers_outcome"):
            connection.execute(f"drop index {index}")
        for table in (
            "sessions",
            "people",
            "keys",
            "acts",
            "pending",
            "links",
            "feedback",
            "cleared_clauses",
            "cleared",
            "intakes",
            "withdrawn",
            "promises",
        ):
            connection.execute(f"drop table {table}")
        for column in ("question", "outcome", "filtered"):
            connection.execute(f"alter table answers drop column {column}")
        for column in ("interrupted_question", "interrupted_at"):
            connection.execute(f"alter table conversations drop column {column}")
        for column in ("retrieved", "corrected"):
            connection.execute(f"alter table documents drop column {column}")
        connection.execute("insert into conversations values ('c', null, 'What?', '2025-01-01T00:00:00.000+00:00')")
        body = json.dumps({"question": "What — of “tea”?", "outcome": "answered"})
        connection.execute("insert into answers values ('a', 'c', 1, '2025-01-01T00:00:00.000+00:00', ?)", (body,))
        connection.execute("update alembic_version set version_num = '0001'")
    again = Records(f"sqlite:///{file}")
    with again.session() as session:
        assert compare_metadata(MigrationContext.configure(session.connection()), Table.metadata) == []
    assert again.corpus().documents == {"a": made}
    [line] = Review(again).lines(Wanted(outcome="answered", text="“TEA”"), 50)
    assert (line.id, line.question) == ("a", "What — of “tea”?")
    assert Review(again).answer("a").filtered is None
    again.close()


def test_a_document_is_stored_whole(records):
    facts = {"publisher": "P", "url": None, "origin": "o", "retrieved": "2025-01-02T00:00:00+00:00"}
    made, clauses = put(records, "a", "One.", "Two.", kind="primary", **facts)
    corpus = records.corpus()
    assert corpus.documents == {"a": made}
    assert list(corpus.clauses.values()) == clauses
    assert [each.id for each in records.vectors("a")] == ["a/0#0#ffffffffffffffff", "a/1#0#ffffffffffffffff"]
    assert records.vectors("a")[0].vector.tolist() == [1.0, 1.0, 1.0, 1.0]
    assert records.fact(CORPUS_VERSION) == corpus.version


def test_documents_stay_in_their_order(records):
    for name in ("b", "a", "c"):
        put(records, name, "One.")
    put(records, "b", "Changed.")
    assert list(records.corpus().documents) == ["b", "a", "c"]


def test_removing_a_document_removes_its_clauses_and_vectors(records, file):
    put(records, "a", "One.", "Two.")
    put(records, "b", "Three.")
    records.remove(["a"], "v2")
    assert (rows(file, "documents"), rows(file, "clauses"), rows(file, "vectors")) == (1, 1, 1)
    assert list(records.corpus().documents) == ["b"]
    assert records.fact(CORPUS_VERSION) == "v2"


def test_a_shorter_document_leaves_nothing_of_the_longer(records, file):
    put(records, "a", "One.", "Two.", "Three.")
    put(records, "a", "One.")
    assert (rows(file, "documents"), rows(file, "clauses"), rows(file, "vectors")) == (1, 1, 1)


def test_removed_text_is_not_left_in_the_file(records, file):
    put(records, "a", "A canary sang at the harbour.")
    records.remove(["a"], "v2")
    records.close()
    Records(f"sqlite:///{file}").close()
    assert b"canary" not in b"".join(each.read_bytes() for each in file.parent.iterdir())


def test_a_failure_within_stores_nothing(records):
    made, clauses = document("a", "One.", "Two.", ingested_at="2025-01-01T00:00:00+00:00")
    with pytest.raises(RecordsError):
        records.put([(made, clauses)], [vector("no/such/clause")], "v")
    assert records.corpus().documents == {}
    assert records.fact(CORPUS_VERSION) is None


def test_a_document_put_again_keeps_no_half_of_it_on_failure(records):
    made, clauses = put(records, "a", "One.")
    other, others = document("a", "Two.", "Three.", ingested_at="2025-01-01T00:00:00+00:00")
    with pytest.raises(RecordsError):
        records.put([(other, [*others, others[0]])], [], "v")
    assert records.corpus().documents == {"a": made}
    assert list(records.corpus().clauses.values()) == clauses


@pytest.mark.parametrize(
    ("clauses", "size", "expected"),
    [(30, 10, ["a/0", "a/14", "a/2", "a/25", "a/4"]), (3, 10, ["a/0", "a/1", "a/2"]), (0, 10, [])],
    ids=["some", "all", "none"],
)
def test_a_sample_is_spread_over_clauses_and_sentences(records, clauses, size, expected):
    made, members = document("a", *(f"Number {number}." for number in range(clauses)), ingested_at="now")
    records.put([(made, members)], [vector(each.id, at) for each in members for at in (0, 1)], "v")
    sample = records.sample(size)
    assert [each.clause_id for each in sample if each.ordinal == 0] == expected
    assert [each.clause_id for each in sample if each.ordinal == 1] == expected


def test_vectors_are_replaced_together_with_their_fingerprint(records):
    put(records, "a", "One.")
    records.replace_vectors([vector("a/0", value=2.0)], "another model")
    assert [each.vector[0] for each in records.vectors()] == [2.0]
    assert records.fact(FINGERPRINT) == "another model"


def test_a_vectors_id_names_its_clause_and_ordinal():
    each = vector("a/2/11", 3)
    assert vector_key(each.id) == ("a/2/11", 3)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:secret@127.0.0.1:1/accord",
        "postgresql+nodriver://user:secret@127.0.0.1/accord",
        "postgresql://user:secret@127.0.0.1:port/accord",
        "postgresql://user:se@cret@127.0.0.1/accord",
        "postgresql://127.0.0.1/accord?user=u&password=secret",
        "sqlite://user:secret@host/accord",
        "nodatabase://user:secret@127.0.0.1/accord",
        "postgresql://user:secret?x@127.0.0.1/accord",
        "postgresql://user:se@cret:secret@127.0.0.1/accord",
        "postgresql://127.0.0.1/accord?password=a@secret",
        "postgresql+nodriver://user:secret/secret@127.0.0.1/accord",
    ],
    ids=[
        *("no-driver", "unknown-driver", "bad-port", "two-signs", "as-parameter", "no-file", "unknown"),
        *("question-mark", "sign-and-colon", "sign-in-parameter", "slash"),
    ],
)
def test_a_database_that_cannot_be_opened_is_named_without_its_password(url):
    with pytest.raises(RecordsError) as refused:
        Records(url)
    assert url.partition(":")[0] in str(refused.value)
    assert not [part for part in ("secret", "cret@") if part in str(refused.value)]


def test_what_is_no_url_of_a_database_is_not_repeated():
    with pytest.raises(RecordsError, match="no URL of a database") as refused:
        Records("host=127.0.0.1 user=accord password=secret")
    assert "secret" not in str(refused.value)


def test_a_file_that_is_no_database(file):
    file.write_bytes(b"Anything but a database. " * 100)
    with pytest.raises(RecordsError, match=r"records\.db"):
        Records(f"sqlite:///{file}")


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(RecordsError, match="nowhere"):
        Records(f"sqlite:///{tmp_path / 'nowhere' / 'records.db'}")


def test_a_database_of_a_newer_version_is_refused(records, file):
    records.close()
    with sqlite3.connect(file) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(RecordsError, match="9999"):
        Records(f"sqlite:///{file}")


def test_making_the_tables_is_one_step(file):
    with sqlite3.connect(file) as connection:
        connection.execute("create table vectors (in_the_way)")
    with pytest.raises(RecordsError):
        Records(f"sqlite:///{file}")
    with sqlite3.connect(file) as connection:
        connection.execute("drop table vectors")
    records = Records(f"sqlite:///{file}")
    assert records.corpus().documents == {}
    records.close()
