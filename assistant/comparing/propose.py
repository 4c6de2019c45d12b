"""Verdicts as rules propose them for any coverage, for somebody to look at before they count.

A sentence is proposed as `stated` only where one sentence of the official text has all its words, next to the same
words and in the same strength (`assistant.writing.support`): so no name, number or word of its own can pass. What is
near to it and says something else `differs`; a faithful paraphrase does so too, until somebody has read it.
"""

import re
from collections.abc import Callable, Sequence

from assistant.comparing.statement import Quoted, Statement
from assistant.judge.signals import bearing
from assistant.names import Name, named_in, names
from assistant.wholetext.absence import sought
from assistant.wholetext.terms import gone
from assistant.writing.support import fault, ground_of
from vectorstore.documents import Clause, Corpus, Document, Filters, Passage, Span
from vectorstore.words import foreign_language, is_function_word, stems, words

Search = Callable[[str], Sequence[Passage]]
"""The best clauses of the official text for a sentence, best first."""

LOOKED_AT = 5
"""Clauses that are looked at for one sentence."""
_NEAR, _FAR = 0.8, 0.6
"""How much of a sentence the best one of the official text has to have to be on the same thing (`bearing`, up to 1.5),
and to be worth showing. Set on techUK's article, whose verdicts are known."""
_NAMED = 0.3
"""What it adds that both have the name of one thing, or figures of one form: "Renewable Energy Partnership", 2050."""
_FEWEST = 2
"""Words with meaning that a claim has at least."""
_REACHED = re.compile(
    r"\b(?:reach out|get in touch|contact (?:us|me|our)|e-?mail (?:us|me)|click here|subscribe|sign up|follow us"
    r"|read (?:the )?(?:more|full)|find out more|for more information|all rights reserved)\b|©|\[email|\?$",
    re.IGNORECASE,
)
"""Ways to reach the publisher, and questions."""


def proposed_statements(corpus: Corpus, coverage: Document, against: Document, search: Search) -> tuple[Statement, ...]:
    """A verdict for each sentence of a coverage document, in the order of its text."""
    return tuple(
        _statement(corpus, against, clause, span, search)
        for clause in corpus.of(coverage.id)
        for span in clause.sentences
    )


def _statement(corpus: Corpus, against: Document, clause: Clause, span: Span, search: Search) -> Statement:
    text = corpus.quote(clause.document_id, span)
    said = Quoted(clause, span, text)
    if clause.role in ("author", "office"):
        return Statement(said=said, verdict="no_claim", status="proposed")
    if foreign_language(text) is not None:
        note = "This does not seem to be English: rules cannot compare it."
        return Statement(said=said, verdict="coverage_only", note=note, status="proposed")
    if _REACHED.search(text) or len(stems(text)) < _FEWEST:
        return Statement(said=said, verdict="no_claim", status="proposed")
    return _compared(corpus, against, said, search(text))


def _compared(corpus: Corpus, against: Document, said: Quoted, passages: Sequence[Passage]) -> Statement:
    carrying = _carrying(corpus, against, said.quote, passages)
    if carrying is not None:
        return Statement(said=said, verdict="stated", clauses=(carrying,), status="proposed")
    absent = sought(said.quote, corpus, Filters(documents=(against.id,))).absent
    near, best = _best(corpus, said.quote, absent, passages)
    if best is None or near < _FAR:
        return Statement(
            said=said, verdict="coverage_only", absent=_gone(said.quote, absent, against), status="proposed"
        )
    if near >= _NEAR and all(_has_other(each, best.quote) for each in absent):
        note = _note(said.quote, best.quote)
        return Statement(said=said, verdict="differs", clauses=(best,), absent=absent, note=note, status="proposed")
    gone_words = _gone(said.quote, absent, against)
    return Statement(said=said, verdict="coverage_only", nearest=(best,), absent=gone_words, status="proposed")


def _carrying(corpus: Corpus, against: Document, text: str, passages: Sequence[Passage]) -> Quoted | None:
    """The sentence of the official text that has all that is said, if there is one."""
    plain = _plain(text, against)
    for passage in passages:
        for span in passage.clause.sentences:
            if fault(plain, ground_of(passage.clause, span, corpus)) is None:
                return Quoted(passage.clause, span, corpus.quote(against.id, span))
    return None


def _plain(text: str, against: Document) -> str:
    """A sentence without "Under the Accord," before it, and with its full stop."""
    name = re.escape(against.name.removeprefix("The "))
    bare = re.sub(rf"^(?:under|in|through|by) (?:the|this) (?:[A-Z]\w+ )?{name}, ", "", text, flags=re.IGNORECASE)
    bare = bare[:1].upper() + bare[1:]
    return bare if bare.endswith((".", ".”")) else f"{bare}."


def _best(corpus: Corpus, text: str, absent: Sequence[str], passages: Sequence[Passage]) -> tuple[float, Quoted | None]:
    """How near the nearest sentence is, and the sentence."""
    named = list(named_in(text, names(corpus)))
    found = [
        (bearing(scores), Quoted(passage.clause, span, corpus.quote(passage.clause.document_id, span)))
        for passage in passages
        for span, scores in zip(passage.clause.sentences, passage.sentences, strict=True)
    ]
    weighed = [(near + _NAMED * _same_thing(each.quote, named, absent), each) for near, each in found]
    return max(weighed, key=lambda each: each[0], default=(0.0, None))


def _same_thing(official: str, named: Sequence[Name], absent: Sequence[str]) -> bool:
    return any(named_in(official, named)) or any(_has_other(each, official) for each in absent)


def _has_other(absent: str, official: str) -> bool:
    """True for a figure where the official sentence has another one of the same form: 2040 for 2050."""
    form = re.sub(r"\d", "0", absent)
    return "0" in form and form in (re.sub(r"\d", "0", each) for each in words(official))


def _gone(text: str, absent: Sequence[str], against: Document) -> tuple[str, ...]:
    """The names of a text that are absent, and its other words that stand in no form in the official text."""
    more = [each for each in gone(text, (against,)) if not any(each in name for name in absent)]
    return tuple(dict.fromkeys((*absent, *more)))


def _note(text: str, official: str) -> str:
    """Which words of a sentence the official one does not have."""
    there = set(stems(official))
    own = [each for each in words(text) if not is_function_word(each) and not there.issuperset(stems(each))]
    listed = ", ".join(f"“{each}”" for each in dict.fromkeys(own))
    return f"Not in this sentence: {listed}." if own else "The same words, put otherwise."
