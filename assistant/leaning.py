"""What shows that a question leans on what was said before it: words that point back, and topics left out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vectorstore.words import stems

_GENERAL_WORDS = """
since whose upon via per versus until ago ever
one two three four five six seven eight nine ten accord agreement deal treaty pact text texts document documents
source sources article coverage paper clause paragraph passage section commitment commitments official country
countries party parties side sides government governments nation nations state states partner partners people
company companies firm firms organisation organisations ministry ministries department departments minister
ministers member members participant participants sector sectors industry industries area areas field fields part
parts kind kinds type types sort sorts form forms example examples detail details point points aspect aspects item
items thing things step steps measure measures action actions plan plans planned planning idea aim aims goal goals
target targets purpose reason reasons benefit benefits result results effect condition conditions role roles date
dates day days month months year years deadline deadlines time times period figure figures number numbers amount
amounts sum cost costs price money budget funding fund funds percentage share name names word words term terms place
site sites schemes meeting group list question answer topic subject matter issue issues information say says tell
mention mentions stated describe described call called named refer contain include includes including involve
involves cover covers concern concerns mean means give given put make made take takes taking get go goes going come
comes happen happens start starts begin begins end ends work works do does done join joins joined participate attend
meet meets lead leads led run runs chair chaired pay pays paid sign signed announce announced publish published
launch launched set hold held decide decided agree agreed expect expected want wants intend hope look find found
show explain summarise quote read write written know think see use used need become apply applies last due ready
exactly roughly precisely currently particular particularly specific single singled out further more else also again
first second third next same such other others new old many much several both main chief important long short often
soon late big small large little high low good bad briefly sentence please today now already still yet kindly
available possible likely able certain true correct right wrong actually really different instead according regard
regarding respect relation exist exists there concrete concretely eventually finally agreement's accord's involved
responsible elaborate expand clarify well keep kept
"""
_GENERAL = frozenset(stems(_GENERAL_WORDS))
"""Stems that name no topic: what any question about any document may have."""

_BACK = r"(?:the|this|that|which|each|first|second|third|last|next|other|any|every|only|new|old|latter|former)"
_WHOLE = (
    r"(?:accord|agreement|deal|text|document|article|treaty|pact|partnership as|year|week|month|question|assistant)"
)
_NOUN = (
    r"(?:figure|plan|dialogue|partnership|memorandum|programme|project|scheme|arrangement|committee|fund|money|sum|"
    r"amount|date|deadline|commitment|clause|paragraph|passage|part|point|topic|group|initiative|meeting|goal|target|"
    r"aim|number|country|company|ministry|person|one|list|exercise|measure|step|idea|area|issue|case|regard|respect)"
)
STRONG = re.compile(
    rf"\bthem\b|\bthese\b|\bthose\b(?! (?:who|that|which|of the|in the))|\bthis\b(?! {_WHOLE})|"
    rf"\bthat {_NOUN}s?\b|\bthat\W*$|"
    r"\b(?:is|was|does|did|do|will|would|of|about|for|on|to|with|by|in|from|than|after|before|why|how|does) that\b"
    r"(?= (?:be|mean|include|involve|apply|cover|happen|work|cost|due|all|start|go|help|relate|concern|take|come|so|"
    rf"have|include|end|say|affect|refer|say|also|planned|expected)\b)|\b{_BACK} ones?\b|\bones\b|\bone\W*$|"
    r"\bthe (?:first|second|third|fourth|fifth|last|latter|former|others?|same|rest)\W*$|\b(?:who|what|which|where|"
    r"any(?:thing|one|body)|"
    r"how|when) else\b|\bany (?:others?|more)\b|\b(?:he|she|him|his|her|hers)\b|\bthereof\b|\b(?:is|was) that an?\b|"
    r"\bthe same (?:way|thing|view)\b|\blikewise\b|\b(?:to|gets?|go|goes) there\W*$|"
    r"\bthe (?:above|aforementioned|said)\b|\bmore (?:about|on) (?:it|them|that|this)\b|\b(?:tell|say|give)(?: me|"
    r" us)? more\W*$",
    re.IGNORECASE,
)
"""Words that point back at something said before."""
IT = re.compile(r"\b(?:it|its)\b", re.IGNORECASE)
OBJECT_IT = re.compile(
    r"\b(?:for|of|to|with|by|from|on|under|behind|join|lead|run|fund|sign|chair|pay for|about) it\W*$", re.IGNORECASE
)
"""An "it" that stands for what was spoken of; as a subject it may be the document, or the weather."""
THEY = re.compile(r"\b(?:they|their)\b", re.IGNORECASE)
NEW_TOPIC = re.compile(
    r"^(?:(?:ok|okay|right|well|now|so|and|thanks|anyway|forget (?:that|it|about (?:it|that))|never mind)[,.!:;]?\s+)*"
    r"(?:(?:a |an |on a |on to a |turning to a )?(?:completely |totally |very )?(?:different|new|another|other|next|"
    r"separate|unrelated) "
    r"(?:topic|question|subject|matter|point|thing)|changing (?:the )?(?:subject|topic)|back to|moving on(?: to)?|"
    r"turning to|"
    r"forget (?:that|it|about (?:it|that))|never mind(?: that)?|something else)\b",
    re.IGNORECASE,
)
"""How a reader says that the next question is about something else."""
CONNECTIVE = re.compile(
    r"^(?:(?:and|but|also|so|or|then|plus|ok|okay|right|well|now|sorry|oh|yes|no|yeah|sure|hm+)\b[, ]*)+(?=\w)",
    re.IGNORECASE,
)
_ABOUT = (
    r"(?:(?:what|how) (?:about|of)|same (?:question )?for|"
    r"any(?:thing)? else (?:on|about)|as (?:for|to))"
)
_PREPOSITION = r"(?:on|about|for|in|with|of|to|under|regarding|concerning|by|from|at|as|after|before|against|between)"
_VERBAL = re.compile(
    r"\b(?:is|are|was|were|be|been|do|does|did|will|would|can|could|shall|should|has|have|had|may|might|must|who|whom|"
    r"whose|what|which|when|where|why|how|list|tell|show|give|quote|name|explain|summari[sz]e|please|i|we|you|there|"
    r"find|many|much|often|long)\b",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(
    rf"^(?P<lead>{_ABOUT}\s+)?(?P<preposition>{_PREPOSITION}\s+)?(?P<topic>\w.*?)"
    r"(?:,? (?:then|perhaps|too|as well|though|instead|maybe|please))?\W*$",
    re.IGNORECASE,
)
_AND = re.compile(r"^(?:(?:ok|okay|right|yes|no|well)[, ]+)?(?:and|or|also|plus)\b", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|being|been) (?P<done>\w+ed|built|made|done|given|taken|spent|paid|sent|held|sold|"
    r"bought|kept)\W*$",
    re.IGNORECASE,
)
_WITH_WHICH = re.compile(
    r"^(?:and |but |so )?(?:with|by|for|to|in|from|under|on|at|of|through) (?:which|what|whom|whose|how many)"
    r"(?: \w+){0,2}\W*$",
    re.IGNORECASE,
)
_MOST_WORDS = 9
_INCOMPLETE = re.compile(
    r"\b(?:take part|participate|join(?:s|ing)?|(?:be|is|are|get|gets|was|were) (?:involved|affected|eligible|"
    r"responsible|ready|due|signed|finished|completed?|launched|funded|chosen|in charge|singled out|meant|"
    r"planned|intended|expected|achieved|measured|enforced|monitored|invited|consulted|spent|paid|allocated)|"
    r"singled out|meet|convene|start|begin|end|finish|happen|pay|lead|decide|apply|attend|benefit|belong|expire|"
    r"last|cost|"
    r"take place|come into force|qualify|chair|sit|vote|work)(?: (?:first|next|already|yet|exactly|then|"
    r"for the first time))?\W*$",
    re.IGNORECASE,
)
WHOLE = re.compile(
    r"\b(?:accord|agreement|deal|treaty|pact|texts?|documents?|article|coverage|sources?|preamble|commitments?|"
    r"paragraphs?|"
    r"sections?|clauses?|parts?)\b",
    re.IGNORECASE,
)
"""A document as a whole, or what it is made of."""
OF_DOCUMENT = re.compile(
    r"\b(?:say|says|said|read|download|available|sign|signs|signed|signatories|publish\w*|issued?|wrote|written|write|writes|dated?|about|"
    r"mention\w*|"
    r"call(?:s|ed)?|titled?|contain\w*|announced?|agreed?|promise[ds]?|want|accord|agreement|deal|treaty|pact|texts?|"
    r"documents?|article|coverage|sources?|binding|ratified|force|long|author|summar\w+|parts?|paragraphs?|preamble|"
    r"commitments?|sections?)\b",
    re.IGNORECASE,
)
"""What is asked of a document as a whole, so that "it" is the document."""
THE_THING = re.compile(
    r"\b(?:the|this|that) (?P<noun>[a-z]{4,})"
    r"(?=\W*$|(?: (?:of|for|on|with|in|to|about|from))\W*$|[,;]|\W+(?:is|are|was|were|be|do|does|did|will|would|can|"
    r"could|"
    r"should|has|have|had|may|might|must|and|or|then|again|first|really|actually|include[ds]?|cover(?:s|ed)?|aim|mean|"
    r"involve|bring|start|begin|end|take|meet|happen|cost|pay|lead|promise|contain|work|deliver|concern|say|entail|require|"
    r"provide|achieve|last|expect(?:ed)?|deal|supposed|meant|planned|launched|set|convene|become|go|help|run)\b)"
)
"""A thing by its kind alone: "the partnership"."""


@dataclass(frozen=True)
class Topic:
    """One word of a question that names what it is about."""

    stem: str
    start: int
    end: int
    known: bool
    """True where the texts have it."""


@dataclass(frozen=True)
class Fragment:
    """A question of which only the new part is said: "And on North Korea?"."""

    preposition: str
    """In lower case; empty where there is none."""
    topic: str


def topics(text: str, frequency: Mapping[str, int]) -> tuple[Topic, ...]:
    """The words of a question that name a topic, in order: neither function words nor what any question may have."""
    found = []
    for match in re.finditer(r"\d+(?:[.,]\d+)+|\w+", text):
        own = [stem for stem in stems(match[0]) if stem not in _GENERAL]
        found += [Topic(stem, match.start(), match.end(), stem in frequency) for stem in own]
    return tuple(found)


def fragment(text: str) -> Fragment | None:
    """The new part where no more than that is said, after a word that ties it to what came before; else null."""
    said = CONNECTIVE.sub("", text)
    match = _FRAGMENT.match(said)
    if match is None or _VERBAL.search(match["topic"]) or len(match["topic"].split()) > _MOST_WORDS:
        return None
    if not (match["lead"] or match["preposition"] or _AND.match(text)):
        return None
    return Fragment((match["preposition"] or "").strip().lower(), match["topic"].strip(" ,.?!"))


def incomplete(text: str, found: Sequence[Topic]) -> bool:
    """True where the end leaves out what it is about: "Which ships will take part?", "How much is being invested?"."""
    known = [each for each in found if each.known]
    if not known and (_INCOMPLETE.search(text) or _WITH_WHICH.search(text)):
        return True
    passive = _PASSIVE.search(text)
    return passive is not None and bool(found) and all(each.start >= passive.start("done") for each in found)
