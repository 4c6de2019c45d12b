"""Markdown to blocks, by the CommonMark parser markdown-it-py; the only door to it."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.blocks import SHOWN, Block, Flag, Loaded
from ingest.errors import LoadError
from ingest.text import decode, squeeze

_NESTING = 100
"""Levels of lists and quotes that are read; the parser's own 20 drop what is deeper without a word."""

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_COMMENT_WORDS = 4


def load_markdown(data: bytes) -> Loaded:
    """Markdown to blocks. A heading before all else is the title; raw HTML and images are left out. Numbers
    of lists stay in the text; rows of tables are paragraphs.

    Raises:
        LoadError: as `ingest.text.decode`, and `empty` where only markup is found.
    """
    blocks: list[Block] = []
    flags: list[Flag] = []
    inside: list[str] = []
    row: list[str] = []
    level, number = 1, ""
    for token in MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable("table").parse(decode(data)):
        flags += _comments(token)
        if token.nesting == 1:
            inside.append(token.type)
            level = int(token.tag[1]) if token.type == "heading_open" else level
            number = f"{token.info}{token.markup} " if token.type == "list_item_open" and token.info else number
        elif token.nesting == -1:
            inside.pop()
            number = "" if token.type == "list_item_close" else number
            if token.type == "tr_close" and any(row):
                blocks.append(Block("paragraph", squeeze(" | ".join(row))))
                flags += [Flag("table", blocks[-1].text[:SHOWN])] if "thead_open" in inside else []
                row = []
        elif token.type == "inline" and inside[-1] in ("th_open", "td_open"):
            row.append(squeeze(_words(token)))
        elif token.type in ("inline", "fence", "code_block") and (text := squeeze(_words(token))):
            blocks.append(_block(number + text, inside, first=not blocks, level=level))
            number = ""
    if not blocks:
        raise LoadError("no_text", "The Markdown file holds markup but no text. Give the file that was meant.")
    return Loaded(tuple(blocks), flags=tuple(flags))


def _comments(token: Token) -> Iterator[Flag]:
    """A flag for each comment of some words; shorter ones are marks of programs."""
    for each in (token, *(token.children or ())):
        for comment in _COMMENT.findall(each.content) if each.type in ("html_block", "html_inline") else ():
            if len(comment.split()) >= _COMMENT_WORDS:
                yield Flag("hidden", f"comment: {squeeze(comment)}"[:SHOWN])


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
