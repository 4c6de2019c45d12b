"""What is promised in the sentences on a topic: lines that can be said aloud, and by when things are to be done."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.briefing.lines import Block, Made, said
from assistant.briefing.topic import Bearing
from assistant.commitments.promise import Promise, Strength
from assistant.commitments.reading import Read, promises_of
from assistant.wholetext.lines import QUOTE, beginning_of, place
from assistant.wholetext.terms import find
from assistant.wholetext.variants import same
from vectorstore.documents import Clause, Corpus, Span

LINES = 3
"""Lines to take, at most."""
_WORDS = 24
"""A line's quote is cut between its parts where it has more."""
_ORDER: dict[Strength, int] = {"do": 0, "commit": 1, "explore": 2, "state": 3}
_WE = re.compile(r"\bwe\b(?P<rest>[^;:.]{0,12})", re.IGNORECASE)
_NO_VERB = re.compile(r"(?:to|with|the|our|a) |\w+ing\b")
"""What a promise may begin with that cannot follow "will"."""
_TO = re.compile(r"(?:Use|Utilise|Take advantage of)\b[^,;]* to ")
"""What may stand before the verb of a promise: by what means."""


@dataclass(frozen=True)
class Pledge:
    """A promise and its clause."""

    clause: Clause
    promise: Promise


def pledges(places: Iterable[Bearing], read: Read, corpus: Corpus) -> list[Pledge]:
    """What is promised in these sentences, in reading order."""
    found = []
    for each in places:
        promises = promises_of(each.clause, read, corpus)
        bearing = (one for one in promises if any(_inside(one.span, span) for span in each.sentences))
        found += [Pledge(each.clause, one) for one in bearing]
    return found


def lines_to_take(promised: Sequence[Pledge], terms: Sequence[str], corpus: Corpus) -> tuple[Block, ...]:
    """The strongest promises as sentences to be said, commitments before preambles; an exploration says that it is.

    Those whose words have one of the terms, where there are any: a sentence may promise other things besides.
    """
    lines = [(pledge, line) for pledge in promised if (line := _line(pledge, corpus)) is not None]
    forms = [form for term in terms for form in same(term, corpus)]
    lines = [each for each in lines if any(find(form, each[1].text) for form in forms)] or lines
    best = sorted(lines, key=lambda each: (each[0].clause.role == "paragraph", _ORDER[each[0].promise.strength]))
    kept = best[:LINES]
    explored = next((each for each in lines if each[0].promise.strength == "explore"), None)
    if explored is not None and explored not in kept:  # what must not be said too strongly is told always
        kept = [*kept[: LINES - 1], explored]
    in_order = sorted(kept, key=lambda each: (each[0].clause.role == "paragraph", lines.index(each)))
    return tuple(Block(None, (line,), item=True) for _, line in in_order)


def deadlines(promised: Sequence[Pledge], corpus: Corpus) -> tuple[Block, ...]:
    """What is to be done by when, word for word."""
    dated = [each for each in promised if each.promise.deadline is not None]
    return tuple(Block(place(each.clause, corpus), tuple(_by_when(each, corpus)), item=True) for each in dated)


def _by_when(pledge: Pledge, corpus: Corpus) -> Iterator[Made]:
    promise = pledge.promise
    assert promise.deadline is not None
    stated = promise.deadline.stated
    what = promise.instrument or promise.what or promise.quote
    if what == stated or stated in what or what not in promise.quote:
        yield said(f"{QUOTE}.", [(pledge.clause, promise.span)], corpus)
    else:
        quotes = [(pledge.clause, _within(promise, each)) for each in (what, stated)]
        yield said(f"{QUOTE}, {QUOTE}.", quotes, corpus)
    if promise.deadline.date is None:
        yield Made("No year is named there.")


def _within(promise: Promise, words: str) -> Span:
    start = promise.span[0] + promise.quote.index(words)
    return start, start + len(words)


def _line(pledge: Pledge, corpus: Corpus) -> Made | None:
    """A promise as a sentence with its actor; null where its grammar does not let it stand alone, but for a hedge."""
    promise = pledge.promise
    verb = re.sub(r"^(?:will|shall) ", "", promise.verb)
    before, verbal, after = promise.quote.partition(promise.verb)
    modal = _modal(pledge, corpus)
    means = before == "" or _TO.fullmatch(before)
    if not means or modal is None or not after.strip() or _NO_VERB.match(verb):
        if promise.strength == "explore":
            return said(f"Say no more than {QUOTE}.", [(pledge.clause, promise.span)], corpus)
        return None
    start = promise.span[0] + len(before) + len(verbal) + len(after) - len(after.lstrip())
    end = promise.span[1]
    span = beginning_of(pledge.clause, (start, end), corpus, _WORDS)
    document = corpus.documents[pledge.clause.document_id]
    who = promise.actor if promise.actor[0].isupper() and promise.actor != "We" else f"{document.name}:"
    hedge = f": say {verb[0].lower()}{verb[1:]}, nothing firmer" if promise.strength == "explore" else ""
    return said(f"{who} {modal}{verb[0].lower()}{verb[1:]} {QUOTE}{hedge}.", [(pledge.clause, span)], corpus)


def _modal(pledge: Pledge, corpus: Corpus) -> str | None:
    """ "will ", where that governs the verb, else ""; null where neither is clear."""
    clause, promise = pledge.clause, pledge.promise
    if promise.verb.startswith(("will ", "shall ")):
        return "will "
    sentence = next(each for each in clause.sentences if _inside(promise.span, each))
    if sentence == clause.sentences[0] and clause.opening_id is not None:
        return "will "
    subjects = list(_WE.finditer(corpus.quote(clause.document_id, (sentence[0], promise.span[0]))))
    if not subjects:
        return None
    rest = subjects[-1]["rest"].strip().lower()
    if rest.startswith(("will", "shall")):
        return "will "
    return None if rest.startswith(("are", "have")) else ""


def _inside(span: Span, sentence: Span) -> bool:
    return sentence[0] <= span[0] and span[1] <= sentence[1]
