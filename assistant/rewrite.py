"""Step 1: a question to one that can be read without its conversation.

What was said before helps where a question leans on it, and only there: a question with a topic of its own stays as it
is. The new form is shown to the reader, so it is made of their own words: "And on fusion?" takes the frame of the
question before it, and "By when?" gets its topic behind it, "By when? (about: critical minerals)".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answers import Outcome
from assistant.leaning import (
    CONNECTIVE,
    IT,
    NEW_TOPIC,
    OBJECT_IT,
    OF_DOCUMENT,
    STRONG,
    THE_THING,
    THEY,
    WHOLE,
    Fragment,
    Topic,
    fragment,
    incomplete,
    topics,
)
from assistant.names import frequency, singular, spread, things
from assistant.turns import ABOUT, Turn, about, context, spoken_names, spoken_stems, turn
from vectorstore.documents import Corpus
from vectorstore.words import stems

__all__ = ["TURNS", "Clarification", "Reading", "Turn", "read", "turn"]

TURNS = 3
"""How many turns back a question may lean."""
_TELLING: frozenset[Outcome] = frozenset({"answered", "partial", "uncertain", "not_in_sources", "needs_clarification"})
"""Outcomes of questions that were about something."""
_WHICH = "I cannot tell what this is about. Please name it in your question."
_SWAPPED = ("on", "about", "for", "of", "regarding", "concerning", "under")
"""Prepositions whose end of a question is what it is about."""
_LONGEST = 160
"""Characters of a question whose frame is taken over."""
_MOST_CHOICE = 8
"""Words that choose among things that were named."""
_SHORT = 3
"""Words of a question that can hardly be whole without a topic: "How many?"."""
_OF_FEW = 3
"""Documents in which a word stands that tells which is meant, whatever was spoken of before."""
_FEW = 2
"""Known words up to which a sentence with "it" is not taken to name what "it" is."""


@dataclass(frozen=True)
class Clarification:
    """What is asked back: our sentence, and questions that the reader may have meant."""

    notice: str
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A question as it is searched for and judged."""

    standalone: str
    leans: bool = False
    """True where the conversation was needed to read it."""
    clarification: Clarification | None = None
    """What to ask back, where it cannot be told what the question is about."""


def read(text: str, history: Sequence[Turn], corpus: Corpus) -> Reading:
    """How a question is read after the turns before it, oldest first."""
    if NEW_TOPIC.match(text):
        return Reading(text)
    own = spoken_stems(corpus)
    found = [each for each in topics(text, frequency(corpus)) if each.stem not in own]
    part = fragment(text)
    if history and history[-1].outcome == "needs_clarification" and (chosen := _chosen(text, history[-1])):
        return Reading(chosen, leans=True)
    last = next((turn for turn in reversed(history[-TURNS:]) if turn.outcome in _TELLING and about(turn, corpus)), None)
    if last is None:
        return _first(text, part, found, corpus)
    if part is not None:
        return Reading(_continued(part, found, last, corpus), leans=True)
    if (noun := _bare_thing(text, found)) and len(things(noun, corpus)) > 1:
        return _the_thing(text, noun, last, corpus)
    if _leans(text, found, last, corpus):
        return Reading(_joined(text, last, corpus), leans=True)
    return Reading(text)


def _leans(text: str, found: Sequence[Topic], last: Turn, corpus: Corpus) -> bool:
    """True where a whole sentence needs the turn before it."""
    known = [each for each in found if each.known]

    def told_before(match: re.Match[str]) -> bool:
        """Whether the sentence itself has said what the word points back at."""
        return any(each.end <= match.start() for each in known)

    if any(not told_before(match) for match in STRONG.finditer(text)):
        return True
    named = (each for each in spoken_names(corpus) if each in text)
    whole = WHOLE.search(text) or any(re.search(rf"\b{re.escape(each)}\b", text) for each in named)
    if not found and (not whole or CONNECTIVE.match(text)):
        return True
    if incomplete(text, [replace(each, known=each.known and _tells(each, last, corpus)) for each in found]):
        return True
    thing = _thing(text)
    if thing is not None and set(stems(thing["noun"])) & set(stems(last.standalone)):
        return all(thing.start() <= each.start < thing.end() for each in known)
    pointing = IT.search(text)
    if pointing is None:
        return False
    if known:
        return len(known) <= _FEW and {each.stem for each in found} <= context(last)
    return not found or OBJECT_IT.search(text) is not None


