import pytest

from evals.dataset import DatasetError, load_dataset


@pytest.fixture
def folder(tmp_path):
    return tiny(tmp_path)


def tiny(folder):
    (folder / "corpus.jsonl").write_text(
        '{"id": "t1", "title": "Whales", "text": "Whales sing. They dive deep."}\n'
        '{"id": "t2", "title": "Bread", "text": "Yeast lifts dough. The oven bakes the loaf."}\n'
        '{"id": "t3", "title": "", "text": "Trains run on rails between the cities."}\n',
        "utf-8",
    )
    (folder / "queries.jsonl").write_text(
        '{"id": "q1", "question": "How is a loaf baked?", "answers": ["oven"], "answerable": true}\n'
        '{"id": "q2", "question": "Which animals sing?", "answerable": true}\n'
        '{"id": "q3", "question": "Who won the cup?", "answerable": false}\n',
        "utf-8",
    )
    (folder / "qrels.tsv").write_text("query_id\tcorpus_id\trelevance\nq1\tt2\t1\nq2\tt1\t1\nq1\tt3\t0\n", "utf-8")
    return folder


def test_a_dataset_is_read(folder):
    dataset = load_dataset(folder)
    assert [text.id for text in dataset.texts] == ["t1", "t2", "t3"]
    assert dataset.relevant == {"q1": {"t2": 1}, "q2": {"t1": 1}}
    assert dataset.name == folder.name


def test_a_limit_takes_queries_and_leaves_texts(folder):
    first = load_dataset(folder).first(1)
    assert ([query.id for query in first.queries], len(first.texts), first.relevant) == (["q1"], 3, {"q1": {"t2": 1}})
    assert len(load_dataset(folder).first(None).queries) == 2


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("corpus.jsonl", '{"id": "t1"}\n', "line 1: text"),
        ("queries.jsonl", '{"id": "q1", "question": ""}\n', "line 1: question"),
        ("qrels.tsv", "head\nq1 t2 1\n", "line 2"),
        ("qrels.tsv", "head\nq1\tt2\thigh\n", "line 2"),
        ("qrels.tsv", "head\nq1\tt9\t1\n", "'t9'"),
        ("qrels.tsv", "head\nq9\tt1\t1\n", "'q9'"),
    ],
)
def test_what_is_wrong_is_named(folder, file, text, told):
    (folder / file).write_text(text, "utf-8")
    with pytest.raises(DatasetError) as caught:
        load_dataset(folder)
    assert file in str(caught.value)
    assert told in str(caught.value)


def test_a_missing_file_is_named(folder):
    (folder / "qrels.tsv").unlink()
    with pytest.raises(DatasetError, match=r"qrels\.tsv: the file cannot be opened"):
        load_dataset(folder)
