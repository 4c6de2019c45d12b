"""Sentences of a briefing in the making: our words around quoted spans, whose numbers are given at the end."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answers import Answer, Citation, Statement, Support, cite
from assistant.briefing.briefing import Paragraph, Section, Sentence
from assistant.commitments.checked import checked_promises
from assistant.verify import is_verbatim
from assistant.wholetext.lines import QUOTE, Quote, quoted
from vectorstore.documents import Clause, Corpus, Kind, Span


class NotVerbatim(ValueError):
    """A sentence has something in quotation marks that it does not cite word for word, or mixes kinds of source."""


@dataclass(frozen=True)
class Made:
    """A sentence with its own citations, in the order of its quotes; their numbers do not count yet."""

    text: str
    citations: tuple[Citation, ...] = ()
    support: Support = "records"


@dataclass(frozen=True)
class Block:
    """A paragraph to be."""

    label: str | None
    sentences: tuple[Made, ...]
    item: bool = False


@dataclass(frozen=True)
class Part:
    """A section to be."""

    heading: str
    blocks: tuple[Block, ...]
    answer: Answer | None = None
    """Of the assistant, which it is made of."""

    @property
    def sentences(self) -> Iterator[Made]:
        """All of it in reading order."""
        return (each for block in self.blocks for each in block.sentences)


def found(text: str) -> Block:
    """A paragraph of one sentence that says what a search found, or found nowhere."""
    return Block(None, (Made(text),))


def said(text: str, quotes: Sequence[Quote], corpus: Corpus) -> Made:
    """A sentence with these quotes at the marks in it."""
    citations = tuple(cite(corpus, clause, span, 0) for clause, span in quotes)
    for each in citations:
        text = text.replace(QUOTE, f"“{each.quote}”", 1)
    return Made(text, citations, "verbatim")


def sentence_of(clause: Clause, span: Span, corpus: Corpus) -> Made:
    """A whole sentence of a clause; the verb of a bullet stands before the quote."""
    text, quote = _promised(clause, span, corpus) or quoted(clause, span, corpus)
    return said(text[:1].upper() + text[1:], [quote], corpus)


def _promised(clause: Clause, span: Span, corpus: Corpus) -> tuple[str, Quote] | None:
    """A bullet's first sentence, led in by its verb as a person has read it, "take advantage of"; null where none has.

    One word of it, "take", is all that rules could tell.
    """
    for each in checked_promises(corpus, clause) or () if clause.opening_id is not None else ():
        if each.span[0] == span[0] == clause.start and each.quote.startswith(f"{each.verb} "):
            end = span[1] - corpus.quote(clause.document_id, span).endswith(".")
            verb = each.verb[0].lower() + each.verb[1:]
            return f"will {verb} {QUOTE}.", (clause, (span[0] + len(each.verb) + 1, end))
    return None


def apart(statement: Statement, cited: dict[int, Citation]) -> list[Made]:
    """A statement of an answer; where it quotes both kinds of source, each quote by itself."""
    citations = tuple(cited[number] for number in statement.citations)
    if len({each.kind for each in citations}) > 1:
        return [Made(f"“{each.quote}”", (each,), "verbatim") for each in citations]
    return [Made(statement.text, citations, statement.support)]


def numbered(parts: Iterable[Part], corpus: Corpus) -> tuple[tuple[Section, ...], tuple[Citation, ...]]:
    """The sections, and their citations numbered from 1 in order of appearance; each place of a quote has its own.

    Raises:
        NotVerbatim: a sentence would not hold.
    """
    citations: list[Citation] = []

    def sentence(made: Made) -> Sentence:
        _check(made, corpus)
        first = len(citations) + 1
        citations.extend(replace(each, number=number) for number, each in enumerate(made.citations, first))
        numbers = tuple(range(first, len(citations) + 1))
        return Sentence(text=made.text, citations=numbers, kind=_kind(made), support=made.support)

    def paragraph(block: Block) -> Paragraph:
        return Paragraph(label=block.label, sentences=tuple(map(sentence, block.sentences)), item=block.item)

    def section(part: Part) -> Section:
        question = part.answer.question if part.answer else None
        return Section(heading=part.heading, paragraphs=tuple(map(paragraph, part.blocks)), question=question)

    return tuple(map(section, parts)), tuple(citations)


def _kind(made: Made) -> Kind | None:
    return made.citations[0].kind if made.citations else None


def _check(made: Made, corpus: Corpus) -> None:
    if len({each.kind for each in made.citations}) > 1:
        raise NotVerbatim(f"Accord and coverage in one sentence: {made.text!a}")
    if not all(is_verbatim(each, corpus) for each in made.citations):
        raise NotVerbatim(f"Not word for word: {made.text!a}")
    rest = made.text
    for each in made.citations if made.support == "verbatim" else ():
        if f"“{each.quote}”" not in rest:
            raise NotVerbatim(f"{each.quote!a} is not in {made.text!a}")
        rest = rest.replace(f"“{each.quote}”", "", 1)
    if made.support == "verbatim" and ("“" in rest or not made.citations):
        raise NotVerbatim(f"Quoted without a citation: {made.text!a}")
