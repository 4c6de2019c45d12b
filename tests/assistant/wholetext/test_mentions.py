"""Mentions: found everywhere, counted, and absent only after a search for the words."""

import pytest

from assistant.wholetext.mentions import absent_terms
from assistant.wholetext.scope import read
from assistant.wholetext.wording import bare
from vectorstore.documents import EVERYTHING, Filters


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Where does the Accord mention the G7?", ["3/6"]),
        ("In which clauses is quantum mentioned in the accord?", ["0/5"]),
        ("Which clauses of the Accord use the word nuclear?", ["0/2", "3/2", "3/3", "3/9"]),
        ("Find every mention of supply chains in the Accord.", ["1/1", "2/4", "2/6", "3/2", "3/3"]),
        ("How often does the Accord refer to NATO?", ["1/9"]),
        ("How many times is artificial intelligence mentioned in the Accord?", ["0/5", "2/8", "2/9"]),
        ("count the references to the G20 in the accord", ["3/4", "3/6"]),
        ("Show me all mentions of Ukraine", ["0/2"]),
        ("Whereabouts in the Accord is dementia mentioned?", ["2/10"]),
        ("Which commitments mention AI?", ["2/8", "2/9"]),
        ("List all occurrences of the word quantum in the agreement", ["0/5"]),
        ("Where do they talk about the DPRK in the Accord?", ["0/2"]),
        ("where in the text does cybersecurity come up", ["4"]),
    ],
)
def test_where_gives_every_clause(ask, text, clauses):
    found = ask.reply(text)
    assert (found.outcome, found.complete) == ("answered", True)
    assert [each.split("/", 1)[1] for each in ask.cited(text)] == clauses
    assert "This list is complete" in ask.text(text) or "does not mention" in ask.text(text)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Does the Accord mention the G20?", "Yes: twice."),
        ("Is North Korea mentioned in the Accord?", "Yes: once, in Preamble, paragraph 2: “We reiterate"),
        ("Does the accord refer to the CPTPP anywhere?", "Yes: twice."),
        ("Is there any reference to Fujitsu?", "Yes: once in techUK; the Accord does not (searched word for word)."),
        ("I'd like to know whether the article mentions the G7.", "Yes: once, in techUK, paragraph 1"),
        ("Do both texts mention the G7?", "Yes: once in the Accord and once in techUK."),
        ("Has the Accord got anything about NATO?", "Yes: three times, in Part 1, commitment 9"),
        ("Does dementia appear in the Accord?", "Yes: once, in Part 2, commitment 10"),
        ("The Accord mentions quantum, doesn't it?", "Yes: once, in Preamble, paragraph 5"),
        ("is JEITA named", "Yes: once in techUK"),
    ],
)
def test_whether_says_yes_and_quotes_at_most_three(ask, text, start):
    assert ask.text(text).startswith(start)
    assert len(ask.reply(text).draft.citations) <= 3


def test_of_many_clauses_three_are_quoted_and_the_others_named(ask):
    shown = ask.text("Does the Accord mention resilience?")
    assert shown.startswith("Yes: seven times.")
    assert shown.endswith("Also in: Preamble, paragraph 7; Part 2, commitment 4; Part 2, commitment 6.")


@pytest.mark.parametrize(
    ("text", "answer", "rests_on"),
    [
        ("Does the accord itself mention Fujitsu?", "No. The Accord does not mention Fujitsu", "coverage"),
        ("Is the Fellowship written into the Accord?", "No. The Accord does not mention the Fellowship", "coverage"),
        ("does the accord mention jeita", "No. The Accord does not mention JEITA", "coverage"),
        ("Does techUK's article talk about CEPA?", "No. techUK does not mention CEPA", "primary"),
        ("Does techUK mention NATO the way the Accord does?", "No. techUK does not mention NATO", "primary"),
        ("Where does the article mention Taiwan?", "techUK does not mention Taiwan", "primary"),
    ],
)
def test_what_only_the_other_source_has_is_quoted_from_there(ask, text, answer, rests_on):
    found = ask.reply(text)
    assert found.outcome == "answered"
    assert found.draft.statements[0].text == f"{answer} (searched word for word)."
    assert [each.kind for each in found.draft.statements] == [None, rests_on]


