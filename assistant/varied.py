"""Which of the passages that were found an answer is made from: the best, but no one article's voice alone.

Official text is never left out. One article of many paragraphs on a subject would else crowd out everybody else's, and
a text that several have taken over would be heard several times.
"""

from collections.abc import Collection, Iterator, Sequence

from vectorstore.documents import Corpus, Passage
from vectorstore.words import words

OF_ONE = 3
"""Passages of one document of coverage, while others have something to say."""
ALIKE = 0.9
"""Share of the runs of three words that two texts have in common, from which on they are one."""
_RUN = 3


def varied(passages: Sequence[Passage], corpus: Corpus, most: int, named: Collection[str] = ()) -> list[Passage]:
    """So many of these passages at most, in their order.

    Of coverage, a passage like a better one is left out, and so is what one document has beyond its share; that comes
    back where there is nothing else. `named` are the ids of documents that the question names: they may say all.
    """
    once = list(_once(passages, corpus))
    taken: list[int] = []
    left: list[int] = []
    of_each: dict[str, int] = {}
    for at, passage in enumerate(once):
        document = passage.clause.document_id
        limited = _is_coverage(passage, corpus) and document not in named
        of_each[document] = of_each.get(document, 0) + 1
        (left if limited and of_each[document] > OF_ONE else taken).append(at)
    return [once[at] for at in sorted([*taken, *left][:most])]


def _once(passages: Sequence[Passage], corpus: Corpus) -> Iterator[Passage]:
    """Without those of coverage whose text is like that of a better one of coverage."""
    heard: list[frozenset[tuple[str, ...]]] = []
    for passage in passages:
        if _is_coverage(passage, corpus):
            runs = _runs(corpus.text(passage.clause))
            if any(_alike(runs, each) for each in heard):
                continue
            heard.append(runs)
        yield passage


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    said = words(text)
    return frozenset(tuple(said[at : at + _RUN]) for at in range(max(1, len(said) - _RUN + 1)))


def _alike(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    return len(one & other) >= ALIKE * len(one | other)


def _is_coverage(passage: Passage, corpus: Corpus) -> bool:
    return corpus.documents[passage.clause.document_id].kind == "coverage"
