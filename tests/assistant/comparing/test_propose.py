"""What rules propose for coverage that nobody has read: no invention passes as stated."""

from dataclasses import replace

import pytest

from assistant.comparing.compare import compare
from ingest.sources import bundled, from_path
from ingest.sync import sync

CARRIED = {
    "Japan and the UK will establish a Japan-UK Cyber Partnership.": "hiroshima-accord/1/7",
    "Under the Accord, the UK and Japan will establish a Japan-UK Cyber Partnership.": "hiroshima-accord/1/7",
    "The UK supports permanent seats in the UNSC for Japan.": "hiroshima-accord/3/5",
    "They will explore options to further streamline their bilateral cooperation.": "hiroshima-accord/2/7",
    "The two countries will share expertise and experience.": "hiroshima-accord/3/2",
}
INVENTED = (
    "Toyota will build a plant in Derby.",
    "Under the Accord, Hitachi will establish a Japan-UK Cyber Partnership.",
    "The Semiconductor Partnership is worth £500m.",
    "The two countries will launch a Ministerial dialogue with the Ministry of Magic.",
    "Japan and the UK will establish a Japan-UK Cyber Partnership in Osaka.",
    "Japan and the UK will establish three Japan-UK Cyber Partnerships.",
    "They will share expertise and experience with 14 countries.",
    "Prime Minister Sunak will establish a Japan-UK Cyber Partnership.",
    "The UK supports permanent seats in the UNSC for Japan and Brazil.",
    "The UK supports 2 permanent seats in the UNSC for Japan.",
    "The two countries will deploy the Carrier Strike Group in 2025.",
    "They commit to net zero by 2040.",
    "The health ministerial dialogue meets in Leeds every May.",
    "Nissan and Rolls-Royce join the Global Combat Air Programme.",
    "The Partnership for RISE receives $1 billion.",
)
TURNED = (
    "The UK opposes permanent seats in the UNSC for Japan.",
    "Japan supports permanent seats in the UNSC for the UK.",
    "The two countries will not establish a Japan-UK Cyber Partnership.",
    "They will streamline their bilateral cooperation in science, technology and innovation.",
    "They will build semiconductor technologies together.",
    "The two countries will apply the Japan Self-Defense Forces' asset protection measure.",
    "North Korea will share expertise and experience.",
)
"""Said of somebody else, the other way round, or more strongly."""


@pytest.fixture
def proposed(tmp_path, open_at, embedder):
    """Verdicts by sentence, for coverage that consists of these."""
    store = open_at(tmp_path / "data", embedder)
    sync(store, bundled())

    def propose(*sentences):
        (tmp_path / "gazette.md").write_text("# Gazette\n\n" + "\n\n".join(sentences) + "\n", encoding="utf-8")
        sync(store, from_path(tmp_path / "gazette.md", kind="coverage"))
        comparison = compare(store, "gazette")
        assert comparison.checked is None
        assert {each.status for each in comparison.statements} == {"proposed"}
        for each in comparison.statements:
            for quoted in (each.said, *each.clauses, *each.nearest):
                assert store.corpus.quote(quoted.clause.document_id, quoted.span) == quoted.quote
            assert {beside.clause.document_id for beside in (*each.clauses, *each.nearest)} <= {"hiroshima-accord"}
        found = {each.said.quote: each for each in comparison.statements[1:]}  # without the title
        assert list(found) == list(sentences)
        return found

    return propose


def test_what_a_sentence_of_the_text_says_is_proposed_as_stated(proposed):
    found = proposed(*CARRIED)
    assert {text: [quoted.clause.id for quoted in each.clauses] for text, each in found.items()} == {
        text: [clause] for text, clause in CARRIED.items()
    }
    assert {each.verdict for each in found.values()} == {"stated"}


def test_invented_names_and_numbers_never_pass(proposed):
    found = proposed(*INVENTED)
    assert {text for text, each in found.items() if each.verdict not in ("coverage_only", "differs")} == set()
    assert "Toyota" in found[INVENTED[0]].absent
    assert "£500m" in found[INVENTED[2]].absent
    assert found[INVENTED[2]].verdict == "coverage_only"


def test_what_is_turned_round_or_made_stronger_never_passes(proposed):
    found = proposed(*TURNED)
    assert {text for text, each in found.items() if each.verdict not in ("coverage_only", "differs")} == set()


def test_another_figure_differs_and_its_clause_is_shown(proposed):
    found = proposed("They commit to net zero by 2040.")
    (differing,) = found.values()
    assert differing.verdict == "differs"
    assert differing.absent == ("2040",)
    assert "by 2050" in differing.clauses[0].quote


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Read more on our website about trade.", "no_claim"),
        ("What does this mean for makers of chips?", "no_claim"),
        ("Onwards.", "no_claim"),
        ("日本と英国はサイバー分野の新しい協力を始めます。", "coverage_only"),
        ("A pancake is made of flour and eggs.", "coverage_only"),
    ],
)
def test_other_sentences(proposed, text, verdict):
    (found,) = proposed(text).values()
    assert found.verdict == verdict
    assert found.clauses == ()


def test_the_bundled_article_is_proposed_once_its_text_is_another(tmp_path, open_at, embedder):
    store = open_at(tmp_path / "data", embedder)
    sync(store, bundled())
    before = compare(store)
    assert (before.checked, len(before.statements)) == ("2026-11-22", 36)
    article = store.corpus.documents["techuk-coverage"]
    clauses = store.corpus.of(article.id)
    store.put(replace(article, text=article.text.replace("£18bn", "£80bn")), clauses)
    after = compare(store)
    assert (after.checked, len(after.statements)) == (None, sum(len(each.sentences) for each in clauses))
    assert "£80bn" in [name for each in after.statements for name in each.absent]
