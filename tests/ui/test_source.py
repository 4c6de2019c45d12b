import re
from dataclasses import replace
from html import unescape

import pytest

from ui.source import CHANGED, marked, source_html, sources_html


def mark_of(html: str) -> str:
    (mark,) = re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)
    return unescape(mark)


@pytest.fixture
def shown(corpus):
    def make(citation):
        return source_html(corpus, citation, corpus.of(citation.document_id))

    return make


@pytest.mark.parametrize("words", ["Explore", "<b>joint</b> research", "research & skills.", "e"])
def test_exactly_the_quote_is_marked(shown, citing, corpus, words):
    citation = citing("accord/1", words)
    html = shown(citation)
    assert mark_of(html) == citation.quote == words
    (clause,) = re.findall(r"<blockquote>(.*?)</blockquote>", html, re.DOTALL)
    assert unescape(re.sub(r"</?mark>", "", clause)) == corpus.text(corpus.clauses["accord/1"])


def test_marked_escapes_on_all_sides():
    assert marked("<a> <b> <c>", 4, 7) == "&lt;a&gt; <mark>&lt;b&gt;</mark> &lt;c&gt;"


def test_the_clause_stands_between_its_neighbours(shown, citing):
    html = shown(citing("accord/1", "skills"))
    before, after = re.findall(r'<div class="neighbour">(.*?)</div>', html)
    assert "We will:" in before
    assert "Launch a fellowship." in after
    assert html.index(before) < html.index("<blockquote>") < html.index(after)


@pytest.mark.parametrize(("clause_id", "words"), [("accord/0", "We"), ("accord/2", "Launch")])
def test_first_and_last_clause_have_one_neighbour(shown, citing, clause_id, words):
    assert shown(citing(clause_id, words)).count('class="neighbour"') == 1


def test_where_the_clause_stands(shown, citing):
    html = shown(citing("accord/1", "skills"))
    assert 'class="chip primary"' in html
    assert "<h2>The Accord in full</h2>" in html
    assert "The Accord, clause 1" in html
    assert "Part 2 › Science &amp; &lt;growth&gt;" in html


def test_the_link_goes_to_the_document_and_tells_it_nothing(shown, citing):
    html = shown(citing("article/1", "further"))
    assert (
        '<a href="https://www.techuk.org/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer nofollow">'
        "Read it at www.techuk.org" in html
    )


def page_of(citation):
    return f"/documents/{citation.clause_id}?start={citation.start}&amp;end={citation.end}"


def test_the_clause_has_a_page_where_the_quote_is_marked(shown, citing):
    citation = citing("accord/1", "skills")
    assert f'<a href="{page_of(citation)}" target="_blank">Open page' in shown(citation)


@pytest.mark.parametrize(
    "url", [None, "javascript:alert(1)", "data:text/html,x", "ftp://a.example/x", "//a.example", "https://", "http://["]
)
def test_only_web_addresses_become_links(shown, citing, url):
    html = shown(replace(citing("article/1", "further"), url=url))
    assert [each.split('"')[0] for each in html.split('<a href="')[1:]] == [page_of(citing("article/1", "further"))]


@pytest.mark.parametrize(
    "other", [{"clause_hash": "other"}, {"clause_id": "accord/9"}, {"start": 0}, {"quote": "Other words"}]
)
def test_a_clause_that_is_another_one_now_is_not_shown_as_the_quoted_one(shown, citing, other):
    citation = replace(citing("accord/1", "skills"), **other)
    html = shown(citation)
    assert CHANGED in html
    assert mark_of(html) == citation.quote
    assert "neighbour" not in html


def test_one_template_per_citation(corpus, citing):
    html = sources_html(corpus, [citing("accord/1", "skills"), citing("article/1", "further", 2)])
    assert re.findall(r'<template data-source="(\d)">', html) == ["1", "2"]


def test_a_document_that_is_gone_leaves_its_quote(corpus, citing):
    gone = replace(citing("accord/1", "skills"), document_id="gone", clause_id="gone/1")
    assert CHANGED in sources_html(corpus, [gone])
