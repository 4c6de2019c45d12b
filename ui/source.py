"""The side panel: a cited clause in its surroundings, with the quoted words marked."""

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from assistant.answers import Citation
from ui.marks import chip, kind_word, web_host
from vectorstore.documents import Clause, Corpus

CHANGED = "The text of this clause has changed since this answer was given. The quote is as it was then."


def sources_html(corpus: Corpus, citations: Sequence[Citation]) -> str:
    """One inert template per citation, for the page to open when its number is chosen."""
    orders = {document_id: corpus.of(document_id) for document_id in {each.document_id for each in citations}}
    return "".join(
        f'<template data-source="{citation.number}">'
        f"{source_html(corpus, citation, orders[citation.document_id])}</template>"
        for citation in citations
    )


def source_html(corpus: Corpus, citation: Citation, order: Sequence[Clause]) -> str:
    """The side panel for one citation; `order` is its document's clauses in reading order."""
    return (
        f'<header class="source-head">{chip(citation.kind, kind_word(citation))}'
        f'<h2>{escape(citation.title)}</h2><p class="place">{escape(citation.label)}</p></header>'
        f"{_path(citation)}"
        f"{_passage(corpus, citation, order)}"
        f"{_link(citation)}"
    )


def marked(text: str, start: int, end: int) -> str:
    """A text with the span `start:end` of it marked."""
    return f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"


def _path(citation: Citation) -> str:
    return f'<p class="path">{escape(" › ".join(citation.heading))}</p>' if citation.heading else ""


def _passage(corpus: Corpus, citation: Citation, order: Sequence[Clause]) -> str:
    """The clause between its neighbours; only the quote where the stored text is no longer the quoted one."""
    position = next((at for at, clause in enumerate(order) if clause.id == citation.clause_id), None)
    if position is None or not _unchanged(corpus, citation, order[position]):
        return f'<p class="changed">{CHANGED}</p><blockquote><mark>{escape(citation.quote)}</mark></blockquote>'
    clause = order[position]
    before = _neighbour(corpus, order[position - 1]) if position else ""
    after = _neighbour(corpus, order[position + 1]) if position + 1 < len(order) else ""
    text = marked(corpus.text(clause), citation.start - clause.start, citation.end - clause.start)
    return f"{before}<blockquote>{text}</blockquote>{after}"


def _unchanged(corpus: Corpus, citation: Citation, clause: Clause) -> bool:
    inside = clause.start <= citation.start <= citation.end <= clause.end
    return (
        inside
        and clause.hash == citation.clause_hash
        and corpus.quote(clause.document_id, (citation.start, citation.end)) == citation.quote
    )


def _neighbour(corpus: Corpus, clause: Clause) -> str:
    label, text = escape(clause.label), escape(corpus.text(clause))
    return f'<div class="neighbour"><p class="label">{label}</p><p class="text">{text}</p></div>'


def _link(citation: Citation) -> str:
    """The clause's page, and the document's own address where it has one."""
    place = f"/documents/{quote(citation.clause_id)}?start={citation.start}&amp;end={citation.end}"
    page = (
        f'<div class="links"><button type="button" data-copied="{place}">Copy link</button>'
        f'<button type="button" data-copied="{escape(citation.quote)}">Copy quote</button>'
        f'<a href="{place}" target="_blank">Open page<span class="unseen"> (new tab)</span></a></div>'
    )
    if citation.url is None or (host := web_host(citation.url)) is None:
        return page
    return page + (
        f'<p class="link"><a href="{escape(citation.url)}" target="_blank" rel="noopener noreferrer nofollow">'
        f'Read it at {escape(host)}<span class="unseen"> (opens in a new tab)</span></a></p>'
    )
