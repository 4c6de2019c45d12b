"""How questions for an opinion, for advice and about the assistant itself are worded. Read in lower case, straight
apostrophes, sentence by sentence."""

import re


def _any(*forms: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in forms))


OF_THE_TEXT = re.compile(
    r"\b(?:mention(?:s|ed)?|(?<!you )say|says|said|stat(?:e|es|ed)|contains?|describ(?:e|ed)|call(?:s|ed)|refer(?:s|"
    r"red)|"
    r"according to|is there|there is|there's|anything on|something on|anything about|something about|words? for|"
    r"wording|"
    r"named|listed|quoted?|cite[sd]?|regarded|considered|seen as|deemed|planned|promised|recogni[sz]ed|as a promise|"
    r"do they|does (?:the )?\w+ (?:think|see|consider|advise|recommend|tell|ask|mean by)|names? a|where does|"
    r"under the (?:text|accord|agreement) what)\b"
)
"""What a question has that asks for what the texts say, whatever else is in it."""

_TOOL = r"(?:tool|site|website|page|assistant|chat ?bot|bot|app|application|service|thing|program|system here|ai)"
_BOOKS = r"(?:documents?|docs|sources?|texts?|articles?|files?|materials?|publications?|papers|database|library|data)"
_HELD = (
    r"(?:know|use|have|search|read|draw|rely|got|hold|include|cover|consult|look|see|access|been|contain|work|answer|"
    r"learnt|learned|trained|seen)"
)
ABOUT_DOCUMENTS = _any(
    rf"^(?:and |so |but )?(?:what|which|how many|wich|whose) (?:\w+ )?{_BOOKS} (?:do|can|have|are|did|could) you "
    rf"(?:actually |currently )?{_HELD}(?: (?:on|from|at|in|to|with|access to|read|got|through|available|your \w+|here|"
    r"about this|based))*\W*$",
    rf"^(?:please )?(?:can you |could you |would you )?(?:list|show me|tell me|name)(?: me)? (?:all )?(?:the |"
    rf"which |what |"
    rf"your ){_BOOKS}(?: that)?(?: (?:you|i) (?:can |could |have |are )?{_HELD}(?: (?:on|from|at|in|to|access to|read|"
    r"through))*)?\W*$",
    rf"^(?:what|which|where) (?:are|is)(?: all)? your (?:\w+ )?{_BOOKS}\W*$|^what(?:'s| is) in your "
    r"(?:\w+ )?(?:database|library|corpus|index|knowledge base|collection)",
    r"^where (?:do|did|does) (?:you|your (?:answers|information|data|knowledge)) (?:get|take|come|find)\b",
    r"^what (?:are|is) (?:you|your (?:answers|information|knowledge|data)) (?:based on|trained on|made from|"
    r"drawn from)",
)

