"""Treaty-like texts written for this test: every label was read against the text, one by one."""

import pytest
from treaties import NAMES, TREATIES, expected, labelled

from ingest.read import read
from ingest.sources import from_path
from vectorstore.documents import make_corpus


def reading(file, kind="primary"):
    (source,) = from_path(file, kind=kind).sources
    return read(source)


def test_there_are_five():
    assert len(NAMES) == 5


@pytest.mark.parametrize("name", NAMES)
def test_every_clause_has_the_label_that_its_text_gives_it(name):
    made = reading(TREATIES / f"{name}.md")
    assert labelled(made) == expected(name)
    assert made.flags == ()


@pytest.mark.parametrize("name", ["harbour-act", "lighthouse-charter", "tide-gauges"])
def test_plain_text_without_any_markup_has_the_same_labels(name, tmp_path):
    """Headings that say what they are need no markup."""
    text = (TREATIES / f"{name}.md").read_text(encoding="utf-8")
    plain = tmp_path / f"{name}.txt"
    plain.write_text("\n".join(line.lstrip("#").strip() for line in text.splitlines()), encoding="utf-8")
    assert labelled(reading(plain)) == expected(name)


def test_coverage_is_labelled_under_its_name():
    made = reading(TREATIES / "tide-gauges.md", kind="coverage")
    assert made.clauses[4].label == "Agreement between Northland and Southmark on Tide Gauges, Article 1, opening"
    assert (
        made.clauses[1].label == "Agreement between Northland and Southmark on Tide Gauges, Introduction, paragraph 1"
    )


def test_sub_clauses_complete_the_clause_above_them():
    made = reading(TREATIES / "harbour-act.md")
    corpus = make_corpus([made.document], made.clauses)
    by_label = {clause.label: clause for clause in made.clauses}
    assert by_label["Section 3(1)(c)(i)"].opening_id == by_label["Section 3(1)(c)"].id
    assert by_label["Section 3(1)(c)"].opening_id == by_label["Section 3(1)"].id
    assert by_label["Section 3(2)"].opening_id is None
    assert corpus.context(by_label["Section 3(1)(a)"]).endswith("Section 3 Duties of masters - (1) A master must—")


@pytest.mark.parametrize(
    ("name", "label", "ours"),
    [
        ("tide-gauges", "Article 2(2)(a)", False),
        ("tide-gauges", "Annex A, paragraph 2", False),
        ("tide-gauges", "Article 3", False),
        ("tide-gauges", "Article 1, opening", False),
        ("tide-gauges", "Article 4, paragraph 2", True),
        ("tide-gauges", "Article 4bis(2), item 1", True),
        ("tide-gauges", "Preamble, paragraph 2", True),
        ("summit-communique", "Paragraph 3", False),
        ("summit-communique", "Paragraph 2, item 3", True),
        ("data-standard", "3.1.2", False),
    ],
)
def test_numbers_of_ours_are_told_from_the_texts_own(name, label, ours):
    made = reading(TREATIES / f"{name}.md")
    corpus = make_corpus([made.document], made.clauses)
    (clause,) = (each for each in made.clauses if each.label == label)
    assert corpus.numbered_by_us(clause) is ours


def test_a_long_paragraph_is_split_between_its_sentences(tmp_path):
    sentences = [
        f"Sentence {number} of the long article says what the Parties do in year {number}." for number in range(60)
    ]
    file = tmp_path / "long.md"
    file.write_text("# Long\n\n## Article 1\n\n" + " ".join(sentences) + "\n\nThe end.\n", encoding="utf-8")
    made = reading(file)
    pieces = [each for each in made.clauses if "piece" in each.label]
    assert [each.label for each in pieces] == [f"Article 1, paragraph 1, piece {number} of 3" for number in (1, 2, 3)]
    assert " ".join(made.document.text[each.start : each.end] for each in pieces) == " ".join(sentences)
    lengths = [each.end - each.start for each in pieces]
    assert max(lengths) - min(lengths) < 200
    assert [each.id for each in made.clauses] == [f"long/{place}" for place in ("0/0", "1/1", "1/2", "1/3", "1/4")]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "## Article 1\n\n(g) x\n\n(h) x\n\n(i) x\n\n(j) x",
            ["Article 1(g)", "Article 1(h)", "Article 1(i)", "Article 1(j)"],
        ),
        (
            "## Article 1\n\n(a) x:\n\n(i) x\n\n(ii) x\n\n(b) x",
            [f"Article 1({each})" for each in ("a", "a)(i", "a)(ii", "b")],
        ),
        ("## Article IV\n\n1. (a) x\n\n(b) x\n\n2. x", ["Article IV(1)(a)", "Article IV(1)(b)", "Article IV(2)"]),
        ("## Article 4\n\n4.1 The x\n\n4.2 The x", ["Article 4.1", "Article 4.2"]),
        ("## Part I\n\n1. x\n\n2. x", ["Part I, paragraph 1", "Part I, paragraph 2"]),
        ("Article 7. The Parties meet.\n\n(2) They talk.", ["Article 7", "Article 7(2)"]),
        ("## A\n\n1. x\n\n## B\n\n1. x", ["A, paragraph 1", "B, paragraph 1"]),
        ("## Article 1\n\n(1) x\n\n(1) x", ["Article 1(1)", "Article 1(1) [2]"]),
        ("## Article 1\n\nArticle 4 of the Treaty applies.", ["Article 1"]),
        ("## Regulation 3\n\n1) x\n\n2) x", ["Regulation 3(1)", "Regulation 3(2)"]),
    ],
)
def test_forms_of_numbers(text, labels, tmp_path):
    file = tmp_path / "law.md"
    file.write_text(f"# Law\n\n{text}\n", encoding="utf-8")
    assert [clause.label for clause in reading(file).clauses][1:] == labels


@pytest.mark.parametrize(
    "text",
    [
        "# News\n\nIn 2023 they met.\n\n1.5 degrees is the limit.\n\nA. Smith agreed.",
        "# News\n\nArticle 4 of the Treaty provides for this.\n\nPart of it is new.",
    ],
)
def test_prose_has_no_numbers_of_its_own(text, tmp_path):
    file = tmp_path / "news.md"
    file.write_text(text, encoding="utf-8")
    clauses = reading(file).clauses
    assert [clause.label for clause in clauses][1:] == [f"Paragraph {number + 1}" for number in range(len(clauses) - 1)]
