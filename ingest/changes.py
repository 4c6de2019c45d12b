"""What is another clause than before, once a document is stored anew: told by the texts, wherever they stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from vectorstore.documents import Clause, Document

Text = tuple[Clause, str]
"""A clause and its words."""
_FIRST = 80
"""Characters of a clause that are told."""


@dataclass(frozen=True)
class Change:
    """One clause that came, went, or has another text."""

    what: Literal["added", "changed", "removed"]
    clause_id: str
    """As it is now; of one that was removed, as it was."""
    label: str
    text: str
    """Its first words; of one that was removed, those it had."""
    before: str | None = None
    """The first words that a changed one had."""


def texts(document: Document, clauses: Sequence[Clause]) -> list[Text]:
    """Clauses of a document with their words."""
    return [(clause, document.text[clause.start : clause.end]) for clause in clauses]


def changes(before: Sequence[Text], after: Sequence[Text]) -> tuple[Change, ...]:
    """What changed, in reading order. A clause that only moved, and has another number for it, has not changed."""
    hashes = [clause.hash for clause, _ in before], [clause.hash for clause, _ in after]
    found: list[Change] = []
    for kind, start, end, first, last in SequenceMatcher(None, *hashes, autojunk=False).get_opcodes():
        if kind != "equal":
            found += _within(before[start:end], after[first:last])
    return tuple(found)


def _within(gone: Sequence[Text], come: Sequence[Text]) -> Iterator[Change]:
    """Of clauses that stand between two that stayed."""
    for old, new in zip_longest(gone, come):
        if new is None:
            yield _change("removed", old)
        elif old is None:
            yield _change("added", new)
        else:
            yield _change("changed", new, _begun(old[1]))


def _change(what: Literal["added", "changed", "removed"], text: Text, before: str | None = None) -> Change:
    clause, words = text
    return Change(what, clause.id, clause.label, _begun(words), before)


def _begun(words: str) -> str:
    return words if len(words) <= _FIRST else words[:_FIRST].rsplit(" ", 1)[0] + " ..."
