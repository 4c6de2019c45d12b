"""Sentence boundaries by sentencex; the only door to it."""

from sentencex import segment

from vectorstore.documents import Span


def sentence_spans(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Spans of the sentences in `text[start:end]`, as offsets into `text`, without white space at their ends."""
    spans: list[Span] = []
    at = start
    for piece in segment("en", text[start:end]):
        for line in piece.split("\n"):
            if bare := line.strip():
                found = text.index(bare, at, end)
                at = found + len(bare)
                spans.append((found, at))
    return tuple(spans)
