"""What a question is about, where it asks for whatever there is on a topic: "What does it say about coal?"."""

import re

from assistant.wholetext.scope import Asked, D
from assistant.wholetext.terms import AbsentTerm, gone, words_of
from assistant.wholetext.variants import same, stands_for
from vectorstore.documents import Corpus
from vectorstore.words import stems

_TOPIC = r"(?P<topic>.+?)"
_WHO = rf"(?:{D}|it|they|this|the (?:two|parties)(?: \w+)?|both (?:sides|governments|countries))"
_ON = r"(?:about|on|regarding|concerning|for)"
_IN = rf"(?: (?:in|by) {D}| in (?:there|it|here))?"
_QUESTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"what (?:does|do|did|will|would) {_WHO} (?:say|state|do|agree|promise|plan|commit to|want|propose|intend)"
        rf"(?: to do)? {_ON} {_TOPIC}{_IN}",
        rf"what(?:'s| is| has been| was| will be) (?:said|planned|agreed|promised|stated|done|decided|proposed){_IN}"
        rf" {_ON} {_TOPIC}{_IN}",
        rf"(?:what|how) about {_TOPIC}{_IN}",
        rf"what(?:'s| is| are) (?:the|their|its) (?:position|line|view|stance|policy|plans?|approach){_IN} {_ON}"
        rf" {_TOPIC}{_IN}",
        rf"(?:is|are) {_TOPIC} (?:covered|dealt with|addressed|included|part of {D}|in {D}|in (?:there|it)){_IN}",
        rf"(?:does|do|did|will) {_WHO} (?:cover|deal with|address|tackle|touch on|regulate) {_TOPIC}{_IN}",
        rf"(?:(?:is|are) there )?(?:anything|something){_IN} {_ON} {_TOPIC}{_IN}",
        rf"what(?:'s| is) (?:there )?in (?:it|there|{D}) {_ON} {_TOPIC}",
        rf"tell me (?:something )?about {_TOPIC}{_IN}",
    )
)


def absent_topics(asked: Asked, corpus: Corpus) -> tuple[AbsentTerm, ...]:
    """The topics of a question, where no word of any of them stands in any document that may be searched."""
    match = next((found for each in _QUESTIONS if (found := each.fullmatch(asked.text))), None)
    if match is None or "<D" in match["topic"]:
        return ()
    topics = [each.strip() for each in re.split(r",? (?:or|and|nor) |, ", match["topic"])]
    absent = [AbsentTerm(each, gone(each, asked.allowed)) for each in topics]
    return tuple(absent) if all(_wholly(each, corpus) for each in absent) else ()


def _wholly(absent: AbsentTerm, corpus: Corpus) -> bool:
    """True where all words are gone, and none of them is known under another name."""
    telling = [word for word in words_of(absent.text) if stems(word)]
    known = any(stands_for(word) or same(word, corpus)[1:] for word in telling)
    return bool(telling) and len(absent.gone) == len(telling) and not known
