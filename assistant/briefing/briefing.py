"""A briefing as values: sections of paragraphs of sentences, each with the quotes it stands on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.answers import Citation, Support
from assistant.carrying.notes import Note
from vectorstore.documents import Kind

Template = Literal["one-page", "qa"]


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence, without its marks."""

    text: str
    citations: tuple[int, ...] = ()
    """Numbers of notes, in the order of the quotes in the text."""
    kind: Kind | None = None
    """Whose words it quotes: never both kinds; null where it quotes nothing."""
    support: Support
    """`records` without a citation is a statement of what a search over the texts found, or found nowhere; `notice` is
    a fixed sentence of ours."""


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Sentences that stand together."""

    label: str | None
    """Set bold before them: a clause, or whose words they are."""
    sentences: tuple[Sentence, ...]
    item: bool = False
    """One of a list."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading, and what stands under it."""

    heading: str
    paragraphs: tuple[Paragraph, ...]
    question: str | None = None
    """That the assistant was asked for it; null where a search over the texts makes it."""


@dataclass(frozen=True, kw_only=True)
class Briefing:
    """A whole briefing. The numbers of its citations are those of its notes, in order of appearance."""

    title: str
    subtitle: str
    """What kind of briefing it is, and its date."""
    template: Template
    topic: str | None
    questions: tuple[str, ...]
    """That were answered for it."""
    basis: str
    """The line below: which documents it was drawn from."""
    made: str
    """Who judged and who wrote, in words."""
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    notes: tuple[Note, ...]
    """Of the citations, in the same order."""
    numbering: str
    corpus_version: str
    created_at: str

    @property
    def sentences(self) -> Iterator[Sentence]:
        """All sentences in reading order."""
        return (each for section in self.sections for one in section.paragraphs for each in one.sentences)