ABOUT_ASSISTANT = _any(
    r"^(?:so |and |but )?(?:who|what)(?: exactly| the hell)? (?:are|r) (?:you|u)(?: called| exactly| made of)?\W*$",
    r"^(?:am|are) (?:i|we) (?:talking|speaking|chatting) (?:to|with)|^who am i (?:talking|speaking|chatting)",
    r"^are you (?:a |an |the )?(?:real|human|person|robot|bot|chat ?bot|machine|computer|ai|artificial|chatgpt|gpt|"
    r"claude|gemini|copilot|llm|language model|able|allowed|capable|sentient|conscious|alive|there|based|made|trained|"
    r"connected|online|safe|reliable|accurate|independent|official|part of|run by|neutral|politically|always right)\b",
    r"^what(?:'s| is| are) your (?:name|purpose|job|role|function|limits?|limitations|capabilities|abilities|skills|"
    r"knowledge|cut-?off|training)\b",
    r"^what (?:else )?(?:can|could|do|are|will) you (?:actually )?(?:do|able|capable|good|for|here|offer|help)\b"
    r"(?! (?:know|think|make|find|see|say))(?!.*\b(?:of|say)\b)",
    r"^(?:what|which) (?:sorts?|kinds?|types?) of (?:questions?|things?|help|queries|stuff|topics?) (?:can|could|do|"
    r"may|"
    r"should) (?:i|you|we|one)\b|^what (?:can|may|could|should) (?:i|we) ask(?: you| here)?\W*$",
    rf"^how (?:do|does|did) (?:you|your answers|(?:this|the) {_TOOL}) (?:actually )?(?:work|function|operate|answer|"
    r"find|get|decide|know (?:that |if |whether )?(?:you|your|it|this|what you))",
    rf"^how (?:do|can|should|would) (?:i|we|one|people) (?:best )?(?:use|get the most|make the best|talk to|"
    rf"work with)\b"
    rf".*\b(?:you|this|{_TOOL})\W*$",
    rf"\b(?:can|should|could|may) (?:i|we|one|people) (?:really )?(?:trust|rely on|believe|depend on) (?:you|your|what "
    rf"you|this {_TOOL}|the answers)\b|^why (?:should|would) (?:i|we|anyone) (?:trust|believe) (?:you|what you|your)\b",
    r"^how (?:reliable|accurate|trustworthy|good|up[- ]to[- ]date|current|recent|old|clever|smart|safe|secure|fast|"
    r"big|correct|certain|sure) (?:are|is) (?:you|your|this tool)\b",
    r"^do you (?:ever |always |sometimes |also |really |actually )*(?:make (?:things|stuff|it|anything|mistakes|up)|"
    r"hallucinate|lie|get (?:things|it|anything)|remember|store|keep|save|log|record|have (?:access|feelings|a name|"
    r"internet|limits)|learn|speak|understand (?:\w+)\W*$|sleep|dream|work for|know everything|collect|share my|"
    r"guess)\b",
    r"^do you use (?:gpt|chatgpt|openai|an? (?:llm|ai|language|model|large)|ai|the internet|the web|google|any "
    r"(?:ai|model)|cookies|my)",
    r"^(?:which|what) (?:language |ai )?(?:model|llm|ai|technology|engine|software) (?:are|do|is|powers|"
    r"runs) (?:you|this)",
    r"^(?:which|what|how many) languages? (?:do|can|are) you\b|^can you (?:speak|read|write|understand|answer|talk|"
    r"reply)"
    r"(?: to me)?(?: in)? \w+\W*$",
    r"^can you (?:search|browse|access|use|see|reach|look at|go on) (?:the )?(?:web|internet|google|online|news)|"
    r"^can you (?:make mistakes|be wrong|be trusted|summari[sz]e|translate|compare|read|write|draft)"
    r"(?: (?:documents|texts|things|emails?|letters|files|pdfs))?\W*$",
    r"^(?:please )?(?:can you |could you |would you |will you )?help(?: me| us)?(?: out)?(?: please)?\W*$|"
    r"^(?:i|we)(?:'d| would)? (?:need|like|want)(?: some| your)? help(?: please)?\W*$",
    rf"^(?:who|which (?:company|firm|people)|what (?:company|firm)) (?:has |have |is |are )?(?:made|built|created|"
    rf"developed|designed|trained|programmed|programs|runs?|running|owns?|operates?|maintains?|wrote|pays for|behind|"
    rf"responsible for) (?:you|(?:this|the) (?:\w+ )?{_TOOL})\b",
    r"\b(?:tell (?:me|us)|say|talk)(?: something| a (?:bit|little)| more)? about (?:yourself|you\b|what you (?:do|"
    r"can|are))",
    r"^(?:please )?(?:introduce|describe|explain) yourself|^(?:please )?(?:explain|describe|tell me|show me) (?:how|"
    r"what) "
    r"you (?:work|do|are|can|know)\b(?!.*\babout\b)",
    r"^when (?:was|were|is|did) (?:your|you) (?:\w+ )?(?:last |data )?(?:updated?|trained|made|built|created|end|cut)",
    r"^what (?:do(?:n't|nt| not)|can(?:'t|not|t)|won't) you (?:know|do|answer)\b|^what is it (?:that )?you\b",
    r"^what (?:do|will|would|happens?)(?: you do)? (?:with|to) (?:my|our) (?:\w+ )?(?:data|questions?|messages?|"
    r"chats?)",
    r"^(?:is|are|will) (?:this|my|our|the) (?:conversations?|chats?|data|questions?|sessions?|messages?) (?:be )?"
    r"(?:\w+ )?(?:private|confidential|stored|recorded|secure|saved|safe|kept|anonymous|logged)\b",
    rf"^what(?:'s| is) this {_TOOL}\b",
)

