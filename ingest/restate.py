"""A document under another record: its text and clauses stay, what its clauses are called follows the record."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from vectorstore.documents import Clause, Document

_OURS = re.compile(r"(?:Title|Opening|Author|Office|Preamble|Introduction|(?:Paragraph|Item|Commitment|Part) \d+)\b.*")
"""Labels that are made for texts without numbers of their own."""
_FIRST_PARTS = {"primary": ("Introduction", "Preamble"), "coverage": ("Preamble", "Introduction")}
"""What stands before the first heading is called the second, by the kind of source."""


def restated(document: Document, clauses: Sequence[Clause], facts: Mapping[str, Any]) -> tuple[Document, list[Clause]]:
    """The document with these facts, and its clauses with the labels that go with them."""
    made = replace(document, **facts)
    return made, [replace(each, label=relabelled(each.label, document, made)) for each in clauses]


def relabelled(label: str, before: Document, after: Document) -> str:
    """What a clause of a document is called once the document has another name or is of another kind."""
    what = label.removeprefix(f"{before.name}, ") if before.kind == "coverage" else label
    if before.kind != after.kind:
        old, new = _FIRST_PARTS[after.kind]
        what = what[0].upper() + what[1:]
        what = f"{new}{what.removeprefix(old)}" if what.startswith(old) else what
        if after.kind == "coverage" and _OURS.fullmatch(what):
            what = what[0].lower() + what[1:]
    return what if after.kind == "primary" else f"{after.name}, {what}"
