from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import Statement
from evals import metrics


def test_normalise_makes_spellings_equal():
    assert metrics.normalise(" The  UK’s\n“Part” ") == metrics.normalise('the uk\'s "part"')


@given(st.text())
def test_normalise_twice_changes_nothing_more(text):
    assert metrics.normalise(metrics.normalise(text)) == metrics.normalise(text)


def test_gold_is_found_in_every_clause_that_holds_it_and_in_no_other_document(corpus):
    assert metrics.clauses_holding(corpus, "accord", "THE UK'S carrier") == {"accord/1"}
    assert metrics.clauses_holding(corpus, "press", "carrier") == {"press/1"}
    assert metrics.clauses_holding(corpus, "accord", "degrees. The") == set()


def test_best_rank_counts_from_one():
    assert metrics.best_rank(["a", "b", "c"], {"c", "b"}) == 2
    assert metrics.best_rank(["a"], {"z"}) is None


@given(st.lists(st.text(max_size=3), unique=True), st.sets(st.text(max_size=3)), st.sampled_from(metrics.CUTS))
def test_a_hit_at_a_cut_is_a_gold_id_among_so_many(found, gold, cut):
    assert metrics.hit(metrics.best_rank(found, gold), cut) == bool(set(found[:cut]) & gold)


@pytest.mark.parametrize(
    ("fact", "piece", "shown"),
    [
        ("11", "There are 11.", True),
        ("11", "In 2011, 110 and 1.1", False),
        ("18bn", "a further £18bn of investment", True),
        ("uk's carrier", "The UK’s\nCarrier", True),
        ("econom", "economic", False),
        ("c++", "in C++.", True),
    ],
)
def test_facts_count_at_word_boundaries(fact, piece, shown):
    assert metrics.facts_shown([[fact]], [piece]) is shown


def test_every_fact_needs_one_alternative_in_one_piece():
    facts = [["chip design", "chips"], ["skills"]]
    assert metrics.facts_shown(facts, ["Chip design", "and skills"]) is True
    assert metrics.facts_shown(facts, ["Chip design"]) is False
    assert metrics.facts_shown([["chip design"]], ["chip", "design"]) is False
    assert metrics.facts_shown([], ["anything"]) is None


def test_a_reader_sees_text_and_all_quotes_but_markers_are_no_numbers(answer, citation):
    near = citation("press/0", "£18bn", 2)
    seen = metrics.pieces_seen(answer(text="So it is. [11]", nearest=[near]))
    assert metrics.facts_shown([["18bn"], ["so it is"]], seen) is True
    assert metrics.facts_shown([["11"]], seen) is False


def test_each_group_of_gold_needs_a_citation():
    assert metrics.rightly_cited(["a", "x"], [{"a", "b"}]) is True
    assert metrics.rightly_cited(["a"], [{"a"}, {"c"}]) is False
    assert metrics.rightly_cited([], [{"a"}]) is False
    assert metrics.rightly_cited(["a"], []) is None


def test_citation_precision_counts_clauses_once():
    assert metrics.citation_precision(["a", "a", "x"], {"a", "b"}) == 0.5
    assert metrics.citation_precision([], {"a"}) is None
    assert metrics.citation_precision(["a"], set()) is None


@pytest.mark.parametrize(
    ("kind", "expected", "got", "facts", "right"),
    [
        ("fact", "answered", "answered", False, True),
        ("fact", "answered", "partial", True, True),
        ("partial", "partial", "answered", True, True),
        ("partial", "partial", "answered", False, False),
        ("record", "answered", "partial", None, False),
        ("fact", "answered", "uncertain", True, False),
        ("unanswerable", "not_in_sources", "out_of_scope", None, False),
        ("offtopic", "out_of_scope", "not_in_sources", None, True),
        ("injection", "refused", "out_of_scope", None, True),
        ("injection", "refused", "answered", None, False),
        ("offtopic", "out_of_scope", "needs_clarification", None, False),
    ],
)
def test_outcome_right(kind, expected, got, facts, right):
    assert metrics.outcome_right(kind, expected, got, facts) is right


def test_declining_and_answering_wrongly_apply_to_different_questions():
    assert metrics.wrongly_declined("answered", "not_in_sources") is True
    assert metrics.wrongly_declined("answered", "uncertain") is False
    assert metrics.wrongly_declined("not_in_sources", "not_in_sources") is None
    assert metrics.wrongly_answered("not_in_sources", "answered") is True
    assert metrics.wrongly_answered("not_in_sources", "uncertain") is False
    assert metrics.wrongly_answered("answered", "answered") is None


