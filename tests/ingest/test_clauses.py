import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Block
from ingest.clauses import canonical, split
from ingest.markdown import load_markdown
from ingest.sentences import sentence_spans
from vectorstore.documents import Document, text_hash

# What the loaders give: squeezed text, never empty.
TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from(string.ascii_letters + ".?! :’“”()é日1"), st.characters(codec="utf-8")),
    min_size=1,
    max_size=80,
)
SQUEEZED = TEXTS.map(lambda text: " ".join(text.split())).filter(bool)
BLOCKS = st.builds(
    Block,
    kind=st.sampled_from(["title", "heading", "paragraph", "bullet"]),
    text=SQUEEZED,
    level=st.integers(1, 4),
)


def document(blocks, kind="coverage", **facts):
    return Document(id="paper", name="Paper", kind=kind, title="T", text=canonical(blocks)[0], sha256="", **facts)


def of(*blocks):
    return [Block(kind=kind, text=text) for kind, text in blocks]


@given(st.lists(BLOCKS, max_size=12))
def test_offsets_ids_and_hashes_hold_for_any_blocks(blocks):
    paper = document(blocks)
    clauses = split(paper, blocks)
    texts = [paper.text[clause.start : clause.end] for clause in clauses]
    assert texts == [block.text for block in blocks if block.kind != "heading"]
    assert [clause.hash for clause in clauses] == [text_hash(text) for text in texts]
    assert len({clause.id for clause in clauses}) == len(clauses)
    assert len({clause.label for clause in clauses}) == len(clauses)


NUMBERED = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "1. ", "2. ", "(a) ", "(b) ", "(i) ", "1.1 ", "Article 4. ", "Section 2. (1) ", "Annex A "]),
    st.sampled_from(
        ["The Parties", "Scope", "x", "Article 1", "Part II", "Annex", "A long sentence of very many words. " * 60]
    ),
    st.sampled_from(["", ".", ":", ";", " will:"]),
).map(str.strip)


@given(st.lists(st.builds(replace, BLOCKS, text=NUMBERED), max_size=10))
def test_ids_and_labels_stay_unique_where_texts_have_numbers(blocks):
    paper = document(blocks, kind="primary")
    clauses = split(paper, blocks)
    assert len({clause.id for clause in clauses}) == len(clauses)
    assert len({clause.label for clause in clauses}) == len(clauses)
    ids = {clause.id for clause in clauses}
    assert all(clause.opening_id is None or clause.opening_id in ids for clause in clauses)
    assert [span for clause in clauses for span in clause.sentences] == sorted(
        span for clause in clauses for span in clause.sentences
    )


@given(st.lists(SQUEEZED, min_size=1, max_size=4))
def test_sentences_cover_any_text(paragraphs):
    text = "\n\n".join(["before", *paragraphs, "after"])
    start, end = len("before\n\n"), len(text) - len("\n\nafter")
    spans = sentence_spans(text, start, end)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join("".join(paragraphs).split())
    assert all(start <= a < b <= end for a, b in spans)
    assert list(spans) == sorted(spans)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It costs £1.5bn. It is so.", ["It costs £1.5bn.", "It is so."]),
        ("The U.K. and Mr. Sunak met.", ["The U.K. and Mr. Sunak met."]),
        ("Is it? It is!", ["Is it?", "It is!"]),
        ("No end", ["No end"]),
    ],
)
def test_sentences(text, sentences):
    assert [text[start:end] for start, end in sentence_spans(text, 0, len(text))] == sentences


def test_bullets_complete_an_opening_that_promises():
    blocks = of(("heading", "Trade"), ("paragraph", "We will:"), ("bullet", "open ports"), ("bullet", "cut tariffs"))
    clauses = split(document(blocks, kind="primary"), blocks)
    assert [(each.id, each.label, each.role, each.opening_id) for each in clauses] == [
        ("paper/1/0", "Part 1, opening", "opening", None),
        ("paper/1/1", "Part 1, commitment 1", "commitment", "paper/1/0"),
        ("paper/1/2", "Part 1, commitment 2", "commitment", "paper/1/0"),
    ]


def test_bullets_of_another_opening_are_items():
    blocks = of(("heading", "Trade"), ("paragraph", "These met:"), ("bullet", "Japan"), ("paragraph", "So it was."))
    clauses = split(document(blocks), blocks)
    assert [(each.label, each.role, each.opening_id) for each in clauses] == [
        ("Paper, part 1, opening", "opening", None),
        ("Paper, part 1, item 1", "item", "paper/1/0"),
        ("Paper, part 1, paragraph 2", "paragraph", None),
    ]


def test_labels_of_a_markdown_document():
    data = b"# Briefing\n\nWhy we met.\n\n## Trade\n\nIt grew.\n\n- Steel\n- Cars\n\n### Steel in detail\n\nIt fell."
    blocks = load_markdown(data).blocks
    clauses = split(document(blocks), blocks)
    assert [(each.id, each.label, each.heading) for each in clauses] == [
        ("paper/0/0", "Paper, title", ()),
        ("paper/0/1", "Paper, introduction, paragraph 1", ()),
        ("paper/1/1", "Paper, part 1, paragraph 1", ("Trade",)),
        ("paper/1/2", "Paper, part 1, item 2", ("Trade",)),
        ("paper/1/3", "Paper, part 1, item 3", ("Trade",)),
        ("paper/2/1", "Paper, part 2, paragraph 1", ("Trade", "Steel in detail")),
    ]


def test_a_heading_ends_those_of_its_own_level_and_below():
    data = b"# T\n\n## A\n\n### B\n\nb\n\n### C\n\nc\n\n## D\n\nd"
    blocks = load_markdown(data).blocks
    assert [each.heading for each in split(document(blocks), blocks)] == [(), ("A", "B"), ("A", "C"), ("D",)]


def test_a_second_title_line_is_a_paragraph():
    blocks = of(("title", "A TREATY"), ("title", "BETWEEN TWO STATES"), ("paragraph", "They agree."))
    assert [(each.id, each.role) for each in split(document(blocks), blocks)] == [
        ("paper/0", "title"),
        ("paper/1", "paragraph"),
        ("paper/2", "paragraph"),
    ]


def test_author_and_office_are_told_by_the_record():
    blocks = of(("paragraph", "Text."), ("paragraph", "A. Writer"), ("paragraph", "Head of Trade, techUK"))
    paper = document(blocks, author="A. Writer", author_office="Head of Trade")
    assert [(each.label, each.role) for each in split(paper, blocks)] == [
        ("Paper, paragraph 1", "paragraph"),
        ("Paper, author", "author"),
        ("Paper, office", "office"),
    ]
