"""Copies of answers and conversations as a server of ours sends them, and what stands in them."""

import re

SEMICONDUCTORS = "What will the Semiconductor Partnership cover?"
RISE = "What is the deadline for the RISE partnership?"
CYBER = "What do the sources say about the Cyber Partnership?"
_LETTERS = re.compile(r"[^\w%£’]+")


def export(client, what, each, form=None, headers=()):
    query = "" if form is None else f"?format={form}"
    return client.get(f"/v1/{what}/{each['id']}/export{query}", headers)


def markdown(client, what, each):
    status, _, text = export(client, what, each, "markdown")
    assert status == 200, text
    return text


def plain(client, what, each):
    status, _, body = export(client, what, each, "json")
    assert status == 200, body
    return body


def note_texts(text):
    """The notes of a Markdown copy, by their number, as they stand there."""
    notes = text.split("\n## Notes\n", 1)[1]
    parts = re.split(r"^\*\*\[(\d+)\]\*\* ", notes, flags=re.MULTILINE)
    return {int(number): body for number, body in zip(parts[1::2], parts[2::2], strict=True)}


def letters(text):
    """Only what is read, so that escaped and plain text can be compared."""
    return _LETTERS.sub("", text.replace("\\", "").replace("&amp;", "&"))
