"""Passages to statements by quoting. Needs no language model and cannot misstate.

The sentences that bear on the question are quoted, not whole sections; the Accord and the coverage stay apart.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Citation, Draft, Reply, Statement, Support, cite
from assistant.choose import MOST_WORDS, Sentence, by_clause, chosen
from assistant.judge.judging import Judgement
from assistant.judge.verdict import DOUBTFUL, Verdict
from assistant.lead_in import ITS_WORDS, lead_in, supposes
from assistant.wholetext.names import names
from assistant.wholetext.scope import read
from vectorstore.documents import EVERYTHING, Corpus, Document, Passage

NEAREST = 3
"""How many passages are shown where none is quoted as an answer."""
NEAR = 0.35
"""Cosine from which a passage is near enough to be shown to somebody whose question is not answered."""


def quoted(question: str, passages: Sequence[Passage], judgement: Judgement, corpus: Corpus, *, of: int = 1) -> Reply:
    """The answer to one of so many questions: the verdict's own sentence, or quotes of what bears on it."""
    verdict = judgement.verdict
    if verdict.notice is not None:
        near = nearest(passages, verdict, corpus)
        return replace(told(verdict), nearest=near)
    statements: list[Statement] = []
    citations: list[Citation] = []
    own_words = supposes(question)
    for sentence in chosen_for(question, passages, corpus, of=of):
        statement, citation = quote(corpus, sentence, len(citations) + 1, own_words=own_words)
        if own_words and citation.source not in {each.source for each in citations}:
            statement = replace(statement, text=f"{ITS_WORDS}{statement.text}")
        statements.append(statement)
        citations.append(citation)
    return Reply(outcome=verdict.outcome, draft=Draft(statements=tuple(statements), citations=tuple(citations)))


def chosen_for(question: str, passages: Sequence[Passage], corpus: Corpus, *, of: int = 1) -> list[Sentence]:
    """The sentences that bear on one of so many questions, in the order in which they are quoted."""
    documents = named(question, corpus)
    return chosen(passages, corpus, named=documents, names=names(question), words=MOST_WORDS // min(of, 2))


def told(verdict: Verdict) -> Reply:
    """A reply in our own words alone."""
    support: Support = "records" if verdict.looked_for else "notice"
    said = (Statement(text=verdict.notice, citations=(), kind=None, support=support),) if verdict.notice else ()
    return Reply(
        outcome=verdict.outcome,
        reason=verdict.reason,
        draft=Draft(statements=said),
        looked_for=verdict.looked_for,
        suggestions=verdict.suggestions,
    )


def fallen_back(passages: Sequence[Passage], corpus: Corpus) -> Reply:
    """What is left to say where nothing could be quoted as an answer."""
    return replace(told(DOUBTFUL), nearest=nearest(passages, DOUBTFUL, corpus))


def nearest(passages: Sequence[Passage], verdict: Verdict, corpus: Corpus) -> tuple[Citation, ...]:
    """The best sentence of each of the nearest clauses, where the outcome leaves the reader to judge."""
    if verdict.outcome not in ("not_in_sources", "uncertain"):
        return ()
    near = [each for each in passages if verdict.outcome == "uncertain" or _cosine(each) >= NEAR]
    best = [sentences[0] for sentences in by_clause(near, corpus)[:NEAREST]]
    return tuple(cite(corpus, sentence.clause, sentence.span, number) for number, sentence in enumerate(best, start=1))


def named(question: str, corpus: Corpus) -> tuple[Document, ...]:
    """The documents that a question names."""
    asked = read(question, corpus, EVERYTHING)
    return asked.named() if asked is not None else ()


def _cosine(passage: Passage) -> float:
    return max(passage.scores.clause, passage.scores.sentence)


def quote(corpus: Corpus, sentence: Sentence, number: int, *, own_words: bool = False) -> tuple[Statement, Citation]:
    """One sentence as a statement with its citation; led in, unless the text's own words are to stand alone."""
    before, (start, end) = ("", sentence.span) if own_words else lead_in(corpus, sentence.clause, sentence.span)
    # A full stop closes our sentence where the quote is only a part of it.
    stop = "." if before and corpus.quote(sentence.clause.document_id, (start, end)).endswith(".") else ""
    citation = cite(corpus, sentence.clause, (start, end - len(stop)), number)
    text = f"{before}“{citation.quote}”{stop}"
    return Statement(text=text, citations=(number,), kind=citation.kind, support="verbatim"), citation
