import re
from html import unescape

import pytest

from assistant.answers import Statement
from assistant.carrying.outcomes import FROM_COVERAGE, NOT_FOUND, NOT_IN_ACCORD, NOT_MENTIONED
from assistant.events import STAGES
from ui.render import (
    WITHOUT_MODEL,
    answer_html,
    asks_html,
    error_html,
    question_html,
    stage_html,
    stopped_html,
    writing_html,
)

PARTIAL, UNCERTAIN = "The sources answer part of this.", "Not sure these passages answer it."
HOSTILE = '<img src=http://127.0.0.1:9/x onerror=alert(1)><script>alert(1)</script>" onclick="x'


def bands(html: str) -> list[str]:
    return re.findall(r'<p class="band">(.*?)</p>', html)


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.fixture
def both(answering, citing, quoting):
    first, second = citing("accord/1", "ambitious <b>joint</b> research"), citing("article/1", "further £18bn", 2)
    return answering(
        rests_on="both",
        citations=(first, second),
        statements=(quoting(first, "will explore "), quoting(second)),
        basis="From the Accord (May 2023) and techUK's article; nothing later.",
    )


@pytest.mark.parametrize(
    "make",
    [question_html, stopped_html, lambda text: error_html(text, text, text), lambda text: asks_html([text])],
)
def test_what_others_wrote_never_becomes_markup(make):
    html = make(HOSTILE)
    assert "<img" not in html
    assert "<script" not in html
    assert '" onclick="' not in html


def test_every_field_of_an_answer_is_escaped(answering, citing):
    citation = citing("accord/1", "ambitious <b>joint</b> research")
    html = answer_html(
        answering(
            question="q",
            standalone_question=HOSTILE,
            outcome="partial",
            statements=(Statement(text=HOSTILE, citations=(), kind=None, support="notice"),),
            nearest=(citation,),
            suggestions=(HOSTILE,),
            basis=HOSTILE,
        )
    )
    assert "<img" not in html
    assert "<script" not in html
    assert "<b>" not in html
    assert text_of(html).count("onerror=alert(1)") == 6  # statement and basis are there to be copied as well


def test_statements_stand_under_the_chip_of_their_source(both):
    html = answer_html(both)
    accord, techuk = re.findall(r'<div class="voice">(.*?)</div>', html)
    assert 'class="chip primary"' in accord
    assert text_of(accord).startswith("▪ The Accordwill explore “ambitious <b>joint</b> research” [1]")
    assert 'class="chip coverage"' in techuk
    assert text_of(techuk).startswith("▫ techUK“further £18bn” [2]")


def test_only_the_quote_is_set_as_a_quote(both):
    assert re.findall(r'<span class="quote">(.*?)</span>', answer_html(both)) == [
        "“ambitious &lt;b&gt;joint&lt;/b&gt; research”",
        "“further £18bn”",
    ]


def test_neighbours_from_one_source_share_a_chip(answering, citing, quoting):
    first, second = citing("accord/1", "ambitious"), citing("accord/2", "fellowship", 2)
    html = answer_html(answering(citations=(first, second), statements=(quoting(first), quoting(second))))
    assert html.count('class="voice-name"') == 1


def test_a_statement_on_two_sources_has_no_chip(answering, citing):
    citations = (citing("accord/1", "ambitious"), citing("article/1", "further", 2))
    statement = Statement(text="Both say so.", citations=(1, 2), kind="primary", support="records")
    html = answer_html(answering(citations=citations, statements=(statement,)))
    assert "voice-name" not in html
    assert "Both say so. <button" in html


def test_markers_are_named_buttons(both):
    assert (
        '<button type="button" class="cite" data-source="1" aria-label="[1] Accord, The Accord, clause 1">[1]</button>'
    ) in answer_html(both)


def test_a_number_without_a_citation_is_not_shown(answering):
    statement = Statement(text="Words.", citations=(7,), kind="primary", support="verbatim")
    assert "[7]</button>" not in answer_html(answering(statements=(statement,)))


def test_the_source_list_groups_by_clause(answering, citing):
    citations = (citing("accord/1", "ambitious"), citing("article/1", "further", 2), citing("accord/1", "skills", 3))
    lines = re.findall(r'<li class="line">(.*?)</li>', answer_html(answering(citations=citations)))
    assert [text_of(line) for line in lines] == [
        "[1] [3] ▪ Accord The Accord, clause 1",
        "[2] ▫ Coverage techUK, clause 1",
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"outcome": "answered", "rests_on": "primary"}, []),
        ({"outcome": "answered", "rests_on": "coverage"}, [FROM_COVERAGE]),
        ({"outcome": "answered", "rests_on": "coverage", "not_in_primary": ("£18bn",)}, [NOT_IN_ACCORD]),
        ({"outcome": "partial", "rests_on": "coverage"}, [FROM_COVERAGE, PARTIAL]),
        ({"outcome": "partial", "rests_on": "both"}, [PARTIAL]),
        ({"outcome": "uncertain"}, [UNCERTAIN]),
        ({"outcome": "not_in_sources"}, [NOT_FOUND]),
        ({"outcome": "not_in_sources", "looked_for": ("Brexit",)}, [NOT_MENTIONED]),
        ({"outcome": "out_of_scope", "reason": "off_topic"}, []),
        ({"outcome": "needs_clarification"}, []),
        ({"outcome": "refused"}, []),
    ],
)
def test_bands_by_outcome(answering, fields, expected):
    assert bands(answer_html(answering(**fields))) == expected


