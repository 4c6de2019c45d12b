"""What a language model writes, as sentences with the numbers of the passages that they cite."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_MARKER = r"\[\s*\d+(?:\s*[,;]\s*\d+)*\s*\]"
_END = re.compile(
    rf"(?P<body>[^\n]*?[.!?][”\"’')]*)(?P<after>(?:\s*{_MARKER}[.,]?)*)(?=\s+[\"“‘(A-Z]|\s*\n|\s*$)"
    r"|(?P<line>[^\n]+)(?=\n)"
)
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Sir|St|No|Art|Inc|Ltd|Co|e\.g|i\.e|etc|cf|vs|approx)\.$")
_NUMBERED = re.compile(r"\s*\d{1,2}[.)]\s*")
_SAYS = re.compile(
    r"^(?:yes\s*[,:.]\s*)?(?:(?:according to|as stated in) [^,]{1,60}, "
    r"|(?:the|these|this|both) (?:\w+ ){0,2}?(?:accord|agreement|sources?|texts?|documents?|passages?|articles?|answer)"
    r" (?:also )?(?:says?|states?|mentions?|notes?|reads?|is|explains?|describes?|specif(?:y|ies)|indicates?)"
    r"(?: that)?:? )?",
    re.IGNORECASE,
)
"""How models begin: who says it stands beside the sentence, and "yes" is for the reader to say."""


@dataclass(frozen=True)
class Written:
    """One sentence as it was written, without its marks."""

    text: str
    cites: tuple[int, ...]
    """Numbers of passages, as written: they need not exist."""


def sentences(pieces: Iterable[str], most: int) -> Iterator[Written]:
    """The whole sentences of a reply as soon as each is whole; of its first `most` characters.

    A line is a sentence too. What is cut off at the end, without a closing mark, is none.
    """
    text = ""
    received = 0
    for piece in pieces:
        text += piece[: most - received]
        received += len(piece)
        found, text = _whole(text, last=False)
        yield from found
        if received >= most:
            return
    found, _ = _whole(text, last=True)
    yield from found


def _whole(text: str, *, last: bool) -> tuple[list[Written], str]:
    """The sentences that a text begins with, and what is left of it: a marker may still follow the last one."""
    found: list[Written] = []
    at = searched = 0
    while match := _next(text, searched):
        if match.end() == len(text.rstrip()) and not last and match["line"] is None:
            break
        searched = match.end()
        if match["body"] is not None and (_ABBREVIATED.search(match["body"]) or _NUMBERED.fullmatch(text[at:searched])):
            continue
        if (written := _read(text[at : match.end()])) is not None:
            found.append(written)
        at = match.end()
    return found, text[at:]


def _next(text: str, at: int) -> re.Match[str] | None:
    """The first end of a sentence or line from there on; sought from one place, not from every letter."""
    return _END.match(text, at + len(text[at:]) - len(text[at:].lstrip("\n")))


def _read(text: str) -> Written | None:
    """A sentence with its marks taken off; None where nothing is left."""
    numbers = [int(number[:4]) for marker in re.findall(_MARKER, text) for number in re.findall(r"\d+", marker)]
    bare = re.sub(r"\s+([.,;:!?])", r"\1", re.sub(rf"\s*{_MARKER}", "", text))
    bare = re.sub(r"([.!?])[.,]+$", r"\1", " ".join(bare.split()))
    bare = _SAYS.sub("", re.sub(r"^(?:[-*•]|\d{1,2}[.)])\s+", "", bare), count=1)
    if not any(letter.isalnum() for letter in bare):
        return None
    return Written(bare[0].upper() + bare[1:], tuple(dict.fromkeys(numbers)))
