"""The table on techUK's article is word for word in both texts, whole, and used for no other texts."""

import re
from dataclasses import replace

import pytest
from pydantic import ValidationError

from assistant.comparing.checked import NotAsRead, as_read, checked_comparison, checked_tables
from ingest.read import read
from ingest.sources import bundled
from vectorstore.documents import make_corpus

ACCORD, TECHUK = "hiroshima-accord", "techuk-coverage"
VERDICTS = {
    "UK and Japan sign": "differs",
    "Science, Technology, and Security Accord": "differs",
    "On May 17th": "differs",
    'The UK and Japan announced a significant bilateral partnership called the "Hiroshima Accord"': "stated",
    "focusing on economic, security, and technological collaboration": "stated",
    "This comes ahead of the G7 summit": "coverage_only",
    "held in Japan from Friday to Sunday": "coverage_only",
    "The UK recognises Japan's crucial role in the Indo-Pacific": "coverage_only",
    "their significance to the UK's security and prosperity": "coverage_only",
    "resulting in a rapidly growing relationship between the two countries": "coverage_only",
    "The accord will solidify this partnership": "stated",
    "by focusing on deepening collaboration in a few key areas, including: defence": "stated",
    "trade, investment": "stated",
    "science and technology": "stated",
    "joint efforts to address global challenges such as climate change": "stated",
    "In terms of science and technology, a number of programs will be launched to support collaboration between the UK "
    "and Japan": "differs",
    "ranging from talent exchanges of early career researchers": "coverage_only",
    "to the development of clean technologies": "differs",
    "The Accord includes a Semiconductors Partnership": "differs",
    "aiming to strengthen research and development cooperation": "differs",
    "skills exchange": "coverage_only",
    "bolster domestic sectors": "coverage_only",
    "enhance supply chain resilience in the global semiconductor market": "differs",
    "The Prime Minister has also announced that there will be a further £18bn of Japanese investment into the UK.": (
        "coverage_only"
    ),
    "Under the accord, a new Cyber Partnership will be established": "stated",
    "deepening UK-Japan cooperation in the field of cybersecurity": "stated",
    "This includes Fujitsu UK joining the National Cyber Security Centre's Industry 100 initiative": "coverage_only",
    "the piloting of a Japan Cyber Security Fellowship to foster future cyber leaders.": "coverage_only",
    "Additionally, a Renewable Energy Partnership will be unveiled": "differs",
    "aimed at accelerating the adoption of clean energy": "differs",
    "in the UK, Japan, and other countries.": "differs",
    "techUK is looking forward to working with our members, JEITA, and the UK and Japanese governments respectively": (
        "no_claim"
    ),
    "to ensure that this agreement is operationalised successfully through techUK’s UK-Japan Tech Forum later this "
    "year.": "coverage_only",
    "If any members have questions or would like to discuss this Accord further, then please reach out to "
    "[email protected].": "no_claim",
    "Daniel Clarke\n\nDaniel Clarke": "no_claim",
    "Policy Manager for International Policy and Trade, techUK": "no_claim",
}
"""As they were settled beside the texts, apart from the table: neither is changed without the other."""


@pytest.fixture(scope="module")
def corpus():
    read_all = [read(each) for each in bundled().sources]
    return make_corpus([each.document for each in read_all], [clause for each in read_all for clause in each.clauses])


@pytest.fixture(scope="module")
def table():
    (found,) = checked_tables()
    return found


@pytest.fixture(scope="module")
def comparison(corpus):
    return checked_comparison(corpus, corpus.documents[TECHUK], corpus.documents[ACCORD])


def other(corpus, document_id, **changes):
    """The same corpus, with another document under this id."""
    documents = {**corpus.documents, document_id: replace(corpus.documents[document_id], **changes)}
    return make_corpus(documents.values(), corpus.clauses.values())


def test_every_quote_is_word_for_word(corpus, comparison):
    for each in comparison.statements:
        assert each.said.clause.document_id == TECHUK
        assert {beside.clause.document_id for beside in (*each.clauses, *each.nearest)} <= {ACCORD}
        for quoted in (each.said, *each.clauses, *each.nearest):
            assert corpus.quote(quoted.clause.document_id, quoted.span) == quoted.quote
            assert quoted.clause.start <= quoted.span[0] < quoted.span[1] <= quoted.clause.end


def test_all_words_of_the_article_are_in_one_statement(corpus, comparison):
    text = corpus.documents[TECHUK].text
    at, between = 0, []
    for each in comparison.statements:
        start, end = each.said.span
        assert start >= at, each.said.quote
        between.append(text[at:start])
        at = end
    assert {re.sub(r"[\s,.]", "", each) for each in (*between, text[at:])} == {"", "and"}


