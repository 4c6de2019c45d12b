"""What a reader can do with an answer: copy it, carry it away, pass it on, and say what it is worth."""

from html import escape

from assistant.answers import Answer, Citation

REASONS = {
    "wrong_answer": "The answer is wrong",
    "wrong_source": "It cites the wrong place",
    "something_missing": "Something is missing",
    "should_have_declined": "The sources do not say this",
    "other": "Something else",
}
"""Why an answer is not good, as the API takes it and as a reader chooses it."""

_WITHOUT = ("needs_clarification", "refused", "out_of_scope")
"""Outcomes that there is nothing of to carry away."""


def actions_html(answer: Answer) -> str:
    """The line of actions under an answer. What needs the kept answer is there only where it is kept."""
    if answer.outcome in _WITHOUT:
        return ""
    kept = answer.conversation_id is not None
    return (
        '<div class="actions" role="group" aria-label="With this answer">'
        '<button type="button" data-copy>Copy</button>'
        f"{_export(answer.id) + _link() + _votes() if kept else ''}"
        '<span class="said fine" role="status"></span></div>'
        f"{_why() if kept else ''}"
        f'<template class="copied">{_rich(answer)}</template>'
    )


def _export(answer_id: str) -> str:
    path = f"/v1/answers/{escape(answer_id)}/export"
    return (
        '<details class="menu"><summary>Export</summary><ul>'
        f'<li><a href="{path}?format=markdown" download>Markdown</a></li>'
        f'<li><a href="{path}?format=json" download>JSON</a></li></ul></details>'
    )


def _link() -> str:
    return '<button type="button" data-link>Link</button>'


def _votes() -> str:
    return (
        f'<button type="button" data-vote="up" aria-pressed="false" aria-label="Good answer">{_thumb("up")}</button>'
        f'<button type="button" data-vote="down" aria-pressed="false" aria-label="Bad answer">{_thumb("down")}</button>'
    )


def _thumb(way: str) -> str:
    """Drawn, since not every system has a letter for it."""
    return (
        f'<svg class="thumb {way}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<path fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" '
        'd="M3 11h4v9H3zM7 11l4-8c2 0 3 1 2.5 3.5L13 9h6c1.5 0 2.3 1.2 2 2.5l-1.7 7c-.3 1-1 1.5-2 1.5H7"/></svg>'
    )


def _why() -> str:
    """Asked where an answer is not good."""
    reasons = "".join(f'<option value="{value}">{words}</option>' for value, words in REASONS.items())
    return (
        '<div class="why" hidden role="group" aria-label="What is wrong with it?">'
        f'<label>What is wrong with it? <select><option value="">Choose ...</option>{reasons}</select></label>'
        '<label>Anything to add? <textarea rows="2" maxlength="2000"></textarea></label>'
        '<button type="button" data-send-vote>Send</button></div>'
    )


def _rich(answer: Answer) -> str:
    """The answer with its sources, as it is pasted elsewhere: the page makes plain text of it as well."""
    statements = "".join(f"<p>{escape(each.text)}{_numbers(each.citations)}</p>" for each in answer.statements)
    notes = "".join(f"<p>{_note(each)}</p>" for each in (*answer.citations, *answer.nearest))
    basis = f"<p>{escape(answer.basis)}</p>" if answer.basis else ""
    return f"<p><strong>{escape(answer.question)}</strong></p>{statements}{notes}{basis}"


def _numbers(numbers: tuple[int, ...]) -> str:
    return "".join(f" [{number}]" for number in numbers)


def _note(citation: Citation) -> str:
    published = citation.published or "date not stated"
    by = f", {escape(citation.publisher)}" if citation.publisher else ""
    address = f", {escape(citation.url)}" if citation.url else ""
    quote = escape(citation.quote)
    return (
        f"[{citation.number}] “{quote}” {escape(citation.label)}, <cite>{escape(citation.title)}</cite>{by}, "
        f"{escape(published)}{address}"
    )
