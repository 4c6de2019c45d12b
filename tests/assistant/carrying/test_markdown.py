"""Answers as Markdown that no server without a language model gives."""

import pytest
from made import document
from viewer import viewed

from assistant.answers import Answer, Statement, cite
from assistant.carrying.markdown import answer_markdown
from assistant.carrying.notes import notes_of
from vectorstore.documents import make_corpus

LAW = "Trade in R&D_steel [grade *A*] is to end by 10.30 on www.guild.example."


@pytest.fixture
def corpus():
    made, clauses = document("law", LAW, kind="primary")
    return make_corpus([made], clauses)


@pytest.fixture
def written(corpus):
    """An answer of one sentence that rests on the law."""

    def make(text, **fields):
        clause = corpus.clauses["law/0"]
        citation = cite(corpus, clause, (clause.start, clause.end), 1)
        statement = Statement(text=text, citations=(1,), kind="primary", support="supported")
        defaults = {"id": "a", "conversation_id": "c", "question": "When?", "standalone_question": "When?"}
        made = {"statements": (statement,), "citations": (citation,), "outcome": "answered", **defaults, **fields}
        return Answer(**made, corpus_version="v", created_at="2025-01-02T03:04:05.678+00:00")

    return make


def told(answer, corpus):
    return answer_markdown(answer, notes_of([answer], corpus, ""))


def test_the_quote_that_a_written_sentence_rests_on_stands_below_it(corpus, written):
    seen = viewed(told(written("It ends at half past ten."), corpus)).text
    assert f"Word for word: law: “{LAW}” [1]" in seen
    assert seen.count(LAW) == 2


def test_a_sentence_in_the_very_words_is_not_said_twice(corpus, written):
    seen = viewed(told(written(f"The law says: {LAW}"), corpus)).text
    assert "Word for word:" not in seen
    assert seen.count(LAW) == 2


def test_who_judged_and_wrote_is_told_and_why_no_model_did(corpus, written):
    made = {"composer": "generate", "judge": "model", "model": "http://10.0.0.1/v1#m_1"}
    seen = viewed(told(written("It ends.", **made), corpus))
    assert "Judged by the language model http://10.0.0.1/v1#m_1. Written by the language model" in seen.text
    assert seen.links == ("/documents/law/0?start=0&end=71",)
    late = told(written("It ends.", fallback="timeout", hint="Shown in the text's own words."), corpus)
    assert "was not used throughout: it took too long." in late
    assert "Shown in the text's own words." in late


def test_how_a_question_was_read_is_told_where_it_differs(corpus, written):
    assert "Read as" not in told(written("It ends."), corpus)
    read = told(written("It ends.", standalone_question="When does *steel* end?"), corpus)
    assert "*Read as: When does \\*steel\\* end?*" in read
    assert "Read as: When does *steel* end?" in viewed(read).text


def test_links_of_an_answer_whose_address_is_not_known_are_paths(corpus, written):
    (note,) = notes_of([written("It ends.")], corpus, "")
    assert note.link == f"/documents/law/0?start=0&end={len(LAW)}"
    assert note.place == "1st paragraph of the text"
