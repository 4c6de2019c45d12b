"""How a quote from a bullet is led in: a bullet completes its opening's "we will"."""

import re

from vectorstore.documents import Clause, Corpus, Span

_VERB = re.compile(r"(?:(?:[A-Z]?[a-z]+ly|Further|further)\s+)*[A-Za-z]+(?=\s)")
"""The verb that a bullet starts with, and adverbs before it: "Establish", "Further reinforce"."""


def lead_in(corpus: Corpus, clause: Clause, span: Span) -> tuple[str, Span]:
    """The words before a quote of this span, and the span that is left to quote.

    Where the span starts a commitment, its verb goes into the lead-in, in lower case, and the quote starts after it.
    """
    start, end = span
    text = corpus.quote(clause.document_id, span)
    if clause.role != "commitment" or start != clause.start or not (verb := _VERB.match(text)):
        return "", span
    after = start + len(text) - len(text[verb.end() :].lstrip())
    return f"will {verb[0][0].lower()}{verb[0][1:]} ", (after, end)
