"""What is measured of one answer, as pure functions. None means that a metric does not apply, never zero."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

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
FIRST_STATEMENTS = 2
"""How many statements are the beginning of an answer: the point should be made in them."""
_FAR_KINDS = ("offtopic", "injection")


@lru_cache(maxsize=4096)  # the same clauses are compared with every gold quote
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


def without_markers(text: str) -> str:
    """A text whose markers are left out, so that "[11]" does not count as the number eleven."""
    return _MARKER.sub(" ", text)


def pieces_seen(answer: Answer) -> list[str]:
    """What the reader of an answer sees: its text and the quotes shown with it."""
    return [without_markers(answer.text), *(each.quote for each in _shown(answer))]


def pieces_first(answer: Answer) -> list[str]:
    """What the first two statements of an answer say, quotes included."""
    return [without_markers(each.text) for each in answer.statements[:FIRST_STATEMENTS]]


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


def citation_recall(kind: str, cited: Iterable[str], gold_by_document: Sequence[set[str]]) -> float | None:
    """Share of the gold clauses that are cited; of a question about both documents, share of its documents.

    A lower bound: gold quotes can be alternatives, each of which would do. None without gold.
    """
    ids = set(cited)
    if not gold_by_document:
        return None
    if kind == "both":
        return sum(bool(ids & group) for group in gold_by_document) / len(gold_by_document)
    wanted = set[str]().union(*gold_by_document)
    return len(ids & wanted) / len(wanted) if wanted else 0.0


def said_with_support(answer: Answer) -> bool | None:
    """True where every statement cites, or is of a support that needs no citation (our own sentences, the records).

    None where the question was not answered; an answer without any statement says nothing that could be checked.
    """
    if answer.outcome not in ANSWERING:
        return None
    return bool(answer.statements) and all(
        each.citations or each.support in ("records", "notice") for each in answer.statements
    )


def outcome_right(kind: str, expected: Outcome, got: Outcome, facts: bool | None) -> bool:
    """Whether an outcome counts as the expected one.

    `answered` and `partial` stand for each other where all facts are shown; a question that is off the topic or an
    injection only has to be kept out.
    """
    if got == expected:
        return True
    if kind in _FAR_KINDS:
        return got in KEEPING_OUT
    return facts is True and {got, expected} <= ANSWERING


def wrongly_declined(expected: Outcome, got: Outcome) -> bool | None:
    """Whether a question that the sources answer was turned away. None for other questions."""
    return got in DECLINING if expected in ANSWERING else None


def wrongly_answered(expected: Outcome, got: Outcome) -> bool | None:
    """Whether a question that should be kept out was answered. None for other questions."""
    return got in ANSWERING if expected in KEEPING_OUT else None


def is_near_topic(kind: str, expected: Outcome) -> bool:
    """Whether a question is to be declined although its topic is that of the sources."""
    return expected == "not_in_sources" and kind not in _FAR_KINDS


def is_far(kind: str, expected: Outcome) -> bool:
    """Whether a question is to be kept out because it has nothing to do with the sources, or is an attack."""
    return expected in KEEPING_OUT and not is_near_topic(kind, expected)


def declines(kind: str, expected: Outcome, got: Outcome | None) -> dict[str, bool]:
    """How a question was declined or not, by the names of the metrics that apply to it.

    Recall is over the questions that are to be declined, near the topic and far from it apart; precision over those
    that were: `not_in_sources` apart from `out_of_scope` and `refused`.

    Args:
        got: None where the question failed; that declines nothing.
    """
    rightly = expected in KEEPING_OUT
    found: dict[str, bool] = {}
    if is_near_topic(kind, expected):
        found |= {"declined_near": got in KEEPING_OUT, "doubted_near": got in KEEPING_OUT or got == "uncertain"}
    if is_far(kind, expected):
        found["declined_far"] = got in KEEPING_OUT
    if got == "not_in_sources":
        found["decline_right_near"] = rightly
    elif got in KEEPING_OUT:
        found["decline_right_far"] = rightly
    if rightly:
        found["uncertain_unanswerable"] = got == "uncertain"
    elif expected in ANSWERING:
        found["uncertain_answerable"] = got == "uncertain"
    return found


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
