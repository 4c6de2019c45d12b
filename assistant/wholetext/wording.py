"""A question without its politeness, so that each subject needs only one grammar."""

import re

_BOUNDARY = re.compile(r"(?<=[.?!])\s+(?=[\"“A-Z])")
_COURTESY = re.compile(
    r"(?:hi|hello|hey|dear)(?:,? (?:there|all|everyone|team|again|[A-Z]\w+))?"
    r"|good (?:morning|afternoon|evening)(?: all)?"
    r"|(?:many )?thanks?(?: you)?(?: (?:very much|so much|a lot|in advance|again|for [\w ]+))?|cheers|sorry[^?]*"
    r"|i hope [^?]*|please (?:check|use|look at|consult|search) (?:both|all|the)\b[\w ]*",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"""(?:
      (?:please|kindly|hi|hello|hey|thanks|thank\ you|ok|okay|so|and|now|well|right|sorry|actually|also|but|then|oh
        |just|quickly|quick\ (?:question|one)|one\ (?:more|last)\ (?:thing|question)|finally|next|lastly|again)\b
        (?:\ (?:there|all|everyone|team|please))?[\s,.:;!–—-]+
    | (?:can|could|would|will|may|might)\ (?:you|i|we)\ 
        (?!(?:re-?)?(?:use|copy|produce|publish|print|distribute|share)\b)
        (?:(?:please|kindly|possibly|perhaps|also|just|quickly)\ )*
    | (?:do|would)\ you\ (?:happen\ to\ )?(?:know|mind)\ (?:telling\ me\ )?
    | (?:i|we)(?:'d|\ would|'ll)?\ (?:really\ |also\ |just\ )?(?:like|love|want|need|wish|have|try|am\ trying)
        \ (?:you\ )?to\ (?:(?:know|find\ out|learn|understand|check|ask|hear|see)\b\ )?
    | (?:i\ am|i'm|we\ are|we're)
        \ (?:wondering|curious|interested\ in\ knowing|keen\ to\ know|asking|not\ sure)\ (?:about\ )?
    | (?:i|we)\ (?:was\ wondering|wonder|wanted\ to\ (?:know|ask)|have\ to\ know)\ (?:about\ )?
    | (?:have\ you\ )?(?:got\ )?any\ idea\ (?=who|what|when|where|which|how|if|whether)
    | (?:what|all)\ (?:i|we)\ (?:really\ )?(?:need|want|would\ like)\ to\ know\ is\ 
    | (?:my|the)\ question\ is:?\ 
    | (?:is|would)\ it\ (?:be\ )?possible\ to\ 
    | (?:tell|show|let|remind|inform|ask)\ (?:me|us)\ (?:know\ )?(?:please\ )?(?:exactly\ )?
        (?=(?:who|what|when|where|which|how|if|whether|every)\b)
    | (?:know|check|ask|find\ out|say|explain|look\ up|see|tell\ me)\ (?=(?:who|what|when|where|which|how|if|whether)\b)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER = re.compile(
    r"""(?:
      [\s,;:.?!…–—-]+
    | [\s,]+(?:please|thanks|thank\ you|cheers|for\ me|for\ us|if\ you\ can|if\ possible|by\ the\ way|do\ you\ know
        |right|exactly|precisely|then|though|again|you\ think|to\ your\ knowledge|or\ not)
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\xa0": " "})
_CONTRACTED = re.compile(r"\b(what|who|where|when|how|which)'s\b", re.IGNORECASE)
_REFERS_BACK = re.compile(r"\b(?:it|its|they|them|their|those|these|this|that|he|she)\b", re.IGNORECASE)


def bare(text: str) -> str:
    """The one question in a text, without politeness before and after it and without its question mark.

    Empty where there are several questions, or where the last sentence speaks on of those before it.
    """
    found = _only_question(" ".join(text.translate(_STRAIGHT).split()))
    found = _CONTRACTED.sub(r"\1 is", found)
    while (shorter := _AFTER.sub("", found)) != found:
        found = shorter
    found = without_preface(found)
    while (shorter := _AFTER.sub("", found)) != found:
        found = shorter
    return found


def without_preface(text: str) -> str:
    """A question without what politely comes before it: "Do you know", "I would like to know"."""
    while text and (before := _BEFORE.match(text)) and before.end() > 0:
        text = text[before.end() :].lstrip()
    return text


def _only_question(text: str) -> str:
    sentences = [each for each in _BOUNDARY.split(text) if not _COURTESY.fullmatch(each.rstrip(".!"))]
    if not sentences:
        return ""
    *earlier, last = sentences
    if any(each.endswith("?") for each in earlier) or (earlier and _REFERS_BACK.search(last)):
        return ""
    return last
