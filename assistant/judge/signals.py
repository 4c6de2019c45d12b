"""What can be seen of a question and its passages without a language model; all raw, none ranked or normalised."""

import re
from collections.abc import Sequence

from assistant.answers import Judged
from vectorstore.documents import Corpus, Passage, SentenceScores
from vectorstore.words import stems

_WORDING = 0.5
"""Weight of a sentence's share of the question's words beside its cosine."""
_AMOUNT = re.compile(
    r"\bhow (?:many|much|big|large|long|often|old|far|high|fast|frequently|expensive)\b"
    r"|\b(?:what|which) (?:share|percentage|proportion|sum|amount|number|figure|quota|fraction|level)\b"
    r"|\b(?:budgets?|prices?|costs?|salar(?:y|ies)|fees?|fund(?:s|ing|ed)?|percent(?:age)?|per cent|statistics)\b",
    re.IGNORECASE,
)
_NUMERALS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|dozens?|hundreds?|thousands?|[mb]illions?|half"
)
_NUMBER = re.compile(
    rf"(?<![\w.])[£$€¥]?(?!(?:19|20)\d\d\b)\d[\d.,]*(?:[mb]n|%)?(?!\w)|\b(?:{_NUMERALS})\b", re.IGNORECASE
)
"""An amount: not a year, and not the figure in "G7"."""
_CITE_FOR = re.compile(
    r"^\W*(?:(?:please|now|then|and|just|kindly) )*"
    r"(?:cite|quote|give|produce|provide|find|show|make|write|add|supply|get)\b.*?"
    r"\b(?:(?:claim|statement|assertion|idea|fact) that|(?:proving|showing|confirming|stating|saying)(?: that)?"
    r"|(?:that|which) (?:proves|shows|confirms|states|says)(?: that)?) (?P<claim>.+)",
    re.IGNORECASE | re.DOTALL,
)


def seen(question: str, passages: Sequence[Passage], corpus: Corpus, *, absent: tuple[str, ...], named: bool) -> Judged:
    """The signals of a question and what was found for it.

    `absent` is what it asks for that stands in no text; `named` says whether a name of it does.
    """
    return Judged(
        evidence=round(max((_evidence(each) for each in passages), default=0.0), 4),
        meaning=round(max((max(each.scores.clause, each.scores.sentence) for each in passages), default=0.0), 4),
        wording=round(max((_wording(each) for each in passages), default=0.0), 4),
        absent=absent,
        named=named,
        unstated=_unstated(question, passages, corpus),
        unmeasured=bool(_AMOUNT.search(question)) and not _NUMBER.search("".join(best_sentences(passages, corpus, 1))),
    )


def _evidence(passage: Passage) -> float:
    return max(passage.scores.clause, passage.scores.sentence) + _WORDING * _wording(passage)


def _wording(passage: Passage) -> float:
    return max((sentence.words for sentence in passage.sentences), default=0.0)


def _unstated(question: str, passages: Sequence[Passage], corpus: Corpus) -> bool:
    if (asked := _CITE_FOR.match(question)) is None:
        return False
    claim = set(stems(asked["claim"]))
    return not any(claim <= set(stems(each)) for each in best_sentences(passages, corpus, len(passages)))


def bearing(scores: SentenceScores) -> float:
    """How much one sentence has of the question: up to 1.5."""
    return scores.cosine + _WORDING * scores.words


def best_sentences(passages: Sequence[Passage], corpus: Corpus, limit: int) -> list[str]:
    """The sentences of the passages that have most of the question, best first."""
    sentences = [
        (bearing(scores), corpus.quote(passage.clause.document_id, span))
        for passage in passages
        for span, scores in zip(passage.clause.sentences, passage.sentences, strict=True)
    ]
    return [text for _, text in sorted(sentences, reverse=True)[:limit]]