def test_every_sentence_of_the_article_has_a_statement(corpus, comparison):
    for clause in corpus.of(TECHUK):
        for start, end in clause.sentences:
            assert any(each.said.span[0] < end and start < each.said.span[1] for each in comparison.statements)


def test_verdicts_are_those_that_were_settled(comparison):
    assert {each.said.quote: each.verdict for each in comparison.statements} == VERDICTS
    assert {each.status for each in comparison.statements} == {"checked"}
    assert dict(comparison.counts) == {"stated": 9, "differs": 11, "coverage_only": 12, "no_claim": 4}


def test_what_stands_beside_goes_with_the_verdict(comparison):
    for each in comparison.statements:
        assert bool(each.clauses or each.record) == (each.verdict in ("stated", "differs")), each.said.quote
        assert each.verdict == "coverage_only" or not each.nearest
        assert each.note or each.verdict != "differs"


def test_what_is_said_to_be_absent_is_so_and_is_said(corpus, comparison):
    accord = corpus.documents[ACCORD].text
    for each in comparison.statements:
        for term in each.absent:
            assert re.search(rf"\b{re.escape(term)}(?:s|ed|ing)?\b", accord, re.IGNORECASE) is None, term
            assert term.casefold() in each.said.quote.casefold(), term


def test_a_name_or_number_that_the_clauses_do_not_have_is_never_stated(comparison):
    """But for the two countries, and for the Accord itself."""
    for each in comparison.statements:
        if each.verdict == "stated":
            beside = " ".join(quoted.quote for quoted in each.clauses).casefold()
            said = re.sub(r"UK-Japan|\bUK\b|\bJapan\b|^(?:The|Under)\b", "", each.said.quote)
            assert [name for name in re.findall(r"[A-Z]\w+|\d\w*", said) if name.casefold() not in beside] == []


def test_notes_quote_one_of_the_texts(corpus, comparison):
    texts = corpus.documents[ACCORD].text, corpus.documents[TECHUK].text
    quotes = [quote for each in comparison.statements for quote in re.findall("“([^”]*)”", each.note or "")]
    assert len(quotes) > 10
    assert [each for each in quotes if not any(each in text for text in texts)] == []


@pytest.mark.parametrize("document_id", [ACCORD, TECHUK])
def test_a_text_that_has_changed_was_read_by_nobody(corpus, document_id):
    text = corpus.documents[document_id].text
    for changed in (f"{text[:-1]}!", text.replace("Japan", "Nippon", 1), f"{text} Fujitsu joins."):
        found = other(corpus, document_id, text=changed)
        assert checked_comparison(found, found.documents[TECHUK], found.documents[ACCORD]) is None


def test_a_record_that_has_changed_was_read_by_nobody(corpus):
    for published in ("2023-05-17", None):
        found = other(corpus, ACCORD, published=published)
        assert checked_comparison(found, found.documents[TECHUK], found.documents[ACCORD]) is None


def test_other_documents_were_read_by_nobody(corpus):
    assert checked_comparison(corpus, corpus.documents[ACCORD], corpus.documents[TECHUK]) is None


def with_first(table, **changes):
    """The table with another first statement, that "UK and Japan sign"."""
    first = type(table.statement[0]).model_validate(table.statement[0].model_dump() | changes)
    return table.model_copy(update={"statement": (first, *table.statement[1:])})


@pytest.mark.parametrize(
    "wrong",
    [
        {"quote": "UK and Japan signed"},
        {"quote": "n"},
        {"clause": "99"},
        {"absent": ("Carrier Strike Group",)},
        {"official": ({"clause": "0/3", "quote": "the Prime Minister commits"},)},
        {"official": ({"clause": "0/4", "quote": "commit to an enhanced Global Strategic Partnership"},)},
        {"record": {"fact": "published", "value": "2023-05-19"}},
    ],
)
def test_what_is_not_so_is_refused(corpus, table, wrong):
    assert as_read(corpus, with_first(table)).statements
    with pytest.raises(NotAsRead):
        as_read(corpus, with_first(table, **wrong))


@pytest.mark.parametrize(
    "wrong",
    [{"official": ()}, {"note": None}, {"verdict": "no_claim"}, {"verdict": "true"}, {"quote": ""}, {"page": 1}],
)
def test_a_statement_without_what_its_verdict_needs_is_refused(table, wrong):
    with pytest.raises(ValidationError):
        with_first(table, **wrong)