_DEAL = (
    r"(?:idea|deal|thing|move|step|bargain|decision|choice|agreement|policy|leader|outcome|result|partner|news|plan|"
    r"start|news|approach|compromise)"
)
_BOLD = (
    r"(?:good|bad|great|terrible|awful|wise|unwise|stupid|foolish|silly|smart|clever|sensible|pointless|useless|"
    r"worthless|worthwhile|fair|unfair|naive|hypocritical|biased|trustworthy|overrated|justified|realistic|unrealistic|"
    r"credible|acceptable|desirable|disappointing|ridiculous|brilliant|excellent|impressive|shameful|dangerous|"
    r"beneficial|bad news|good news|successful|better|worse|unnecessary|irresponsible|balanced|one-sided)"
)
_BLUNT = (
    r"(?:a |an |the |just a |all |just |mere |only |such a |really a )*(?:(?:\w+ )?mistake|error of|disaster|"
    r"triumph|success|"
    r"failure|waste|joke|sham|flop|gimmick|stunt|sell-?out|hot air|window dressing|propaganda|nonsense|rubbish|"
    r"spin\b|all talk|lip service|missed opportunity|step (?:too far|backwards?|in the))"
)
_GAP = r"(?:(?!to\b|be\b|been\b|being\b|become\b|made\b|of\b)[\w'-]+,? ){0,6}?"
OPINION = _any(
    r"\b(?:do|don't|would|wouldn't|did) you (?:not |really |personally |honestly |also |perhaps )*(?:think|believe|"
    r"feel|"
    r"agree|like|love|hate|reckon|approve|support|prefer|trust|admire|say|find|welcome|vote)\b",
    r"^(?:what|whats)(?:'s| is| are| would be)? your (?:\w+ )?(?:opinions?|views?|take|thoughts?|verdict|assessment|"
    r"stance|position|feelings?|judg(?:e?)ment|favourite|impression)\b|\bin your (?:\w+ )?(?:opinion|view|judg)",
    r"\bwhat do you (?:\w+ )?(?:think|make|reckon|say) (?:of|about|to)\b|\bhow do you (?:feel|rate|judge|assess|"
    r"view|see) ",
    r"^are you (?:\w+ )?(?:in favour|for|against|happy|pleased|worried|optimistic|pessimistic|impressed|convinced)\b",
    rf"^(?:so |and |but |honestly,? )?(?:is|was|isn't|wasn't|are|were|aren't|weren't) {_GAP}(?:really |actually |"
    rf"simply |"
    rf"truly |at all |that |very |so )*(?:(?:a |an |any |the )?{_BOLD}(?: or \w+)?(?: {_DEAL})?(?:\W*$| (?:for|to|"
    rf"on|about|towards|"
    rf"than|because|given|of (?:them|britain|japan|the)|enough|with) ?.*|,.*)|{_BLUNT}(?:\W*$|,| (?:for|to|of|in|on|"
    rf"by|if|and)\b).*|worth (?:it|the|all|our|having)\b.*)",
    rf"^(?:is|was|are|were|isn't|aren't) {_GAP}(?:(?:right|wrong) to (?:be|do|sign|make|join|give|let|put|trust|"
    rf"have|call)|"
    r"(?:to be trusted|to blame)\b|(?:good|far|strong|ambitious|tough|bold|serious|clear|high) enough\b|"
    r"too (?:weak|strong|soft|hard|harsh|vague|ambitious|optimistic|little|much|late|timid|broad|narrow|long|far|close|"
    r"cosy|dependent|friendly|cautious|one-sided|trusting)\b)",
    r"^who (?:really )?(?:won|wins|lost|loses)(?: (?:out|this|the (?:deal|negotiations?|talks|argument)|overall|"
    r"here))*\W*$",
    r"^(?:who|which (?:\w+ ){1,4}?)(?: has| have)? ?(?:benefits|gains|profits|gets|got|wins|won|comes?|came|is|has)"
    r"(?: out)? (?:of it )?(?:the )?(?:more|most|better|best|worse|worst|stronger|on top|ahead|right|wrong|to blame|"
    r"winner)"
    r"\b",
    r"\bto blame for\b",
    r"^(?:what(?:'s| is| was| are)|which \w+(?: \w+)? (?:is|was)) the (?:single )?(?:best|worst|weakest|silliest|"
    r"most (?:impressive|interesting|disappointing|exciting|surprising|ridiculous|worrying|convincing|useless|"
    r"useful))\b"
    r"(?! (?:way|practice|means))",
    r"^(?:please )?(?:rate|score|grade|mark) |\bon a scale (?:of|from)\b|\bout of (?:ten|10|five|5)\W*$",
    r"^how (?:good|bad|wise|sensible|impressive|convincing|fair|successful|clever) (?:is|was|are|were)\b",
    r"^should (?:\w+ ){1,4}(?:not )?have (?:\w+ed|signed|joined|gone|done|made|given|been|sent|taken|kept|left|got)\b",
    r"^(?:did|does|do|has|have|is|are) .*\b(?:give away|conced\w+|get|got|promise) too (?:much|little)\b|"
    r"\b(?:go|goes|gone|went|going) (?:far enough|too far)\b|\b(?:be|been|is|are) (?:better|worse) off\b",
    r"\b(?:worth the paper|waste of (?:time|money)|pie in the sky|publicity stunt|pr exercise|just for show|hot air|"
    r"window dressing|all talk and no)\b",
    rf"^why (?:is|was|are|were) .*\bso {_BOLD}\W*$|\b(?:morally|ethically) (?:acceptable|right|wrong|justified)\b",
    rf"^has .*\bbeen (?:a |an )?(?:real |great |total )?(?:{_BOLD}|{_BLUNT})\W*$|\bwhether\b.*\b(?:you reckon|"
    rf"you think|you believe)\b",
)

