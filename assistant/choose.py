"""Which sentences of the passages are quoted: the few that bear on the question.

The best clause speaks first and may say all it has to say; the best of the other kind of source is heard where it
bears nearly as much, and another clause of the same kind only where it is as good as the best. The shares below were
chosen on `evals/data/items-calibrate.jsonl`: facts shown and clauses rightly cited against words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from assistant.wholetext.terms import find
from vectorstore.documents import Clause, Corpus, Document, Passage, Span

WORDING = 0.75
"""Weight of a sentence's share of the question's words beside its cosine."""
RANK = 0.15
"""Weight of the passage's rank score beside its best sentence."""
WITHIN = 0.5
"""A sentence of the best clause is quoted from this share of its best sentence's score on."""
OTHER_SOURCE = 0.75
"""A clause of the other kind of source is quoted from this share of the best clause's score on."""
BOTH_ASKED = 0.4
"""The same where the question asks for both; each then has half of the words."""
NAME = 0.25
"""What a sentence has more that says a name of several words as it stands in the question."""
SAME_SOURCE = 0.85
NAMED = {"primary": 0.85, "coverage": 0.6}
"""Where a question names documents of one kind, they alone are quoted, if their best clause has this share of the best
one's score: people say "the accord" when they mean the whole matter, and "the article" when they mean the article."""
MOST_CLAUSES = 3
MOST_WORDS = 90
MOST_WORDS_FIRST = 70
"""Of the best clause."""

_REFERS_BACK = re.compile(r"(?:This|These|It|They|Such)\b")


@dataclass(frozen=True)
class Sentence:
    """One sentence of a passage and how much it bears on the question."""

    clause: Clause
    span: Span
    score: float
    words: int


def by_clause(passages: Sequence[Passage], corpus: Corpus, names: Sequence[str] = ()) -> list[list[Sentence]]:
    """The sentences of each passage that may be quoted, each clause's best first; the best clause first.

    A text that stands in two clauses comes once.
    """
    ranked: list[tuple[float, list[Sentence]]] = []
    for passage in passages:
        if passage.clause.role in ("title", "opening"):
            continue
        sentences = _sentences(passage, corpus, names)
        ranked.append((sentences[0].score + RANK * passage.score, sentences))
    ranked.sort(key=lambda each: -each[0])
    seen: set[str] = set()
    once: list[list[Sentence]] = []
    for _, sentences in ranked:
        texts = {corpus.quote(each.clause.document_id, each.span) for each in sentences}
        if not texts <= seen:
            once.append(sentences)
        seen |= texts
    return once


def chosen(
    passages: Sequence[Passage],
    corpus: Corpus,
    *,
    named: Sequence[Document] = (),
    names: Sequence[str] = (),
    words: int = MOST_WORDS,
) -> list[Sentence]:
    """The sentences to quote, so many words at most: the official text first, then coverage, in reading order.

    `named` are the documents that the question names, `names` what else it names.
    """
    clauses = _saying(_of_named(by_clause(passages, corpus, names), named), names, corpus)
    if not clauses:
        return []
    best = clauses[0]
    first = [best]
    if len({each.kind for each in named}) > 1:  # both are asked: each says as much
        others = (each for each in clauses if _kind(each, corpus) != _kind(best, corpus))
        first += [each for each in islice(others, 1) if each[0].score >= BOTH_ASKED * best[0].score]
    taken = [each for sentences in first for each in _first(sentences, corpus, words // len(first))]
    heard = {_kind(each, corpus): each[0].score for each in first}
    for sentences in clauses:
        if sentences in first:
            continue
        kind, score = _kind(sentences, corpus), sentences[0].score
        enough = SAME_SOURCE * heard[kind] if kind in heard else OTHER_SOURCE * best[0].score
        more = len({each.clause.id for each in taken}) < MOST_CLAUSES
        if score >= enough and more and _fits(sentences[0], taken, words):
            taken += _continued([sentences[0]], taken, sentences, corpus, words)
            heard.setdefault(kind, score)
    order = {sentences[0].clause.id: at for at, sentences in enumerate(clauses)}
    return sorted(taken, key=lambda each: (_kind([each], corpus) != "primary", order[each.clause.id], each.span))


def _of_named(clauses: list[list[Sentence]], named: Sequence[Document]) -> list[list[Sentence]]:
    """The clauses of the documents that are named, where those are of one kind and have something to say."""
    if len({each.kind for each in named}) != 1 or not clauses:
        return clauses
    ids = {each.id for each in named}
    inside = [each for each in clauses if each[0].clause.document_id in ids]
    enough = NAMED[named[0].kind] * clauses[0][0].score
    return inside if inside and inside[0][0].score >= enough else clauses


def _saying(clauses: list[list[Sentence]], names: Sequence[str], corpus: Corpus) -> list[list[Sentence]]:
    """Without the clauses that say nothing of what the question names, where others of their kind of source say a name
    of several words: they are about its like. The two kinds of source may have names of their own for a thing.
    """
    said = [{name for name in names if find(name, corpus.text(each[0].clause))} for each in clauses]
    kinds = {_kind(each, corpus) for each, some in zip(clauses, said, strict=True) if any(" " in name for name in some)}
    return [each for each, some in zip(clauses, said, strict=True) if some or _kind(each, corpus) not in kinds]


def _sentences(passage: Passage, corpus: Corpus, names: Sequence[str]) -> list[Sentence]:
    document = passage.clause.document_id
    found: dict[str, Sentence] = {}
    for span, scores in zip(passage.clause.sentences, passage.sentences, strict=True):
        text = corpus.quote(document, span)  # a name that stands there twice is said once
        said = any(" " in name and name in text for name in names)
        score = scores.cosine + WORDING * scores.words + NAME * said
        found.setdefault(text, Sentence(passage.clause, span, score, len(text.split())))
    return sorted(found.values(), key=lambda each: (-each.score, each.span))


def _first(sentences: Sequence[Sentence], corpus: Corpus, most: int) -> list[Sentence]:
    """What the best clause says: its best sentence, and others that bear on the question too."""
    taken = [sentences[0]]
    for each in sentences[1:]:
        words = sum(one.words for one in taken) + each.words
        if each.score >= WITHIN * sentences[0].score and words <= min(MOST_WORDS_FIRST, most):
            taken.append(each)
    return _continued(taken, [], sentences, corpus, most)


def _continued(
    added: Sequence[Sentence], taken: Sequence[Sentence], sentences: Sequence[Sentence], corpus: Corpus, most: int
) -> list[Sentence]:
    """With the sentences of the clause that speak on of one that is quoted: "This includes ..."."""
    result = list(added)
    in_order = sorted(sentences, key=lambda each: each.span)
    for before, after in pairwise(in_order):
        speaks_on = _REFERS_BACK.match(corpus.quote(after.clause.document_id, after.span))
        if speaks_on and before in result and after not in result and _fits(after, [*taken, *result], most):
            result.append(after)
    return result


def _fits(sentence: Sentence, taken: Sequence[Sentence], most: int) -> bool:
    return sum(each.words for each in taken) + sentence.words <= most


def _kind(sentences: Sequence[Sentence], corpus: Corpus) -> str:
    return corpus.documents[sentences[0].clause.document_id].kind
