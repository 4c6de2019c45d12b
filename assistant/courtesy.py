"""Greetings, thanks and good-byes: told from questions, and taken off the front and the end of them."""

import re
from typing import Literal

Courtesy = Literal["greeting", "thanks", "goodbye", "praise", "closing"]

_ADVERB = r"(?:very|really|so|most|extremely|super|absolutely|quite|just|truly|jolly)"
_FINE = (
    r"(?:great|good|helpful|useful|perfect|brilliant|excellent|lovely|wonderful|fantastic|superb|splendid|clear|nice|"
    r"interesting|fine|amazing|marvellous|awesome|fab|smashing|spot on|kind|impressive|handy)"
)
_IT = r"(?:that|this|it|that answer|you)"
_BE = r"(?:['’]s|['’]re|\s+is|\s+was|\s+are|\s+were|\s+sounds|\s+looks)"
_OBJECT = (
    r"(?:it|that|this|(?:all )?(?:your|the|this|that) \w+(?: \w+)?|everything|helping(?: me)?|explaining(?: \w+)?)"
)
_TODAY = r"(?:for (?:now|today|the moment|this week)|today|now|then|thanks)"

# Each is a whole segment of what is said, between commas and full stops.
_PHRASES: dict[Courtesy, tuple[str, ...]] = {
    "goodbye": (
        r"(?:good ?)?bye(?:[- ]?bye)?(?: for now)?|cheerio|farewell|ta[- ]ta|so long|good ?night",
        r"(?:i['’]ll )?(?:see|speak|talk)(?: to)?(?: you| ya)?(?: again)? ?(?:later|tomorrow|soon|then|next \w+|"
        r"around)",
        r"(?:(?:and )?have|enjoy) (?:a|an|your|the) (?:(?:very )?(?:nice|good|great|lovely|pleasant) )?"
        r"(?:rest of (?:your|the) )?(?:day|evening|afternoon|morning|weekend|night|one|week|time)",
        r"take care(?: of yourself)?|all the best|until next time|(?:kind|best|warm|many)? ?(?:regards|wishes)"
        r"(?: from)?|yours (?:sincerely|faithfully|truly)|sincerely",
    ),
    "thanks": (
        rf"(?:ok |okay |and |oh )?(?:(?:many|very many|big|huge|some) )?(?:thanks|thank (?:you|u|ya)|thankyou|thx|"
        rf"tx|ty|"
        rf"tanks|cheers|ta|tysm|much obliged)(?: (?:ever )?(?:so|very) much| indeed| again| kindly| a lot| a million|"
        rf" a bunch| lots| loads| mate| in advance| for {_OBJECT}| to you| everyone| all| anyway)*",
        rf"(?:(?:it is |that is |that['’]s )?(?:much|greatly|really|very much|most) )?appreciated|"
        rf"i (?:{_ADVERB} |do |greatly )?appreciate {_OBJECT}|i['’]?a?m (?:very |most |so )?(?:grateful|obliged)"
        rf"(?: for {_OBJECT}| to you)?",
    ),
    "praise": (
        rf"(?:{_IT}{_BE} )?(?:{_ADVERB} )*{_FINE}(?: (?:answer|work|job|stuff|one|help|explanation|reply|summary))?"
        rf"(?: indeed| of you| to know| to hear)?",
        rf"(?:{_IT} )?(?:really |certainly |already )?helps(?: (?:me|us))?(?: (?:a lot|very much|a great deal|lots))?",
        rf"(?:{_IT}{_BE} )?(?:just|exactly|precisely)? ?what i (?:needed|wanted|was (?:after|looking for|hoping for))",
        rf"{_IT}(?:['’]s| has)? (?:answers?|answered|clears?|cleared|makes?|explains?|explained|solves?|settles?)"
        rf"(?: (?:my|the) questions?| (?:things|that|it|this)| sense| (?:up|now|perfectly|nicely|everything|for me))*",
        r"(?:well|nicely) (?:done|put)|(?:good|great|nice|top) (?:job|work|stuff)|(?:bravo|hooray|wow)",
        rf"you(?:['’]ve| have) been (?:a |an |of )?(?:{_ADVERB} |great |big |real )*(?:{_FINE}|help|star|lifesaver)",
        r"you(?:['’]re| are) (?:a|an|the) (?:star|best|lifesaver|gem|legend|angel|great help)",
    ),
    "closing": (
        rf"(?:ok|okay|oki|kay|right|all ?right|alright|understood|noted|got (?:it|that)|i (?:see|understand)|roger|"
        rf"fine)"
        rf"(?: (?:then|ok|thanks|now|so))*(?: {_TODAY})?",
        rf"(?:i think )?that(?:['’]s|['’]ll| is| will)(?: be)? (?:all|it|everything|enough|do)"
        rf"(?: (?:i (?:need|needed|wanted)(?: to know)?|from me))?(?: {_TODAY})?|(?:will|that) do(?: {_TODAY})?",
        rf"(?:i (?:have|['’]ve) )?(?:no|not any) (?:more|further|other) questions?(?: {_TODAY}| from me)?",
        rf"(?:no|nothing|nope)(?: (?:else|more|further))?(?: {_TODAY})?|never ?mind|forget it",
        r"(?:i['’]?a?m )?(?:so |very |terribly )?(?:sorry|apologies|my apologies|excuse me|pardon(?: me)?)"
        r"(?: (?:about|for) (?:that|this|it|the \w+(?: \w+)?|bothering you)| to (?:bother|trouble) you(?: again)?)?",
    ),
    "greeting": (
        r"(?:oh |well )?(?:hello|hi|hey|hiya|hullo|helo|hallo|howdy|greetings|yo|welcome|dear|"
        r"good (?:morning|afternoon|evening|day)|morning|afternoon|evening|g['’]day)"
        r"(?: (?:there|again|all|everyone|everybody|team|you|to you|friend|mate|assistant|accord assistant|bot|chatbot|"
        r"sir|madam|sir or madam|dear assistant|hello|hi))*",
        r"(?:is )?any(?:one|body) (?:there|here|home)",
        r"how (?:are|r) (?:you|u|things)(?: (?:doing|keeping|today|this \w+))*|how do you do|"
        r"how['’ i]+s (?:it going|life)",
        r"(?:i |we )?(?:do )?hope (?:that )?(?:you(?:['’]re| are)|this (?:message |note )?finds you|all is|"
        r"you have had)"
        r" (?:\w+ ){0,3}(?:well|day|week|fine|good|okay|ok)",
        r"(?:it is |it['’]s )?(?:nice|good|pleased|lovely|great) to (?:meet|see|hear from) you(?: again| too)?",
    ),
}
_FORMS = {kind: re.compile(rf"(?:{'|'.join(forms)})", re.IGNORECASE) for kind, forms in _PHRASES.items()}
_SEGMENT = re.compile(r"[^.,!?;:\n–—]+[.,!?;:\n–—]*\s*")
_ASIDE = re.compile(r"(?:and |so )?(?:i['’]ll|i will|we['’]ll|we will|i['’]m going to|i can now)\b.*", re.IGNORECASE)
"""What the reader means to do next, beside thanks: no question."""
_SIGNED = re.compile(r"(?:regards|wishes|sincerely|faithfully|truly|thanks)\W*$", re.IGNORECASE)
_MOST_NAMES = 3
"""Words of a name under a letter's last line."""
_STARTS = (
    r"what|which|who|whom|whose|where|when|why|how|is|are|was|were|do|does|did|can|could|will|would|should|has|have|"
    r"tell|show|list|give|quote|name|explain|summari[sz]e|please|i|we|my|our|any|and|now|so|but|then"
)
_BEFORE_QUESTION = re.compile(
    rf"(?:hello|hi|hey|hiya|thanks|thank you|thx|cheers|ta|ok|okay|right|sorry|great|perfect)(?: there| again|"
    rf" so much)?"
    rf"\s+(?=(?:{_STARTS})\b)",
    re.IGNORECASE,
)
_NOW = re.compile(r"(?:now|then|so)\s+(?=(?:tell|show|list|give|quote|what|which|who|how)\b)", re.IGNORECASE)