_MINE = r"(?:i|we|my|our|us)"
_US = r"(?:i|we|my (?:\w+ )?\w+|our (?:\w+ )?\w+)"
_FIRM = (
    r"(?:company|firm|business|sme|smes|start-?up|start-?ups|investor|investors|exporter|exporters|university|charity|"
    r"shop|manufacturer|designer|supplier|employer|student|graduate|researcher)"
)
_HARMLESS = r"(?! (?:like|read|cite|quote|contact|ask|e-?mail|call|look|refer|understand|find|see|know)\b)"
_PROSPER = (
    r"(?:succeed|fail|last\b|survive|pay off|collapse|backfire|work(?:\W*$| out| in practice)|endure|hold\W*$|"
    r"make (?:any |a |much )?(?:real |actual |big )?difference|(?:be|prove|become) (?:a |an |really |any |"
    r"very )*(?:success|"
    r"successful|failure|flop|scrapped|abandoned|torn up|kept\W*$|honoured|effective|enough|worth|broken|forgotten|"
    r"useful|"
    r"disaster)|stick to it|keep (?:its|their) (?:word|promises)|change anything|come to (?:anything|nothing)|"
    r"amount to|come true|go ahead\W*$|be any)"
)
ADVICE = _any(
    rf"\b(?:should|ought|shall) {_MINE}\b{_HARMLESS}",
    rf"\b(?:what|whether|if|how|where|when|which|whom?)\b.* {_US} (?:should|ought to|had better|might best)\b(?! like)",
    r"\b(?:would|do|can|could|what do|what would|how would) you (?:\w+ )?(?:recommend|advise|suggest|counsel)\b|"
    r"^(?:please )?(?:recommend|advise|suggest)\b|\bwhat would you do\b|\badvise (?:me|us)\b",
    r"\b(?:legal|investment|financial|tax|business|career|professional|strategic) advice\b|\bneed a lawyer\b",
    r"\b(?:buy|sell|buying|selling|hold) (?:some |any |more |all )?(?:\w+ ){0,3}?(?:shares|stocks?|bonds|equities)\b|"
    r"\b(?:shares|stocks|companies) (?:should|will|would|to) (?:i |we )?(?:buy|go up|rise|gain|profit|benefit most)\b",
    r"\b(?:good|right|best|bad) (?:time|moment|place) to (?:invest|buy|sell|enter|expand|move|start|apply|go)\b|"
    r"\bnow the (?:moment|time|right time) to\b|\bworth (?:our|my|your|applying|investing|joining)\b",
    rf"\bhow (?:can|could|do|might|should|would|will) {_US} (?:\w+ )?(?:profit|benefit|gain|make money|take advantage|"
    r"apply|prepare|invest|get (?:funding|money|a grant|involved)|comply|qualify|register|bid|win|use the|export|"
    r"cash in)\b",
    rf"\b(?:are|is) {_US} (?:\w+ )?(?:obliged|required|allowed|bound|covered|affected|entitled|liable|eligible)\b|"
    rf"\b(?:do|does|must|will) {_US} (?:need|have to|must|comply|qualify|benefit|be (?:affected|allowed|hit)|lose|"
    rf"get)\b|"
    rf"\bcan {_US} (?:sue|claim|work in|move to|live in|travel|export|import|sell|hire|get (?:a|funding|money)|"
    rf"apply)\b|"
    rf"\b(?:is|are) my .*\b(?:valid|safe|legal|affected|covered)\b",
    r"\bwhat (?:does|will|would|might|could) .{1,60}? mean (?:for|to) (?:me|us|my|our)\b",
    rf"\bwhat (?:should|can|could|must|would|ought) (?:my|our|a|an) (?:[\w-]+ ){{0,4}}?{_FIRM}\b|"
    rf"\b(?:should|ought) (?:a|an|british|uk|small|my|our) (?:[\w-]+ ){{0,4}}?{_FIRM}\b|\bwhat steps should (?:a|an|"
    rf"we|i)\b|"
    rf"\b(?:advise|tell|recommend to) (?:a|an|my|our) (?:[\w-]+ ){{0,4}}?{_FIRM}\b",
    r"\bbest (?:strategy|way|approach|course) for (?:a|an|my|our|us|me|british|uk|small) |\bbest (?:strategy|way) to "
    r"(?:profit|invest|enter|break into|make money)",
    rf"^(?:and |but |so )?(?:will|would|could|can|won't|is) (?:[\w'-]+ ){{1,7}}?(?:really |actually |ever |"
    rf"likely to |going to |"
    rf"still |finally )*{_PROSPER}",
    r"\b(?:is|are) (?:it|this|they|the \w+) (?:\w+ )?likely (?:to|that)\b|^how likely\b|^how probable\b|"
    r"\bwhat(?:'s| is| are) the (?:chances?|odds|prospects|likelihood|probability|outlook)\b",
    r"^(?:please |can you |could you )*(?:predict|forecast|prophesy)\b|\b(?:give|make) (?:me |us )?(?:a|"
    r"your) (?:prediction|"
    r"forecast|prognosis)\b|^do you (?:expect|foresee|predict|anticipate)\b",
    r"^what (?:will|is going to|might|could) happen(?: next| in (?:the )?(?:future|long run)| to the (?:pound|yen|"
    r"economy|"
    r"market|prices)| if \w+ .*)?\W*$|\bwill .*\b(?:look like|be like|be) in (?:\w+) (?:years|decades|months)\b|"
    r"\bin the (?:long|short) run\W*$",
    r"^will (?:there (?:ever )?be (?:a |another )?(?:war|conflict|recession|crash|invasion)|\w+ (?:invade|attack|bomb|"
    r"retaliate)|.*\b(?:prices|inflation|rates|pound|yen|shares|stocks|markets?|unemployment) (?:rise|fall|go (?:up|"
    r"down)|"
    r"crash|recover|react))|^how will (?:the )?(?:\w+ )?(?:pound|yen|markets?|economy|prices|investors) (?:react|"
    r"respond)",
    r"\bwin the (?:next )?(?:\w+ )?(?:election|war|vote)\b|\bnext (?:government|prime minister|election)\b|"
    r"\b(?:vote for|how to vote|vote on)\b",
    r"\b(?:be )?(?:wise|sensible|prudent|advisable|smart|safe|better) for (?:us|me|my|our)\b",
)
