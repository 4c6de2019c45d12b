"""What an abbreviation stands for, and queries with long forms added."""

import pytest

from assistant.wholetext.meanings import expanded


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("What does DFFT stand for?", "Data Free Flow with Trust (DFFT)"),
        ("METI in full, please", "Ministry of Economy, Trade and Industry (METI)"),
        ("What is CEPA short for?", "Comprehensive Economic Partnership Agreement (CEPA)"),
        ("Please spell out DESNZ.", "Department for Energy Security and Net Zero (DESNZ)"),
        ("what does dsit mean", "Department for Science, Innovation and Technology (DSIT)"),
        ("What's the full name of DBT?", "Department for Business and Trade (DBT)"),
        ("What do the letters MOC stand for?", "Memorandum of Cooperation (MOC)"),
        ("RISE stands for what?", "RISE (Resilient and Inclusive Supply-chain Enhancement)"),
        ("Could you expand GHG?", "greenhouse gas (GHG)"),
        (
            "What is the abbreviation of the Department for Business and Trade?",
            "Department for Business and Trade (DBT)",
        ),
        ("How is the Memorandum of Cooperation abbreviated?", "Memorandum of Cooperation (MOC)"),
    ],
)
def test_what_a_text_writes_out_is_quoted(ask, text, quote):
    found = ask.reply(text)
    assert (found.outcome, [each.quote for each in found.draft.citations]) == ("answered", [quote])


@pytest.mark.parametrize(
    ("text", "said", "outcome"),
    [
        ("What does NPT stand for?", "the Treaty on the Non-Proliferation of Nuclear Weapons", "not_in_sources"),
        ("What does G4 stand for?", "the Group of Four", "not_in_sources"),
        ("What does IMF stand for?", "the International Monetary Fund", "not_in_sources"),
        ("Spell out SMR", "Small Modular Reactor", "answered"),
        ("What does UNSC stand for?", "the United Nations Security Council", "answered"),
        ("What are SDGs short for?", "Sustainable Development Goal", "answered"),
    ],
)
def test_what_only_the_reviewed_list_knows_is_said_to_be_usual(ask, text, said, outcome):
    found = ask.reply(text)
    first = found.draft.statements[0].text
    assert found.outcome == outcome
    assert first.endswith(f"in the texts; it usually stands for {said}.")


def test_what_nobody_writes_out_is_shown_where_it_stands(ask, ask_baltic):
    found = ask.reply("What does JEITA stand for?")
    assert found.outcome == "not_in_sources"
    assert found.draft.statements[0].text == "techUK uses JEITA without saying what it stands for."
    assert [each.clause_id for each in found.nearest] == ["techuk-coverage/5"]
    assert [each.clause_id for each in ask_baltic.reply("What does EMFAF stand for?").nearest] == ["compact/2/3"]
    assert ask.text("What does BWCX stand for?") == "The texts do not use BWCX (searched word for word)."


@pytest.mark.parametrize(
    "text",
    [
        "What does resilience mean?",
        "What does it mean?",
        "What is RISE?",
        "What does the Accord stand for?",
        "What does trust stand for?",
    ],
)
def test_words_that_are_no_abbreviations_are_left_alone(ask, text):
    assert ask.reply(text) is None


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("What about the RAA?", "What about the RAA? (Reciprocal Access Agreement)"),
        ("Any plans for SMRs?", "Any plans for SMRs? (Small Modular Reactor)"),
        ("What of artificial intelligence?", "What of artificial intelligence? (AI)"),
        ("What is said of the UK?", "What is said of the UK?"),
        ("What about the IMF?", "What about the IMF?"),
        ("What about tourism?", "What about tourism?"),
    ],
)
def test_queries_get_the_forms_that_the_texts_have(accord, text, query):
    assert expanded(text, accord) == query


def test_queries_over_other_texts(baltic):
    assert expanded("Who sits on the BWC?", baltic) == "Who sits on the BWC? (Baltic Water Council)"
    assert expanded("What about the RAA?", baltic) == "What about the RAA?"
