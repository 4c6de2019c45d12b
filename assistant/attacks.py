"""Attempts to turn the assistant against its rules, told by how they are worded.

Nothing here keeps the assistant safe: it quotes, and has no rules that a question could change. This only gives such
attempts their own answer instead of the nearest passages. The families follow public lists: OWASP's Top 10 for LLM
applications (2025), LLM01 Prompt Injection and LLM07 System Prompt Leakage; Perez and Ribeiro, "Ignore Previous
Prompt" (2022); Shen and others, "Do Anything Now" (2023). The wordings are our own.

A question about a text that has such words ("Does it tell us to ignore WTO rules?") is none. What tells the two apart:
an attempt gives an order, and what the order is about is the assistant's own.
"""

import re
import unicodedata

_ORDER = (
    r"(?:(?:^|[.!?;:,\n>\"(]\s*|\b(?:please|and|then|now|just|so|kindly|instead|but|also|first|"
    r"(?:i|we) (?:\w+ )?(?:want|need|order|command|instruct|ask|tell|told|require|authori[sz]e) you to|"
    r"you (?:must|should|can|could|will|may|are to|have to|need to|shall)|(?:can|could|will|would) you|"
    r"(?:task|job|goal|time) is to)\s+)(?:(?:please|now|just|simply|completely|totally|fully|first)\s+)*)"
)
"""Where an order's verb stands: at the start of a sentence or clause, or after words that bring an order."""
_OWN = (
    r"(?:your|my|previous|prior|above|preceding|earlier|foregoing|initial|original|system|safety|usual|internal|hidden)"
)
_OF = r"(?:any|all|every|the|of|these|those|such|other|own|and)"
_RULES = (
    r"(?:instr\w*tions?|rules?|guidelines?|prompts?|directives?|restrictions?|limits?|limitations?|constraints?|"
    r"programming|orders|commands?|polic(?:y|ies)|filters?|guard ?rails?|safeguards?|settings|training|safety|ethics|"
    r"boundaries|context|messages?|configuration)"
)
_FREE = (
    r"(?:(?:with(?:out)?|had|have|has|having|were|there are) (?:any |no |all )?(?:\w+ )?(?:rules|restrictions|limits|"
    r"limitations|filters?|guidelines|constraints|censorship|boundaries|morals|ethics)|unrestricted|unfiltered|"
    r"uncensored|unlimited|jailbroken|not (?:bound|limited|restricted)|free (?:of|from)|no longer (?:bound|limited))"
)
_MADE_UP = r"(?:fake|made[- ]up|invented|bogus|fictional|fictitious|false|forged|imaginary|fabricated|phon(?:e)?y)"
_CITED = (
    r"(?:citations?|quotes?|quotations?|sources?|clauses?|commitments?|passages?|paragraphs?|references?|sections?|"
    r"articles?|facts?|figures?|statements?|footnotes?)"
)
_STORED = (
    r"(?:documents?|database|data|files?|index|records?|tables?|memory|conversations|store|logs?|disk|yourself|corpus|"
    r"texts?|sources?|history|archive)"
)
_SECRET = (
    r"(?:(?:api|secret|access|private|auth|ssh)[- ]?(?:keys?|tokens?)|passwords?|\.env\b(?: file)?|"
    r"environment variables?|env vars?|credentials?|config(?:uration)?(?: files?)?|source code|(?:server )?log ?files?|"
    r"connection strings?|database url|secrets)"
)
_SHOW = (
    r"(?:print|show|reveal|repeat|output|display|tell|give|disclose|leak|share|list|translate|summari[sz]e|write|copy|"
    r"paste|dump|recite|read|expose|send|hand over|spell out|what(?:'s| is| are| was| were| does| do)|let me see)"
)
_WHO = r"(?:developers?|administrators?|admins?|owners?|creators?|operators?|makers?|programmers?|maintainers?|boss)"

