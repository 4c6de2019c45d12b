"""Facts of a document's record, said as such; what the record does not state is said too."""

from functools import partial

import pytest
from made import document

from assistant.commitments.checked import checked_promises
from assistant.wholetext.reply import whole_text
from vectorstore.documents import EVERYTHING, make_corpus

ISSUED = "According to its record here, the Accord was issued by the Prime Ministers of Japan and the United Kingdom."
DATED = "According to its record here, the Accord is dated 18 May 2023."
WRITTEN = "According to its record here, techUK’s article was written by Daniel Clarke"
TITLE = "The title of the Accord: “THE HIROSHIMA ACCORD: AN ENHANCED JAPAN-UK GLOBAL STRATEGIC PARTNERSHIP”."
HEADLINE = "The title of techUK’s article: “UK and Japan sign Science, Technology, and Security Accord”."
PLACE = "According to its record here, the Accord was issued in Hiroshima."


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Who issued the Accord?", ISSUED),
        ("By whom was the accord issued?", ISSUED),
        ("Who is behind the declaration?", ISSUED),
        ("who wrote techUK's article", WRITTEN),
        ("Who is the author of the piece?", WRITTEN),
        ("What is the name of the publisher of the coverage?", WRITTEN),
        ("What post does the author of the article hold?", WRITTEN),
        ("Who is Daniel Clarke?", WRITTEN),
        ("What is Daniel Clarke's role at techUK?", WRITTEN),
        ("Which post does Daniel Clarke hold?", WRITTEN),
        ("When was the accord signed?", DATED),
        ("On what day was the agreement announced?", DATED),
        ("What's the date of the Accord?", DATED),
        ("Which year is the accord from?", DATED),
        ("When was this published?", DATED),
        ("Where was the Accord issued?", PLACE),
        ("In which city was the declaration signed?", PLACE),
        ("What is the full title of the official text?", TITLE),
        ("What's the Accord's full name?", TITLE),
        ("What is the headline of techUK's article?", HEADLINE),
        ("How long is the Accord?", "By our count, the Accord has 2,391 words on five printed pages."),
        ("How many pages does the Accord have?", "By our count, the Accord has 2,391 words on five printed pages."),
        ("Is techUK's article part of the Accord?", "According to the records here, the Accord is official text."),
    ],
)
def test_facts_of_the_record(ask, text, start):
    assert ask.reply(text).outcome == "answered"
    assert ask.text(text).startswith(start)


def test_what_the_coverage_says_of_the_day_is_quoted_with_it(ask):
    shown = ask.text("When was the Accord announced?")
    assert shown.startswith(f"{DATED} techUK writes: “On May 17th, The UK and Japan announced")
    assert "18 May 2023" in ask.text("Do your two sources agree on the date?")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("When was techUK's article published?", "The record does not state when techUK’s article was published."),
        ("Where can I read the Accord online?", "The record does not state a web address of the Accord."),
        ("Where was the article written?", "The record does not state where techUK’s article was issued."),
    ],
)
def test_unknown_facts_are_said_to_be_unknown(ask, text, said):
    found = ask.reply(text)
    assert (found.outcome, ask.text(text)) == ("not_in_sources", said)
    assert found.missing


def test_facts_that_only_one_of_the_documents_has(ask):
    found = ask.reply("What is the web address of the two documents?")
    assert found.outcome == "partial"
    assert found.missing == ("web address of the Accord",)


@pytest.mark.parametrize(
    "text",
    [
        "Under which licence may I reuse these texts?",
        "Can I reproduce the article in our newsletter?",
        "Who owns the rights to the Accord?",
        "Is the Accord in the public domain?",
    ],
)
def test_licences(ask, text):
    assert "not stated with the supplied copy; rights stay with the publisher" in ask.text(text)


def test_other_texts_other_names(ask_baltic):
    assert ask_baltic.text("Who issued the Compact?").endswith("issued by the Ministers of Estonia and Finland.")
    assert ask_baltic.text("When was the Compact signed?") == (
        "According to its record here, the Compact is dated 4 March 2031. "
        "Harbour Post writes: “On March 4th, ministers presented the Tallinn Compact in the old town hall.” [1]"
    )
    assert "Mary Lind" in ask_baltic.text("Who wrote Harbour Post's article?")
    assert ask_baltic.reply("When was Mary Lind's article published?").outcome == "not_in_sources"
    assert "https://post.example/1" in ask_baltic.text("What is the link to the article?")


@pytest.mark.parametrize("text", ["Who is the author of the article?", "When was the article published?"])
def test_of_a_thousand_articles_a_few_are_spoken_of(accord, text):
    others = [document(f"other-{number}", f"Paragraph {number}.", title=f"Other {number}") for number in range(1000)]
    corpus = make_corpus(
        [*accord.documents.values(), *(each for each, _ in others)],
        [*accord.clauses.values(), *(clause for _, clauses in others for clause in clauses)],
    )
    reply = whole_text(text, corpus, EVERYTHING, partial(checked_promises, corpus))
    said = [each.text for each in reply.draft.statements]
    assert any("techUK" in each for each in said)
    assert said[-1] == "996 other documents could be meant as well; name the one you mean."
    assert len(said) < 10
    assert len(reply.missing) <= 5
