"""A small corpus and answers from it, made by hand."""

from assistant.answers import Answer, Citation, Statement, cite
from vectorstore.documents import Clause, Corpus, Document, make_corpus, text_hash

PRIMARY = "We will keep the limit of 1.5 degrees.\n\nThe UK’s carrier returns in 2025."
COVERAGE = "A further £18bn was announced.\n\nThe carrier was named."


def corpus() -> Corpus:
    documents = [_document("accord", "primary", PRIMARY), _document("press", "coverage", COVERAGE)]
    return make_corpus(documents, [clause for document in documents for clause in _clauses(document)])


def citation(stored: Corpus, clause_id: str, quote: str, number: int) -> Citation:
    clause = stored.clauses[clause_id]
    start = stored.documents[clause.document_id].text.index(quote)
    return cite(stored, clause, (start, start + len(quote)), number)


def answer(text="", outcome="answered", citations=(), nearest=(), statements=(), rests_on="none") -> Answer:
    return Answer(
        id="a",
        conversation_id="c",
        question="?",
        standalone_question="?",
        outcome=outcome,
        text=text,
        citations=tuple(citations),
        nearest=tuple(nearest),
        statements=tuple(Statement(text=each, citations=(), kind=None, support="notice") for each in statements),
        rests_on=rests_on,
        corpus_version="v",
        created_at="2025-01-01T00:00:00+00:00",
    )


def _document(document_id, kind, text):
    return Document(id=document_id, name=document_id, kind=kind, title=document_id, text=text, sha256=text_hash(text))


def _clauses(document):
    at = 0
    for number, paragraph in enumerate(document.text.split("\n\n")):
        span = (at, at + len(paragraph))
        yield Clause(
            id=f"{document.id}/{number}",
            document_id=document.id,
            label=f"paragraph {number}",
            role="paragraph",
            heading=(),
            start=span[0],
            end=span[1],
            hash=text_hash(paragraph),
            sentences=(span,),
        )
        at = span[1] + 2
