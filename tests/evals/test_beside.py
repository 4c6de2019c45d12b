"""Documents about something else beside those that are asked about."""

from dataclasses import replace

import pytest

from evals.beside import beside, strangers, strangers_table
from evals.dataset import DatasetError
from ingest.read import read
from vectorstore.documents import make_corpus


def test_texts_of_a_public_set_become_documents_with_clauses(tiny_set):
    made = [read(each) for each in beside(tiny_set, 3)]
    assert [each.document.title for each in made] == ["Whales", "Bread", "t3"]
    assert {each.document.kind for each in made} == {"coverage"}
    assert [len(each.clauses) for each in made] == [2, 2, 2]
    assert "Whales sing. They dive deep." in made[0].document.text


def test_a_set_with_too_few_texts_is_refused(tiny_set):
    with pytest.raises(DatasetError, match="3 texts, fewer than 4"):
        beside(tiny_set, 4)


def test_what_answers_show_of_them_is_counted(corpus, citation, answer):
    ours = replace(corpus.documents["accord"], origin="bundled")
    known = make_corpus([ours, corpus.documents["press"]], corpus.clauses.values())
    accord, press = citation("accord/1", "carrier returns", 1), citation("press/0", "£18bn", 2)
    answers = [
        answer(citations=[accord], rests_on="primary"),
        answer(citations=[accord, press], rests_on="both"),
        answer(citations=[press], rests_on="coverage"),
        answer(citations=[press], rests_on="primary"),
        answer(nearest=[replace(press, kind="primary")]),
    ]
    found = strangers(answers, known)
    assert (found.documents, found.clauses, found.answers) == (1, 2, 5)
    assert (found.cited, found.cited_alone, found.as_official) == (3, 2, 2)
    assert strangers_table(found).rows[1] == ["cite any of them", "3"]
