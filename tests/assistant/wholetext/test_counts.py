"""How the texts are built: counted, listed, and quoted by number."""

import pytest


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("How many commitments does Part 2 have?", "Eleven, by our count: the Accord neither numbers nor counts them."),
        ("How many promises are made in the defence part?", "Nine, by our count"),
        ("how many bullet points are in part three", "Nine, by our count"),
        ("How many pledges does the economic part contain?", "Eleven, by our count"),
        ("How many commitments are there in total?", "29, by our count"),
        ("What's the total number of commitments in the Accord?", "29, by our count"),
        ("Number of commitments in the last part?", "Nine, by our count"),
        ("How many paragraphs does the preamble consist of?", "Seven, by our count"),
        ("How many paragraphs are there in techUK's article?", "Six, by our count"),
        ("How many parts is the Accord divided into?", "The Accord has three parts, after a preamble of seven"),
        ("how many sections does the agreement have", "The Accord has three parts"),
        ("How many clauses are in the Accord?", "36, by our count"),
    ],
)
def test_counts(ask, text, start):
    assert ask.reply(text).outcome == "answered"
    assert ask.text(text).startswith(start)


@pytest.mark.parametrize(
    ("text", "part", "size"),
    [
        ("List the commitments in Part 3", 3, 9),
        ("What are the commitments in part one?", 1, 9),
        ("Which commitments does the second part contain?", 2, 11),
        ("Show me part 2", 2, 11),
        ("What does Part III say?", 3, 9),
        ("Could you give me all the commitments of the section on science?", 2, 11),
        ("Name every bullet point in the defence part", 1, 9),
        ("Read me the preamble", 0, 7),
        ("list every one of the promises in the first section", 1, 9),
    ],
)
def test_lists_are_whole(ask, text, part, size):
    assert ask.cited(text) == [f"hiroshima-accord/{part}/{number}" for number in range(1, size + 1)]
    assert ask.text(text).endswith("This list is complete; the clauses are shortened.")
    assert all(len(each.quote.split()) <= 50 for each in ask.reply(text).draft.citations)


def test_a_list_of_everything_has_every_commitment(ask):
    assert len(ask.cited("Can you list all the commitments in the accord?")) == 29


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("What does the eighth commitment of Part 2 say?", "2/8"),
        ("Part 2, commitment 8", "2/8"),
        ("Quote Part 1, commitment 4 for me.", "1/4"),
        ("Read me paragraph 3 of the preamble", "0/3"),
        ("Give me the wording of commitment 5 in part two", "2/5"),
        ("What is the last commitment of Part 3?", "3/9"),
        ("the third bullet of the defence part", "1/3"),
        ("Please show me the 2nd paragraph of the preamble", "0/2"),
    ],
)
def test_one_clause_by_its_number_is_quoted_whole(ask, accord, text, clause):
    cited = ask.reply(text).draft.citations
    assert [each.clause_id for each in cited] == [f"hiroshima-accord/{clause}"]
    whole = accord.text(accord.clauses[cited[0].clause_id])
    assert whole.removesuffix(".").endswith(cited[0].quote.removesuffix("."))


def test_a_paragraph_of_the_article(ask):
    assert ask.cited("What does the fourth paragraph of techUK's article say?") == ["techuk-coverage/4"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("What is the heading of the third part?", "“Leading International Efforts for Global Resilience”"),
        ("What's part two called?", "“Economic Prosperity and Security Underpinned by Science, Technology, and"),
        ("What is the title of Part I?", "“Interoperable, Resilient, and Cross-Domain Defence and Security"),
        ("How is the Accord structured?", "Part 2, “Economic Prosperity and Security"),
        ("What are the three parts about?", "Part 3, “Leading International Efforts for Global Resilience”: nine"),
        ("Name the headings of the three parts.", "Part 1, “Interoperable"),
    ],
)
def test_headings(ask, text, said):
    assert said in ask.text(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Part 7, commitment 40", "There is no part 7: the Accord has three parts, by our count."),
        ("What does Part 4 say?", "There is no part 4: the Accord has three parts, by our count."),
        ("Part 1, commitment 12", "There is no commitment 12: part 1 has nine commitments, by our count."),
        ("Paragraph 12 of the preamble?", "There is no paragraph 12: the preamble has seven paragraphs, by our count."),
        ("How many commitments are in part nine?", "There is no part 9: the Accord has three parts, by our count."),
    ],
)
def test_what_does_not_exist_is_said(ask, text, said):
    assert ask.reply(text).outcome == "not_in_sources"
    assert ask.text(text) == said


def test_a_number_that_several_parts_have_is_asked_back(ask):
    found = ask.reply("What does commitment 4 say?")
    assert found.outcome == "needs_clarification"
    assert [ask.cited(each) for each in found.suggestions] == [
        [f"hiroshima-accord/{part}/4"] for part in (1, 2, 3)
    ]  # fmt: skip


def test_other_texts_other_names(ask_baltic):
    assert ask_baltic.cited("List the commitments in the part on harbours") == [f"compact/1/{n}" for n in (1, 2, 3)]
    assert ask_baltic.text("How many commitments does Part 2 have?").startswith("Four, by our count: the Compact")
    assert ask_baltic.text("What is Part 2 called?") == "Part 2 is headed “Marine Science”."
    assert ask_baltic.cited("Read me the second paragraph of the preamble") == ["compact/0/2"]
    assert ask_baltic.text("What does Part 5 say?") == "There is no part 5: the Compact has two parts, by our count."