def _tells(topic: Topic, last: Turn, corpus: Corpus) -> bool:
    """True where a word says what is asked about: it is of the documents that were spoken of, or of few others."""
    having = spread(corpus)[topic.stem]
    of = {corpus.clauses[each].document_id for each in last.clause_ids if each in corpus.clauses}
    return len(having) <= _OF_FEW or not having.isdisjoint(of)


def _first(text: str, part: Fragment | None, found: Sequence[Topic], corpus: Corpus) -> Reading:
    """A question with nothing before it: as it stands, or asked back where it leans all the same."""
    if noun := _bare_thing(text, found):
        meant = [each for each in things(noun, corpus) if len(things(noun, corpus)) > 1]
        if meant:
            return _asked_back(text, noun, meant)
    if any(each.known for each in found) or (OF_DOCUMENT.search(text) and not STRONG.search(text)):
        return Reading(text)
    if part is not None and found:
        return Reading(text)
    pointing = STRONG.search(text) or (not found and (IT.search(text) or THEY.search(text)))
    short = len(text.split()) <= _SHORT and ("?" in text or not stems(text))
    left_out = not found and (part is not None or CONNECTIVE.match(text) or short or incomplete(text, found))
    if (pointing and not any(each.end <= pointing.start() for each in found)) or left_out:
        return Reading(text, clarification=Clarification(_WHICH))
    return Reading(text)


def _thing(text: str) -> re.Match[str] | None:
    """Where a question speaks of one thing by its kind alone, and not of a document: "the partnership"."""
    match = THE_THING.search(text)
    if match is None or WHOLE.fullmatch(match["noun"]) or match["noun"] != singular(match["noun"]):
        return None
    return match


def _bare_thing(text: str, found: Sequence[Topic]) -> str | None:
    """The noun of "the partnership", where nothing else in the question says which."""
    match = _thing(text)
    if match is None or any(each.known and not match.start() <= each.start < match.end() for each in found):
        return None
    return match["noun"]


def _the_thing(text: str, noun: str, last: Turn, corpus: Corpus) -> Reading:
    """The question with the one name of that kind that was spoken of; asked back where there is none or are several."""
    clauses = [corpus.text(corpus.clauses[each]) for each in last.clause_ids if each in corpus.clauses]
    for said in (last.standalone, " ".join(last.quotes), " ".join(clauses)):
        meant = [each for each in things(noun, corpus) if _said(each, noun, said)]
        if len(meant) == 1:
            return Reading(_with_name(text, noun, meant[0]), leans=True)
        if meant:
            break
    if set(stems(noun)) & context(last):
        return Reading(_joined(text, last, corpus), leans=True)
    return _asked_back(text, noun, things(noun, corpus))


def _said(name: str, noun: str, text: str) -> bool:
    """True where a text has the words of a name, its kind and the places in it aside."""
    own = set(stems(name)) - set(stems(noun))
    return bool(own) and len(own & set(stems(text))) * 2 >= len(own)


def _asked_back(text: str, noun: str, meant: Sequence[str]) -> Reading:
    single = [each for each in meant if not each.endswith("s")] or list(meant)
    listed = f"{', '.join(f'the {each}' for each in single[:-1])} and the {single[-1]}"
    notice = f"Several are named: {listed}. Which one?"
    return Reading(text, clarification=Clarification(notice, tuple(_with_name(text, noun, each) for each in single)))


