"""A briefing from a document that nobody has made a table of promises for, and that names a sum."""

import pytest
from embedders import BagOfWords
from office import NOTE

from assistant.ask import Assistant
from assistant.briefing.make import Wanted, brief
from assistant.errors import BriefingError
from ingest.live import ingest


@pytest.fixture
def assistant(tmp_path, open_at):
    store = open_at(tmp_path / "data", BagOfWords())
    note = tmp_path / "ferry.md"
    note.write_text(NOTE, encoding="utf-8")
    report = ingest(store, [str(note)], "primary", lambda what, done, total: None)
    assert [each["status"] for each in report["entries"]] == ["added"]
    return Assistant(store)


def text(made):
    return " ".join(each.text for each in made.sentences)


def test_its_promises_are_briefed_as_rules_find_them(assistant):
    made = brief(assistant, Wanted(topic="dogs"), "")
    assert "Will carry “every dog on the Zebulon ferry for nine pounds”." in text(made)
    assert ": will carry “every dog on the Zebulon ferry for nine pounds”." in text(made)
    assert "has a sum of money" not in text(made)
    assert not [each for each in made.sections if "coverage" in each.heading]


def test_a_sum_is_quoted_where_money_is_asked_about(assistant):
    made = brief(assistant, Wanted(topic="dogs", template="qa"), "")
    money = next(each for each in made.sections if each.heading.startswith("How much money"))
    assert ["nine pounds" in each.text for each in money.paragraphs[0].sentences] == [True]


def test_what_it_does_not_mention_is_said_of_one_text(assistant):
    with pytest.raises(BriefingError, match="The text does not mention 'cats'"):
        brief(assistant, Wanted(topic="cats"), "")