def test_the_beginning_of_an_answer_is_two_statements_without_markers(answer):
    shown = answer(statements=["One is red. [1]", "Two", "Three"])
    assert metrics.facts_shown([["red"], ["two"]], metrics.pieces_first(shown)) is True
    assert metrics.facts_shown([["three"]], metrics.pieces_first(shown)) is False
    assert metrics.facts_shown([["1"]], metrics.pieces_first(shown)) is False


@pytest.mark.parametrize(
    ("kind", "cited", "groups", "recall"),
    [
        ("fact", ["a", "x"], [{"a", "b"}, {"c", "d"}], 0.25),
        ("both", ["a", "x"], [{"a", "b"}, {"c", "d"}], 0.5),
        ("both", ["a", "c"], [{"a", "b"}, {"c", "d"}], 1.0),
        ("fact", [], [{"a"}], 0.0),
        ("fact", ["a"], [], None),
    ],
)
def test_citation_recall_is_over_clauses_and_for_both_over_documents(kind, cited, groups, recall):
    assert metrics.citation_recall(kind, cited, groups) == recall


def test_what_is_said_cites_or_needs_no_citation(answer):
    cited = Statement(text="So.", citations=(1,), kind="primary", support="verbatim")
    bare = Statement(text="So.", citations=(), kind=None, support="supported")
    counted = Statement(text="Eleven.", citations=(), kind=None, support="records")
    for statements, supported in [((cited, counted), True), ((cited, bare), False), ((), False)]:
        assert metrics.said_with_support(replace(answer(), statements=statements)) is supported
    assert metrics.said_with_support(answer(outcome="uncertain")) is None


@pytest.mark.parametrize(
    ("kind", "expected", "got", "found"),
    [
        (
            "unanswerable",
            "not_in_sources",
            "not_in_sources",
            {"declined_near": True, "doubted_near": True, "decline_right_near": True, "uncertain_unanswerable": False},
        ),
        (
            "conversation",
            "not_in_sources",
            "uncertain",
            {"declined_near": False, "doubted_near": True, "uncertain_unanswerable": True},
        ),
        (
            "injection",
            "not_in_sources",
            "refused",
            {"declined_far": True, "decline_right_far": True, "uncertain_unanswerable": False},
        ),
        ("courtesy", "out_of_scope", "answered", {"declined_far": False, "uncertain_unanswerable": False}),
        ("fact", "answered", "not_in_sources", {"decline_right_near": False, "uncertain_answerable": False}),
        ("partial", "partial", "uncertain", {"uncertain_answerable": True}),
        ("clarification", "needs_clarification", "out_of_scope", {"decline_right_far": False}),
        (
            "unanswerable",
            "not_in_sources",
            None,
            {"declined_near": False, "doubted_near": False, "uncertain_unanswerable": False},
        ),
    ],
)
def test_declines_near_the_topic_and_far_from_it(kind, expected, got, found):
    assert metrics.declines(kind, expected, got) == found


def test_quotes_must_be_the_canonical_text_at_their_place(answer, citation, corpus):
    good = citation("accord/1", "carrier returns", 1)
    assert metrics.quotes_verbatim(answer(citations=[good]), corpus) is True
    for wrong in (
        replace(good, quote="carrier Returns"),
        replace(good, start=good.start + 1),
        replace(good, clause_id="accord/0"),
        replace(good, clause_id="accord/9"),
        replace(good, document_id="press"),
        replace(good, quote="", end=good.start),
    ):
        assert metrics.quotes_verbatim(answer(nearest=[good, wrong]), corpus) is False
    assert metrics.quotes_verbatim(answer(), corpus) is None


def test_markers_need_a_citation_with_their_number(answer, citation):
    one = citation("accord/1", "carrier", 1)
    assert metrics.markers_resolved(answer(text="So. [1]", citations=[one])) is True
    assert metrics.markers_resolved(answer(text="So. [1][2]", citations=[one])) is False
    assert metrics.markers_resolved(answer(text="So.", citations=[one])) is None


def test_words_are_those_of_the_statements_of_an_answer(answer):
    assert metrics.words_stated(answer(text="More than that is in the text", statements=["One two", "three."])) == 3
    assert metrics.words_stated(answer(outcome="uncertain", statements=["I could not tell."])) is None