@pytest.mark.parametrize("question", ["What does techUK say on skills?", "How long is the article?"])
def test_no_band_where_the_question_is_about_the_coverage(answering, citing, question):
    answer = answering(question=question, rests_on="coverage", citations=(citing("article/1", "further"),))
    assert bands(answer_html(answer)) == []


def test_our_own_notice_stands_in_place_of_the_band(answering):
    notice = Statement(text="I found nothing on this.", citations=(), kind=None, support="notice")
    html = answer_html(answering(outcome="not_in_sources", statements=(notice,)))
    assert bands(html) == []
    assert "I found nothing on this." in html


def test_the_nearest_passage_is_open_and_the_rest_folded(answering, citing):
    nearest = tuple(citing(f"accord/{n}", words, n + 1) for n, words in enumerate(("We", "Explore", "Launch")))
    html = answer_html(answering(outcome="not_in_sources", nearest=nearest))
    shown, folded = html.split("<details>")
    assert "We</p>" in shown
    assert "Explore" not in shown
    assert folded.count('class="cite"') == 2


def test_all_passages_are_open_where_we_are_not_sure(answering, citing):
    nearest = (citing("accord/1", "ambitious"), citing("accord/2", "fellowship", 2))
    html = answer_html(answering(outcome="uncertain", nearest=nearest))
    assert "<details>" not in html
    assert html.count('class="cite"') == 2


def test_lines_around_the_answer(answering, both):
    assert "techUK&#x27;s article; nothing later." in answer_html(both)
    assert WITHOUT_MODEL in answer_html(answering(fallback="busy"))
    told = answer_html(answering(fallback="timeout", hint="It took <too> long."))
    assert "It took &lt;too&gt; long." in told
    assert WITHOUT_MODEL not in told
    assert "Read as: Which ships?" in answer_html(answering(question="Which?", standalone_question="Which ships?"))
    assert "Read as" not in answer_html(both)
    assert WITHOUT_MODEL not in answer_html(both)


def test_items_stand_in_a_list_under_the_sentence_that_opens_it(answering, citing):
    said = [("Two, by our count:", (), False), ("will be “ambitious”", (1,), True), ("a “fellowship”", (2,), True)]
    html = answer_html(
        answering(
            statements=tuple(
                Statement(text=text, citations=numbers, kind=None, support="records", item=item)
                for text, numbers, item in said
            ),
            citations=(citing("accord/1", "ambitious"), citing("accord/2", "fellowship", 2)),
        )
    )
    opening, listed = html.split('<ul class="list">')
    assert "Two, by our count:" in opening
    assert listed.split("</ul>")[0].count("<li") == 2


def test_the_band_says_not_in_the_accord_only_where_a_search_has_shown_it(answering):
    assert bands(answer_html(answering(rests_on="coverage"))) == [FROM_COVERAGE]
    assert bands(answer_html(answering(rests_on="coverage", not_in_primary=("£18bn",)))) == [NOT_IN_ACCORD]


def test_suggestions_are_buttons_that_ask(answering):
    html = answer_html(answering(outcome="out_of_scope", suggestions=("What of trade?",)))
    assert '<button type="button" data-ask="What of trade?">What of trade?</button>' in html


def test_stages_are_told_in_words():
    for stage, words in STAGES.items():
        assert words in stage_html(stage)


def test_an_empty_question_is_not_repeated():
    assert question_html("  ") == ""


def test_written_sentences_keep_the_quotes_they_rest_on(answering, citing):
    rests = citing("accord/1", "ambitious")
    written = Statement(text="It is rather big.", citations=(1,), kind="primary", support="supported")
    html = answer_html(answering(statements=(written,), citations=(rests,)))
    said, evidence = html.split('<div class="evidence">')
    assert "It is rather big." in said
    assert "“ambitious”" in evidence
    assert evidence.index("ambitious") < evidence.index("Sources")


def test_quotes_need_no_further_evidence(answering, both):
    assert "evidence" not in answer_html(both)


def test_what_is_written_so_far_is_escaped():
    said = Statement(text="It is <b>.", citations=(1,), kind="primary", support="supported")
    assert "It is &lt;b&gt;." in writing_html([said])
