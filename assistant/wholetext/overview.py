"""What the texts are about, as a whole and on one topic."""

import math
import re
from collections import Counter
from collections.abc import Sequence

from assistant.answers import Reply
from assistant.wholetext import mention_lines
from assistant.wholetext.lines import Line, beginning_of, draft, quoted
from assistant.wholetext.mentions import searched_terms
from assistant.wholetext.saying import NUMBER, counted, sentence, value, work
from assistant.wholetext.scope import Asked, D
from assistant.wholetext.structure import Part, parts, preamble
from vectorstore.documents import Clause, Corpus, Document, Span
from vectorstore.words import stems

_SIZE = (
    r"(?:(?:a|an|the|one|some) )?(?:(?:very |really )?(?:brief|short|quick|general|high-level|high level|concise"
    r"|rough|full"
    r"|good|overall|broad|simple|one-paragraph|two-line|executive|basic|complete|plain(?:-english)?|helpful) )*"
)
_SUMMARY = (
    r"(?:overview|summary|gist|outline|rundown|run-down|recap|synopsis|digest|abstract|big picture|introduction|essence"
    r"|snapshot|sketch|nutshell version|tl;?dr|breakdown)"
)
_POINTS = (
    r"(?:points?|themes?|topics?|takeaways?|take-aways?|messages?|elements?|ideas?|subjects?|issues?|areas?|aspects"
    r"|highlights?|headlines|contents?|commitments|goals|aims|objectives|pillars|things)"
)
_MAIN = (
    r"(?:main|key|most important|principal|central|chief|major|core|big|overall|primary|essential|top"
    r"|broad|general|overarching)"
)
_IT = rf"(?:{D}|this|it|they|this all|all this|all of this|everything|the whole thing)"
_GIVE = (
    r"(?:(?:give|provide|write|get|show|tell|offer|make|prepare|produce|have|see)(?: me| us)? |what is |what are "
    r"|i want "
    r"|i need |describe )?"
)
_END = (
    r"(?: (?:overall|in general|in short|in brief|briefly|in a nutshell|in a few words|in one paragraph|in a paragraph"
    r"|at a glance|in summary|in essence|basically|in plain english|in simple terms|in total|all|as a whole"
    r"|in (?:two|three|a few|\d+) (?:sentences|lines|words|bullets|bullet points)))*"
)
_WHOLE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"what (?:is|are|was) {_IT}(?: actually| really| basically)? (?:all )?about{_END}",
        rf"what (?:is|are) {D}",
        rf"what (?:does|do) {_IT} (?:say|cover|contain|do|set out|include|deal with|address|achieve|amount to)"
        rf"{_END.replace('))*', '))+')}",
        rf"what (?:does|do) {D} (?:say|cover|contain|do|set out|include|deal with|address|comprise)",
        rf"what is (?:contained |written |said )?in {D}{_END}",
        rf"{_GIVE}{_SIZE}{_SUMMARY}(?: (?:of|to|on|for|about) {_IT})?{_END}",
        rf"(?:summari[sz]e|sum up|recap|outline|condense|boil down|describe|explain|introduce)"
        rf" (?:{D}|this|everything|all of this|the whole thing){_END}",
        rf"(?:summari[sz]e|sum up)(?: what)? {D} (?:says|contains|is about){_END}",
        rf"(?:tell|brief|update) (?:me|us) (?:about|on) {D}{_END}",
        rf"{_GIVE}(?:the |its |some )?{_MAIN}(?: and \w+)? {_POINTS}(?: (?:of|in|from|covered (?:by|in)|made in"
        rf"|made by) {_IT})?{_END}",
        rf"(?:which|what)(?: {_MAIN})? (?:themes|topics|subjects|areas|issues|fields|policy areas|matters) (?:does"
        rf"|do|are)"
        rf" {_IT} (?:cover|covered in|address|deal with|treat|touch on|discuss|include)(?: by {D})?",
        rf"(?:which|what)(?: {_MAIN})? (?:themes|topics|subjects|areas|issues|fields) are (?:covered|treated|addressed)"
        rf"(?: (?:in|by) {_IT})?",
        rf"{_GIVE}(?:the )?(?:highlights|gist|essence|themes|topics|contents) (?:of|in) {_IT}{_END}",
        rf"{D} in (?:a nutshell|brief|short|summary|one paragraph|a few words|a sentence|plain english)",
        rf"{D}(?: -|:)? (?:summary|overview|main points|key points|tl;?dr)|tl;?dr(?: of)?(?: {D})?",
        rf"what do (?:i|we|members) (?:need|have) to know about {D}|how would you (?:summari[sz]e|describe) {D}",
    )
)
_CLAUSES = (
    r"(?:commitments|promises|pledges|clauses|passages?|paragraphs|bullets|bullet points|provisions"
    r"|statements|points|parts|bits|sentences|sections|text|things)"
)
_ON = r"(?:on|about|regarding|concerning|related to|relating to|dealing with|touching on|to do with|connected with)"
_ABOUT = (
    rf"(?:(?:is|are) (?:there )?{_ON}|{_ON}|(?:that |which )?(?:concern|deal with|relate to|cover|address"
    rf"|touch on|are about|have to do with|treat|bear on))"
)
_TOPIC = r"(?P<topic>[\w&'/ -]+?)"
_INSIDE = rf"(?: (?:in|of|from|by|across) {D})?"
_SHOW = (
    r"(?:(?:list|show|give|find|quote|get|name|collect|gather|pull out|provide|tell|read|display|see"
    r"|have)(?: me| us)? )"
)
_BY_TOPIC = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:summari[sz]e|sum up|outline|recap|{_GIVE}{_SIZE}{_SUMMARY} of) (?:what (?:{D}|it|they) (?:says?"
        rf"|has to say|have to"
        rf" say)|what is said|{D}(?:'s)?(?: {_CLAUSES})?|(?:all |all the |the |everything )?(?:{_CLAUSES}"
        rf"|everything)?{_INSIDE}) ?{_ON} {_TOPIC}{_INSIDE}",
        rf"{_SHOW}?(?:all|every|everything|each|any|anything|absolutely everything)(?: of)?(?: the"
        rf"| its)? ?(?:{_CLAUSES}|commitment|clause|passage|word)?"
        rf"{_INSIDE} ?(?:(?:that )?(?:{D}|it|they|there) (?:says?|has|have|is"
        rf"|are) )?(?:that is said )?{_ABOUT} {_TOPIC}{_INSIDE}",
        rf"{_SHOW}(?:the )?{_CLAUSES}{_INSIDE} {_ABOUT} {_TOPIC}{_INSIDE}",
        rf"{_SHOW}?{D} on {_TOPIC}",
        rf"(?:which|what|how many)(?: of the)? {_CLAUSES}{_INSIDE} {_ABOUT} {_TOPIC}{_INSIDE}",
        rf"{_SHOW}(?:all )?(?:of )?(?:the |its )?{_TOPIC} (?:commitments|promises|pledges|clauses|provisions"
        rf"|passages|bullets){_INSIDE}",
        rf"(?:which|what|how many) {_TOPIC} (?:commitments|promises|pledges|clauses|provisions) (?:are there"
        rf"|does {D} (?:have|contain|make|include))"
        rf"{_INSIDE}",
    )
)
_OF_COMMITMENTS = re.compile(r"\b(?:commitments?|promises|pledges|bullets?|bullet points?)\b", re.IGNORECASE)
_ORDINAL = re.compile(rf"({NUMBER})(?:ly)?,? ", re.IGNORECASE)
MOST_WORDS = 34
"""How long the sentence on one part is at most, where it can be cut."""
MOST_CLAUSES = 8
"""How many clauses on a topic are quoted; the others are named."""
SENTENCES = 3
"""How many sentences show what a text without parts is about."""


