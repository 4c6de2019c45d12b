"""Which fact of a document's record a question asks for; the document must be what is asked about."""

import re
from dataclasses import replace
from typing import Literal

from assistant.wholetext.scope import Asked, D, Reference

Fact = Literal["who", "office", "when", "where", "title", "url", "licence", "kind", "length"]

_MADE = (
    r"(?:issued|written|wrote|published|released|authored|drafted|composed|penned|made|put out|put forward|signed"
    r"|agreed"
    r"|adopted|concluded|announced|unveiled|dated|printed|posted|launched|sealed|struck|finalised|made public|produced"
    r"|presented|signed up to|brought out)"
)
_IS = r"(?:is|was|are|were|has been|have been|got|did|does|do)"
_FULL = r"(?:full |complete |exact |official |formal |proper |precise )?"
_AGREE = rf"(?:do|does|are|is) (?:{D})(?: both)? (?:agree|differ|at odds|consistent|disagree|give|name|state)"
_GRAMMARS: dict[Fact, tuple[str, ...]] = {
    "who": (
        rf"(?:who|which (?:people|person|organisation|organization|body|persons|publisher)"
        rf"|what organisation) {_MADE} {D}",
        rf"(?:who|by whom|which people) {_IS} {D}(?:'s)? (?:{_MADE}|by|from)(?: by)?",
        rf"by whom {_IS} {D} {_MADE}",
        rf"(?:who|what) (?:is|are|was|were) (?:the )?(?:authors?|writers?|publishers?|issuers?|signatories|parties"
        rf"|journalist)"
        rf" (?:of|to|behind) {D}",
        rf"(?:who|what) (?:is|are|was|were) {D}'s? (?:authors?|writers?|publishers?|issuers?|signatories)",
        rf"who (?:is|was|are|were|stands?) behind {D}",
        rf"(?:whose (?:document|text|article|work) is|who does) {D}(?: come from)?|where does {D} come from",
        rf"(?:the )?(?:authors?|writers?|publishers?|issuers?)(?:'s names?)? of {D}|{D}'s? (?:authors?|publishers?)",
        rf"(?:what is|name) the (?:name of the )?(?:author|publisher|writer)(?:'s name)? of {D}",
    ),
    "office": (
        rf"(?:what|which) (?:is the |office|post|position|role|job)(?:office|post|position|role|job|job title)?"
        rf" (?:of|does|has) the (?:author|writer) of {D}(?: (?:hold|have))?",
        rf"what does the (?:author|writer) of {D} do",
    ),
    "when": (
        rf"(?:when|(?:on |at |in )?(?:what|which) (?:day|date|year|month"
        rf"|time))(?: exactly)? {_IS} {D} (?:first )?{_MADE}"
        rf"(?: (?:on|in))?",
        rf"(?:when|what (?:day|date|year)|which (?:day|year)) (?:is|was) {D}(?: from)?",
        rf"(?:what|which)(?: is| was)? (?:the )?{_FULL}(?:date|day|year)(?: of (?:issue|publication|signature"
        rf"|signing))? "
        rf"(?:of|on|does) {D}(?: (?:bear|carry|have))?",
        rf"(?:what|which) (?:date|day|year) (?:does|is on) {D}(?: (?:bear|carry|have))?",
        rf"(?:the )?(?:{_FULL})(?:publication |issue )?date of {D}|how (?:old|recent) is {D}"
        rf"|{D}'s? (?:publication )?date",
        rf"(?:what|which) is {D}'s? (?:publication )?date",
        rf"{_AGREE} (?:on |about |over |with |the same )?(?:the )?(?:day|date|when it was \w+)",
    ),
    "where": (
        rf"where(?: exactly)? {_IS} {D} {_MADE}|(?:in )?(?:which|what) (?:city|place|town"
        rf"|country) {_IS} {D} {_MADE}(?: in)?",
        rf"(?:what is )?the place of (?:issue|publication|signature|signing) of {D}",
    ),
    "title": (
        rf"what(?: is|'s| was)? (?:the )?{_FULL}(?:title|headline|name)(?: or name)? (?:of|has|does) {D}(?: have"
        rf"| bear)?",
        rf"(?:give (?:me )?|state )?(?:the )?{_FULL}(?:title|headline|name) of {D}|{D}'s? {_FULL}(?:title|headline"
        rf"|name)",
        rf"what(?: is|'s) {D}'s? {_FULL}(?:title|headline|name)",
        rf"(?:what|how) (?:is|was) {D} (?:called|titled|entitled|headlined|named)(?: in full)?",
    ),
    "url": (
        rf"(?:what(?: is|'s) )?(?:the )?(?:web ?address|url|link|web ?page|website|web link|online address)"
        rf" (?:of|to|for) {D}",
        rf"what(?: is|'s) {D}'s? (?:web ?address|url|link)|(?:the )?(?:url|link) (?:of|to|for) {D}",
        rf"where can (?:i|we|one|people) (?:find|read|get|see|access|download) {D}(?: online| on the web"
        rf"| on the internet)?",
        rf"(?:is|are) {D} (?:available )?(?:online|on the (?:web|internet))",
        rf"(?:give|send)(?: me)? (?:the |a )?(?:link|url) (?:of|to|for) {D}",
    ),
    "licence": (
        rf"(?:(?:under )?(?:what|which)(?: is)?(?: the)?) (?:licen[cs]e|copyright|terms"
        rf"|terms of use)(?: terms)? .*{D}.*",
        rf"(?:may|can|am i allowed to|are we allowed to|is it ok to|is one allowed to) ?(?:i|we|one|anyone|you)?"
        rf" ?(?:legally |freely )?(?:reuse|re-use|copy|reproduce|republish|reprint|share|distribute|redistribute"
        rf"|use) {D}"
        rf"(?: .{{0,30}})?",
        rf"who (?:owns|holds) (?:the )?(?:copyright|rights?) (?:of|to|in|on|for) {D}|who owns {D}",
        rf"(?:is|are) {D} (?:under )?(?:copyright(?:ed)?|copyright protected|in the public domain|openly licensed"
        rf"|free to use"
        rf"|licensed)",
        rf"(?:the )?(?:licen[cs]e|copyright)(?: status)? (?:of|for) {D}",
        rf"(?:how|under what terms) (?:is|are) {D} licensed",
    ),
    "kind": (
        rf"what (?:kind|type|sort) of (?:a )?(?:document|text|source|publication|thing) (?:is|are) {D}",
        rf"is {D} (?:an? )?(?:official|primary|secondary)(?: text| document| source| publication)?",
        rf"(?:is|are) {D} (?:part of|an? (?:official )?(?:part|annex) of) {D}",
        rf"which of {D} is (?:the )?official(?: one| text| document)?",
    ),
    "length": (
        rf"how (?:long|big|extensive) (?:is|are) {D}",
        rf"how many (?:printed )?(?:pages|words)(?: long)? (?:does|do|is|are|has|have|make up|are in|are there in) {D}"
        rf"(?: (?:have|contain|run to|comprise|long|fill|count))?",
        rf"(?:what(?: is|'s) the )?(?:length|word count|page count|number of (?:pages|words)) (?:of|in|for) {D}",
    ),
}
_PATTERNS = {
    fact: tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns) for fact, patterns in _GRAMMARS.items()
}
_POST = r"(?:office|post|position|role|job|job title|title|function)"
_OF_AUTHOR = re.compile(
    rf"(?:who(?: exactly)? (?:is|was) {D}|what does {D} do"
    rf"|(?:what|which)(?: is| was)?(?: the)? {_POST} (?:of|does|did|has) {D}(?: (?:hold|have))?"
    rf"|what(?: is| was|'s) {D}'s? {_POST})(?: (?:at|for|with|in) {D})?",
    re.IGNORECASE,
)
_THIS = re.compile(r"\bthis\b", re.IGNORECASE)


def fact_asked(asked: Asked) -> tuple[Fact, Asked] | None:
    """The fact, and the question with its documents; null where none is asked for.

    "This", where no document is named, is the official text. Who somebody is who wrote a document is a fact of it.
    """
    for document in asked.allowed:
        if document.author and document.author in asked.text:
            of_author = asked.text.replace(document.author, f"<D{len(asked.references)}>")
            if _OF_AUTHOR.fullmatch(of_author):
                author = Reference(document.author, (document,))
                return "office", replace(asked, text=of_author, references=(*asked.references, author))
    if not asked.named():
        official = tuple(each for each in asked.allowed if each.kind == "primary")
        text = _THIS.sub(f"<D{len(asked.references)}>", asked.text)
        asked = replace(asked, text=text, references=(*asked.references, Reference("this", official)))
    if not asked.named():
        return None
    for fact, patterns in _PATTERNS.items():
        if any(pattern.fullmatch(asked.text) for pattern in patterns):
            return fact, asked
    return None
