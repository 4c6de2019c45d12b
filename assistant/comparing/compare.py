"""Coverage held against the official text: from a checked table where there is one, else as rules propose."""

from collections.abc import Sequence

from assistant.by_corpus import by_corpus
from assistant.comparing.checked import checked_comparison, checked_pairs
from assistant.comparing.propose import LOOKED_AT, proposed_statements
from assistant.comparing.statement import Comparison
from assistant.errors import CannotCompare, UnknownDocument, shown
from vectorstore.documents import Corpus, Document, Filters, Kind, Passage
from vectorstore.store import Store

MOST_SENTENCES = 500
"""That rules hold against the official text: some 16 seconds' work on two cores."""
_KEPT = 32
"""Comparisons by rules that are kept for one corpus."""
_CALLED: dict[Kind, str] = {"coverage": "coverage", "primary": "an official text"}


def compare(store: Store, coverage_id: str | None = None, against_id: str | None = None) -> Comparison:
    """All statements of one coverage document with what an official text has to them.

    Which documents, where that is left open: those that were compared by hand, else the first of their kind.

    Raises:
        UnknownDocument: there is no such document.
        CannotCompare: `wrong_kind`, `no_coverage`, `no_official_text`, or `too_long`.
        StoreError: the index or the embedding model failed.
    """
    corpus = store.corpus
    coverage, against = _pair(corpus, coverage_id, against_id)
    return checked_comparison(corpus, coverage, against) or _proposed(store, corpus, coverage, against)


def of_kind(corpus: Corpus, kind: Kind) -> Sequence[Document]:
    """The documents that can be chosen."""
    return [each for each in corpus.documents.values() if each.kind == kind]


def _pair(corpus: Corpus, coverage_id: str | None, against_id: str | None) -> tuple[Document, Document]:
    for one, other in checked_pairs():
        there = one in corpus.documents and other in corpus.documents
        if there and coverage_id in (None, one) and against_id in (None, other):
            coverage_id, against_id = one, other
    coverage = _chosen(corpus, "coverage", coverage_id)
    return coverage, _chosen(corpus, "primary", against_id)


def _chosen(corpus: Corpus, kind: Kind, document_id: str | None) -> Document:
    there = of_kind(corpus, kind)
    if document_id is None:
        if not there:
            code = "no_coverage" if kind == "coverage" else "no_official_text"
            raise CannotCompare(f"There is no document that is {_CALLED[kind]}. Staff can add one.", code=code)
        return there[0]
    found = corpus.documents.get(document_id)
    if found is None:
        raise UnknownDocument(f"There is no document {shown(document_id)}. /v1/documents lists them.")
    if found.kind != kind:
        listed = ", ".join(shown(each.id) for each in there[:5]) or "none"
        raise CannotCompare(
            f"{shown(document_id)} is not {_CALLED[kind]}. Such documents here: {listed}.", code="wrong_kind"
        )
    return found


@by_corpus
def _made(corpus: Corpus) -> dict[tuple[str, str], Comparison]:
    """What rules have proposed in a corpus, by the documents, the latest last."""
    return {}


def _proposed(store: Store, corpus: Corpus, coverage: Document, against: Document) -> Comparison:
    made = _made(corpus)
    if (found := made.get((coverage.id, against.id))) is not None:
        return found
    sentences = sum(len(clause.sentences) for clause in corpus.of(coverage.id))
    if sentences > MOST_SENTENCES:
        raise CannotCompare(
            f"{shown(coverage.id)} has {sentences:,} sentences; at most {MOST_SENTENCES:,} are compared. Give the part "
            "of it that matters as a document of its own.",
            code="too_long",
        )
    only = Filters(documents=(against.id,))

    def search(text: str) -> Sequence[Passage]:
        return store.search_in(corpus, text, LOOKED_AT, only)

    statements = proposed_statements(corpus, coverage, against, search)
    comparison = Comparison(coverage, against, statements, checked=None)
    if len(made) >= _KEPT:
        made.pop(next(iter(made)), None)
    made[coverage.id, against.id] = comparison
    return comparison
