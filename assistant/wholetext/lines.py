"""Lines of an answer, each our words around quoted spans, made into statements with their citations."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answers import Citation, Draft, Statement, cite
from assistant.lead_in import lead_in
from vectorstore.documents import Clause, Corpus, Kind, Span

QUOTE = "\0"
"""Stands in a line for its next quote, quotation marks included; no question and no text has this character."""

_JOINT = re.compile(
    r";\s+|,?\s+(?=(?:including|such as|for example)\b)"
    r"|,\s+(?=(?:which|while|with|as well as|in particular|particularly|recogni[sz]ing|ensuring|noting|underpinning"
    r"|building on|reflecting|welcoming|promoting|supported|underpinned|aimed|resulting|deepening|aiming)\b)"
)
"""Where a sentence may be cut and keep its meaning."""
_LATER_JOINT = re.compile(r"\s+(?=(?:that will|which|with a view)\b)")
"""Where a long one may be cut as well, once enough of it is said."""
_FIRST_AND = re.compile(r"^[^,;:]+(?P<joint>, )(?=and\b)")
"""A comma before "and" joins two things said, where no comma before it makes that a list."""
_WE_WILL = re.compile(r",?\s*(?:we\s+)?(?:will|shall|agree to)?\s*:$")
LEAST_WORDS = 6
"""No cut leaves fewer."""

Quote = tuple[Clause, Span]


@dataclass(frozen=True)
class Line:
    """One statement to be."""

    text: str
    quotes: tuple[Quote, ...] = ()
    item: bool = False
    """One of a list that a line before it opens."""


def draft(lines: Iterable[Line], corpus: Corpus) -> Draft:
    """The lines as statements established from the records, their quotes numbered in order."""
    statements: list[Statement] = []
    citations: list[Citation] = []
    for line in lines:
        text = line.text
        cited: list[Citation] = []
        for clause, span in line.quotes:
            cited.append(cite(corpus, clause, span, len(citations) + len(cited) + 1))
            text = text.replace(QUOTE, f"“{cited[-1].quote}”", 1)
        citations += cited
        statements.append(
            Statement(
                text=text,
                citations=tuple(each.number for each in cited),
                kind=_kind(cited),
                support="records",
                item=line.item,
            )
        )
    return Draft(statements=tuple(statements), citations=tuple(citations))


def item(clause: Clause, span: Span, corpus: Corpus, before: str = "") -> Line:
    """A clause in a list: its label, and this span of it quoted."""
    said, quote = quoted(clause, span, corpus)
    return Line(f"{before or place(clause, corpus)}: {said}", (quote,), item=True)


def quoted(clause: Clause, span: Span, corpus: Corpus) -> tuple[str, Quote]:
    """The words around a quote of this span, its lead-in and full stop, and the span that is left to quote."""
    before, (start, end) = lead_in(corpus, clause, span)
    text = corpus.quote(clause.document_id, (start, end))
    whole = not before and any(start == sentence[0] for sentence in clause.sentences) and text[-1] in ".?!"
    if whole:
        return QUOTE, (clause, (start, end))
    if text.endswith("."):
        end -= 1
    return f"{before}{QUOTE}.", (clause, (start, end))


def place(clause: Clause, corpus: Corpus) -> str:
    """A clause's label; with its document's name where several official texts have such labels."""
    document = corpus.documents[clause.document_id]
    several = sum(each.kind == document.kind for each in corpus.documents.values()) > 1
    return f"{document.name}, {_small(clause.label)}" if document.kind == "primary" and several else clause.label


def around(clause: Clause, found: Span, corpus: Corpus, most: int) -> Span:
    """The sentence in which a span lies, or where it has more words than `most`, the part of it that holds the span."""
    sentence = next((each for each in clause.sentences if each[0] <= found[0] < each[1]), (clause.start, clause.end))
    sentence = (sentence[0], max(sentence[1], found[1]))
    if clause.role == "opening":  # its "we will:" says nothing by itself
        sentence = (sentence[0], max(found[1], sentence[0] + _before_will(corpus.quote(clause.document_id, sentence))))
    if _length(clause, sentence, corpus) <= most:
        return sentence
    pieces = _pieces(clause, sentence, corpus, (_JOINT,))
    first = max(at for at, piece in enumerate(pieces) if piece[0] <= found[0])
    last = next(at for at, piece in enumerate(pieces) if piece[1] >= found[1])
    if _length(clause, (pieces[0][0], pieces[last][1]), corpus) <= most:
        first = 0
    while last + 1 < len(pieces) and _length(clause, (pieces[first][0], pieces[last + 1][1]), corpus) <= most:
        last += 1
    return pieces[first][0], pieces[last][1]


def _before_will(opening: str) -> int:
    """Where the "we will:" begins that the bullets complete."""
    return len(_WE_WILL.sub("", opening))


def beginning(clause: Clause, corpus: Corpus, most: int) -> Span:
    """A clause's first sentence, or as many whole parts of it as have no more words than `most`, at least one."""
    return beginning_of(clause, clause.sentences[0], corpus, most)


def beginning_of(clause: Clause, sentence: Span, corpus: Corpus, most: int) -> Span:
    """The same for any of a clause's sentences."""
    if _length(clause, sentence, corpus) <= most:
        return sentence
    pieces = _pieces(clause, sentence, corpus, (_JOINT, _LATER_JOINT))
    ends = [piece[1] for piece in pieces]
    fitting = [end for end in ends if LEAST_WORDS < _length(clause, (sentence[0], end), corpus) <= most]
    longer = [end for end in ends if _length(clause, (sentence[0], end), corpus) > most]
    return sentence[0], fitting[-1] if fitting else longer[0]


def _pieces(clause: Clause, sentence: Span, corpus: Corpus, joints: Sequence[re.Pattern[str]]) -> list[Span]:
    """The parts of a sentence between its joints, without the white space and commas there."""
    start, end = sentence
    text = corpus.quote(clause.document_id, sentence)
    found = {found.span() for joint in joints for found in joint.finditer(text)}
    if first_and := _FIRST_AND.match(text):
        found.add(first_and.span("joint"))
    cuts = sorted(found)
    pieces: list[Span] = []
    at = 0
    for cut_start, cut_end in cuts:
        if cut_start > at:
            pieces.append((start + at, start + cut_start))
            at = cut_end
    return [*pieces, (start + at, end)]


def _length(clause: Clause, span: Span, corpus: Corpus) -> int:
    return len(corpus.quote(clause.document_id, span).split())


def _kind(cited: Sequence[Citation]) -> Kind | None:
    kinds = {each.kind for each in cited}
    return kinds.pop() if len(kinds) == 1 else None


def _small(label: str) -> str:
    return label[0].lower() + label[1:]
