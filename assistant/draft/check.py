"""A draft's sentences, one after the other, each with what the texts say of it. Start reading here.

The rules need no language model, and are careful: they call a sentence supported only where each of its words stands in
one sentence of the official text, with the same figures, the same actors, as firmly and as positively. A language
model, where there is one, is asked about what the rules call `partly`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answers import cite
from assistant.commitments.reading import Read, read_by_people
from assistant.draft.actors import has_names
from assistant.draft.claims import is_opinion, no_claim
from assistant.draft.compare import ENOUGH, Comparison, compared
from assistant.draft.finding import Beside, Finding, Relation, Verdict
from assistant.draft.grounds import Ground, grounds
from assistant.draft.quotes import misquotes
from assistant.draft.reader import Reader
from assistant.draft.suggest import suggestion
from assistant.draft.words import Said, read
from assistant.quoting import NEAR
from assistant.wholetext.terms import find
from vectorstore.documents import EVERYTHING, Corpus
from vectorstore.store import Store

_PASSAGES = 8
_PARTLY = 0.5
"""Share of a sentence's words above which the texts say some of it."""
_MOST_BESIDE = 2


@dataclass(frozen=True)
class Sentence:
    """One sentence of a draft."""

    text: str
    title: bool = False
    """The draft has it as a heading."""


@dataclass(frozen=True)
class _Best:
    """What comes closest in the official texts, and in what others write."""

    primary: Comparison | None
    coverage: Comparison | None
    nearest: tuple[Ground, ...]

    @property
    def both(self) -> list[Comparison]:
        return [each for each in (self.primary, self.coverage) if each is not None]


def findings(sentences: Sequence[Sentence], store: Store, reader: Reader | None = None) -> Iterator[Finding]:
    """What is found of each, as soon as it is found.

    Raises:
        StoreError: the texts cannot be searched.
    """
    corpus = store.corpus
    read_promises = read_by_people(store.records, corpus)
    for sentence in sentences:
        yield _found(sentence, store, corpus, read_promises, reader)


def _found(sentence: Sentence, store: Store, corpus: Corpus, read_promises: Read, reader: Reader | None) -> Finding:
    text = sentence.text
    wrong = misquotes(text, corpus)
    if not wrong and (why := no_claim(text, title=sentence.title)) is not None:
        return Finding(text, "no_claim", "no_claim", (why,))
    found = grounds(store.search_in(corpus, text, _PASSAGES, EVERYTHING), read_promises, corpus)
    best = _best(text, found)
    finding = _judged(text, best, corpus)
    if reader is not None and finding.claim == "partly" and best.primary is not None:
        finding = reader.judged(finding, best.primary, corpus)
    if finding.claim != "contradicted" and (opinion := is_opinion(text)) is not None:
        finding = replace(
            finding, verdict="opinion", claim="opinion", reasons=(f"“{opinion}” is a judgement or advice",)
        )
    if wrong:
        reasons = (*(f"“{each.quote}”: {each.reason}" for each in wrong), *finding.reasons)
        return replace(finding, verdict="misquoted", reasons=reasons, misquoted=wrong)
    return finding


def _best(text: str, found: Sequence[Ground]) -> _Best:
    said = read(text)
    made = [compared(said, ground) for ground in found]
    near = sorted((each for each in found if each.near >= NEAR), key=lambda each: -each.near)
    return _Best(
        max((each for each in made if each.ground.primary), key=_rank, default=None),
        max((each for each in made if not each.ground.primary), key=_rank, default=None),
        tuple(near[:1]),
    )


def _rank(comparison: Comparison) -> tuple[bool, float, int, float]:
    """The one that carries it; else the one that has most of what it is about, and of all it says."""
    settled = ("partly", "stronger", "contradicted").index(comparison.state) if comparison.state != "supported" else 3
    decided = comparison.score if settled else comparison.coverage
    return settled == 3, decided, settled, comparison.coverage


def _judged(text: str, best: _Best, corpus: Corpus) -> Finding:
    primary, coverage = best.primary, best.coverage
    if primary is not None and primary.state == "supported":
        return _finding(text, "supported", [primary], corpus)
    if coverage is not None and _only_covered(primary, coverage, corpus):
        return _finding(text, "coverage_only", [coverage], corpus)
    against = [each for each in best.both if each.state in ("contradicted", "stronger")]
    if against:
        worst = max(against, key=lambda each: (each.score, each.ground.primary))
        return _finding(text, worst.state, [worst], corpus)
    some = [each for each in best.both if each.coverage > _PARTLY and not each.ground.whole]
    if some:
        return _finding(text, "partly", sorted(some, key=lambda each: -each.coverage), corpus)
    beside = tuple(
        Beside(cite(corpus, each.clause, each.span, at), "nearest") for at, each in enumerate(best.nearest, 1)
    )
    return Finding(text, "not_in_sources", "not_in_sources", ("none of the texts was found to say this",), beside)


def _only_covered(primary: Comparison | None, coverage: Comparison, corpus: Corpus) -> bool:
    """Whether others say it, and the official text neither says nor denies it."""
    if primary is not None and primary.state == "contradicted" and primary.score >= coverage.score:
        return False
    if coverage.state == "supported":
        return True
    ahead = primary is None or coverage.coverage > (primary.coverage if primary.state == "partly" else primary.score)
    text = corpus.documents[coverage.ground.clause.document_id].text
    elsewhere = [each for each in coverage.missing if not find(each.text, text)]
    named = has_names(each for each in elsewhere if isinstance(each, Said))
    return coverage.state == "partly" and coverage.coverage >= ENOUGH and ahead and not named


_RELATIONS: dict[Verdict, Relation] = {"contradicted": "differs", "stronger": "differs"}


def _finding(text: str, verdict: Verdict, made: Sequence[Comparison], corpus: Corpus) -> Finding:
    relation = _RELATIONS.get(verdict, "carries")
    beside = tuple(
        Beside(cite(corpus, each.ground.clause, each.ground.span, at), relation)
        for at, each in enumerate(made[:_MOST_BESIDE], start=1)
    )
    reasons = made[0].reasons
    if verdict == "coverage_only":
        reasons = (f"only {corpus.documents[made[0].ground.clause.document_id].name} says it", *reasons)
    return Finding(text, verdict, verdict, reasons, beside, suggestion(corpus, made[0].ground, verdict))
