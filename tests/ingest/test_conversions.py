"""The Accord and five treaty-like texts in other formats give the clauses that the supplied texts give."""

import re
from dataclasses import replace

import pytest
from layouts import BOOKLET, COLUMNS, PLAIN, by_pandoc, printed
from pypdf import PdfReader
from treaties import NAMES, TREATIES, expected, labelled

from ingest.read import read
from ingest.sources import Source, bundled, from_path
from ingest.text import load_text

pytestmark = pytest.mark.e2e

LAYOUTS = {"plain": PLAIN, "columns": COLUMNS, "booklet": BOOKLET}
MARKS = {"title": "# ", "heading": "## ", "bullet": "- ", "paragraph": ""}


@pytest.fixture(scope="module")
def accord():
    return bundled().sources[0]


@pytest.fixture(scope="module")
def made(accord, tmp_path_factory):
    """The Accord's files by name, made from its own blocks as Markdown."""
    folder = tmp_path_factory.mktemp("accord")
    blocks = load_text(accord.read()).blocks
    markdown = "\n\n".join(MARKS[block.kind] + re.sub(r"([\\*_`\[\]<>#])", r"\\\1", block.text) for block in blocks)
    (folder / "accord.md").write_text(markdown, encoding="utf-8")
    docx = by_pandoc(markdown, folder / "accord.docx")
    files = {"markdown": folder / "accord.md", "docx": docx, "html": by_pandoc(markdown, folder / "accord.html")}
    return files | {name: printed([docx], layout, folder / name)["accord"] for name, layout in LAYOUTS.items()}


@pytest.fixture(scope="module")
def treaties(tmp_path_factory):
    """The treaties' files by name and kind. One page has no running head: none could be told from its text."""
    folder = tmp_path_factory.mktemp("treaties")
    files = {}
    for name in NAMES:
        markdown = (TREATIES / f"{name}.md").read_text(encoding="utf-8")
        # The numbers stand in the text: as lists they would be the format's own.
        markdown = re.sub(r"^(\(?\w+[.)])", lambda found: re.sub(r"([.()])", r"\\\1", found[1]), markdown, flags=re.M)
        files |= {(name, kind): by_pandoc(markdown, folder / f"{name}.{kind}") for kind in ("docx", "html")}
    for kind, layout in LAYOUTS.items():
        pdfs = printed([files[name, "docx"] for name in NAMES], replace(layout, head=""), folder / kind)
        files |= {(name, kind): file for name, file in pdfs.items()}
    return files


def reading_of(source, file):
    """The same record, read from another file."""
    return read(Source(file.name, source.record.model_copy(update={"file": file.name}), "made", file.read_bytes))


def texts(reading):
    return ["".join(reading.document.text[clause.start : clause.end].split()) for clause in reading.clauses]


@pytest.mark.parametrize("kind", ["markdown", "docx", "html", *LAYOUTS])
def test_the_accord_in_another_format_gives_the_same_clauses(accord, made, kind):
    supplied, other = read(accord), reading_of(accord, made[kind])
    same = sum(text in texts(other) for text in texts(supplied)) / len(supplied.clauses)
    assert same >= 0.98, [text[:80] for text in texts(supplied) if text not in texts(other)]
    assert [(clause.id, clause.label, clause.role) for clause in other.clauses] == [
        (clause.id, clause.label, clause.role) for clause in supplied.clauses
    ]
    assert [clause.opening_id for clause in other.clauses] == [clause.opening_id for clause in supplied.clauses]
    assert other.flags == ()


@pytest.mark.parametrize("name", ["columns", "booklet"])
def test_the_layouts_part_words(made, name):
    """Else nothing was shown of words that are parted at line ends."""
    text = "\n".join(page.extract_text() for page in PdfReader(made[name]).pages)
    assert len(re.findall(r"[a-z]-\n", text)) > 10


@pytest.mark.parametrize("kind", ["docx", "html", *LAYOUTS])
@pytest.mark.parametrize("name", NAMES)
def test_treaties_in_another_format_have_the_same_labels(name, kind, treaties):
    (source,) = from_path(treaties[name, kind], kind="primary").sources
    assert labelled(read(source)) == expected(name)