def _with_name(text: str, noun: str, name: str) -> str:
    question = CONNECTIVE.sub("", text)
    question = re.sub(rf"\b(?:the|this|that) {noun}\b", f"the {name}", question, count=1, flags=re.IGNORECASE)
    return question[:1].upper() + question[1:]


def _chosen(text: str, last: Turn) -> str | None:
    """The question that was asked back with what the reader now says was meant; null where that is no mere name."""
    said = re.sub(
        r"^(?:i (?:mean|meant)|about|on|for)\s+", "", CONNECTIVE.sub("", text).strip(" .!?"), flags=re.IGNORECASE
    )
    if len(said.split()) > _MOST_CHOICE or fragment(f"and {said}") is None:
        return None
    asked_for = THE_THING.search(last.standalone)
    if asked_for is None:
        return f"{CONNECTIVE.sub('', last.standalone)} (about: {said})"
    name = re.sub(r"^the\s+|\s+one$", "", said, flags=re.IGNORECASE)
    kind = asked_for["noun"]
    return _with_name(last.standalone, kind, name if set(stems(kind)) & set(stems(name)) else f"{name} {kind}")


def _continued(part: Fragment, found: Sequence[Topic], last: Turn, corpus: Corpus) -> str:
    """A fragment as a whole question: in the frame of the last one, or with its topic behind it, or on its own."""
    if not found and not _document(part.topic, corpus):
        said = f"{part.preposition} {part.topic}".strip()
        return _behind(said[:1].upper() + said[1:], last, corpus)
    if swapped := _swapped(part, last, corpus):
        return swapped
    if found and {each.stem for each in found} <= context(last):
        return _behind(f"What about {part.topic}?", last, corpus)
    return (
        f"What do the documents say {part.preposition if part.preposition in _SWAPPED[:2] else 'about'} {part.topic}?"
    )


def _swapped(part: Fragment, last: Turn, corpus: Corpus) -> str | None:
    """The last question with its topic exchanged for the new one; null where it has no place for it."""
    frame = last.standalone
    if len(frame) > _LONGEST:
        return None
    if match := ABOUT.search(frame):
        bare = not topics(frame[: match.start()], frequency(corpus))
        return f"{frame[: match.start(1)]}{part.topic})" if bare else None
    frame = frame.rstrip(" ?.!")
    if document := _document(part.topic, corpus):
        others = [each for each in spoken_names(corpus) if each.casefold() != document.casefold()]
        found = re.search("|".join(rf"\b{re.escape(each)}\b" for each in others) or "$^", frame, re.IGNORECASE)
        return f"{frame[: found.start()]}{document}{frame[found.end() :]}?" if found else None
    for preposition in [part.preposition] if part.preposition else _SWAPPED:
        places = list(re.finditer(rf"\b{preposition} (?P<topic>.+)$", frame, re.IGNORECASE))
        for place in reversed(places):
            old = topics(place["topic"], frequency(corpus))
            if old and not _document(place["topic"], corpus):
                return f"{frame[: place.start('topic')]}{part.topic}?"
    return None


def _document(said: str, corpus: Corpus) -> str | None:
    """What a document is called, where that is all that is said."""
    bare = re.sub(r"^(?:the|in|by|from)\s+", "", said.strip(" ?.!").casefold())
    return next((each for each in spoken_names(corpus) if re.sub(r"^the ", "", each.casefold()) == bare), None)


def _joined(text: str, last: Turn, corpus: Corpus) -> str:
    question = CONNECTIVE.sub("", text)
    return _behind(question[:1].upper() + question[1:], last, corpus)


def _behind(question: str, last: Turn, corpus: Corpus) -> str:
    mark = "" if question.endswith(("?", ".", "!")) else "?"
    return f"{question}{mark} (about: {about(last, corpus)})"
