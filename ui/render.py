"""What the thread shows, as HTML. Pure functions; questions, answers and documents are escaped."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby

from assistant.answers import Answer, Citation, Statement
from assistant.carrying.outcomes import bands, changed_told
from assistant.events import STAGES, Stage
from assistant.render import IN_ITS_WORDS, carried_by
from ui.actions import actions_html
from ui.marks import chip, kind_word, marker
from ui.quoted import stretches

INTERRUPTED = "This question was interrupted before it was answered."
STOPPED = "You stopped this question before it was answered."
WITHOUT_MODEL = "Judged without the language model, which was not available."

_SAYING_SO = ("out_of_scope", "needs_clarification", "refused")
"""Outcomes whose answers say themselves that they are none."""


def question_html(text: str) -> str:
    """What the reader asked, and a way to ask it differently, which the page offers for the last question alone."""
    if not text.strip():
        return ""
    return f'<p class="who">You {_edit_button(text, "Edit", "the question")}</p><p class="question">{escape(text)}</p>'


def stage_html(stage: Stage) -> str:
    """What is going on meanwhile, in words."""
    return f'<p class="stage">{escape(STAGES[stage])}<span aria-hidden="true"> …</span></p>'


def writing_html(statements: Sequence[Statement]) -> str:
    """What is written so far, each sentence checked already; the numbers come with the whole answer."""
    return "".join(f'<p class="statement {each.support}">{escape(each.text)}</p>' for each in statements)


def error_html(message: str, question: str, request_id: str | None = None) -> str:
    """What went wrong, by which number the log knows it, and a way to try again."""
    number = f'<p class="fine">Request {escape(request_id)}</p>' if request_id else ""
    again = f"<p>{_ask_button(question, 'Try again')}</p>" if question.strip() else ""
    return f'<div class="band error"><p>{escape(message)}</p>{number}{again}</div>'


def interrupted_html(question: str) -> str:
    """The server ended in the midst of it."""
    return f'<div class="band"><p>{INTERRUPTED}</p><p>{_ask_button(question, "Ask again")}</p></div>'


def stopped_html(question: str) -> str:
    """The reader did not want to wait for it."""
    return f'<div class="band"><p>{STOPPED}</p><p>{_ask_button(question, "Ask again")}</p></div>'


def answer_html(answer: Answer) -> str:
    """The answer, its sources, and what else the reader needs to judge it."""
    citations = {each.number: each for each in (*answer.citations, *answer.nearest)}
    return "".join(
        [
            _read_as(answer),
            _changed(answer),
            f'<p class="fine cleared">{escape(answer.cleared.told)}</p>' if answer.cleared else "",
            _bands(answer),
            _statements(answer, citations),
            _evidence(carried_by(answer)),
            _sources(answer.citations),
            _nearest(answer),
            f'<p class="fine">{escape(answer.hint or WITHOUT_MODEL)}</p>' if answer.fallback else "",
            f'<p class="fine">{escape(answer.basis)}</p>' if answer.basis else "",
            actions_html(answer),
            _suggestions(answer.suggestions),
        ]
    )


def _read_as(answer: Answer) -> str:
    if answer.standalone_question == answer.question:
        return ""
    read = escape(answer.standalone_question)
    change = _edit_button(answer.standalone_question, "change", "how it was read")
    return f'<p class="fine read-as">Read as: {read} ({change})</p>'


def _changed(answer: Answer) -> str:
    """Which of the texts that it cites are no longer as they were."""
    if (told := changed_told(answer.citations)) is None:
        return ""
    return f'<div class="band"><p>{told} {_ask_button(answer.standalone_question, "Ask again")}</p></div>'


def _bands(answer: Answer) -> str:
    """What the reader should know before reading on, where the answer itself does not say it."""
    says_so = answer.outcome in _SAYING_SO or (answer.outcome == "not_in_sources" and answer.statements)
    return "" if says_so else "".join(f'<p class="band">{words}</p>' for words in bands(answer))


def _statements(answer: Answer, citations: Mapping[int, Citation]) -> str:
    """The statements in their order, neighbours from one source under one chip."""
    groups = groupby(answer.statements, key=lambda each: (_voice(each, citations), each.item))
    return "".join(
        f'<div class="voice">{voice}{_list(members, citations) if item else _paragraphs(members, citations)}</div>'
        for (voice, item), members in groups
    )


def _paragraphs(statements: Iterable[Statement], citations: Mapping[int, Citation]) -> str:
    return "".join(f'<p class="{_class(each)}">{_statement(each, citations)}</p>' for each in statements)


def _list(statements: Iterable[Statement], citations: Mapping[int, Citation]) -> str:
    items = "".join(f'<li class="{_class(each)}">{_statement(each, citations)}</li>' for each in statements)
    return f'<ul class="list">{items}</ul>'


def _class(statement: Statement) -> str:
    return f"statement {statement.support}"


def _voice(statement: Statement, citations: Mapping[int, Citation]) -> str:
    """The chip of the one source that a statement rests on; nothing where it rests on none or on several."""
    sources = {(citations[n].kind, citations[n].source) for n in statement.citations if n in citations}
    if statement.kind is None or statement.support == "records" or len(sources) != 1:
        return ""
    return f'<p class="voice-name">{chip(*sources.pop())}</p>'


def _statement(statement: Statement, citations: Mapping[int, Citation]) -> str:
    cited = [citations[number] for number in statement.citations if number in citations]
    markers = "".join(f" {marker(each)}" for each in cited)
    return f"{_quoted(statement.text, cited)}{markers}"


def _quoted(text: str, cited: Iterable[Citation]) -> str:
    """The text with the quotes in it set as quotes."""
    return "".join(
        f'<span class="quote">{escape(each.text)}</span>' if each.quote else escape(each.text)
        for each in stretches(text, cited)
    )


def _evidence(citations: Sequence[Citation]) -> str:
    """The quotes that written sentences rest on."""
    lines = "".join(f'<li><p class="quote">“{escape(each.quote)}” {marker(each)}</p></li>' for each in citations)
    return f'<div class="evidence"><h3>{IN_ITS_WORDS}</h3><ul>{lines}</ul></div>' if lines else ""


def _sources(citations: Sequence[Citation]) -> str:
    """The source list: one line per clause, with all its numbers."""
    clauses: dict[str, list[Citation]] = {}
    for citation in citations:
        clauses.setdefault(citation.clause_id, []).append(citation)
    lines = "".join(f'<li class="line">{_line(group)}</li>' for group in clauses.values())
    return f'<div class="sources"><h3>Sources</h3><ul>{lines}</ul></div>' if lines else ""


def _line(citations: Sequence[Citation]) -> str:
    """The numbers of one clause, its kind and its label."""
    first = citations[0]
    markers = " ".join(marker(each) for each in citations)
    changed = ' <span class="fine">changed since</span>' if any(each.changed for each in citations) else ""
    label = f'<span class="label">{escape(first.label)}</span>'
    return f"{markers} {chip(first.kind, kind_word(first))} {label}{changed}"


def _nearest(answer: Answer) -> str:
    """The nearest passages: all to be read where we are not sure, else the first, and the rest folded."""
    if not answer.nearest:
        return ""
    open_ones = len(answer.nearest) if answer.outcome == "uncertain" else 1
    shown = "".join(_near(each) for each in answer.nearest[:open_ones])
    folded = answer.nearest[open_ones:]
    rest = (
        f"<details><summary>Other passages near it ({len(folded)})</summary>"
        f"<ul>{''.join(_near(each) for each in folded)}</ul></details>"
        if folded
        else ""
    )
    title = "The passages" if answer.outcome == "uncertain" else "Nearest passage"
    return f'<div class="nearest"><h3>{title}</h3><ul>{shown}</ul>{rest}</div>'


def _near(citation: Citation) -> str:
    return f'<li><p class="line">{_line([citation])}</p><p class="quote">{escape(citation.quote)}</p></li>'


def _suggestions(suggestions: Sequence[str]) -> str:
    if not suggestions:
        return ""
    return f'<div class="suggestions"><p class="fine">You could ask:</p>{asks_html(suggestions)}</div>'


def _edit_button(question: str, word: str, what: str) -> str:
    """Puts a question into the box, to be asked differently."""
    more = f'<span class="unseen"> {what}</span>'
    return f'<button type="button" class="quiet" data-edit="{escape(question)}">{word}{more}</button>'


def _ask_button(question: str, words: str) -> str:
    return f'<button type="button" class="again" data-ask="{escape(question)}">{words}</button>'


def asks_html(questions: Iterable[str]) -> str:
    """Questions as buttons that ask them."""
    return (
        '<ul class="asks">'
        + "".join(
            f'<li><button type="button" data-ask="{escape(each)}">{escape(each)}</button></li>' for each in questions
        )
        + "</ul>"
    )
