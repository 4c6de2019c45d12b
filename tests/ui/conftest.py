import pytest

from assistant.answers import Answer, Citation, Statement, cite
from vectorstore.documents import Clause, Corpus, Document, make_corpus, text_hash

ACCORD = ("We will:", "Explore ambitious <b>joint</b> research & skills.", "Launch a fellowship.")
COVERAGE = ("UK and Japan sign accord", "There will be a further £18bn of investment.")


def document_and_clauses(document_id: str, name: str, kind: str, texts: tuple[str, ...], url: str | None = None):
    text = "\n".join(texts)
    document = Document(id=document_id, name=name, kind=kind, title=f"{name} in full", text=text, sha256="0", url=url)
    clauses, start = [], 0
    for number, each in enumerate(texts):
        end = start + len(each)
        clauses.append(
            Clause(
                id=f"{document_id}/{number}",
                document_id=document_id,
                label=f"{name}, clause {number}",
                role="paragraph",
                heading=("Part 2", "Science & <growth>"),
                start=start,
                end=end,
                hash=text_hash(each),
                sentences=((start, end),),
            )
        )
        start = end + 1
    return document, clauses


@pytest.fixture
def corpus() -> Corpus:
    accord, accord_clauses = document_and_clauses("accord", "The Accord", "primary", ACCORD)
    article, article_clauses = document_and_clauses(
        "article", "techUK", "coverage", COVERAGE, url="https://www.techuk.org/a?b=1&c=2"
    )
    return make_corpus([accord, article], [*accord_clauses, *article_clauses])


@pytest.fixture
def citing(corpus: Corpus):
    """Cites some words of a clause."""

    def make(clause_id: str, words: str, number: int = 1) -> Citation:
        clause = corpus.clauses[clause_id]
        start = clause.start + corpus.text(clause).index(words)
        return cite(corpus, clause, (start, start + len(words)), number)

    return make


@pytest.fixture
def answering():
    """An answer with the given fields, answered and resting on nothing unless said."""

    def make(**fields) -> Answer:
        question = fields.pop("question", "What will they explore?")
        defaults = {
            "id": "a",
            "conversation_id": "c",
            "question": question,
            "standalone_question": question,
            "outcome": "answered",
            "corpus_version": "v",
            "created_at": "2024-01-01T00:00:00.000+00:00",
        }
        return Answer(**(defaults | fields))

    return make


@pytest.fixture
def quoting():
    """A statement that quotes one citation after a lead-in."""

    def make(citation: Citation, lead_in: str = "") -> Statement:
        return Statement(
            text=f"{lead_in}“{citation.quote}”",
            citations=(citation.number,),
            kind=citation.kind,
            support="verbatim",
        )

    return make
