"""Reading a question of mentions: which terms, how, and in which documents."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.wholetext.names import name_like
from assistant.wholetext.scope import Asked, D
from assistant.wholetext.terms import occurrences, words_of
from vectorstore.documents import Corpus, Document, Role
from vectorstore.words import stems

Manner = Literal["whether", "where", "count"]

_TERM = r"(?P<term>.+?)"
_ADVERB = (
    r"(?: (?:ever|even|also|actually|explicitly|specifically|itself|themselves|anywhere|at all|really|directly|both|all"
    r"|in any way|by name|already|indeed|either|each|somewhere|expressly|still|too|as well"
    r"|in full))*"
)
_SAY = (
    r"(?:mention|name|cite|discuss|reference|refer to|make (?:any |a |some )?(?:mention of|references? to)|speak of"
    r"|speak about|talk about|talk of|bring up|touch on|touch upon|allude to|contain|include"
    r"|got (?:anything|something) (?:on|about)|say (?:anything|something|a word|much) (?:about|on|regarding)"
    r"|have (?:anything"
    r"|something)(?: to say)? (?:about|on)"
    r"|(?:contain|include|have) (?:any |a |some )?(?:mention of|references? to|anything (?:on|about))"
    r"|(?:use|contain|include|have|employ) the (?P<word>word|words|term|phrase|expression|name))"
)
_SAYS = (
    r"(?:mentions|names|cites|discusses|references|refers to|makes (?:any |a )?(?:mention of|reference to)|speaks of"
    r"|speaks about|talks about|talks of|brings up|touches on|alludes to|contains|includes"
    r"|says (?:anything|something) (?:about|on)|has (?:anything|something)(?: to say)? (?:about|on)"
    r"|(?:contains|includes|has) (?:any |a )?(?:mention of|references? to)"
    r"|(?:uses|contains|includes|has|employs) the (?:word|words|term|phrase|expression|name))"
)
_SAID = (
    r"(?:mentioned|named|cited|discussed|referenced|referred to|spoken of|talked about|brought up|touched on|alluded to"
    r"|used|listed by name)"
)
_OCCUR = r"(?:appear|occur|feature|come up|figure|crop up|show up|get (?:mentioned|a mention)|turn up|be found)"
_OCCURS = r"(?:appears|occurs|features|comes up|figures|crops up|shows up|gets (?:mentioned|a mention)|turns up)"
_IN = rf"(?: (?:anywhere )?(?:in|by|within|inside|of|across|from|throughout) (?:{D}|the corpus))?"
_WHO = rf"(?P<who>{D}|it|they|this|anything|anyone|any of (?:it|them)|either of them)"
_CLAUSES = (
    r"(?:clauses?|commitments?|paragraphs?|parts?|passages?|bullets?|bullet points?|sentences?|sections?|points?"
    r"|places?"
    r"|lines?|provisions?)"
)
_MENTIONS = r"(?:mentions?|references?|occurrences?|instances?|appearances?|uses?)"

_WHETHER = (
    rf"(?:whether |if )?(?:does|do|did|has|have|is|are)n?(?:'t|ot)? {_WHO}{_ADVERB} {_SAY} {_TERM}{_IN}{_ADVERB}",
    rf"(?:whether|if) {_WHO}{_ADVERB} (?:{_SAYS}|{_SAY}) {_TERM}{_IN}{_ADVERB}",
    rf"(?:whether |if )?(?:is|are|was|were|has|have)n?(?:'t)? {_TERM}(?: been)?{_ADVERB}"
    rf" {_SAID}{_ADVERB}{_IN}{_ADVERB}",
    rf"(?:whether|if) {_TERM} (?:is|are|was|were|has been|have been|gets?){_ADVERB} {_SAID}{_ADVERB}{_IN}{_ADVERB}",
    rf"(?:(?:whether |if )?(?:is|are) there )(?:any|a|an|some|one)? ?(?:{_MENTIONS} (?:of|to)|anything (?:on|about)"
    rf"|something (?:on|about)|a word (?:on|about)) {_TERM}{_IN}{_ADVERB}",
    rf"(?:whether |if )?(?:is|are) there (?:anything|something|any mention|a mention|any reference){_IN}"
    rf" (?:on|about|of|to) {_TERM}",
    rf"any (?:mention|references?) (?:of|to) {_TERM}{_IN}",
    rf"(?:is|are) {_TERM}{_ADVERB} (?:in|part of|written into|found in|contained in|included in|named in|listed in"
    rf"|to be"
    rf" found in) {D}",
    rf"(?:does|do|did)n?(?:'t)? {_TERM}{_ADVERB} {_OCCUR}{_ADVERB}{_IN}{_ADVERB}",
    rf"{D}{_ADVERB} {_SAYS} {_TERM}(?:, (?:doesn't|does|right|correct|yes|no).*)?",
)
_WHERE = (
    rf"(?:where|whereabouts|in which {_CLAUSES}|in what {_CLAUSES}|whereabouts)(?: exactly| precisely| else)?{_IN}"
    rf" (?:does|do|did) {_WHO}{_ADVERB} {_SAY} {_TERM}{_IN}",
    rf"(?:where|whereabouts|in which {_CLAUSES}|in what {_CLAUSES})(?: exactly| precisely| else)?{_IN}"
    rf" (?:is|are|was|were) {_TERM}"
    rf" {_SAID}{_ADVERB}{_IN}",
    rf"(?:where|whereabouts|in which {_CLAUSES})(?: exactly| precisely| else)?{_IN} (?:does|do) {_TERM} {_OCCUR}{_IN}",
    rf"(?:where|whereabouts|in which {_CLAUSES})(?: exactly| precisely)?{_IN} {_WHO}{_ADVERB} {_SAYS} {_TERM}{_IN}",
    rf"(?:where|whereabouts|in which {_CLAUSES})(?: exactly| precisely)?{_IN} {_TERM} (?:is|are) {_SAID}{_IN}",
    rf"(?:where|whereabouts|in which {_CLAUSES}){_IN} {_TERM} {_OCCURS}{_IN}",
    rf"(?:which|what) (?:of the )?{_CLAUSES}{_IN}(?: that)? (?:{_SAYS}|{_SAY}) {_TERM}{_IN}",
    rf"(?:(?:list|show|give|find|quote|name|get|display|see|have)(?: me| us)? )?(?:(?:a |the )?(?:full "
    rf"|complete )?list of )?"
    rf"(?:all|every|each)(?: single)?(?: of)?(?: the)? {_MENTIONS} (?:of|to) {_TERM}{_IN}",
    rf"(?:list|show|give|find|quote|get)(?: me| us)? (?:the |any ){_MENTIONS} (?:of|to) {_TERM}{_IN}",
    rf"(?:(?:list|show|give|find|quote|name|get)(?: me| us)? )?(?:all|every|each)(?: of)?(?: the)? {_CLAUSES}{_IN}"
    rf" (?:(?:that|which) (?:{_SAYS}|{_SAY})|mentioning|naming|referring to|containing|where) {_TERM}"
    rf"(?: (?:is|are) {_SAID})?{_IN}",
    rf"{_MENTIONS} of {_TERM}{_IN}",
    rf"(?:search|scan|check) (?:{D}|it|them)? ?for (?:the (?P<word>word|words|term|phrase|name)) {_TERM}",
)
_COUNT = (
    rf"(?:how (?:often|many times|frequently)|the number of times)(?: exactly)?{_IN} (?:does|do"
    rf"|did) {_WHO}{_ADVERB} {_SAY}"
    rf" {_TERM}{_IN}",
    rf"(?:how (?:often|many times|frequently)|the number of times){_IN} (?:is|are|was|were|has|have) {_TERM}(?: been)?"
    rf"{_ADVERB} {_SAID}{_ADVERB}{_IN}",
    rf"(?:how (?:often|many times|frequently)){_IN} (?:does|do|did) {_TERM} {_OCCUR}{_IN}",
    rf"(?:how (?:often|many times|frequently)|the number of times){_IN} {_WHO}{_ADVERB} {_SAYS} {_TERM}{_IN}",
    rf"(?:how (?:often|many times|frequently)|the number of times){_IN} {_TERM} (?:(?:is|are) {_SAID}|{_OCCURS}){_IN}",
    rf"(?:count|what is the number of|the number of|how many)(?: all)?(?: the)? {_MENTIONS} (?:of|to) {_TERM}"
    rf"(?: (?:are|is) there)?{_IN}",
    rf"(?:how many) {_CLAUSES}{_IN} (?:{_SAY}|{_SAYS}) {_TERM}{_IN}",
)
_GRAMMARS: tuple[tuple[Manner, tuple[re.Pattern[str], ...]], ...] = tuple(
    (manner, tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns))  # type: ignore[misc]
    for manner, patterns in (("count", _COUNT), ("where", _WHERE), ("whether", _WHETHER))
)
_LOOSE_VERB = re.compile(r"\b(?:contain|include|name|list|discuss)s?\b", re.IGNORECASE)
_OF_WORDS = re.compile(
    r"\b(?:used|uses?|instances?|occurs?|features?|figures?|(?:turn|show|crop|come)s? up|found)\b", re.IGNORECASE
)
"""Said of words, but of things as well: only in a named text, or of a word that is asked for, are they a mention."""
_COMMITMENTS = re.compile(r"\b(?:commitments?|bullets?|bullet points?)\b", re.IGNORECASE)
_TRAILING = re.compile(
    r"(?: (?:at all|anywhere|somewhere|as well|too|either|explicitly|by name|specifically|even once|in passing"
    r"|in any way"
    r"|anymore|(?:in )?(?:the )?(?:same )?way .*|like .*|as .* do(?:es)?|(?:both|all)))+$",
    re.IGNORECASE,
)
_WORDS_ASKED = re.compile(r"^(?:the )?(?:exact )?(?:words?|terms?|phrases?|expressions?|names?) ", re.IGNORECASE)
_ARTICLE = re.compile(r"^the (?=\S)", re.IGNORECASE)
_OTHER_ARTICLE = re.compile(r"^(?:a|an|any|some|its|their|our) (?=\S)", re.IGNORECASE)
_PLAIN = re.compile(r"[\w £$€%&'’.,/+-]{1,60}")
_DESCRIBES = re.compile(
    r"\b(?:how|what|who|whom|whose|when|where|which|why|that|whether|if|is|are|was|were|will|would|can|should|has|have"
    r"|had|be|been|than|anything|something|everything|someone|anyone|it|them|this|these|those|not|by|from|between|for"
    r"|with|against|to|into|towards?|under|about|regarding|concerning|in|on|at|because|any|more|most|same|other)\b",
    re.IGNORECASE,
)
MOST_WORDS = 6


@dataclass(frozen=True)
class MentionQuestion:
    """Which terms are asked for, how, and in which documents."""

    manner: Manner
    terms: tuple[str, ...]
    word_asked: bool
    """True where the question asks for the word, not the thing."""
    documents: tuple[Document, ...]
    roles: frozenset[Role]
    """The kinds of clauses that are asked for; empty for all."""


def read_question(asked: Asked, corpus: Corpus) -> MentionQuestion | None:
    """The question as one of mentions; null where it is none."""
    for manner, patterns in _GRAMMARS:
        for pattern in patterns:
            match = pattern.fullmatch(asked.text)
            if match is not None and (question := _read(match, manner, asked, corpus)) is not None:
                return question
    return None


def _read(match: re.Match[str], manner: Manner, asked: Asked, corpus: Corpus) -> MentionQuestion | None:
    groups = match.groupdict()
    said = groups["term"].strip()
    word_asked = bool(groups.get("word")) or bool(_WORDS_ASKED.match(said)) or '"' in said
    outside = match.string[: match.start("term")] + match.string[match.end("term") :]
    terms = terms_named(said, asked, corpus, word_asked=word_asked)
    if not terms:
        return None
    if (
        _LOOSE_VERB.search(outside)
        and manner == "whether"
        and not word_asked
        and not all(name_like(term) for term in terms)
    ):
        return None  # "Does it include skills?" asks for content
    if _OF_WORDS.search(outside) and not word_asked and not asked.named(outside):
        return None  # "Where do shocks occur?" does too
    documents, roles = asked.asked(outside), _roles(outside)
    if roles:
        documents = tuple(each for each in documents if any(clause.role in roles for clause in corpus.of(each.id)))
    return MentionQuestion(manner, terms, word_asked, documents, roles)


def _roles(outside: str) -> frozenset[Role]:
    """The clauses that a question asks for: "which commitments mention ..." leaves paragraphs out."""
    if _COMMITMENTS.search(outside):
        return frozenset({"commitment", "item"})
    return frozenset({"paragraph"}) if re.search(r"\bparagraphs?\b", outside) else frozenset()


def terms_named(said: str, asked: Asked, corpus: Corpus, *, word_asked: bool) -> tuple[str, ...]:
    """The terms that the words of a question name; empty where they are a description rather than terms."""
    said = _WORDS_ASKED.sub("", _TRAILING.sub("", asked.restored(said))).replace('"', "").strip(" '’")
    whole = _term(said, asked.allowed, corpus, word_asked=word_asked)
    pieces = re.split(r",? (?:or|and|nor) |, ", said)
    if len(pieces) > 1 and (whole is None or not _stands(whole, asked.allowed, corpus)):
        split = [_term(piece, asked.allowed, corpus, word_asked=word_asked) for piece in pieces]
        return tuple(each for each in split if each) if all(split) else ()
    return (whole,) if whole else ()


def _term(said: str, documents: Sequence[Document], corpus: Corpus, *, word_asked: bool) -> str | None:
    said = _OTHER_ARTICLE.sub("", said).strip(" '’")
    if not _PLAIN.fullmatch(said) or len(words_of(said)) > MOST_WORDS:
        return None
    if not stems(said) and not (word_asked and words_of(said)):
        return None
    if _DESCRIBES.search(said) and not _stands(said, documents, corpus):
        return None
    return said


def _stands(term: str, documents: Sequence[Document], corpus: Corpus) -> bool:
    return any(occurrences([_ARTICLE.sub("", term)], document, corpus) for document in documents)
