"""The bundled documents, clause by clause."""

import re
from collections import Counter

import pytest

from ingest.read import read
from ingest.sources import bundled
from vectorstore.documents import make_corpus, text_hash

CLAUSES = [
    ("hiroshima-accord/0/0", "Title", "title", "THE HIROSHIMA ACCORD: AN ENHANCED"),
    ("hiroshima-accord/0/1", "Preamble, paragraph 1", "paragraph", "Japan and the United Kingdom are connected"),
    ("hiroshima-accord/0/2", "Preamble, paragraph 2", "paragraph", "Our partnership stands at a turning point"),
    ("hiroshima-accord/0/3", "Preamble, paragraph 3", "paragraph", "At this critical and defining juncture"),
    ("hiroshima-accord/0/4", "Preamble, paragraph 4", "paragraph", "First, recognising that the security"),
    ("hiroshima-accord/0/5", "Preamble, paragraph 5", "paragraph", "Second, firmly recognising that our security"),
    ("hiroshima-accord/0/6", "Preamble, paragraph 6", "paragraph", "Third, recognising that global challenges"),
    ("hiroshima-accord/0/7", "Preamble, paragraph 7", "paragraph", "To cement this partnership, and ensure"),
    ("hiroshima-accord/1/0", "Part 1, opening", "opening", "As each other’s closest security partners"),
    ("hiroshima-accord/1/1", "Part 1, commitment 1", "commitment", "Maximise the generational opportunity"),
    ("hiroshima-accord/1/2", "Part 1, commitment 2", "commitment", "Realise the benefits of the landmark"),
    ("hiroshima-accord/1/3", "Part 1, commitment 3", "commitment", "Proactively pursue cooperation in the field"),
    ("hiroshima-accord/1/4", "Part 1, commitment 4", "commitment", "Commit to consult each other on important"),
    ("hiroshima-accord/1/5", "Part 1, commitment 5", "commitment", "Reinforce the current defence governance"),
    ("hiroshima-accord/1/6", "Part 1, commitment 6", "commitment", "Further reinforce collaboration on outer space"),
    ("hiroshima-accord/1/7", "Part 1, commitment 7", "commitment", "Establish a Japan-UK Cyber Partnership"),
    ("hiroshima-accord/1/8", "Part 1, commitment 8", "commitment", "Coordinate closely in contingency planning"),
    ("hiroshima-accord/1/9", "Part 1, commitment 9", "commitment", "Reinforce coordination with our common allies"),
    ("hiroshima-accord/2/0", "Part 2, opening", "opening", "Committing ourselves to a deeper, broader"),
    ("hiroshima-accord/2/1", "Part 2, commitment 1", "commitment", "Launch a Ministry of Economy, Trade and Industry"),
    ("hiroshima-accord/2/2", "Part 2, commitment 2", "commitment", "Fully utilise the Comprehensive Economic"),
    ("hiroshima-accord/2/3", "Part 2, commitment 3", "commitment", "Commit to working closely together, with the"),
    ("hiroshima-accord/2/4", "Part 2, commitment 4", "commitment", "Continue to partner closely on economic security"),
    ("hiroshima-accord/2/5", "Part 2, commitment 5", "commitment", "Support progress of critical minerals"),
    ("hiroshima-accord/2/6", "Part 2, commitment 6", "commitment", "Use the upcoming Semiconductor Partnership"),
    ("hiroshima-accord/2/7", "Part 2, commitment 7", "commitment", "Elevate our existing excellence-driven science"),
    ("hiroshima-accord/2/8", "Part 2, commitment 8", "commitment", "Continue to accelerate and deepen bilateral"),
    ("hiroshima-accord/2/9", "Part 2, commitment 9", "commitment", "Promote further discussions on AI, noting"),
    ("hiroshima-accord/2/10", "Part 2, commitment 10", "commitment", "Take advantage of the health ministerial"),
    ("hiroshima-accord/2/11", "Part 2, commitment 11", "commitment", "Cooperate to re-vitalise people-to-people"),
    ("hiroshima-accord/3/0", "Part 3, opening", "opening", "Leveraging our robust Global Strategic Partnership"),
    ("hiroshima-accord/3/1", "Part 3, commitment 1", "commitment", "Maintain our commitment to keeping a limit of 1.5"),
    ("hiroshima-accord/3/2", "Part 3, commitment 2", "commitment", "Commit to holistically addressing energy"),
    ("hiroshima-accord/3/3", "Part 3, commitment 3", "commitment", "Affirm our commitment to cooperation on nuclear"),
    ("hiroshima-accord/3/4", "Part 3, commitment 4", "commitment", "Work collectively with partners to improve"),
    ("hiroshima-accord/3/5", "Part 3, commitment 5", "commitment", "Reaffirm the importance of early reform of the UN"),
    ("hiroshima-accord/3/6", "Part 3, commitment 6", "commitment", "Work bilaterally as well as through the G7"),
    ("hiroshima-accord/3/7", "Part 3, commitment 7", "commitment", "Reaffirm our determination to promote transparent"),
    ("hiroshima-accord/3/8", "Part 3, commitment 8", "commitment", "Continue to recognise the importance of working"),
    ("hiroshima-accord/3/9", "Part 3, commitment 9", "commitment", "Reaffirm our commitment to the ultimate goal"),
    ("techuk-coverage/0", "techUK, title", "title", "UK and Japan sign Science, Technology"),
    ("techuk-coverage/1", "techUK, paragraph 1", "paragraph", "On May 17th, The UK and Japan announced"),
    ("techuk-coverage/2", "techUK, paragraph 2", "paragraph", "The UK recognises Japan's crucial role"),
    ("techuk-coverage/3", "techUK, paragraph 3", "paragraph", "In terms of science and technology, a number"),
    ("techuk-coverage/4", "techUK, paragraph 4", "paragraph", "Under the accord, a new Cyber Partnership"),
    ("techuk-coverage/5", "techUK, paragraph 5", "paragraph", "techUK is looking forward to working with"),
    ("techuk-coverage/6", "techUK, paragraph 6", "paragraph", "If any members have questions or would like"),
    ("techuk-coverage/7", "techUK, author", "author", "Daniel Clarke"),
    ("techuk-coverage/8", "techUK, office", "office", "Policy Manager for International Policy"),
]
HEADINGS = {
    "1": "Interoperable, Resilient, and Cross-Domain Defence and Security Cooperation",
    "2": "Economic Prosperity and Security Underpinned by Science, Technology, and Innovation",
    "3": "Leading International Efforts for Global Resilience",
}
ACROSS_PAGES = {
    "hiroshima-accord/0/5": ((1, 2), "we will work together to maintain strategic advantage"),
    "hiroshima-accord/1/9": ((2, 3), "in keeping with NATO’s commitment in its 2022 Strategic Concept"),
    "hiroshima-accord/2/6": ((3, 4), "compound semiconductors and advanced materials"),
    "hiroshima-accord/3/2": ((4, 5), "We will work together to accelerate the deployment"),
}


