"""What every loader gives: a file's text as blocks in reading order, what it says of itself, and what was odd."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["title", "heading", "paragraph", "bullet"]
FlagKind = Literal["hidden", "instruction", "scan", "table"]

SHOWN = 120
"""Characters of what a flag is about that it tells."""


@dataclass(frozen=True)
class Block:
    """One title, heading, paragraph or bullet, its lines rejoined and its bullet sign gone."""

    kind: BlockKind
    text: str
    pages: tuple[int, ...] = ()
    level: int = 1
    """Of a heading: 1 is outermost."""


@dataclass(frozen=True)
class Stated:
    """What a file says of itself; null where it does not. A record that was given goes before it."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    """ISO date."""
    url: str | None = None


@dataclass(frozen=True)
class Flag:
    """Something in a file that whoever reviews it should know of.

    `hidden`: text that a human reader does not see, left out. `instruction`: text that reads as if it told a language
    model what to do, kept. `scan`: a page that is a picture, not read. `table`: a table, whose cells are read as rows.
    """

    kind: FlagKind
    text: str
    """The first characters of what it is about; for a scan its page."""
    page: int | None = None


@dataclass(frozen=True)
class Loaded:
    """What a loader makes of one file."""

    blocks: tuple[Block, ...]
    stated: Stated = Stated()
    flags: tuple[Flag, ...] = ()


Loader = Callable[[bytes], Loaded]
"""Bytes of one file to what stands in it; raises `ingest.errors.LoadError`."""
