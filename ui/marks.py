"""Small pieces of HTML that the thread and the side panel share. Whatever comes from outside is escaped here."""

from html import escape
from urllib.parse import urlsplit

from assistant.answers import Citation
from vectorstore.documents import Kind

SHAPES: dict[Kind, str] = {"primary": "▪", "coverage": "▫"}
"""Sources are told apart by shape as well as by word and colour."""


def chip(kind: Kind, word: str) -> str:
    """Whose words these are: told by shape and colour (by kind) and by a word."""
    return (
        f'<span class="chip {kind}"><span class="shape" aria-hidden="true">{SHAPES[kind]}</span> {escape(word)}</span>'
    )


def kind_word(citation: Citation) -> str:
    """What a source list calls a source: official text by its own name, anything else coverage."""
    return citation.source.removeprefix("The ") if citation.kind == "primary" else "Coverage"


def marker(citation: Citation) -> str:
    """The number that opens a citation's source."""
    name = f"[{citation.number}] {kind_word(citation)}, {citation.label}"
    return (
        f'<button type="button" class="cite" data-source="{citation.number}" aria-label="{escape(name)}">'
        f"[{citation.number}]</button>"
    )


def web_host(url: str | None) -> str | None:
    """The host of a web address; null for all else, so that no link can run a script."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return parts.hostname or None if parts.scheme in ("http", "https") else None