def overview(asked: Asked, corpus: Corpus) -> Reply | None:
    """The answer to what the texts are about, or what they say on one topic; null where neither is asked."""
    if any(pattern.fullmatch(asked.text) for pattern in _WHOLE):
        return _whole(asked, corpus)
    for pattern in _BY_TOPIC:
        if (match := pattern.fullmatch(asked.text)) and (reply := _on(match, asked, corpus)) is not None:
            return reply
    return None


def _on(match: re.Match[str], asked: Asked, corpus: Corpus) -> Reply | None:
    outside = match.string[: match.start("topic")] + match.string[match.end("topic") :]
    only_commitments = bool(_OF_COMMITMENTS.search(outside))
    found = searched_terms(match["topic"], asked, corpus, commitments=only_commitments)
    documents = [
        document
        for document in asked.asked(outside)
        if any(each.role in ("commitment", "item") for each in corpus.of(document.id)) or not only_commitments
    ]
    if not found or any(not each.within(documents) for each in found):
        return None
    return mention_lines.where(found, documents, corpus, most=MOST_CLAUSES, by_topic=True)


def _whole(asked: Asked, corpus: Corpus) -> Reply:
    documents = asked.named() or [each for each in asked.allowed if each.kind == "primary"] or asked.allowed
    lines: list[Line] = []
    for document in documents:
        known = parts(corpus, document)
        lines += _by_parts(document, known, corpus) if known else _by_sentences(document, corpus)
    return Reply(outcome="answered", draft=draft(lines, corpus), complete=False)


