"""What every loader gives: a file's text as a list of blocks in reading order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["title", "heading", "paragraph", "bullet"]


@dataclass(frozen=True)
class Block:
    """One title, heading, paragraph or bullet, its lines rejoined and its bullet sign gone."""

    kind: BlockKind
    text: str
    pages: tuple[int, ...] = ()
    level: int = 1
    """Of a heading: 1 is outermost."""


Loader = Callable[[bytes], list[Block]]
"""Bytes of one file to its blocks; raises `ingest.errors.LoadError`."""