@pytest.mark.parametrize(
    ("text", "said", "looked_for"),
    [
        ("Does the accord mention Brexit?", "Brexit, the EU or the European Union", "the European Union"),
        ("Is Australia referred to anywhere?", "Australia", "Australian"),
        ("Are COVID-19 or vaccines mentioned?", "COVID-19 or vaccines", "coronavirus"),
        ("Does the Accord name Rishi Sunak?", "Rishi Sunak", "Rishi Sunak"),
        ("Does the word binding appear anywhere?", "binding", "binding"),
        ('Is the phrase "climate justice" used?', "climate justice", "climate justice"),
        ("Does it say anything about AUKUS?", "AUKUS", "AUKUS"),
        ("does the text mention brexit?", "Brexit, the EU or the European Union", "Brexit"),
    ],
)
def test_absence_is_told_after_a_search_for_words(ask, text, said, looked_for):
    found = ask.reply(text)
    assert found.outcome == "not_in_sources"
    assert ask.text(text) == f"Neither text mentions {said} (searched word for word)."
    assert looked_for.casefold() in [each.casefold() for each in found.looked_for]
    assert found.nearest == found.draft.citations == ()


def test_a_capital_is_no_mention_of_its_country_but_leads_to_it(ask):
    shown = ask.text("Does the Accord mention Moscow?")
    assert shown.startswith("Neither text mentions Moscow (searched word for word). The Accord does mention Russia")
    assert "“Russia’s unprovoked and illegal war" in shown


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Does it say anything about whaling?", [("whaling", ("whaling",))]),
        ("Is there anything on polar research?", [("polar research", ("polar",))]),
        ("Does the Accord mention imports?", []),
        ("Does it say anything about the defence industry?", []),
    ],
)
def test_a_thing_that_the_text_may_put_otherwise_is_left_to_the_judge(ask, accord, text, absent):
    assert ask.reply(text) is None
    found = absent_terms(read(bare(text), accord, EVERYTHING), accord)
    assert [(each.text, each.gone) for each in found] == absent


def test_filters_leave_documents_out(ask):
    coverage = Filters(kinds=("coverage",))
    assert ask.text("Is Taiwan mentioned?", coverage) == "techUK does not mention Taiwan (searched word for word)."
    assert ask.reply("Does the Accord mention Taiwan?", coverage) is None


def test_the_same_word_in_other_forms_and_spellings(ask):
    assert ask.cited("Where does the Accord mention defense?") == ask.cited("Where does the Accord mention defence?")
    assert ask.cited("Where is cyber security mentioned?") == ["techuk-coverage/4"]
    assert "“Leading International Efforts for Global Resilience”" in ask.text("Where is resilience mentioned?")


def test_other_texts_other_names(ask_baltic):
    assert ask_baltic.cited("Where does the Compact mention the BWC?") == ["compact/1/1", "compact/2/2"]
    assert ask_baltic.text("Does the Compact mention Nordlink?") == (
        "No. The Compact does not mention Nordlink (searched word for word). "
        "Harbour Post does: “Nordlink will lay a cable for the sensors.” [1]"
    )
    assert ask_baltic.text("Is Sweden mentioned?") == "Neither text mentions Sweden (searched word for word)."
    assert "[2] This list is complete" in ask_baltic.text("Where is Kotka mentioned?")


def test_an_opening_is_not_quoted_up_to_its_will(ask_baltic):
    assert "“To keep our ports free of waste”" in ask_baltic.text("Where is waste mentioned in the Compact?")


@pytest.mark.parametrize("term", ["[x](http://a.b)", "![a](b)", "<b>", "“no”", "**x**", "`x`"])
def test_what_a_question_brings_is_no_markup_in_the_answer(ask, term):
    found = ask.reply(f"Does the Accord mention {term}?")
    assert found is None or term not in ask.text(f"Does the Accord mention {term}?")
