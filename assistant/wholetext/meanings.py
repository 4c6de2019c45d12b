"""What an abbreviation stands for, what a name is abbreviated to, and queries with both."""

import re
from collections.abc import Sequence

from assistant.answers import Citation, Reply, cite
from assistant.wholetext.abbreviations import Known, known_abbreviations, written_out
from assistant.wholetext.lines import QUOTE, Line, around, draft, place, quoted
from assistant.wholetext.saying import counted, listed, name_of, sentence, times
from assistant.wholetext.scope import Asked
from assistant.wholetext.terms import Occurrence, find, is_acronym, occurrences, root, words_of
from assistant.wholetext.variants import same
from vectorstore.documents import Clause, Corpus, Document

_SHORT = (
    r"(?:the )?(?:abbreviation |acronym |letters |initials |short form "
    r"|initialism )?\"?(?P<short>[A-Za-z][\w&.-]{1,9})\"?"
)
_IN = r"(?: (?:here|in (?:this context|the context|the text|<D\d>|this case)))?"
_MEANING = tuple(
    re.compile(pattern + "[.,]?", re.IGNORECASE)
    for pattern in (
        rf"what (?:does|do|did|is|are) {_SHORT} (?:stand|stands|short|standing) for{_IN}",
        rf"what (?P<weak>does|do|would) {_SHORT} (?:mean|abbreviate|denote|signify|refer to){_IN}",
        rf"what (?:is|are) {_SHORT} (?:short for|an? (?:abbreviation|acronym) (?:of|for))",
        rf"(?:what is |give (?:me )?|state )?(?:the )?(?:full|long|complete|expanded|unabbreviated)(?: form| name"
        rf"| title| version)?"
        rf"(?: of| for) {_SHORT}",
        rf"{_SHORT}(?: written| spelled| spelt)?(?: out)? in full"
        rf"|{_SHORT.replace('short', 'short2')} (?:stands for(?: what)?|full form|meaning"
        r"|spelled out|spelt out|acronym|abbreviation)",
        rf"(?:spell|write)(?: out)? {_SHORT}(?: out)?(?: in full)?|(?:expand|decode"
        rf"|unpack) {_SHORT.replace('short', 'short2')}",
        r"(?:what is |explain )?(?:the )?(?:meaning of |meaning behind )?(?:the )?(?:abbreviation|acronym|letters"
        r"|initials)"
        r" (?:of )?\"?(?P<short>[A-Za-z][\w&.-]{1,9})\"?(?: mean| stand for)?",
        rf"(?P<weak>(?:what is )?the meaning of|define) {_SHORT}",
        rf"what words (?:are|stand) behind {_SHORT}|what is behind {_SHORT.replace('short', 'short2')}",
        rf"(?:which|what) (?:name|body|organisation|agreement|term|phrase) (?:does|is) {_SHORT} (?:stand|short) for",
    )
)
_REVERSE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"what is (?:the )?(?:abbreviation|acronym|short form|short name|initials) (?:of|for"
        r"|used for) (?:the )?(?P<long>.+)",
        r"(?:how|what) (?:is|are) (?:the )?(?P<long>.+?) (?:abbreviated|shortened)(?: (?:as|to))?",
        r"(?:the )?(?:abbreviation|acronym) (?:of|for) (?:the )?(?P<long>.+)",
        r"(?:which|what) (?:abbreviation|acronym) (?:stands for|is used for|does <D\d> use for) (?:the )?(?P<long>.+)",
        r"(?:the )?(?P<long>.+?) (?:abbreviation|for short|abbreviated)",
    )
)
OFTEN = 5
"""Places from which on an abbreviation finds enough by itself."""
WORDS_EACH = 40
"""How long a quote is at most where it can be cut."""

Used = tuple[Document, Sequence[Occurrence]]
_TOKEN = re.compile(r"(?<![\w-])[A-Za-z][A-Za-z&]*\d*[A-Z&\d]*s?(?![\w-])")


def meanings(asked: Asked, corpus: Corpus) -> Reply | None:
    """The answer to what an abbreviation stands for, or what is abbreviated to; null where that is not asked."""
    for pattern in _MEANING:
        if match := pattern.fullmatch(asked.text):
            groups = match.groupdict()
            short = (groups.get("short") or groups.get("short2") or "").strip(".")
            return _stands_for(short, asked, corpus, weak=bool(groups.get("weak")))
    for pattern in _REVERSE:
        if match := pattern.fullmatch(asked.text):
            return _shortened(match["long"].strip('" '), asked, corpus)
    return None


def expanded(text: str, corpus: Corpus) -> str:
    """A query with the long form of each abbreviation in it, and the abbreviation of each long form.

    Only forms that the texts have are added, since they serve to find, and none for an abbreviation that stands in
    many clauses anyway.
    """
    added: list[str] = []
    documents = tuple(corpus.documents.values())
    for token in dict.fromkeys(_TOKEN.findall(text)):
        if is_acronym(token.removesuffix("s")) and _places(token, documents) < OFTEN:
            added += [each for each in same(token, corpus)[1:] if _places(each, documents)][:1]
    for known in known_abbreviations():
        if any(find(long, text) for long in (known.long, *known.also)) and _places(known.short, documents):
            added.append(known.short)
    new = [each for each in dict.fromkeys(added) if not find(each, text)]
    return f"{text} ({', '.join(new)})" if new else text


