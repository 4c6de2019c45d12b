"""Documents about something else, put beside those that are asked about: what the crowd does to answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answers import Answer
from evals.dataset import DatasetError, Text, load_texts
from evals.tables import Table
from ingest.sentences import sentence_spans
from ingest.sources import Record, Source
from vectorstore.documents import BUNDLED, Corpus

DOCUMENTS = 1000
PARAGRAPH = 3
"""Sentences of a text that make one paragraph, and so one clause."""
ORIGIN = "beside"


@dataclass(frozen=True, kw_only=True)
class Strangers:
    """What answers showed of documents about something else."""

    documents: int
    clauses: int
    answers: int
    cited: int
    """Answers that cite any of them."""
    cited_alone: int
    """Those that cite nothing else."""
    as_official: int
    """Citations of any of them that are given as official text; and answers that say they stand on it and do not."""


def beside(folder: Path, documents: int = DOCUMENTS) -> tuple[Source, ...]:
    """So many of a public set's texts, from all over it, each as a document with a few clauses.

    Raises:
        DatasetError: the folder has no such texts, or too few.
    """
    texts = load_texts(folder)
    if len(texts) < documents:
        raise DatasetError(f"{folder}: it has {len(texts)} texts, fewer than {documents}.")
    picked = [texts[number * len(texts) // documents] for number in range(documents)]
    return tuple(_source(each, number) for number, each in enumerate(picked))


def strangers(answers: Sequence[Answer], corpus: Corpus) -> Strangers:
    """What answers over a corpus cite of documents that do not come with the project."""
    odd = {each.id for each in corpus.documents.values() if each.origin != BUNDLED}
    citing = [each for each in answers if any(one.document_id in odd for one in each.citations)]
    given = [one for each in answers for one in (*each.citations, *each.nearest) if one.document_id in odd]
    alone = [each for each in citing if all(one.document_id in odd for one in each.citations)]
    return Strangers(
        documents=len(odd),
        clauses=sum(each.document_id in odd for each in corpus.clauses.values()),
        answers=len(answers),
        cited=len(citing),
        cited_alone=len(alone),
        as_official=sum(one.kind != "coverage" for one in given)
        + sum(each.rests_on in ("primary", "both") for each in alone),
    )


def strangers_table(found: Strangers) -> Table:
    """One row per figure."""
    return Table(
        heading=f"Beside {found.documents:,} documents about something else ({found.clauses:,} clauses)",
        columns=("figure", "answers"),
        rows=[
            ["asked", str(found.answers)],
            ["cite any of them", str(found.cited)],
            ["cite nothing else", str(found.cited_alone)],
            ["give any of them as official text", str(found.as_official)],
        ],
    )


def _source(text: Text, number: int) -> Source:
    spans = sentence_spans(text.text, 0, len(text.text))
    groups = [spans[at : at + PARAGRAPH] for at in range(0, len(spans), PARAGRAPH)]
    paragraphs = [" ".join(text.text[group[0][0] : group[-1][1]].split()) for group in groups]
    title = " ".join((text.title or text.id).split())
    file = f"beside-{number:04}.txt"
    data = "\n\n".join([title, *paragraphs]).encode()
    record = Record(id=file.removesuffix(".txt"), file=file, title=title, kind="coverage")
    return Source(file, record, ORIGIN, lambda: data)