def bare(text):
    return re.sub(r"[\s\uf0b7]", "", text)


@pytest.fixture(scope="module")
def parsed():
    """The document and the clauses of every bundled source, with the supplied bytes."""
    made = [(source.read(), read(source)) for source in bundled().sources]
    return [(data, reading.document, reading.clauses) for data, reading in made]


@pytest.fixture(scope="module")
def corpus(parsed):
    return make_corpus(
        [document for _, document, _ in parsed], [clause for _, _, clauses in parsed for clause in clauses]
    )


def test_the_documents_have_these_clauses_and_no_others(corpus):
    assert list(corpus.clauses) == [clause_id for clause_id, *_ in CLAUSES]


@pytest.mark.parametrize(("clause_id", "label", "role", "first_words"), CLAUSES, ids=[row[0] for row in CLAUSES])
def test_a_clause(corpus, clause_id, label, role, first_words):
    clause = corpus.clauses[clause_id]
    assert (clause.label, clause.role) == (label, role)
    assert corpus.text(clause).startswith(first_words)
    assert clause.hash == text_hash(corpus.text(clause))


def test_no_character_is_lost_or_added(parsed):
    for data, document, _ in parsed:
        assert bare(document.text) == bare(data.decode("utf-8"))


def test_clauses_and_headings_are_the_whole_text(parsed):
    for _, document, clauses in parsed:
        headings = list(dict.fromkeys(heading for clause in clauses for heading in clause.heading))
        own = "".join(document.text[clause.start : clause.end] for clause in clauses)
        assert Counter(bare(document.text)) == Counter(bare(own + "".join(headings)))
        ends = [0, *(clause.end for clause in clauses)]
        assert all(end <= clause.start for end, clause in zip(ends, clauses, strict=False))