def _places(term: str, documents: Sequence[Document]) -> int:
    """How many places in these documents have the term."""
    return sum(len(find(term, document.text)) for document in documents)


def _stands_for(short: str, asked: Asked, corpus: Corpus, *, weak: bool) -> Reply | None:
    """What it stands for; of a word that no list and no text uses as an abbreviation nothing is said."""
    base = short[:-1] if short.endswith("s") and is_acronym(short[:-1]) else short
    for document in asked.allowed:
        for each in written_out(document.text):
            if each.short.casefold() == base.casefold():
                clause = _holding(each.span, document, corpus)
                if clause is not None:
                    line = Line(f"{document.name} writes it out: {QUOTE}.", ((clause, each.span),))
                    return Reply(outcome="answered", draft=draft([line], corpus), looked_for=(each.short,))
    usual = next((each for each in known_abbreviations() if each.short.casefold() == base.casefold()), None)
    shown = usual.short if usual else base
    used = [(document, places) for document in asked.allowed if (places := occurrences([shown], document, corpus))]
    if usual is not None:
        return _usual(usual, used, asked, corpus)
    if not is_acronym(shown) or (weak and not used):
        return None
    return _unknown(shown, used, corpus)


def _usual(usual: Known, used: Sequence[Used], asked: Asked, corpus: Corpus) -> Reply:
    """The texts do not write it out; the reviewed list knows it, and perhaps they have its long form."""
    forms = (usual.long, *usual.also)
    written = [(each, found) for each in asked.allowed if (found := occurrences(forms, each, corpus))]
    stands_for = f"it usually stands for {'the ' if usual.article else ''}{usual.long}"
    is_not = "is not written out in the texts" if used else "is not in the texts"
    lines = [Line(f"{usual.short} {is_not}; {stands_for}.")]
    if written:
        lines += [_mention(document, places, corpus) for document, places in written]
        return Reply(outcome="answered", draft=draft(lines, corpus), looked_for=(usual.short, *forms))
    return Reply(
        outcome="not_in_sources",
        draft=draft(lines, corpus),
        nearest=_nearest(used, corpus),
        looked_for=(usual.short, *forms),
    )


def _unknown(short: str, used: Sequence[Used], corpus: Corpus) -> Reply:
    """Nobody says what it stands for."""
    if not used:
        line = Line(f"The texts do not use {short} (searched word for word).")
        return Reply(outcome="not_in_sources", draft=draft([line], corpus), looked_for=(short,), complete=True)
    names = listed([name_of(document) for document, _ in used])
    subject, uses = (names, "use") if len(used) > 1 else (used[0][0].name, "uses")
    line = Line(f"{sentence(subject) if len(used) > 1 else subject} {uses} {short} without saying what it stands for.")
    return Reply(
        outcome="not_in_sources",
        draft=draft([line], corpus),
        nearest=_nearest(used, corpus),
        looked_for=(short,),
        missing=(f"what {short} stands for",),
    )


def _nearest(used: Sequence[Used], corpus: Corpus) -> tuple[Citation, ...]:
    """The first clause of each document that uses it, numbered from 1."""
    firsts = [each for _, places in used for each in places[:1] if each.clause is not None]
    return tuple(
        cite(corpus, each.clause, around(each.clause, each.span, corpus, WORDS_EACH), number)
        for number, each in enumerate(firsts, start=1)
        if each.clause is not None
    )


def _mention(document: Document, places: Sequence[Occurrence], corpus: Corpus) -> Line:
    """The first place in a document, and how many there are."""
    first = places[0]
    if first.clause is None:
        return Line(f"{document.name} uses it {times(len(places))}.")
    said, quote = quoted(first.clause, around(first.clause, first.span, corpus, WORDS_EACH), corpus)
    count = "" if len(places) == 1 else f", one of {counted(len(places), 'place')}"
    label = f", {place(first.clause, corpus)}" if document.kind == "primary" else ""
    return Line(f"{document.name}{label}{count}: {said}", (quote,))


def _shortened(long: str, asked: Asked, corpus: Corpus) -> Reply | None:
    key = [root(word) for word in words_of(asked.restored(long))]
    for document in asked.allowed:
        for each in written_out(document.text):
            if [root(word) for word in words_of(each.long)] == key and (
                clause := _holding(each.span, document, corpus)
            ):
                line = Line(f"{each.short}: {document.name} writes {QUOTE}.", ((clause, each.span),))
                return Reply(outcome="answered", draft=draft([line], corpus), looked_for=(each.long,))
    for known in known_abbreviations():
        if any([root(word) for word in words_of(form)] == key for form in (known.long, *known.also)):
            used = [(each, found) for each in asked.allowed if (found := occurrences([known.short], each, corpus))]
            where = "The texts use" if used else "The texts do not abbreviate it; usual is"
            lines = [Line(f"{where} {known.short}."), *(_mention(each, found, corpus) for each, found in used)]
            return Reply(outcome="answered", draft=draft(lines, corpus), looked_for=(known.long, known.short))
    return None


def _holding(span: tuple[int, int], document: Document, corpus: Corpus) -> Clause | None:
    return next((each for each in corpus.of(document.id) if each.start <= span[0] and span[1] <= each.end), None)
