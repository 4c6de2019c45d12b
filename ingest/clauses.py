"""Blocks to canonical text and clauses: ids, labels, heading paths, offsets and hashes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.blocks import Block
from ingest.labels import OPENS, Numbering, numbering
from ingest.sentences import sentence_spans
from vectorstore.documents import Clause, Document, Role, Span, text_hash

LONG = 2_000
"""Characters: a longer paragraph is split between its sentences."""


@dataclass
class _Place:
    """Where the walk through the blocks stands."""

    part: int = 0
    number: int = 0
    headings: list[Block] = field(default_factory=list)
    opening_id: str | None = None
    commits: bool = False
    openings: list[tuple[int, str, bool]] = field(default_factory=list)
    """In a numbered text: how deep the clauses stand that others complete, their ids, and whether they promise."""


def canonical(blocks: Sequence[Block]) -> tuple[str, list[Span]]:
    """The canonical text that blocks make, and each block's span in it."""
    spans: list[Span] = []
    at = 0
    for block in blocks:
        spans.append((at, at + len(block.text)))
        at += len(block.text) + 2
    return "\n\n".join(block.text for block in blocks), spans


def split(document: Document, blocks: Sequence[Block]) -> list[Clause]:
    """The clauses of a document whose canonical text these blocks make, in reading order.

    A heading opens a part. A paragraph that ends in a colon right after a heading is the part's opening, and the
    bullets under it complete it. Where the text has numbers of its own they are the labels, and sub-clauses complete
    the clause above them that ends in a colon. A long paragraph is split between sentences into several clauses. The
    document's record tells the author's name and office from paragraphs.
    """
    _, spans = canonical(blocks)
    own = numbering(blocks, "Preamble" if document.kind == "primary" else "Introduction")
    blocks = own.blocks if own else blocks
    has_parts = any(block.kind == "heading" for block in blocks)
    place = _Place()
    clauses: list[Clause] = []
    for index, (block, (start, end)) in enumerate(zip(blocks, spans, strict=True)):
        if block.kind == "heading":
            _enter_part(place, block)
            continue
        role = _role(document, block, place, index, after=blocks[index + 1] if index + 1 < len(blocks) else None)
        if role == "author" and clauses and clauses[-1].role == "author":
            clauses[-1] = _spanning(document, clauses[-1], end)  # a name printed twice is one clause
            continue
        opens_part = place.part > 0 and place.number == 0 and not place.openings
        if own and opens_part and own.labels[index].endswith("opening"):
            role = "opening"
        number = 0 if role in ("title", "opening") else place.number + 1
        clause_id = f"{document.id}/{place.part}/{number}" if has_parts else f"{document.id}/{number}"
        label = _label(document, role, place.part, number, has_parts=has_parts)
        opening_id = _completed(place, block, clause_id, role)
        if own and role not in ("title", "author", "office"):
            label = _own_label(document, own.labels[index])
            opening_id, role = _completed_by_number(place, own, index, clause_id, role)
        clause = Clause(
            id=clause_id,
            document_id=document.id,
            label=label,
            role=role,
            heading=tuple(heading.text for heading in place.headings),
            start=start,
            end=end,
            hash=text_hash(block.text),
            sentences=sentence_spans(document.text, start, end),
            pages=block.pages,
            opening_id=opening_id,
        )
        pieces = _pieces(document, clause)
        clauses += pieces
        place.number = max(place.number, number + len(pieces) - 1)
    return clauses


def _completed(place: _Place, block: Block, clause_id: str, role: Role) -> str | None:
    """The opening that a clause of a text without numbers completes."""
    if role == "opening":
        place.opening_id, place.commits = clause_id, block.text.endswith("will:")
    elif block.kind != "bullet":
        place.opening_id = None
    return place.opening_id if block.kind == "bullet" else None


def _completed_by_number(
    place: _Place, own: Numbering, index: int, clause_id: str, role: Role
) -> tuple[str | None, Role]:
    """The clause above that a sub-clause or bullet completes, and what it is by that."""
    block, depth = own.blocks[index], own.depths[index]
    if block.kind != "bullet":
        completes = depth > 0
        place.openings = [each for each in place.openings if each[0] < depth]
    else:
        completes = True
    above = place.openings[-1] if place.openings and completes else None
    if block.text.endswith(OPENS) and block.kind != "bullet":
        place.openings.append((depth, clause_id, block.text.endswith("will:")))
    if above is None:
        return None, role
    return above[1], "commitment" if above[2] else "item"


def _own_label(document: Document, label: str) -> str:
    return label if document.kind == "primary" else f"{document.name}, {label}"


def _pieces(document: Document, clause: Clause) -> list[Clause]:
    """A clause, or where it is long its pieces, each of whole sentences and about equally long."""
    length = clause.end - clause.start
    if length <= LONG or len(clause.sentences) < 2 or clause.role in ("author", "office"):
        return [clause]
    aim = length / math.ceil(length / LONG)
    groups: list[list[Span]] = []
    for span in clause.sentences:
        begun = groups[-1][0][0] if groups else 0
        if groups and (span[1] - begun <= LONG and (span[0] + span[1]) / 2 - begun <= aim):
            groups[-1].append(span)
        else:
            groups.append([span])
    place, _, number = clause.id.rpartition("/")
    made = []
    for each, group in enumerate(groups):
        start, end = group[0][0], group[-1][1]
        made.append(
            replace(
                clause,
                id=f"{place}/{int(number) + each}",
                label=f"{clause.label}, piece {each + 1} of {len(groups)}",
                start=start,
                end=end,
                hash=text_hash(document.text[start:end]),
                sentences=tuple(group),
            )
        )
    return made


def _enter_part(place: _Place, heading: Block) -> None:
    place.part += 1
    place.number = 0
    place.headings = [above for above in place.headings if above.level < heading.level] + [heading]
    place.opening_id = None
    place.openings = []


def _role(document: Document, block: Block, place: _Place, index: int, after: Block | None) -> Role:
    if block.kind == "title" and index == 0:
        return "title"
    if block.kind == "bullet":
        return "commitment" if place.opening_id and place.commits else "item"
    if document.author and block.text == document.author:
        return "author"
    if document.author_office and block.text.startswith(document.author_office):
        return "office"
    opens = block.text.endswith(":") and after is not None and after.kind == "bullet"
    return "opening" if opens and place.part > 0 and place.number == 0 else "paragraph"


def _label(document: Document, role: Role, part: int, number: int, *, has_parts: bool) -> str:
    """Official text by its part; anything else under the name of who wrote it."""
    what = role if role in ("title", "opening", "author", "office") else f"{role} {number}"
    if has_parts and role != "title":
        where = f"part {part}" if part else "preamble" if document.kind == "primary" else "introduction"
        what = f"{where}, {what}"
    return what[0].upper() + what[1:] if document.kind == "primary" else f"{document.name}, {what}"


def _spanning(document: Document, clause: Clause, end: int) -> Clause:
    """The same clause, reaching up to `end`."""
    text = document.text[clause.start : end]
    sentences = sentence_spans(document.text, clause.start, end)
    return replace(clause, end=end, hash=text_hash(text), sentences=sentences)
