"""Markdown as its reader sees it, in a viewer that takes HTML and makes links of bare addresses."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from markdown_it import MarkdownIt

_VIEWER = MarkdownIt("gfm-like", {"html": True, "linkify": True})


@dataclass(frozen=True)
class Viewed:
    tags: frozenset[str]
    links: tuple[str, ...]
    text: str


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.links, self.text = [], [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.links += [value for name, value in attributes if name in ("href", "src")]

    def handle_data(self, data):
        self.text.append(data)


def viewed(markdown):
    """What is shown of it, white space folded."""
    reader = _Reader()
    reader.feed(_VIEWER.render(markdown))
    reader.close()
    return Viewed(frozenset(reader.tags), tuple(reader.links), re.sub(r"\s+", " ", "".join(reader.text)).strip())
