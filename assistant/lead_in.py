"""How a quote is led in: a bullet completes its opening's "we will", and a supposition gets the text's words alone."""

import re

from vectorstore.documents import Clause, Corpus, Span

_VERB = re.compile(r"(?:(?:[A-Z]?[a-z]+ly|Further|further)\s+)*[A-Za-z]+(?=\s)")
"""The verb that a bullet starts with, and adverbs before it: "Establish", "Further reinforce"."""

_SUPPOSES = re.compile(
    r"^\W*(?:(?:and|but|so|well|then) )*(?:why\b|since\b|(?:is|are|was|were|do|does|did|will|would|has|have|had|can"
    r"|could|should|must|may|might)(?:n[’']t)?\b(?! you\b))"
    r"|\b(?:correct|right|true|yes|no|(?:is|are|does|do|did|will|would|has|have)n[’']t (?:it|they|there))\s*\?\s*$",
    re.IGNORECASE,
)
ITS_WORDS = "its words are: "


def supposes(question: str) -> bool:
    """True where a question supposes something or asks whether it is so, of which a quote claims neither."""
    return _SUPPOSES.search(question) is not None


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
