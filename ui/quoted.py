"""Which stretches of a text are quotes."""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.answers import Citation


@dataclass(frozen=True)
class Stretch:
    """A stretch of a text, a quote or our own words."""

    text: str
    quote: bool


def stretches(text: str, cited: Iterable[Citation]) -> list[Stretch]:
    """The text cut where the quotes of these citations begin and end, their quotation marks included."""
    spans: list[tuple[int, int]] = []
    for citation in cited:
        start = text.find(citation.quote)
        if start >= 0 and citation.quote:
            end = start + len(citation.quote)
            if text[start - 1 : start] in ("“", '"') and text[end : end + 1] in ("”", '"'):
                start, end = start - 1, end + 1
            spans.append((start, end))
    pieces: list[Stretch] = []
    done = 0
    for start, end in sorted(spans):
        if start >= done:
            pieces += [Stretch(text[done:start], quote=False), Stretch(text[start:end], quote=True)]
            done = end
    pieces.append(Stretch(text[done:], quote=False))
    return [each for each in pieces if each.text]
