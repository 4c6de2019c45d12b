"""A written answer while it grows: sentences that their sources carry, and quotes between them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.answers import Citation, Draft, Statement, WrittenSentences, cite
from assistant.choose import Sentence
from assistant.quoting import quote
from vectorstore.documents import Corpus


@dataclass
class Page:
    """Statements with their citations, and what became of each sentence that was written."""

    corpus: Corpus
    _statements: list[Statement] = field(default_factory=list)
    _citations: list[Citation] = field(default_factory=list)
    _held: list[Statement] = field(default_factory=list)
    _counts: WrittenSentences = field(default_factory=WrittenSentences)

    @property
    def counts(self) -> WrittenSentences:
        """What became of the sentences so far."""
        return self._counts

    @property
    def draft(self) -> Draft:
        """All of it."""
        return Draft(statements=tuple(self._statements), citations=tuple(self._citations))

    def keep(self, text: str, source: Sentence, *, copied: bool) -> Iterator[Statement]:
        """Add a written sentence that this source carries, or the quote where it is `copied` from it.

        Gives what may be shown now: quotes wait for the first sentence that is kept.
        """
        self._counts += WrittenSentences(kept=1)
        waited, self._held = self._held, []
        yield from waited
        if copied:
            yield from self.quote(source)
        elif all(each.text != text for each in self._statements):
            citation = self._cited(source)
            statement = Statement(text=text, citations=(citation.number,), kind=citation.kind, support="supported")
            self._statements.append(statement)
            yield statement

    def replace(self, source: Sentence) -> Iterator[Statement]:
        """Add the quote that a sentence should have rested on. Gives what may be shown now."""
        self._counts += WrittenSentences(replaced=1)
        yield from self.quote(source)

    def drop(self) -> None:
        """Count a sentence that leaves nothing."""
        self._counts += WrittenSentences(dropped=1)

    def quote(self, source: Sentence) -> Iterator[Statement]:
        """Add a quote, unless it stands there. Gives what may be shown now."""
        if any(each.clause_id == source.clause.id and _inside(each, source) for each in self._citations):
            return
        statement, citation = quote(self.corpus, source, len(self._citations) + 1)
        self._citations.append(citation)
        self._statements.append(statement)
        if self._counts.kept:
            yield statement
        else:
            self._held.append(statement)

    def _cited(self, source: Sentence) -> Citation:
        """The citation of a whole sentence of a source, the same for all that rests on it."""
        for known in self._citations:
            if (known.clause_id, known.start, known.end) == (source.clause.id, *source.span):
                return known
        citation = cite(self.corpus, source.clause, source.span, len(self._citations) + 1)
        self._citations.append(citation)
        return citation


def _inside(citation: Citation, source: Sentence) -> bool:
    start, end = source.span
    return start <= citation.start < end
