"""What a question asks for that the texts do not have, and what they only put in other words."""

import pytest

from assistant.judge.absent import missing
from assistant.wholetext.absence import sought
from vectorstore.documents import EVERYTHING


def missing_from(assistant, text):
    store = assistant.store
    names = sought(text, store.corpus, EVERYTHING).absent
    return missing(text, names, store.search(text, 8), store.corpus, EVERYTHING, store.embedder)


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("What does it say about coal?", ("coal",)),
        ("What is planned on plastic pollution?", ("plastic pollution",)),
        ("Is there anything on polar research?", ("polar research",)),
        ("Are subsidies and state owned enterprises dealt with?", ("subsidies", "state owned enterprises")),
        ("Does it say anything about Brexit or whaling?", ("Brexit", "whaling")),
        ("What about Myanmar?", ("Myanmar",)),
    ],
)
def test_topics_and_names_that_stand_nowhere(assistant, text, absent):
    assert missing_from(assistant, text) == absent


@pytest.mark.parametrize(
    "text",
    [
        "What does it say about farming?",
        "What about kidnapping?",
        "Tell me about tourists.",
        "Is there anything about holidaymakers?",
    ],
)
def test_what_the_texts_put_in_other_words_is_not_absent(assistant, text):
    assert missing_from(assistant, text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "What does it say about the RAA?",
        "What does it say about nuclear power?",
        "What does the Accord say about fellowships?",
        "Does the Accord say anything about talent exchanges?",
        "Is dementia covered?",
        "How much coal will be burnt?",
        "What does it say about the Accord?",
        "What about it?",
    ],
)
def test_what_stands_there_or_is_not_a_topic_is_not_absent(assistant, text):
    assert missing_from(assistant, text) == ()


def test_where_nothing_was_found_there_are_no_other_words(assistant):
    store = assistant.store
    assert missing("What about farming?", (), [], store.corpus, EVERYTHING, store.embedder) == ("farming",)
