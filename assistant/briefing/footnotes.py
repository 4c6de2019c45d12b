"""What a footnote says: where its quote stands, the quote, and the facts of the document."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.briefing.briefing import Sentence
from assistant.carrying.notes import Note
from assistant.carrying.provenance import day


@dataclass(frozen=True)
class Footnote:
    """A footnote in its pieces: where, the quote, and the document; of a quote that lies in that of a note before, the
    document is not repeated."""

    number: int
    where: str
    quote: str
    document: str | None
    url: str | None

    @property
    def text(self) -> str:
        """The note without the address."""
        stop = "" if self.quote.endswith((".", "?", "!")) else "."
        return " ".join([f"{self.where}: “{self.quote}”{stop}", *([f"{self.document}."] if self.document else [])])


def footnotes(notes: Sequence[Note]) -> tuple[Footnote, ...]:
    """One for each note, in order."""
    told: list[Note] = []
    found = []
    for note in notes:
        before = next((each for each in told if _holds(each, note)), None)
        if before is None:
            told.append(note)
            found.append(Footnote(note.number, _where(note), note.quote, _document(note), note.url))
        else:
            found.append(Footnote(note.number, f"{note.label}, as in note {before.number}", note.quote, None, None))
    return tuple(found)


def _holds(before: Note, note: Note) -> bool:
    return before.clause_id == note.clause_id and before.start <= note.start and note.end <= before.end


def _where(note: Note) -> str:
    """ "Part 2, commitment 6 (under “Economic ...”, 6th bullet under it; numbering added by us)"."""
    inside = [f"“{' › '.join(note.heading)}”"] if note.heading else []
    inside += [note.place] if note.place else []
    inside += ["numbering added by us"] if note.numbered else []
    joined = ", ".join(inside[:2]) if note.heading and note.place else "".join(inside[:1])
    told = "; ".join([joined, *inside[2 if note.heading and note.place else 1 :]]) if inside else ""
    return f"{note.label} ({told})" if told else note.label


def _document(note: Note) -> str:
    """ "The Hiroshima Accord: ..., 18 May 2023; corpus version 1a2b"."""
    publisher = f", {note.publisher}" if note.publisher else ""
    dated = day(note.published) if note.published else "date not stated"
    return f"{note.title}{publisher}, {dated}; corpus version {', '.join(note.corpus_versions)}"


def marked(sentence: Sentence, quotes: Mapping[int, str]) -> Iterator[tuple[str, int | None]]:
    """A sentence in pieces, each with the number of the note that follows it.

    Of one note that is the end of the sentence; of several each follows its quote, where the quote stands there.
    """
    text, numbers = sentence.text, list(sentence.citations)
    while len(numbers) > 1 and (quote := f"“{quotes[numbers[0]]}”") in text:
        before, _, text = text.partition(quote)
        yield before + quote, numbers.pop(0)
    yield text, numbers.pop(0) if numbers else None
    for number in numbers:
        yield " ", number
