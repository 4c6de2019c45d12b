"""Promises as rules find them in any document, for somebody to look at before they count."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from assistant.commitments.promise import Deadline, Promise, Strength
from vectorstore.documents import Clause, Corpus, Span

_ADVERBS = r"(?:(?:also|further|better|closely|jointly|fully|proactively|strongly|firmly|together|not) )*"
_NAME = r"(?:the )?[A-Z][\w-]+(?: (?:and|of|the) (?:the )?[A-Z][\w-]+| [A-Z][\w-]+)*"
_TOGETHER = r"(?:both|the two|our two) (?:countries|governments|sides)|(?:the|each|both|either) part(?:y|ies)"
_SUBJECT = rf"(?P<subject>\b(?:we|they|{_TOGETHER}|(?:the )?(?:member )?states(?: parties)?|the [a-z]+|{_NAME}))"
_OPENING = re.compile(r"\b(?:will|shall|must|agree to|undertake to)\s*(?::|—|-|–)?\s*$", re.IGNORECASE)
_DEADLINE = re.compile(
    r"\b(?:by|before|no later than|not later than|until)\s+(?:(?:the\s+)?(?:end|middle|beginning|start|close)\s+of\s+)?"
    r"(?:the\s+(?:year|decade|century|month)|next\s+year|this\s+year"
    r"|(?:\d{1,2}\s+)?(?:(?:[A-Z][a-z]{2,8})\s+)?"
    r"(?:19|20)\d\d)(?:\s+at\s+the\s+latest)?"
    r"|\bwithin\s+(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\s+(?:hour|day|week|month|year)s?"
)
_MARK = re.compile(r"\W*(?:\(?[a-z0-9]{1,4}[.)]\s+)?")
"""What stands before an item: "(a) "."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAMES = "January February March April May June July August September October November December"
_MONTHS = _NAMES.split()
_DAY = re.compile(rf"(?:(\d{{1,2}})\s+)?({'|'.join(_MONTHS)})\s+((?:19|20)\d\d)")


@dataclass(frozen=True)
class _Verbs:
    """Patterns for what a promise begins with."""

    by_strength: tuple[tuple[Strength, re.Pattern[str]], ...]
    all: str


@cache
def _verbs() -> _Verbs:
    text = resources.files("assistant.commitments").joinpath("verbs.toml").read_text("utf-8")
    lists: dict[str, list[str]] = tomllib.loads(text)
    weaker: tuple[Strength, ...] = ("commit", "explore", "state")
    return _Verbs(
        tuple((each, re.compile(rf"{_ADVERBS}(?:continue to )?{_any(lists[each])}", re.IGNORECASE)) for each in weaker),
        _any([each for some in lists.values() for each in some]),
    )


def _any(words: list[str]) -> str:
    return rf"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})\b"


def proposed_promises(corpus: Corpus, clause: Clause) -> tuple[Promise, ...]:
    """What seems to be promised in a clause, in the order of the text."""
    return tuple(promise for span in clause.sentences for promise in _in_sentence(corpus, clause, span))


def _in_sentence(corpus: Corpus, clause: Clause, sentence: Span) -> Iterator[Promise]:
    text = corpus.quote(clause.document_id, sentence)
    at = 0
    actor = None
    if sentence == clause.sentences[0] and (opening := _promising(corpus, clause)) is not None:
        actor, at = opening, _MARK.match(text).end()  # type: ignore[union-attr]  # it fits everywhere
    elif (found := re.search(_governing(), text)) is not None:
        actor, at = found["subject"], found.start("verb")
    if actor is None:
        return
    for start, end in _chain(text, at):
        yield _promise(text[start:end], (sentence[0] + start, sentence[0] + end), actor)


def _promising(corpus: Corpus, clause: Clause) -> str | None:
    """Who promises, where the clause completes an opening such as "we will:"."""
    if clause.opening_id is None or (opening := corpus.clauses.get(clause.opening_id)) is None:
        return None
    text = corpus.text(opening)
    if _OPENING.search(text) is None:
        return None
    subjects = list(re.finditer(rf"{_SUBJECT}\s+{_ADVERBS}(?:will|shall|must|agree to|undertake to)\b", text))
    return subjects[-1]["subject"] if subjects else None


def _governing() -> str:
    """Who, and the verb that says that something is promised."""
    said = "|".join(pattern.pattern for _, pattern in _verbs().by_strength)
    return rf"{_SUBJECT},?\s+(?P<verb>(?:will|shall|must)\s+(?!not\b)|(?i:{said}))"


def _chain(text: str, at: int) -> Iterator[Span]:
    """The promises that follow each other from here on: "establish ..., strengthen ... and work together ..."."""
    cuts = [at]
    joint = re.compile(rf"(?P<joint>,? and |, )(?:we )?(?P<next>{_ADVERBS}(?:will )?{_verbs().all})")
    for found in joint.finditer(text, at):
        aimed = re.search(r"\bto \w+(?: \w+)?[^,]*$", text[cuts[-1] : found.start()])
        if (
            found["joint"] == " and "
            and aimed
            and not found["next"].startswith(("work", "continue", "will", "further"))
        ):
            continue  # "to strengthen ... and secure ...": both are what for
        cuts.append(found.start("next"))
    ends = [*cuts[1:], len(text)]
    for start, end in zip(cuts, ends, strict=True):
        yield start, start + len(re.sub(r"(?:[\s,;:.]|\band\b|\bwe\b)+$", "", text[start:end]))


def _promise(quote: str, span: Span, actor: str) -> Promise:
    strength, verb = _strength(quote)
    deadline = next(_DEADLINE.finditer(quote), None)
    what = quote[len(verb) :].strip()
    return Promise(
        quote=quote,
        span=span,
        actor=actor,
        verb=verb,
        strength=strength,
        what=what or None,
        deadline=Deadline(deadline[0], _date(deadline[0])) if deadline else None,
    )


def _strength(quote: str) -> tuple[Strength, str]:
    """How strongly, and the words that it stands on."""
    modal = re.match(r"(?:(?:will|shall|must)\s+)?", quote, re.IGNORECASE)
    begin = modal.end() if modal else 0
    for strength, pattern in _verbs().by_strength:
        if found := pattern.match(quote, begin):
            return strength, quote[: found.end()]
    if found := re.match(r"(?:use|utilise) [^,]*? to (?:explore|consider|discuss)\b", quote, re.IGNORECASE):
        return "explore", quote[: found.end()]
    first = re.compile(rf"{_ADVERBS}(?:{_verbs().all}|\w+)", re.IGNORECASE).match(quote, begin)
    return "do", quote[: first.end()] if first else quote


def _date(stated: str) -> str | None:
    """The date, only as exact as it is stated."""
    if day := _DAY.search(stated):
        month = f"{day[3]}-{_MONTHS.index(day[2]) + 1:02}"
        return f"{month}-{int(day[1]):02}" if day[1] else month
    year = _YEAR.search(stated)
    return year[0] if year else None
