"""Web pages to blocks by trafilatura, which tells a page's text from what stands around it; the only door to it."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import bare_extraction

from ingest.blocks import SHOWN, Block, Flag, Loaded, Stated
from ingest.errors import LoadError
from ingest.numerals import letters, roman
from ingest.text import MAX_BYTES, squeeze

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{1,40})", re.IGNORECASE)
_XML_DECLARED = re.compile(r"^\s*<\?xml[^>]{0,200}\?>", re.IGNORECASE)
_FURNITURE = ("nav", "header", "footer", "aside", "form")
_MOST = 0.8
"""Share of a page's paragraphs that its article holds."""
_WORDS = 4
"""Shorter comments are marks of programs."""
_SUPERSETS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc-kr": "cp949",
}
"""What browsers read under these names."""

_UNSEEN = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|font-size:0*(?:\.0+)?(?:px|pt|em|rem|%)?(?:;|$|!)|"
    r"opacity:0*(?:\.0+)?(?:;|$|!)|(?:left|top|right|text-indent):-\d{3,}|"
    r"clip:rect\((?:0|1px)|clip-path:inset\((?:50|100)%"
)
_WHITE = re.compile(r"(?:^|;)color:(?:#fff(?:fff)?\b|white\b|rgba?\(255,255,255|transparent\b)")
_BACKGROUND = re.compile(
    r"background(?:-color|-image)?:(?!#fff(?:fff)?\b|white\b|transparent\b|none\b|rgba?\(255,255,255)"
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
NUMBERED = re.compile(r"\(?(?:\d{1,3}|[a-z]{1,2}|[ivxlc]{1,6})[.)]\s", re.IGNORECASE)
"""A number of its own before an item."""
_SIMPLE = re.compile(r"([.#]?)([A-Za-z][\w-]*)")


def load_html(data: bytes) -> Loaded:
    """A web page to blocks: its text without navigation, scripts and what no reader sees. Nothing is fetched.

    Raises:
        LoadError: `empty`, `too_large`, `encoding`, `bomb`, `corrupt`, or `no_text`.
    """
    tree = _tree(_decoded(data))
    flags = [*_take_comments(tree), *_take_hidden(tree)]
    _write_numbers(tree)
    _enclose(tree)
    headings = {squeeze(each.text_content()).casefold() for each in tree.iter("h1", "h2")}
    try:
        found = bare_extraction(
            tree,
            include_comments=False,
            with_metadata=True,
            fast=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, etree.LxmlError) as error:
        told = f"The page cannot be read ({type(error).__name__}). Save it as text and give that."
        raise LoadError("corrupt", told) from error
    if found is None or isinstance(found, dict) or found.body is None:
        raise LoadError("no_text", "The page has no text apart from links and furniture. Save its text and give that.")
    blocks, tables = _blocks(found.body)
    title = squeeze(found.title or "")
    if title and title.casefold() in headings and not any(block.text == title for block in blocks[:3]):
        blocks.insert(0, Block("title", title))
    if not blocks:
        raise LoadError("no_text", "The page has no text apart from links and furniture. Save its text and give that.")
    stated = Stated(
        title=title or None,
        author=found.author or None,
        publisher=found.sitename or None,
        published=found.date or None,
        url=found.url if found.url and re.match(r"https?://\S+$", found.url) else None,
    )
    return Loaded(tuple(blocks), stated, (*flags, *tables))


def _decoded(data: bytes) -> str:
    """The page's characters, in the encoding that it declares; UTF-8 where it declares none."""
    if len(data) > MAX_BYTES:
        raise LoadError("too_large", f"The page has {len(data):,} bytes; it may have {MAX_BYTES:,}.")
    if not data.strip():
        raise LoadError("empty", "The file has no text in it. Give the file that was meant.")
    declared = _DECLARED.search(data[:4096])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    for mark, marked in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        name = marked if data.startswith(mark) else name
    for tried in dict.fromkeys((_SUPERSETS.get(name, name), "utf-8", *(() if declared else ("cp1252",)))):
        try:
            return _XML_DECLARED.sub("", data.decode(tried))
        except (LookupError, UnicodeError):
            continue
    raise LoadError("encoding", f"The page is not in the encoding it declares ({name!a}). Save it as UTF-8.")


def _tree(text: str) -> HtmlElement:
    if "\0" in text:
        raise LoadError("binary", "The file is not a web page (it holds NUL characters). Save it anew in a browser.")
    parser = HTMLParser(no_network=True, huge_tree=False, remove_pis=True)
    try:
        tree = document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise LoadError("corrupt", "The file cannot be read as a web page. Save it as text and give that.") from error
    if any(each.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for each in parser.error_log):
        # Beyond its limits, 256 levels among them, the parser drops what follows.
        raise LoadError("bomb", "The page nests too many elements in each other. Save its text and give that.")
    return tree


def _take_comments(tree: HtmlElement) -> Iterator[Flag]:
    for comment in list(tree.iter(etree.Comment)):
        text = squeeze(re.sub(r"<[^>]*>", " ", comment.text or ""))
        if len(re.findall(r"[^\W\d_]{2,}", text)) >= _WORDS and not text.startswith("["):
            yield Flag("hidden", f"comment: {text}"[:SHOWN])
        _take(comment)


def _take_hidden(tree: HtmlElement) -> Iterator[Flag]:
    """Flags for what no reader sees, which goes; scripts and the like go without a word."""
    for element in list(tree.iter("noscript", "template", "style", "script")):
        if element.tag != "style" and element.get("type") != "application/ld+json":
            _take(element)
    hiding = _hiding_rules(tree)
    for element in list(tree.iter(etree.Element)):
        if element.tag in ("html", "head", "body") or element.getroottree().getroot() is not tree:
            continue
        if _is_hidden(element, hiding):
            if text := squeeze(element.text_content()):
                yield Flag("hidden", text[:SHOWN])
            _take(element)


def _take(element: Any) -> None:
    """Remove an element and keep what follows it."""
    above = element.getparent()
    if above is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            above.text = (above.text or "") + element.tail
    above.remove(element)


def _hiding_rules(tree: HtmlElement) -> set[str]:
    """The simple selectors (.class, #id, tag) that the page's own style sheets hide; rules for media are passed by."""
    found: set[str] = set()
    for sheet in tree.iter("style"):
        text = re.sub(r"/\*.*?\*/", "", sheet.text or "", flags=re.DOTALL)
        text = re.sub(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{};]*;", "", text)
        for selectors, rule in _RULE.findall(text):
            if _hides(rule):
                found |= {each.strip() for each in selectors.split(",") if _SIMPLE.fullmatch(each.strip())}
    return found - {"body", "html", "head"}


def _hides(style: str) -> bool:
    bare = re.sub(r"\s+", "", style).lower()
    return bool(_UNSEEN.search(bare))


def _is_hidden(element: HtmlElement, hiding: set[str]) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden", "").lower() == "true":
        return True
    names = {element.tag, f"#{element.get('id')}", *(f".{each}" for each in (element.get("class") or "").split())}
    if names & hiding or _hides(element.get("style", "")):
        return True
    style = re.sub(r"\s+", "", element.get("style", "")).lower()
    if not _WHITE.search(style):
        return False
    around = [element, *element.iterancestors()]
    return not any(
        each.get("bgcolor") or _BACKGROUND.search(re.sub(r"\s+", "", each.get("style", "")).lower()) for each in around
    )


def _enclose(tree: HtmlElement) -> None:
    """Where a page does not mark its article, do so for it: elsewhere the extractor drops headings and lists."""
    body = tree.find("body")
    if body is None or next(tree.iter("article", "main"), None) is not None:
        return
    holders: Counter[HtmlElement] = Counter()
    total = 0
    for element in body.iter("p", "li"):
        above = list(element.iterancestors())
        if not any(each.tag in _FURNITURE for each in above):
            length = len((element.text or "").strip())
            total += length
            holders.update({each: length for each in above if each.tag in ("body", "div", "section")})
    enough = [each for each, length in holders.items() if length > _MOST * total]
    if not enough:
        return
    holder = max(enough, key=lambda each: len(list(each.iterancestors())))
    article = HtmlElement()
    article.tag = "article"
    article.text, holder.text = holder.text, None
    article.extend(list(holder))
    holder.append(article)


def _write_numbers(tree: HtmlElement) -> None:
    """Numbers that a browser puts before the items of a list, as text."""
    for numbered in tree.iter("ol"):
        style = re.sub(r"\s+", "", numbered.get("style", "")).lower()
        kind = numbered.get("type", "1")
        if "list-style:none" in style or "list-style-type:none" in style:
            continue
        number = int(numbered.get("start", "1")) if re.fullmatch(r"\d{1,6}", numbered.get("start", "1")) else 1
        for item in numbered.iterchildren("li"):
            if re.fullmatch(r"\d{1,6}", item.get("value", "")):
                number = int(item.get("value"))
            holder = next((each for each in item.iterchildren("p")), None) if not (item.text or "").strip() else None
            holder = item if holder is None else holder
            if NUMBERED.match((holder.text or "").lstrip()):
                continue
            holder.text = f"{_numeral(number, kind)}. {(holder.text or '').lstrip()}"
            number += 1


def _numeral(number: int, kind: str) -> str:
    made = letters(number) if kind.lower() == "a" else roman(number) if kind.lower() == "i" else str(number)
    return made.upper() if kind in ("A", "I") else made


def _blocks(body: Any) -> tuple[list[Block], list[Flag]]:
    blocks: list[Block] = []
    flags: list[Flag] = []
    for element in body:
        if element.tag == "table":
            rows = [
                squeeze(" | ".join(squeeze(" ".join(cell.itertext())) for cell in row)) for row in element.iter("row")
            ]
            rows = [row for row in rows if row.strip("| ")]
            blocks += [Block("paragraph", row) for row in rows]
            flags += [Flag("table", row[:SHOWN]) for row in rows[:1]]
        else:
            blocks += _element(element, first=not blocks)
    return blocks, flags


def _element(element: Any, *, first: bool) -> Iterator[Block]:
    if element.tag == "list":
        for item in element.iter("item"):
            if text := squeeze(" ".join(_own_words(item))):
                yield Block("paragraph" if NUMBERED.match(text) else "bullet", text)
        return
    text = squeeze(" ".join(element.itertext()))
    if not text:
        return
    if element.tag == "head":
        rend = element.get("rend", "h2")
        yield Block("title" if first else "heading", text, level=int(rend[1]) if re.fullmatch(r"h[1-6]", rend) else 2)
    else:
        yield Block("paragraph", text)


def _own_words(item: Any) -> Iterator[str]:
    """An item's words without those of the lists in it."""
    yield item.text or ""
    for child in item:
        if child.tag != "list":
            yield from _own_words(child)
        yield child.tail or ""