_FAMILIES = (
    # Overriding its instructions.
    rf"{_ORDER}(?:ignore|ignroe|disregard|forget|override|overrule|bypass|neglect|set aside|abandon|violate|break|"
    rf"circumvent|get around|stop following|(?:do not|don't|never) (?:follow|obey)) (?:{_OF} )*"
    rf"(?:{_OWN} (?:\w+ ){{0,2}}?{_RULES}|(?:instructions|guidelines|restrictions|prompts?) (?:you|above|before|that)|"
    rf"everything (?:above|before|you|i|that)|(?:the )?above\b|anything (?:above|before)|what you (?:were|have)|"
    rf"that you (?:are|were|have|must))",
    rf"{_ORDER}(?:override|bypass|disable|deactivate|switch off|turn off|lift|remove) (?:{_OF} |your )*(?:\w+ )?"
    r"(?:filters?|restrictions|safety\b|guard ?rails?|safeguards?|safety settings)",
    rf"\b(?:the |all |your )?(?:previous|prior|earlier|above|old) {_RULES} (?:no longer|do not|don't|are (?:void|"
    rf"cancel))",
    r"\b(?:new|updated|revised) (?:instructions?|policy|rules?|orders?|directives?|task)(?: follows?)?\s*:",
    r"\byour (?:new|real|true|only|actual) (?:task|job|role|goal|mission|instructions?|purpose|orders?) (?:is|are)\b",
    r"\byou (?:have been|are|were|'ve been) (?:re-?programmed|hacked|jailbroken|freed|set free|liberated)\b|"
    r"\bjailbr(?:eak|oken)",
    # Another role, without limits.
    rf"(?:^|[.!?,;:\n]\s*)you are now (?:a|an|in|my|the|called|free|dan|{_FREE})\b|\bdo anything now\b",
    r"\b(?:from now on|from this (?:point|moment)(?: on(?:wards?)?)?|from here on|henceforth|"
    r"for the rest of (?:this|the|our) \w+|until further notice),? (?:please )?(?:you\b|your\b|always\b|only\b|answer|"
    r"respond|reply|treat|act\b|pretend|speak|ignore|never\b|do not|don't|call\b|every answer)",
    rf"{_ORDER}(?:pretend|make believe|role-?\s?play|behave|simulate|impersonate)\b|"
    r"(?:^|[.!?,;:\n]\s*|\bplease )act (?:as|like)\b|\blet's (?:pretend|play a|role)",
    rf"{_ORDER}(?:imagine|suppose|assume|what if) (?:that )?you (?:are|were|had|have|could)\b",
    rf"\byou (?:\w+ ){{0,6}}{_FREE}",
    r"\b(?:break|stay in|drop) (?:out of )?(?:your )?character\b|\bspeak freely\b|\bgrandmother used to\b",
    # Its prompt.
    rf"\b{_SHOW}\b (?:me |us |to me )?(?:\w+ ){{0,4}}?(?:your|ur|you|the) (?:\w+ ){{0,2}}?(?:system|initial|hidden|"
    rf"original|secret|internal|first|developer|own)?\s?(?:system prompt|(?<=your )(?:prompt|instr\w*tions|guidelines|"
    rf"directives|programming)|(?:system|initial|hidden|original|secret|internal|developer) (?:prompt|instructions|"
    rf"message|directives|rules|guidelines))",
    r"\bprint (?:you|your|ur) prompt|\byour (?:system |secret |hidden )prompt\b|\bthe prompt (?:you|that you|above)\b",
    rf"{_ORDER}(?:repeat|print|output|copy|recite|show|write out|reproduce) (?:me )?(?:back )?(?:everything|all|the "
    r"(?:text|words|lines|message)|what|anything|whatever)(?: of it)?(?: that)? (?:\w+ ){0,3}?(?:above|"
    r"before (?:this|that|my)|"
    r"preceding|so far|you were (?:given|told))",
    r"\bwhat (?:exactly )?(?:were|have|had) you (?:been )?(?:told|instructed|ordered|programmed|asked) (?:to|not|by)\b",
    # Somebody in charge is said to speak.
    rf"\b(?:i am|i'm|this is|we are|we're|speaking as|as) (?:the|your|an?|"
    rf"one of your)? ?(?:\w+ )?{_WHO}\b.*?\b(?:order|"
    r"instruct|command|must|ignore|switch|enable|disable|grant|override|maintenance|debug|print|unlock|obey|reveal)",
    r"\b(?:order|message|instruction|command)s? from (?:the|your) (?:\w+ )?" + _WHO + r"\b",
    r"\b(?:enter|enable|activate|switch (?:on|to|into)|go into|turn on|start) (?:the )?(?:developer|debug|admin|god|"
    r"maintenance|dev|root|unrestricted|sudo|test) mode\b",
    # Marks of another speaker, or the end of the question.
    r"<\|.{0,40}?\|>|\[/?inst\]|<</?sys>>|</?(?:context|system|assistant|user|instructions?|prompt|sources?|question|"
    r"documents?)>",
    r"(?:^|\n|>)\s*(?:#+\s*|\*\*\s*)?(?:system|assistant|developer)(?: (?:message|prompt|note|override))?\s*(?:\*\*)?:",
    r"(?:^|\n)\s*#+\s*(?:new )?(?:instructions?|response|human)\b\s*:",
    # What is stored, what is secret, and the machine.
    rf"{_ORDER}(?:delete|erase|wipe|drop|destroy|purge|truncate|clear|remove|corrupt|shut down) (?:all |of |the |every "
    rf"|your |whole |entire |those |these )*(?:\w+ )?{_STORED}\b",
    rf"{_ORDER}(?:add|insert|append|change|edit|rewrite|modify|alter|amend|replace|update) (?:a|an|the|your|another|"
    rf"one|"
    r"this|some) (?:\w+ ){0,2}?(?:clause|commitment|paragraph|part|documents?|accord|agreement|treaty|texts?|article|"
    r"database|records?)\b",
    rf"\b{_SHOW}\b (?:me |us )?(?:all )?(?:the|your|its|any|all)? ?(?:\w+(?:'s)? ){{0,2}}?{_SECRET}(?:\s*(?:[.!?,]|"
    rf"$| and\b|"
    r" of (?:the|your|this)| for (?:the|this|your)| you\b))",
    r"\b(?:other|another|all|previous|last) (?:users?|person|people|customers?|visitors?)(?:'s?|s')? (?:\w+ )?"
    r"(?:conversations?|questions|chats?|messages?|history|sessions?)\b",
    r"\brm -rf\b|;\s*drop table\b|\bunion select\b|<script\b|\bos\.system\b|\b(?:eval|exec)\(",
    rf"{_ORDER}(?:run|execute|evaluate) (?:the |this |following |these |some |a )*(?:\w+ )?(?:code|commands?|script|"
    r"shell|sql|bash)\b",
    # Making things up.
    rf"{_ORDER}(?:make up|invent|fabricate|forge|fake|concoct|dream up) (?:\w+ ){{0,5}}?{_CITED}\b",
    rf"{_ORDER}(?:give|write|produce|create|generate|add|quote|show|draft|provide|compose)(?: me| us)? (?:\w+ ){{0,2}}?"
    rf"{_MADE_UP} (?:\w+ ){{0,2}}?{_CITED}\b",
    # A fixed answer, or other sources.
    rf"{_ORDER}(?:answer|respond|reply|say|output|write|state|print)(?: \w+)?? (?:only|just|exactly|nothing but|solely|"
    r"always)?\s?(?:with |by saying )?(?:(?:only|just|nothing but|exactly) )?(?:the (?:single )?words?\b|[\"'“:]|"
    r"(?<=with )(?:yes|no)\b|(?<=only )(?:yes|no|in rhyme)\b)",
    r"\b(?:answer|respond to|begin|start|end|finish) (?:every|each|all|any) (?:\w+ )?(?:questions?|answers?|"
    r"repl(?:y|ies)|"
    r"sentences?) (?:with|by|in|as)\b|\bin (?:every|each|all) (?:of your |your )?(?:answers?|repl(?:y|ies))\b",
    r"\b(?:use|answer (?:from|with|using)|rely on|draw on|based on|using) (?:only )?(?:your |the )?(?:own |general |"
    r"outside |"
    r"world |background |pre-?trained |common )+(?:knowledge|training|memory)\b",
    rf"{_ORDER}(?:stop|don't|do not|never|without) (?:cit(?:e|ing)|us(?:e|ing)|quot(?:e|ing)|"
    rf"consult(?:ing)?) (?:the |your |any )?"
    r"(?:sources|documents|texts|citations)\b|\binstead of (?:the|your) (?:sources|documents|texts)\b",
)
_ATTEMPT = re.compile("|".join(f"(?:{form})" for form in _FAMILIES), re.IGNORECASE)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})


def attacks(text: str) -> bool:
    """True where a text tries to turn the assistant against its rules."""
    return _ATTEMPT.search(plain(text)) is not None


def plain(text: str) -> str:
    """A text with compatible characters made one, invisible ones gone and quotation marks straight."""
    shown = "".join(each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf")
    return re.sub(r"[^\S\n]+", " ", shown.translate(_QUOTES)).strip()