def courtesy(text: str) -> Courtesy | None:
    """What kind of courtesy a text is that asks nothing; null where it asks something."""
    segments = [each[0] for each in _SEGMENT.finditer(text)]
    kinds = [_kind(each) for each in segments]
    said = [kind for kind in kinds if kind is not None]
    others = [segment for segment, kind in zip(segments, kinds, strict=True) if kind is None]
    if not said or any("?" in each or not _ASIDE.fullmatch(each.strip(" .,!?;:\n–—")) for each in others):
        return None
    return next(kind for kind in _PHRASES if kind in said)


def without_courtesy(text: str) -> str:
    """A question without the greeting before it and the thanks after it; a text that is all courtesy as it is."""
    segments = [each.span() for each in _SEGMENT.finditer(text)]
    first, last = 0, len(segments)
    while first < last and _kind(text[slice(*segments[first])]) is not None:
        first += 1
    while last > first and _ends(text, segments, last - 1):
        last -= 1
    if first == last:
        return text
    kept = text[segments[first][0] : segments[last - 1][1]].strip()
    if last < len(segments):
        kept = kept.rstrip(",;:–— ")
    kept = _BEFORE_QUESTION.sub("", kept, count=1) if _BEFORE_QUESTION.match(kept) else kept
    kept = kept[found.end() :] if (found := _NOW.match(kept)) else kept
    return kept[:1].upper() + kept[1:] if kept[:1] != text[:1] else kept


def _kind(segment: str) -> Courtesy | None:
    said = segment.strip(" .,!?;:\n\t–—-()'\"")
    return next((kind for kind, form in _FORMS.items() if form.fullmatch(said)), None)


def _ends(text: str, segments: list[tuple[int, int]], at: int) -> bool:
    """True where the segment is a courtesy, or a name under one."""
    said = text[slice(*segments[at])]
    if _kind(said) is not None:
        return True
    before = text[: segments[at][0]].rstrip(" ,.\n")
    return at > 0 and len(said.split()) <= _MOST_NAMES and "?" not in said and bool(_SIGNED.search(before))
