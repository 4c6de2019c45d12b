"""Blocks to canonical text and clauses: ids, labels, heading paths, offsets and hashes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.blocks import Block
from ingest.sentences import sentence_spans
from vectorstore.documents import Clause, Document, Role, Span, text_hash


@dataclass
class _Place:
    """Where the walk through the blocks stands."""

    part: int = 0
    number: int = 0
    headings: list[Block] = field(default_factory=list)
    opening_id: str | None = None
    commits: bool = False


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
    bullets under it complete it. The document's record tells the author's name and office from paragraphs.
    """
    _, spans = canonical(blocks)
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
        number = 0 if role in ("title", "opening") else place.number + 1
        place.number = max(place.number, number)
        clause_id = f"{document.id}/{place.part}/{number}" if has_parts else f"{document.id}/{number}"
        if role == "opening":
            place.opening_id, place.commits = clause_id, block.text.endswith("will:")
        elif block.kind != "bullet":
            place.opening_id = None
        clauses.append(
            Clause(
                id=clause_id,
                document_id=document.id,
                label=_label(document, role, place.part, number, has_parts=has_parts),
                role=role,
                heading=tuple(heading.text for heading in place.headings),
                start=start,
                end=end,
                hash=text_hash(block.text),
                sentences=sentence_spans(document.text, start, end),
                pages=block.pages,
                opening_id=place.opening_id if block.kind == "bullet" else None,
            )
        )
    return clauses


def _enter_part(place: _Place, heading: Block) -> None:
    place.part += 1
    place.number = 0
    place.headings = [above for above in place.headings if above.level < heading.level] + [heading]
    place.opening_id = None


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