def test_there_are_29_commitments(corpus):
    parts = Counter(clause.id.split("/")[1] for clause in corpus.clauses.values() if clause.role == "commitment")
    assert parts == {"1": 9, "2": 11, "3": 9}


def test_commitments_complete_their_parts_opening(corpus):
    for clause in corpus.clauses.values():
        part = clause.id.rpartition("/")[0]
        assert clause.opening_id == (f"{part}/0" if clause.role == "commitment" else None)
    assert corpus.text(corpus.clauses["hiroshima-accord/2/0"]).endswith("we will:")


def test_clauses_stand_under_their_parts_heading(corpus):
    for clause in corpus.clauses.values():
        part = clause.id.split("/")[1] if clause.document_id == "hiroshima-accord" else ""
        assert clause.heading == ((HEADINGS[part],) if part in HEADINGS else ())


@pytest.mark.parametrize("clause_id", ACROSS_PAGES)
def test_a_clause_that_runs_over_a_page_break(corpus, clause_id):
    pages, words = ACROSS_PAGES[clause_id]
    assert corpus.clauses[clause_id].pages == pages
    assert words in corpus.text(corpus.clauses[clause_id])


def test_all_other_clauses_of_the_accord_are_on_one_page(corpus):
    pages = {clause.id: clause.pages for clause in corpus.of("hiroshima-accord") if clause.id not in ACROSS_PAGES}
    assert all(len(each) == 1 for each in pages.values())
    assert sorted({page for each in pages.values() for page in each}) == [1, 2, 3, 4, 5]
    assert list(pages.values()) == sorted(pages.values())


@pytest.mark.parametrize(
    ("clause_id", "words"),
    [
        ("hiroshima-accord/2/1", "(METI)– Department for Business and Trade (DBT)Ministerial dialogue"),
        ("hiroshima-accord/2/3", "the rules-based international trading system"),
        ("hiroshima-accord/3/2", "clean energy - particularly offshore wind"),
        ("hiroshima-accord/3/2", "(Resilient and Inclusive Supply-chain Enhancement)"),
        ("techuk-coverage/1", "from Friday to Sunday"),
        ("techuk-coverage/6", "[email protected]"),
    ],
)
def test_the_sources_own_ways_stay(corpus, clause_id, words):
    assert words in corpus.text(corpus.clauses[clause_id])


def test_an_author_named_twice_is_one_clause(corpus):
    assert corpus.text(corpus.clauses["techuk-coverage/7"]) == "Daniel Clarke\n\nDaniel Clarke"


def test_sentences_cover_their_clause(corpus):
    for clause in corpus.clauses.values():
        text = corpus.documents[clause.document_id].text
        assert clause.start <= clause.sentences[0][0]
        assert clause.sentences[-1][1] <= clause.end
        spans = [each for span in clause.sentences for each in span]
        assert spans == sorted(spans)
        assert bare("".join(text[start:end] for start, end in clause.sentences)) == bare(corpus.text(clause))
        assert all(text[start:end] == text[start:end].strip() != "" for start, end in clause.sentences)


@pytest.mark.parametrize(
    ("clause_id", "sentences"),
    [("hiroshima-accord/0/2", 8), ("hiroshima-accord/3/1", 3), ("hiroshima-accord/3/2", 5), ("techuk-coverage/1", 2)],
)
def test_a_clause_has_so_many_sentences(corpus, clause_id, sentences):
    assert len(corpus.clauses[clause_id].sentences) == sentences


def test_facts_that_no_source_states_are_left_open(corpus):
    accord, coverage = corpus.documents["hiroshima-accord"], corpus.documents["techuk-coverage"]
    assert (accord.kind, accord.published, accord.place, accord.url) == ("primary", "2023-05-18", "Hiroshima", None)
    assert (coverage.kind, coverage.published, coverage.author) == ("coverage", None, "Daniel Clarke")
    assert coverage.url.startswith("https://www.techuk.org/")
