"""Clauses of one sort, found by words from a reviewed list: those with a deadline, those that only explore."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from assistant.answers import Reply
from assistant.commitments.promise import Promise
from assistant.commitments.reading import Read
from assistant.wholetext.lines import Line, around, draft, item
from assistant.wholetext.saying import counted, listed, sentence, work
from assistant.wholetext.scope import Asked
from assistant.wholetext.terms import find
from vectorstore.documents import Clause, Corpus, Document, Span

_CLAUSES = (
    r"(?P<noun>commitments?|promises?|pledges?|clauses?|passages?|paragraphs?|bullets?|bullet points?|provisions?"
    r"|points?)"
)
_QUESTION = re.compile(
    r"(?:(?:list|show|give|find|quote|get|name|which|what|how many|see|are there|is there)(?: me| us)? )?"
    r"(?:(?:all|every|each"
    r"|any)(?: of)? )?(?:the )?"
    rf"(?:of the )?{_CLAUSES}(?: (?:in|of|from) <D\d>)?"
    r" (?:(?:that|which) )?(?:with|having|have|has|come with|comes with|set|sets|give|gives|mention|mentions"
    r"|contain|contains"
    r"|carry|carries|state|states|include|includes|are subject to|is subject to|subject to|bound by|name|names|specify"
    r"|specifies|are|is|merely|only|just|simply|do no more than)?"
    r" ?(?:only |merely |just |simply )?(?:to )?(?:a |an |any |some )?(?:fixed |stated |specific |clear |firm "
    r"|explicit |set )?"
    r"(?P<cue>[a-z -]+?)(?: something| things| matters| anything| options| attached| in (?:it|them)"
    r"| earlier positions)?"
    r"(?: (?:in|of|from) <D\d>)?",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"(?:which|what)(?: ones)?(?: of (?:them|these|those))?(?P<noun>) (?:only|merely|just) (?P<cue>[a-z -]+?)",
    re.IGNORECASE,
)
_SEARCHED = ("has one of the words searched for", "have one of the words searched for")
_YEAR = "####"
WORDS_EACH = 35
"""How long a quote is at most where it can be cut."""


@dataclass(frozen=True)
class Cue:
    """What a question calls a sort of clause, and the words that it is found by."""

    asked: tuple[str, ...]
    searched: tuple[str, ...]
    promises: Literal["deadline", "explore"] | None
    """What a promise has that is meant, where somebody has read what is promised."""
    told: tuple[str, str]
    """Said of one commitment that has such a promise, and of several."""


@cache
def known_cues() -> tuple[Cue, ...]:
    """The reviewed list (cues.toml)."""
    text = resources.files("assistant.wholetext").joinpath("cues.toml").read_text("utf-8")
    return tuple(
        Cue(tuple(each["asked"]), tuple(each["searched"]), each.get("promises"), tuple(each.get("told", _SEARCHED)))
        for each in tomllib.loads(text)["cue"]
    )


def cues(asked: Asked, corpus: Corpus, read_promises: Read) -> Reply | None:
    """The answer to which clauses are of a sort that the list knows; null where that is not asked."""
    match = _QUESTION.fullmatch(asked.text) or _ONLY.fullmatch(asked.text)
    if match is None:
        return None
    cue = next((each for each in known_cues() if match["cue"].lower().strip() in each.asked), None)
    if cue is None:
        return None
    only_commitments = not re.match(r"clause|passage|paragraph|provision", match["noun"] or "", re.IGNORECASE)
    lines: list[Line] = []
    searched = False
    for document in asked.named() or [each for each in asked.allowed if each.kind == "primary"] or asked.allowed:
        found = _promised(cue, document, corpus, read_promises) if only_commitments else None
        told = cue.told
        if found is None:
            searched, told = True, _SEARCHED
            found = [
                (clause, span)
                for clause, span in _sentences(cue, document, corpus)
                if not only_commitments or clause.role in ("commitment", "item")
            ]
        what = "commitment" if only_commitments else "clause"
        number = counted(len({clause.id for clause, _ in found}), what)
        colon = ":" if found else "."
        words = told[0] if number.startswith("one ") else told[1]
        lines.append(Line(f"{sentence(number)} in {work(document)} {words}{colon}"))
        lines += [item(clause, span, corpus) for clause, span in found]
    if searched:
        words = listed([each.replace(_YEAR, "a year") for each in cue.searched])
        lines.append(Line(f"This list is complete. Searched for: {words}."))
    else:
        lines.append(Line("This list is complete: every commitment was read for it."))
    return Reply(
        outcome="answered",
        draft=draft(lines, corpus),
        looked_for=cue.searched if searched else (),
        complete=True,
    )


def _promised(cue: Cue, document: Document, corpus: Corpus, read_promises: Read) -> list[tuple[Clause, Span]] | None:
    """What the register lists; null where the cue is none of its, or a commitment has not been read by anybody."""
    commitments = [each for each in corpus.of(document.id) if each.role == "commitment"]
    if cue.promises is None or not commitments:
        return None
    found: list[tuple[Clause, Span]] = []
    for clause in commitments:
        promises = read_promises(clause)
        if promises is None:
            return None
        for each in promises:
            if (said := _said(each, cue)) is not None:
                start = each.span[0] + each.quote.index(said)
                part = around(clause, (start, start + len(said)), corpus, WORDS_EACH)
                found += [(clause, part)] if (clause, part) not in found else []
    return found


def _said(promise: Promise, cue: Cue) -> str | None:
    """The words of a promise by which it is one that is meant; null where it is none."""
    if cue.promises == "deadline":
        return promise.deadline.stated if promise.deadline is not None else None
    return promise.verb if promise.strength == cue.promises else None


def _sentences(cue: Cue, document: Document, corpus: Corpus) -> list[tuple[Clause, Span]]:
    """The sentences, or the parts of them, that have one of the words, each once, in reading order."""
    spans = [span for words in cue.searched for span in _find(words, document.text)]
    found: dict[tuple[str, Span], tuple[Clause, Span]] = {}
    for clause in corpus.of(document.id):
        if clause.role in ("paragraph", "commitment", "item"):
            for span in sorted(each for each in spans if clause.start <= each[0] and each[1] <= clause.end):
                start = next((one[0] for one in clause.sentences if one[0] <= span[0] < one[1]), clause.start)
                part = around(clause, span, corpus, WORDS_EACH)
                found.setdefault((clause.id, (start, 0)), (clause, part))
    return list(found.values())


def _find(words: str, text: str) -> list[Span]:
    if _YEAR not in words:
        return find(words, text)
    pattern = re.escape(words).replace(re.escape(_YEAR), r"(?:19|20)\d\d")
    return [match.span() for match in re.finditer(rf"\b{pattern}\b", text, re.IGNORECASE)]
