"""Plain text to blocks, also where it was extracted from a PDF (every printed line followed by a blank one)."""

import re
from itertools import pairwise

from ingest.blocks import Block, BlockKind, Loaded
from ingest.errors import LoadError

MAX_BYTES = 10_000_000
BULLET = re.compile(r"^[\uf0b7\u2022\u25aa\u25cf\u2023]\s*")
"""Signs that start a bullet in extracted text; they are not part of the canonical text."""

_LISTED = re.compile(r"\A\s*[-*•]\s+")
_SENTENCE_END = re.compile(r"[.:;!?][\"'”’)\]]*$")
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)


def decode(data: bytes) -> str:
    """Bytes of a text file as text.

    Raises:
        LoadError: `too_large`, `empty`, `binary` or `encoding`.
    """
    if len(data) > MAX_BYTES:
        raise LoadError("too_large", f"The file has {len(data):,} bytes; a text may have {MAX_BYTES:,}. Split it.")
    if b"\0" in data[:65536] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise LoadError("binary", "The file is not text (it holds NUL bytes). Export it as UTF-8 text or Markdown.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LoadError(
            "encoding",
            f"The file is not UTF-8 (byte {data[error.start]:#04x} at position {error.start:,}). Save it as UTF-8.",
        ) from error
    if bad := _UNREADABLE.search(text):
        told = f"The file is not text (it holds the control character {bad[0]!a} at {bad.start():,})"
        raise LoadError("binary", f"{told}. Export it as UTF-8 text or Markdown.")
    if not text.strip():
        raise LoadError("empty", "The file has no text in it. Give the file that was meant.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def load_text(data: bytes) -> Loaded:
    """Plain text to blocks: paragraphs at blank lines, and PDF extracts by their printed lines."""
    text = decode(data)
    if _is_extract(text):
        return Loaded(tuple(_extract_blocks(text)))
    blocks: list[Block] = []
    for paragraph in re.split(r"\n\s*\n", text):
        # Where a paragraph starts with a sign, each line that does is a bullet.
        for part in re.split(r"\n(?=\s*[-*•]\s)", paragraph) if _LISTED.match(paragraph) else [paragraph]:
            if bare := squeeze(_LISTED.sub("", part)):
                is_title = not blocks and not _LISTED.match(part) and not _SENTENCE_END.search(bare)
                blocks.append(Block("bullet" if _LISTED.match(part) else "title" if is_title else "paragraph", bare))
    return Loaded(tuple(blocks))


def squeeze(text: str) -> str:
    """White space runs as one space; nothing at the ends."""
    return " ".join(text.split())


def _is_extract(text: str) -> bool:
    """True where printed lines were cut in mid-sentence with an empty line after each."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 4 or "\n\n" not in text:
        return False
    full = max(map(len, lines)) / 2  # printed lines are cut where the page ends; shorter ones end by themselves
    runs_on = sum(
        bool(len(line) > full and not _SENTENCE_END.search(line.rstrip()) and re.match(r"[a-z]", after))
        for line, after in pairwise(lines)
    )
    unspaced = len(re.findall(r"\S[^\n]*\n(?=[^\n]*\S)", text))
    return runs_on > 0.2 * len(lines) and unspaced < 0.05 * len(lines)


def _extract_blocks(text: str) -> list[Block]:
    """Blocks of a PDF extract.

    Every line is followed by an empty one, so empty lines mean nothing; a line of white space is a printed blank
    line; three empty lines in a row (or a form feed) end a page, and the blank lines around a page are furniture.
    """
    blocks: list[Block] = []
    paragraph: list[tuple[str, int]] = []
    for page, page_text in enumerate(re.split(r"\n{4,}|\f", text.strip("\n")), start=1):
        lines = [line for line in page_text.split("\n") if line != ""]
        while lines and not lines[0].strip():
            del lines[0]
        while lines and not lines[-1].strip():
            del lines[-1]
        if lines and paragraph and (_SENTENCE_END.search(paragraph[-1][0]) or BULLET.match(lines[0].strip())):
            blocks += _close(paragraph)
            paragraph = []
        for line in lines:
            bare = line.strip()
            starts_anew = BULLET.match(bare) or line[:1].isspace() or _is_heading(paragraph, bare)
            if paragraph and (not bare or starts_anew):
                blocks += _close(paragraph)
                paragraph = []
            if bare:
                paragraph.append((bare, page))
    return blocks + _close(paragraph)


def _is_heading(paragraph: list[tuple[str, int]], following: str) -> bool:
    """True where one title-cased line without an end stands before a line that starts a sentence."""
    return len(paragraph) == 1 and _title_cased(paragraph[0][0]) and following[:1].isupper()


def _title_cased(line: str) -> bool:
    words = re.findall(r"[^\W\d_][\w’'-]*", line)
    return (
        len(words) >= 2
        and not _SENTENCE_END.search(line)
        and not line.isupper()
        and all(word[0].isupper() or word in _SMALL_WORDS for word in words)
    )


def _close(paragraph: list[tuple[str, int]]) -> list[Block]:
    """The block that some printed lines make; capital lines before any other block are the title."""
    if not paragraph:
        return []
    text = ""
    for line, _ in paragraph:
        # A hyphen that ends a printed line belongs to the word.
        text += line if not text or (text.endswith("-") and not text.endswith(" -")) else f" {line}"
    pages = tuple(sorted({page for _, page in paragraph}))
    kind: BlockKind = "paragraph"
    if BULLET.match(text):
        kind, text = "bullet", BULLET.sub("", text)
        if not text:
            return []
    elif text.isupper():
        kind = "title"
    elif _title_cased(text):
        kind = "heading"
    return [Block(kind=kind, text=squeeze(text), pages=pages)]
