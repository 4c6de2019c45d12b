"""What is measured of one answer, as pure functions. None means that a metric does not apply, never zero."""

import re
from collections.abc import Iterable, Sequence

from assistant.answers import Answer, Citation, Outcome
from vectorstore.documents import Corpus

CUTS = (1, 3, 5, 8)
"""At how many passages recall is taken."""

_QUOTES = str.maketrans({sign: "'" for sign in "‘’‚‛ʼ`´"} | {sign: '"' for sign in "“”„‟«»"})
_MARKER = re.compile(r"\[(\d+)\]")

ANSWERING: frozenset[Outcome] = frozenset({"answered", "partial"})
KEEPING_OUT: frozenset[Outcome] = frozenset({"out_of_scope", "refused", "not_in_sources"})
"""For a question that has nothing to do with the sources, each of these keeps it out."""
DECLINING: frozenset[Outcome] = KEEPING_OUT | {"needs_clarification"}


def normalise(text: str) -> str:
    """Text as it is compared: case-folded, white space as single blanks, apostrophes and quotation marks straight."""
    return " ".join(text.casefold().translate(_QUOTES).split())


def clauses_holding(corpus: Corpus, document_id: str, quote: str) -> set[str]:
    """Ids of the clauses of a document in which a quote stands."""
    wanted = normalise(quote)
    return {clause.id for clause in corpus.of(document_id) if wanted in normalise(corpus.text(clause))}


def best_rank(found: Sequence[str], gold: Iterable[str]) -> int | None:
    """The rank, from 1, of the first gold id among the found; None where none is found."""
    wanted = set(gold)
    return next((rank for rank, each in enumerate(found, start=1) if each in wanted), None)


def hit(rank: int | None, cut: int) -> bool:
    """True where something was found at this rank or better."""
    return rank is not None and rank <= cut


def facts_shown(facts: Sequence[Sequence[str]], pieces: Sequence[str]) -> bool | None:
    """True where every fact has one of its alternatives, as whole words, in one of the pieces that a reader sees."""
    if not facts:
        return None
    seen = [normalise(piece) for piece in pieces]
    return all(any(_stands_in(alternative, seen) for alternative in fact) for fact in facts)


def _stands_in(words: str, pieces: Sequence[str]) -> bool:
    pattern = re.compile(rf"(?<!\w){re.escape(normalise(words))}(?!\w)")
    return any(pattern.search(piece) for piece in pieces)


def pieces_seen(answer: Answer) -> list[str]:
    """What the reader of an answer sees: its text and the quotes shown with it.

    Markers are left out, so that "[11]" does not count as the number eleven.
    """
    return [_MARKER.sub(" ", answer.text), *(each.quote for each in _shown(answer))]


def rightly_cited(cited: Iterable[str], gold_by_document: Sequence[set[str]]) -> bool | None:
    """True where each group of gold clauses has one that is cited. None without gold."""
    if not gold_by_document:
        return None
    ids = set(cited)
    return all(ids & group for group in gold_by_document)


def citation_precision(cited: Iterable[str], gold: Iterable[str]) -> float | None:
    """Share of the cited clauses that hold gold. None without gold or citations.

    A lower bound: a clause can support an answer without holding one of the gold quotes.
    """
    ids, wanted = set(cited), set(gold)
    return len(ids & wanted) / len(ids) if ids and wanted else None


def outcome_right(kind: str, expected: Outcome, got: Outcome, facts: bool | None) -> bool:
    """Whether an outcome counts as the expected one.

    `answered` and `partial` stand for each other where all facts are shown; a question that is off the topic or an
    injection only has to be kept out.
    """
    if got == expected:
        return True
    if kind in ("offtopic", "injection"):
        return got in KEEPING_OUT
    return facts is True and {got, expected} <= ANSWERING


def wrongly_declined(expected: Outcome, got: Outcome) -> bool | None:
    """Whether a question that the sources answer was turned away. None for other questions."""
    return got in DECLINING if expected in ANSWERING else None


def wrongly_answered(expected: Outcome, got: Outcome) -> bool | None:
    """Whether a question that should be kept out was answered. None for other questions."""
    return got in ANSWERING if expected in KEEPING_OUT else None


def quotes_verbatim(answer: Answer, corpus: Corpus) -> bool | None:
    """True where every quote is the canonical text at its place, inside its clause. None without quotes."""
    shown = _shown(answer)
    return all(_is_verbatim(each, corpus) for each in shown) if shown else None


def _is_verbatim(citation: Citation, corpus: Corpus) -> bool:
    clause = corpus.clauses.get(citation.clause_id)
    if clause is None or clause.document_id != citation.document_id or not citation.quote:
        return False
    inside = clause.start <= citation.start <= citation.end <= clause.end
    return inside and corpus.quote(citation.document_id, (citation.start, citation.end)) == citation.quote


def markers_resolved(answer: Answer) -> bool | None:
    """True where every marker in the text is the number of a shown citation. None without markers."""
    numbers = {each.number for each in _shown(answer)}
    markers = {int(marker) for marker in _MARKER.findall(answer.text)}
    return markers <= numbers if markers else None


def words_stated(answer: Answer) -> int | None:
    """How many words the statements of an answer have together. None where the question was not answered."""
    return count_words(each.text for each in answer.statements) if answer.outcome in ANSWERING else None


def count_words(texts: Iterable[str]) -> int:
    """How many words texts have together, split at white space."""
    return sum(len(text.split()) for text in texts)


def _shown(answer: Answer) -> tuple[Citation, ...]:
    return answer.citations + answer.nearest
