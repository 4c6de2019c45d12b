"""Files with a few bytes changed: each is read, or refused with a code that is known."""

import random
import re
from concurrent.futures import ThreadPoolExecutor
from typing import get_args

import pytest
from bad_files import FONT, GOOD_DOCX, GOOD_HTML, PLACES, WORDS
from bombs import body, docx, page, paragraph, pdf, stream

from ingest.errors import LoadCode, LoadError
from ingest.read import read
from ingest.sources import Record, Source

TEXT = "\n\n".join(f"Article {number}\n\n{WORDS} This is the {number}th time." for number in range(1, 9))
DRAWN = "\n".join(
    f"BT /F1 {9 + number % 3} Tf 72 {760 - 16 * number} Td ({line[:90]}) Tj ET"
    for number, line in enumerate(TEXT.split("\n\n"))
)
STYLED = "".join(
    f'<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{line}</w:t></w:r></w:p>{paragraph(line)}"
    for line in TEXT.split("\n\n")
)
PACKED = GOOD_DOCX
STORED = docx(body(STYLED), method=0)
SEEDS = {
    "a.pdf": page(stream(DRAWN.encode()), FONT),
    "b.pdf": pdf(
        b"<</Type/Catalog/Pages 2 0 R/Outlines<</First 3 0 R>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>",
        b"<</Type/Page/Parent 2 0 R/Contents[4 0 R 4 0 R]/Resources<<%b/XObject<</X 5 0 R>>>>/Rotate 0>>" % FONT,
        stream(
            b"q 1 0 0 1 9 9 cm /X Do Q BT /F1 9 Tf 9 700 Td [(Steel) -300 (was)] TJ T*"
            b" (here) ' 1 g (unseen) ' 3 Tr (too) ' ET"
        ),
        stream(
            b"BT /F1 9 Tf 9 90 Td <537465656C> Tj ET",
            b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Matrix[1 0 0 1 0 0]",
        ),
    ),
    "a.docx": PACKED,
    "b.docx": STORED,
    "a.html": GOOD_HTML,
    "b.html": f"<html><body><h1>Steel</h1><p>{WORDS}</p><ol start=3><li hidden>a<li style='color:#fff'>b"
    f"<li>{WORDS}</ol><table><tr><td>c<td>d</table></body>".encode(),
    "a.md": b"# " + TEXT.encode() + b"\n\n> quoted\n\n| a | b |\n|---|---|\n| c | d |\n",
    "a.txt": TEXT.encode(),
}
ODD = (
    b"\0",
    b"\xff",
    b"\x7f\xff\xff\xff",
    b"<<",
    b">>",
    b"<!--",
    b"]]>",
    b"99999999999",
    b"-1",
    b"&#0;",
    b"\xed\xa0\x80",
)


def mutated(number):
    """A file name and what has become of that file."""
    chance = random.Random(number)
    name = chance.choice(list(SEEDS))
    data = bytearray(SEEDS[name])
    for _ in range(chance.choice((1, 1, 2, 8))):
        at = chance.randrange(len(data) or 1)
        length = chance.randrange(1, 40)
        other = SEEDS[chance.choice(list(SEEDS))]
        change = chance.randrange(6)
        if change == 0:
            del data[len(data) * chance.randrange(1, PLACES) // PLACES :]
        elif change == 1 and data:
            data[min(at, len(data) - 1)] ^= 1 << chance.randrange(8)
        elif change == 2:
            data[at : at + length] = chance.choice(ODD)
        elif change == 3:
            data[at:at] = bytes(data[at : at + length]) * chance.choice((1, 50))
        elif change == 4:
            start = chance.randrange(len(other))
            data[at : at + length] = other[start : start + 10 * length]
        else:
            del data[at : at + length]
    return name, bytes(data)


def outcome(number):
    """The code that a changed file is refused with; none where it was read, and what is wrong with what was read."""
    name, data = mutated(number)
    try:
        reading = read(Source(name, Record(id="changed", file=name), name, lambda: data))
    except LoadError as error:
        return error.code, "" if str(error).strip() else "no reason"
    bad = re.search(r"[\0-\x08\x0b-\x1f\ud800-\udfff]", reading.document.text + reading.document.title)
    return None, f"{bad[0]!a} in {name} {number}" if bad else ""


def outcomes(numbers):
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(outcome, numbers))


def check(found, count):
    codes = [code for code, _ in found]
    assert len(codes) == count
    assert set(codes) <= {None, *get_args(LoadCode)} - {"crashed", "timeout"}
    assert [wrong for _, wrong in found if wrong] == []
    assert count // 10 < codes.count(None) < count * 9 // 10


def test_seeds_are_read():
    for name, data in SEEDS.items():
        assert read(Source(name, Record(id="whole", file=name), name, lambda data=data: data)).clauses


def test_changed_files():
    check(outcomes(range(200)), 200)


@pytest.mark.soak
def test_many_changed_files():
    check(outcomes(range(1_000, 3_000)), 2_000)
