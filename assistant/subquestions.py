"""A text that asks two things is answered in two parts; what one of them lacks is named."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from assistant.answers import ANSWERING, Citation, Draft, Outcome, Reply, Statement
from assistant.questions import repeated, typed_sentences
from assistant.rewrite import read
from assistant.turns import ABOUT, Turn
from vectorstore.documents import Corpus
from vectorstore.words import stems

MOST = 3
"""Parts into which one text is taken apart."""
_SECOND = re.compile(
    r",? and (?=(?:(?:in|on|at|by|from|for|to|of|with|under) )?(?:who|whom|whose|what|which|when|where|why|how)\b)"
    r"|, (?=(?:how (?:many|much|long|often|large|big)|by when|since when)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
_INDIRECTLY = re.compile(
    r"\b(?:know|ask|asked|asking|wonder|wondering|tell|find out|check|explain|clarify|understand|learn|hear)\b"
    r"[^.,;:]{0,20}?\b(?:whether|if|who|whom|whose|what|which|when|where|why|how)\b",
    re.IGNORECASE,
)
_LONG = 3
"""Sentences from which a text is taken to say more than it asks."""
_FEWEST_WORDS = 3
_NOTHING = "I found nothing in the sources on this"
_DECLINING: tuple[Outcome, ...] = ("needs_clarification", "uncertain", "not_in_sources", "out_of_scope")
"""What a part may come to that is not answered; the first of them is what the whole comes to."""


@dataclass(frozen=True)
class Part:
    """One thing that is asked."""

    question: str


def parts(text: str, corpus: Corpus) -> tuple[Part, ...]:
    """The things that a text asks, each as a question that can be read on its own.

    Of a text of several sentences those that ask, with a question mark or, in a long one, in other words ("I need to
    know whether ..."); a sentence that asks a second thing after "and", or after a comma how much or when, is two.
    Words before a question that it leans on are read into it.
    """
    sentences = [each.strip() for each in typed_sentences(text) if each.strip()]
    asking = [at for at, sentence in enumerate(sentences) if sentence.endswith("?")]
    if not asking and len(sentences) >= _LONG:
        asking = [at for at, sentence in enumerate(sentences) if _INDIRECTLY.search(sentence)]
    if not asking or ABOUT.search(text):  # what it is about stands behind the question mark
        return (Part(text),)
    said: list[Part] = []
    for at in asking:
        before = said[-1].question if said else " ".join(sentences[:at])
        for piece in _pieces(sentences[at]):
            said.append(Part(_on_its_own(piece, before, corpus)))
            before = said[-1].question
    return tuple(dict.fromkeys(said)) if len(said) <= MOST else (Part(text),)


def answers_to(replies: Mapping[Part, Reply]) -> Reply:
    """One reply from those to the parts of a question, in their order; there is at least one."""
    if len(replies) == 1:
        return next(iter(replies.values()))
    lacking = {part: reply for part, reply in replies.items() if reply.outcome not in ANSWERING}
    if len(lacking) == len(replies):
        return _none_answered(list(lacking.values()))
    answering = [reply for part, reply in replies.items() if part not in lacking]
    drafts = [reply.draft for reply in answering] + [_lacks(part, reply) for part, reply in lacking.items()]
    whole = not lacking and all(reply.outcome == "answered" for reply in answering)
    return Reply(
        outcome="answered" if whole else "partial",
        draft=reduce(_joined, drafts),
        missing=(*(each for reply in answering for each in reply.missing), *(_asked(part) for part in lacking)),
        looked_for=_looked_for(replies.values()),
        suggestions=tuple(
            each for reply in lacking.values() if reply.outcome == "needs_clarification" for each in reply.suggestions
        ),
    )


def _none_answered(replies: Sequence[Reply]) -> Reply:
    """What the whole comes to, with what is said of every part that comes to the same or was searched for."""
    first = min(replies, key=lambda each: (*_DECLINING, each.outcome).index(each.outcome))
    said = [each.draft for each in replies if each.outcome == first.outcome or each.looked_for]
    return replace(
        first,
        draft=reduce(_joined, said),
        nearest=tuple({_span(each): each for reply in replies for each in reply.nearest}.values()),
        looked_for=_looked_for(replies),
    )


def _looked_for(replies: Iterable[Reply]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term for reply in replies for term in reply.looked_for))


def _pieces(sentence: str) -> list[str]:
    """A sentence, or the two questions in it."""
    for match in _SECOND.finditer(sentence):
        first, second = sentence[: match.start()], sentence[match.end() :]
        if min(len(first.split()), len(second.split())) >= _FEWEST_WORDS and stems(first) and _ASKS.search(first):
            return [f"{first}?", second[0].upper() + second[1:]]
    return [sentence]


def _on_its_own(question: str, before: str, corpus: Corpus) -> str:
    """A question with what it leans on of the words before it."""
    if not before or not stems(before):
        return question
    earlier = Turn(question=before, standalone=before, quotes=(), clause_ids=(), outcome="answered")
    return read(question, [earlier], corpus).standalone


def _asked(part: Part) -> str:
    """What is asked, as it can stand in a sentence."""
    asked = repeated(ABOUT.sub("", part.question)).rstrip(" ?.!")
    return asked[0].lower() + asked[1:] if asked[1:2].islower() else asked


def _lacks(part: Part, reply: Reply) -> Draft:
    """What is said of a part that is not answered, beside others that are."""
    if reply.looked_for or reply.outcome == "needs_clarification":  # it says itself what it is about
        return reply.draft
    begin = "I could not tell whether the sources say" if reply.outcome == "uncertain" else _NOTHING
    said = Statement(text=f"{begin}: {_asked(part)}.", citations=(), kind=None, support="notice")
    return Draft(statements=(said,))


def _joined(draft: Draft, more: Draft) -> Draft:
    """Two drafts as one; a span that both cite keeps its number."""
    numbers = {_span(each): each.number for each in draft.citations}
    renumbered: dict[int, int] = {}
    added: list[Citation] = []
    for citation in more.citations:
        known = numbers.get(_span(citation))
        renumbered[citation.number] = known or len(draft.citations) + len(added) + 1
        if known is None:
            added.append(replace(citation, number=renumbered[citation.number]))
    said = {each.text for each in draft.statements}
    statements = tuple(
        replace(each, citations=tuple(renumbered[number] for number in each.citations))
        for each in more.statements
        if each.text not in said
    )
    return Draft(statements=draft.statements + statements, citations=draft.citations + tuple(added))


def _span(citation: Citation) -> tuple[str, int, int]:
    return citation.clause_id, citation.start, citation.end
