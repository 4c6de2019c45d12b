import shutil

import pytest

from evals.dataset import DatasetError, load_dataset


@pytest.fixture
def tiny(tiny_set, tmp_path):
    return shutil.copytree(tiny_set, tmp_path / "tiny")


def test_a_dataset_is_read(tiny):
    dataset = load_dataset(tiny)
    assert [text.id for text in dataset.texts] == ["t1", "t2", "t3"]
    assert dataset.relevant == {"q1": {"t2": 1}, "q2": {"t1": 1}}
    assert dataset.name == tiny.name


def test_a_limit_takes_queries_and_leaves_texts(tiny):
    first = load_dataset(tiny).first(1)
    assert ([query.id for query in first.queries], len(first.texts), first.relevant) == (["q1"], 3, {"q1": {"t2": 1}})


def test_queries_that_nothing_answers_stay_and_those_without_a_right_text_do_not(tiny):
    with (tiny / "queries.jsonl").open("a") as file:
        file.write('{"id": "q4", "question": "What does nobody know?"}\n')
    dataset = load_dataset(tiny)
    assert [query.id for query in dataset.first(None).queries] == ["q1", "q2", "q3"]
    assert dataset.has_answers


def test_a_set_without_answers_is_only_searched(tiny):
    (tiny / "queries.jsonl").write_text('{"id": "q1", "question": "Loaf?"}\n{"id": "q2", "question": "Whale?"}\n')
    assert not load_dataset(tiny).has_answers


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
def test_what_is_wrong_is_named(tiny, file, text, told):
    (tiny / file).write_text(text, "utf-8")
    with pytest.raises(DatasetError) as caught:
        load_dataset(tiny)
    assert file in str(caught.value)
    assert told in str(caught.value)


def test_a_missing_file_is_named(tiny):
    (tiny / "qrels.tsv").unlink()
    with pytest.raises(DatasetError, match=r"qrels\.tsv: the file cannot be opened"):
        load_dataset(tiny)
