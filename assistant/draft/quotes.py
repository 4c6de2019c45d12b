"""What a draft has in quotation marks, held against the canonical texts word for word.

Honest brackets ("[t]he", "[their] cooperation", "[sic]") and cuts ("...") are no misquotes, unless they put in another
meaning or cut out what weakens: a "not", a "possible", an "explore".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.draft.finding import Misquote
from assistant.draft.words import read
from vectorstore.documents import Corpus

_MARKS = re.compile(r"“(?P<curly>[^“”]+)”|\"(?P<straight>[^\"]+)\"|(?<!\w)‘(?P<single>[^‘]+?)’(?!\w)")
_CUT = re.compile(r"\s*(?:\[\s*(?:\.{3}|…)\s*\]|\(\s*(?:\.{3}|…)\s*\)|(?:\. ){2}\.|\.{3,4}|…)\s*")
_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_EVEN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "‑": "-"})
_FEW = 3
"""Words of a quote that may also be a name or a turn of phrase that is nobody's."""
_REPLACED, _LEFT_OUT = 8, 600
"""Words that a bracket may stand for, and characters that a cut may leave out."""
_WEAKENING = ("negations", "explore", "hedges")


@dataclass(frozen=True)
class Quoted:
    """What stands between two quotation marks."""

    start: int
    end: int
    text: str


def quoted(text: str) -> list[Quoted]:
    """What stands in quotation marks, in order; single words are none."""
    found = []
    for match in _MARKS.finditer(text):
        name = next(each for each in ("curly", "straight", "single") if match[each] is not None)
        if len(match[name].split()) > 1:
            found.append(Quoted(match.start(name), match.end(name), match[name]))
    return found


def without_quotes(text: str) -> str:
    """The sentence without what stands in quotation marks."""
    return _MARKS.sub(" ", text)


def misquotes(text: str, corpus: Corpus) -> tuple[Misquote, ...]:
    """What stands in quotation marks and not so in any text."""
    texts = [_even(document.text) for document in corpus.documents.values()]
    judged = [(each, _wrong(each.text, texts)) for each in quoted(text)]
    return tuple(Misquote(each.start, each.end, each.text, why) for each, why in judged if why is not None)


def _wrong(quote: str, texts: Sequence[str]) -> str | None:
    """Why a quote is none; null where it is one."""
    pattern = _pattern(quote)
    if pattern is None:
        return None
    inserted = [each for each in _BRACKET.findall(_CUT.sub(" ", quote)) if each.strip().casefold() != "sic"]
    reasons = [_unfair(match, inserted) for text in texts for match in pattern.finditer(text)]
    if reasons:
        return None if None in reasons else reasons[0]
    if len(quote.split()) <= _FEW and not _half_said(quote, texts):
        return None
    return "these words do not stand so in any of the texts"


def _pattern(quote: str) -> re.Pattern[str] | None:
    """What a text must have for a quote to be right."""
    bare = _even(quote).strip().rstrip(".,;:!")
    bare = re.sub(r"\s*\[sic\]", "", bare, flags=re.IGNORECASE)
    pieces = [each for each in _CUT.split(bare) if each.strip()]
    if not pieces:
        return None
    made = []
    for piece in pieces:
        parts = _BRACKET.split(piece)
        made.append(
            "".join(_bracket(each, parts[at + 1]) if at % 2 else _exact(each) for at, each in enumerate(parts[:-1]))
            + _exact(parts[-1])
        )
    body = f"(.{{0,{_LEFT_OUT}}}?)".join(made)
    first = next((at for at, each in enumerate(body) if each.isalpha()), None)
    if first == 0:
        body = f"[{body[0].upper()}{body[0].lower()}]{body[1:]}"
    return re.compile(rf"(?<!\w){body}(?!\w)", re.DOTALL)


def _exact(text: str) -> str:
    return r"\s+".join(map(re.escape, re.split(r"\s+", text)))


def _bracket(inside: str, after: str) -> str:
    """One letter in brackets stands for one letter; words in brackets for a few words, or for none."""
    if after[:1].isalpha() and len(inside) == 1:
        return r"\w"
    return rf"((?:\S+\s+){{0,{_REPLACED}}}?(?:\S+)?)"


def _unfair(match: re.Match[str], inserted: Sequence[str]) -> str | None:
    """What a cut leaves out or a bracket puts in that changes what is said; null where nothing does."""
    gone = " ".join(each for each in match.groups() if each)
    left_out = read(gone)
    put_in = read(" ".join(each for each in inserted if len(each) > 1))
    for name in _WEAKENING:
        lost = [each for each in left_out.marked(name) if each.concept not in put_in.concepts]
        if lost:
            return f"what is left out says “{lost[0].text}”"
        if new := [each for each in put_in.marked(name) if each.concept not in left_out.concepts]:
            return f"the brackets put in “{new[0].text}”"
    new = [each for each in put_in.content if each.concept not in left_out.concepts and not each.text[0].isupper()]
    return f"the brackets put in “{new[0].text}”" if new else None


def _half_said(quote: str, texts: Sequence[str]) -> bool:
    """Whether a text has half of the words near each other: then they are meant for a quote of it."""
    words = [each.casefold() for each in re.findall(r"\w+", quote)]
    return any(_together(words, text.casefold()) for text in texts)


def _together(words: Sequence[str], text: str) -> bool:
    window = 4 * len(words)
    found = re.findall(r"\w+", text)
    wanted = set(words)
    places = (at for at, each in enumerate(found) if each in wanted)
    return any(2 * len(wanted & set(found[at : at + window])) > len(wanted) for at in places)


def _even(text: str) -> str:
    """With straight quotation marks and dashes, and single blanks."""
    return re.sub(r"\s+", " ", text.translate(_EVEN))
