"""Documents made by hand, clause by clause."""

from vectorstore.documents import Clause, Document, text_hash


def document(document_id, *paragraphs, kind="coverage", **facts):
    """A document whose clauses are these paragraphs, each a sentence or a tuple of them, and the clauses."""
    written = [(each,) if isinstance(each, str) else each for each in paragraphs]
    text = "\n\n".join(" ".join(sentences) for sentences in written)
    named = {"name": document_id, "title": document_id, **facts}
    made = Document(id=document_id, kind=kind, text=text, sha256=text_hash(text), **named)
    clauses, start = [], 0
    for number, sentences in enumerate(written):
        spans = _spans(sentences, start)
        end = spans[-1][1]
        clauses.append(
            Clause(
                id=f"{document_id}/{number}",
                document_id=document_id,
                label=f"{document_id}, paragraph {number}",
                role="paragraph",
                heading=(),
                start=start,
                end=end,
                hash=text_hash(text[start:end]),
                sentences=spans,
            )
        )
        start = end + 2
    return made, clauses


def _spans(sentences, start):
    """Where sentences stand that are one blank apart."""
    spans = []
    for sentence in sentences:
        spans.append((start, start + len(sentence)))
        start += len(sentence) + 1
    return tuple(spans)