def _by_parts(document: Document, known: list[Part], corpus: Corpus) -> list[Line]:
    """Each part by its heading, with the sentence of the preamble that announces it."""
    before = preamble(corpus, document)
    candidates = [(clause, span) for clause in (before.clauses if before else ()) for span in clause.sentences]
    name = work(document)
    lines = [Line(f"{sentence(name) if name.startswith('the ') else name} has {counted(len(known), 'part')}:")]
    for part in known:
        announced = _announcing(part, known, candidates, corpus) or (part.clauses[0], part.clauses[0].sentences[0])
        said, quote = quoted(announced[0], beginning_of(*announced, corpus, MOST_WORDS), corpus)
        lines.append(Line(f"“{part.heading}”: {said}", (quote,), item=True))
    return [*lines, Line("Each part is named; not every commitment is quoted.")]


def _announcing(
    part: Part, known: Sequence[Part], candidates: Sequence[tuple[Clause, Span]], corpus: Corpus
) -> tuple[Clause, Span] | None:
    """The sentence that numbers itself as the part ("First, ..."), else the one nearest in words to the part alone."""
    numbered = {
        value(match[1]): each
        for each in reversed(candidates)
        if (match := _ORDINAL.match(corpus.quote(each[0].document_id, each[1])))
    }
    if all(each.number in numbered for each in known):
        return numbered[part.number]
    own = _vocabulary(part, corpus)
    others = sum((_vocabulary(each, corpus) for each in known if each != part), Counter[str]())

    def nearness(candidate: tuple[Clause, Span]) -> float:
        said = set(stems(corpus.quote(candidate[0].document_id, candidate[1])))
        return sum(own[stem] / (1 + others[stem]) for stem in said) / math.sqrt(1 + len(said))

    best = max(candidates, key=nearness, default=None)
    return best if best is not None and nearness(best) > 0 else None


def _vocabulary(part: Part, corpus: Corpus) -> Counter[str]:
    """The stems of a part, those of its heading counted thrice."""
    text = " ".join([*(corpus.text(clause) for clause in part.clauses), *([part.heading] * 3 if part.heading else [])])
    return Counter(stems(text))


def _by_sentences(document: Document, corpus: Corpus) -> list[Line]:
    """The sentences that share most words with the rest of the text, in reading order; the first of the text is one."""
    candidates = [
        (clause, span)
        for clause in corpus.of(document.id)
        if clause.role in ("paragraph", "item", "commitment")
        for span in clause.sentences
    ]
    if not candidates:
        return [Line(f"The record has no paragraphs of {work(document)}.")]
    everywhere = Counter(
        stem for clause, span in candidates for stem in set(stems(corpus.quote(clause.document_id, span)))
    )

    def central(candidate: tuple[Clause, Span]) -> float:
        said = set(stems(corpus.quote(candidate[0].document_id, candidate[1])))
        return sum(everywhere[stem] - 1 for stem in said) / (4 + len(said))

    best = sorted(candidates[1:], key=central, reverse=True)[: SENTENCES - 1]
    lines = [Line(f"{document.name}:")]
    for clause, span in [candidates[0], *(each for each in candidates[1:] if each in best)]:
        said, quote = quoted(clause, beginning_of(clause, span, corpus, MOST_WORDS), corpus)
        lines.append(Line(said, (quote,), item=True))
    return [*lines, Line("These are the central sentences, not the whole text.")]
