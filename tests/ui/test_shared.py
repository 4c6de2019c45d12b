import re
from dataclasses import replace
from html import unescape

import pytest

from assistant.access.who import Who
from assistant.answers import Statement
from ui.shared import shared_html

READER = Who("user", "ben", "ask")


@pytest.fixture
def shown(corpus):
    def make(answer):
        return shared_html(answer, corpus, READER)

    return make


def text(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", html)))


def test_what_a_written_sentence_rests_on_stands_below_it_word_for_word(shown, answering, citing):
    citation = citing("article/1", "a further £18bn of investment")
    written = Statement(text="£18bn more will be invested.", citations=(1,), kind="coverage", support="supported")
    html = shown(answering(statements=(written,), citations=(citation,)))
    assert text(html).index("£18bn more will be invested. [1]") < text(html).index("Word for word")
    assert "<blockquote>a further £18bn of investment</blockquote>" in html


def test_a_sentence_that_has_the_words_itself_is_not_shown_twice(shown, answering, citing, quoting):
    citation = citing("accord/1", "<b>joint</b> research & skills")
    html = shown(answering(statements=(quoting(citation, "will explore "),), citations=(citation,)))
    assert "Word for word" not in html
    assert '<span class="quote">“&lt;b&gt;joint&lt;/b&gt; research &amp; skills”</span>' in html


def test_what_is_established_from_the_records_is_a_list_without_a_speaker(shown, answering, citing):
    citations = tuple(citing(f"accord/{number}", words, number) for number, words in ((1, "research"), (2, "Launch")))
    opening = Statement(text="Two, by our count:", citations=(), kind=None, support="records")
    items = [
        Statement(text=f"“{each.quote}”", citations=(each.number,), kind="primary", support="records", item=True)
        for each in citations
    ]
    html = shown(answering(statements=(opening, *items), citations=citations, rests_on="primary"))
    listed = re.findall(r'<ul class="items">(.*?)</ul>', html, re.DOTALL)
    assert [each.count("<li>") for each in listed] == [2]
    assert '<p><span class="kind' not in html.split('<section aria-labelledby="sources">')[0]


def test_a_clause_with_several_numbers_is_one_source(shown, answering, citing, quoting):
    citations = citing("accord/1", "research", 1), citing("accord/1", "skills", 2)
    html = shown(answering(statements=tuple(quoting(each) for each in citations), citations=citations))
    (sources,) = re.findall(r'<section aria-labelledby="sources">(.*?)</section>', html, re.DOTALL)
    assert sources.count("<li>") == 1
    assert "[1] [2]" in text(sources)


def test_only_what_has_changed_is_named_and_a_clause_that_is_gone_has_no_link(shown, answering, citing, quoting):
    same, other, gone = (
        citing("accord/1", words, number) for number, words in enumerate(("joint", "research", "skills"), 1)
    )
    citations = same, replace(other, changed=True), replace(gone, changed=True, clause_id="accord/9")
    html = shown(answering(statements=tuple(quoting(each) for each in citations), citations=citations))
    assert "The text of [2] and [3] has changed since this answer." in html
    assert "accord/9" not in html
    assert '<span class="cite">[3]</span>' in html
    assert "changed since" not in shown(answering(statements=(quoting(same),), citations=(same,)))


def test_words_that_stand_elsewhere_by_now_are_not_marked(shown, answering, citing, quoting):
    moved = replace(citing("accord/1", "research"), start=3, end=11)
    html = shown(answering(statements=(quoting(moved),), citations=(moved,)))
    assert 'href="/documents/accord/1"' in html


def test_whoever_reads_it_sees_their_own_name_and_whoever_asked_none(shown, answering):
    html = shown(answering(conversation_id="secret-conversation", id="secret-answer"))
    assert "Signed in as </span>ben" in html
    assert "secret" not in html


def test_why_it_was_not_written_is_told(shown, answering):
    assert "The model took too long." in shown(answering(fallback="timeout", hint="The model took too long."))
