"""The draft checker by its rules alone: floors on the sentences that come with the project, and each rule."""

import pytest

from assistant.draft.check import Sentence, findings
from assistant.settings import load_settings
from evals.drafts import SETS, check_drafted, figures, load_drafted


@pytest.fixture(scope="module")
def check(assistant):
    def one(text, **more):
        (finding,) = findings([Sentence(text, **more)], assistant.store)
        return finding

    return one


@pytest.fixture(scope="module")
def checked(assistant):
    """All sentences of the sets that come with the project, by set."""
    found = {}
    for name in SETS:
        items = load_drafted(name)
        found[name] = list(zip(items, findings([Sentence(each.text) for each in items], assistant.store), strict=True))
    return found


def test_nothing_wrong_passes_as_supported(checked):
    passed = [
        item.id
        for some in checked.values()
        for item, finding in some
        if item.verdict != "supported" and finding.verdict == "supported"
    ]
    assert passed == []


def test_few_true_sentences_are_only_partly_supported(checked):
    true = [finding.verdict for item, finding in checked["drafts"] if item.verdict == "supported"]
    assert len(true) == 15
    assert true.count("partly") <= 0.4 * len(true)
    assert true.count("supported") >= 0.6 * len(true)


@pytest.mark.parametrize(("name", "share"), [("drafts", 0.9), ("more", 0.8), ("free", 0.5)])
def test_most_verdicts_are_right(checked, name, share):
    right = [item.verdict == finding.verdict for item, finding in checked[name]]
    assert sum(right) >= share * len(right)


def test_the_clause_stands_beside(checked):
    beside = [
        item.clause_id in {each.citation.clause_id for each in finding.clauses}
        for some in checked.values()
        for item, finding in some
        if item.clause_id is not None
    ]
    assert sum(beside) >= 0.85 * len(beside)


def test_quotes_and_suggestions_are_the_texts_own_words(checked, assistant):
    corpus = assistant.store.corpus
    for some in checked.values():
        for _, finding in some:
            for each in finding.clauses:
                cited = each.citation
                assert cited.quote == corpus.quote(cited.document_id, (cited.start, cited.end))
                assert cited.start >= corpus.clauses[cited.clause_id].start
                assert cited.end <= corpus.clauses[cited.clause_id].end
            if finding.suggestion is not None:
                quote = finding.suggestion.partition("“")[2].rpartition("”")[0]
                assert quote
                assert any(quote in document.text for document in corpus.documents.values())


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Ukraine's war of aggression against Russia is illegal.", "contradicted"),
        ("A permanent seat for the UK on the UNSC is supported by Japan.", "contradicted"),
        ("A permanent seat for Japan in the UNSC is supported by the UK.", "supported"),
        ("China calls on the UK and Japan to act responsibly.", "contradicted"),
        ("Neither country will promote green finance.", "contradicted"),
        ("Only Japan will promote green and transition finance.", "partly"),
        ("The two countries will build business partnerships only in third countries.", "partly"),
        ("All North Korea's weapons of mass destruction will be dismantled.", "stronger"),
        ("The investment amounts to £20bn of Japanese investment into the UK.", "contradicted"),
        ("NATO will establish a Cyber Partnership with Japan.", "partly"),
    ],
)
def test_who_does_what_to_whom_and_how_much(check, text, verdict):
    assert check(text).verdict == verdict


@pytest.mark.parametrize(
    "text",
    [
        "The two countries will support Taiwan.",
        "Japan supports reform of the UK.",
        "The G7 will work through Japan and the UK.",
        "The two countries will tackle the international community.",
        "Developing countries will provide a positive investment offer.",
        "The two countries will accelerate climate change.",
        "Economic coercion by Japan is opposed.",
        "The Renewable Energy Partnership will be developed by the end of the year.",
        "The two countries will reduce space threats by building weapons.",
    ],
)
def test_the_texts_words_in_another_relation_do_not_pass(check, text):
    assert check(text).verdict != "supported"


def test_a_sentence_can_be_supported_and_misquoted(check):
    finding = check(
        "The two countries will establish “a Cyber Partnership that strengthens public-private partnerships”."
    )
    assert (finding.verdict, finding.claim) == ("misquoted", "supported")
    (wrong,) = finding.misquoted
    assert finding.text[wrong.start : wrong.end] == wrong.quote
    assert "public-private" in finding.suggestion


@pytest.mark.parametrize(
    "text",
    [
        "They “will explore options to further streamline [their] bilateral cooperation in science”.",
        "The Accord recognises “the importance of semiconductors to … world-changing digital technologies”.",
        "The two countries will “[e]stablish a Japan-UK Cyber Partnership”.",
        'Both repeat "the complete, verifiable, and irreversible dismantlement" of weapons.',
        "The text reads: “Coordinate closely in contingency planning for potential evacuation.”",
        "It will “maintain high-standards [sic] in terms of rules and market access”.",
        "techUK calls it “a significant bilateral partnership”.",
    ],
)
def test_honest_brackets_and_cuts_are_no_misquotes(check, text):
    assert check(text).misquoted == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "They “will enhance our bilateral activities … application of the Japan Self-Defense Forces’ asset”.",
            "left out",
        ),
        ("They will “[build] ambitious joint research and development collaboration”.", "left out"),
        ("They “[do not] commit to closer consultation on security issues”.", "put in"),
        ("The Accord says that “Japan will leave the G7 tomorrow”.", "do not stand so"),
    ],
)
def test_dishonest_ones_are(check, text, why):
    (wrong,) = check(text).misquoted
    assert why in wrong.reason


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Kind regards", "no_claim"),
        ("Semiconductors and AI", "no_claim"),
        ("Who pays for it?", "no_claim"),
        ("日本はサイバー・パートナーシップを設立する。", "no_claim"),
        ("This is excellent news for industry.", "opinion"),
        ("The UK should join the dialogue.", "opinion"),
    ],
)
def test_what_claims_nothing(check, text, verdict):
    assert check(text).verdict == verdict


def test_a_heading_claims_nothing(check):
    text = "The UK and Japan will establish a Cyber Partnership"
    assert check(text, title=True).verdict == "no_claim"
    assert check(text).verdict == "supported"


def test_the_measure_counts_what_passed():
    items = load_drafted("drafts")[:2]
    measured = check_drafted(items, load_settings(), model=False, progress=lambda done, total: None)
    assert figures(measured)["right"] == 2
    assert figures(measured)["wrong_passed"] == []
