"""Markdown to blocks, by the CommonMark parser markdown-it-py; the only door to it."""

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.blocks import Block, Loaded
from ingest.errors import LoadError
from ingest.text import decode, squeeze

_NESTING = 100
"""Levels of lists and quotes that are read; the parser's own 20 drop what is deeper without a word."""


def load_markdown(data: bytes) -> Loaded:
    """Markdown to blocks. A heading before all else is the title; raw HTML and images are left out. Numbers
    of lists stay in the text.

    Raises:
        LoadError: as `ingest.text.decode`, and `empty` where only markup is found.
    """
    blocks: list[Block] = []
    inside: list[str] = []
    level, number = 1, ""
    for token in MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable("table").parse(decode(data)):
        if token.nesting == 1:
            inside.append(token.type)
            level = int(token.tag[1]) if token.type == "heading_open" else level
            number = f"{token.info}{token.markup} " if token.type == "list_item_open" and token.info else number
        elif token.nesting == -1:
            inside.pop()
            number = "" if token.type == "list_item_close" else number
        elif token.type in ("inline", "fence", "code_block") and (text := squeeze(_words(token))):
            blocks.append(_block(number + text, inside, first=not blocks, level=level))
            number = ""
    if not blocks:
        raise LoadError("no_text", "The Markdown file holds markup but no text. Give the file that was meant.")
    return Loaded(tuple(blocks))


def _words(token: Token) -> str:
    """What a reader sees of an inline token."""
    if token.children is None:
        return token.content
    shown = {"text": None, "code_inline": None, "softbreak": " ", "hardbreak": " "}
    return "".join(
        child.content if (fixed := shown[child.type]) is None else fixed
        for child in token.children
        if child.type in shown
    )


def _block(text: str, inside: list[str], *, first: bool, level: int) -> Block:
    if inside and inside[-1] == "heading_open":
        return Block(kind="title" if first else "heading", text=text, level=level)
    lists = [each for each in inside if each in ("bullet_list_open", "ordered_list_open")]
    return Block(kind="bullet" if lists[-1:] == ["bullet_list_open"] else "paragraph", text=text)
