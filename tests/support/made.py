"""Documents made by hand, clause by clause."""

from vectorstore.documents import Clause, Document, text_hash


def document(document_id, *paragraphs, kind="coverage", **facts):
    """A document whose clauses are these paragraphs, each of one sentence, and the clauses."""
    text = "\n\n".join(paragraphs)
    made = Document(
        id=document_id, name=document_id, kind=kind, title=document_id, text=text, sha256=text_hash(text), **facts
    )
    clauses, start = [], 0
    for number, paragraph in enumerate(paragraphs):
        end = start + len(paragraph)
        clauses.append(
            Clause(
                id=f"{document_id}/{number}",
                document_id=document_id,
                label=f"{document_id}, paragraph {number}",
                role="paragraph",
                heading=(),
                start=start,
                end=end,
                hash=text_hash(paragraph),
                sentences=((start, end),),
            )
        )
        start = end + 2
    return made, clauses
