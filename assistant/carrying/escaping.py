"""Texts of others as they may stand in Markdown: shown letter by letter, whatever marks they hold.

Nothing of them becomes a link, an image, HTML, a heading or a list, in CommonMark, in GitHub's form of it and where
bare addresses are made links.
"""

import re

_WHITE = re.compile(r"[\t-\r\x1c-\x20\x85\u2028\u2029]+")
"""White space that may break a line; blanks that do not are part of a text."""
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""Not seen, but they turn round how what follows is shown, ours too."""
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARKS = frozenset("\\`*_[]{}#|~$^=")
_TRANSLATED = str.maketrans(_ENTITIES | {mark: f"\\{mark}" for mark in _MARKS})
_IN_ADDRESSES = re.compile(r"(?<=\w)[.:](?=[\w/\\&])|(?<=/)/")
"""What bare addresses are known by: the colon of "https:", the dots of "www.example.org", the second slash of "//"."""
_AT = re.compile(r"@+")
"""GitHub makes links of mail addresses after it has taken escapes away, but not across a span of code."""
_AT_BEGINNING = re.compile(r"^(\d{0,9})([-+:.)])")
"""Signs that open a list or a definition."""


def escaped(text: str) -> str:
    """The text on one line of Markdown, as it is to be read."""
    plain = _TURNING.sub("", _WHITE.sub(" ", text)).strip(" ").translate(_TRANSLATED)
    safe = _AT.sub(r"`\g<0>`", _IN_ADDRESSES.sub(r"\\\g<0>", plain))
    return _AT_BEGINNING.sub(r"\1\\\2", safe)
