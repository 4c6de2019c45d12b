"""Step 4: passages to statements by quoting. Needs no language model and cannot misstate.

The sentences that bear on the question are quoted, not whole sections; the Accord and the coverage stay apart.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.answers import Citation, Draft, Statement, cite
from assistant.judge import Verdict
from vectorstore.documents import Clause, Corpus, Kind, Passage, Span

BEARING = 0.75
"""A sentence bears on the question from this share of the best sentence's score on."""
OTHER_SOURCE = 0.7
"""The same for the best sentence of the other kind of source, so that both are heard where both speak."""
MOST_SENTENCES = 3
MOST_PER_CLAUSE = 2
MOST_WORDS = 90
NEAREST = 3
"""How many passages are shown where none is quoted as an answer."""

_VERB = re.compile(r"(?:(?:[A-Z]?[a-z]+ly|Further|further)\s+)*[A-Za-z]+(?=\s)")
"""The verb that a bullet starts with, and adverbs before it: "Establish", "Further reinforce"."""
_REFERS_BACK = re.compile(r"(?:This|These|It|They|Such)\b")
_KINDS: tuple[Kind, ...] = ("primary", "coverage")


@dataclass(frozen=True)
class _Sentence:
    """One sentence of a passage and how much it bears on the question."""

    clause: Clause
    span: Span
    rank: int
    """Of its passage, 0 is the best."""
    score: float


def compose(passages: Sequence[Passage], verdict: Verdict, corpus: Corpus) -> Draft:
    """The answer's statements; where the verdict brings a notice, that and nothing else."""
    if verdict.notice is not None:
        return Draft(statements=(Statement(text=verdict.notice, citations=(), kind=None, support="notice"),))
    statements: list[Statement] = []
    citations: list[Citation] = []
    for sentence in _ordered(_chosen(passages, corpus), corpus):
        statement, citation = _quoted(corpus, sentence, number=len(citations) + 1)
        statements.append(statement)
        citations.append(citation)
    return Draft(statements=tuple(statements), citations=tuple(citations))


def nearest(passages: Sequence[Passage], verdict: Verdict, corpus: Corpus, first_number: int) -> tuple[Citation, ...]:
    """The best sentence of each of the nearest clauses, where the outcome leaves the reader to judge."""
    if verdict.outcome not in ("not_in_sources", "uncertain"):
        return ()
    best: dict[str, _Sentence] = {}
    for sentence in _bearing(passages, corpus):
        best.setdefault(sentence.clause.id, sentence)
    shown = list(best.values())[:NEAREST]
    return tuple(
        cite(corpus, sentence.clause, sentence.span, number)
        for number, sentence in enumerate(shown, start=first_number)
    )


def _bearing(passages: Sequence[Passage], corpus: Corpus) -> list[_Sentence]:
    """All sentences of the passages, those that bear most on the question first, each text once."""
    sentences = [
        _Sentence(passage.clause, span, rank, scores.cosine + 0.5 * scores.words)
        for rank, passage in enumerate(passages)
        for span, scores in zip(passage.clause.sentences, passage.sentences, strict=True)
        if passage.clause.role not in ("title", "opening")
    ]
    sentences.sort(key=lambda each: (-each.score, each.rank, each.span))
    texts: dict[str, _Sentence] = {}
    for sentence in sentences:
        texts.setdefault(corpus.quote(sentence.clause.document_id, sentence.span), sentence)
    return list(texts.values())


def _chosen(passages: Sequence[Passage], corpus: Corpus) -> list[_Sentence]:
    """The few sentences to quote."""
    bearing = _bearing(passages, corpus)
    if not bearing:
        return []
    best = bearing[0]
    chosen = [best]
    kind = corpus.documents[best.clause.document_id].kind
    for other in bearing:
        if corpus.documents[other.clause.document_id].kind != kind:
            if other.score >= OTHER_SOURCE * best.score:
                chosen.append(other)
            break
    bears = (each for each in bearing if each.score >= BEARING * best.score)
    for sentence in (*_continuing(chosen, bearing, corpus), *bears):
        if sentence not in chosen and _fits(sentence, chosen, corpus):
            chosen.append(sentence)
    return chosen


def _continuing(chosen: Sequence[_Sentence], bearing: Sequence[_Sentence], corpus: Corpus) -> list[_Sentence]:
    """Sentences that speak on of what a chosen one before them says: "This includes ..."."""
    following = {
        span
        for each in chosen
        for before, span in pairwise(each.clause.sentences)
        if before == each.span and _REFERS_BACK.match(corpus.quote(each.clause.document_id, span))
    }
    ids = {each.clause.id for each in chosen}
    return [each for each in bearing if each.clause.id in ids and each.span in following]


def _fits(sentence: _Sentence, chosen: Sequence[_Sentence], corpus: Corpus) -> bool:
    """True where an answer may be one sentence longer by this one."""
    from_same = sum(each.clause.id == sentence.clause.id for each in chosen)
    length = sum(len(corpus.quote(each.clause.document_id, each.span).split()) for each in [*chosen, sentence])
    return len(chosen) < MOST_SENTENCES and from_same < MOST_PER_CLAUSE and length <= MOST_WORDS


def _ordered(sentences: Sequence[_Sentence], corpus: Corpus) -> list[_Sentence]:
    """The official text first, then coverage; the best clause of each first, its sentences in reading order."""
    top = {each.clause.id: max(one.score for one in sentences if one.clause.id == each.clause.id) for each in sentences}
    return sorted(
        sentences,
        key=lambda each: (
            _KINDS.index(corpus.documents[each.clause.document_id].kind),
            -top[each.clause.id],
            each.clause.id,
            each.span,
        ),
    )


def _quoted(corpus: Corpus, sentence: _Sentence, number: int) -> tuple[Statement, Citation]:
    """One sentence as a statement with its citation."""
    lead_in, (start, end) = _lead_in(corpus, sentence)
    # A full stop closes our sentence where the quote is only a part of it.
    stop = "." if lead_in and corpus.quote(sentence.clause.document_id, (start, end)).endswith(".") else ""
    citation = cite(corpus, sentence.clause, (start, end - len(stop)), number)
    text = f"{lead_in}“{citation.quote}”{stop}"
    return Statement(text=text, citations=(number,), kind=citation.kind, support="verbatim"), citation


def _lead_in(corpus: Corpus, sentence: _Sentence) -> tuple[str, Span]:
    """The words before the quote, and the span that is left to quote.

    A bullet completes its opening's "we will": its verb goes into the lead-in, in lower case, and the quote starts
    after it.
    """
    start, end = sentence.span
    text = corpus.quote(sentence.clause.document_id, sentence.span)
    if sentence.clause.role != "commitment" or start != sentence.clause.start or not (verb := _VERB.match(text)):
        return "", sentence.span
    after = start + len(text) - len(text[verb.end() :].lstrip())
    return f"will {verb[0][0].lower()}{verb[0][1:]} ", (after, end)
