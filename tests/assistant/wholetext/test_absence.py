"""Names and words of a question that the texts do not have."""

import pytest

from assistant.wholetext.absence import sought
from assistant.wholetext.names import names
from vectorstore.documents import EVERYTHING, Filters


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Is BAE Systems or Mitsubishi leading the work on the jet?", ("BAE Systems", "Mitsubishi")),
        ("What role is JAXA given?", ("JAXA",)),
        ("Will £20bn or £18bn be invested by 2045?", ("£20bn", "£18bn", "2045")),
        ("Why did Kishida visit Kyiv?", ("Kishida", "Kyiv")),
        ("What is the Japan-UK Cyber Partnership?", ("Japan-UK Cyber Partnership",)),
        ("What does the third part say about trade?", ()),
        ("Who wrote Part 2?", ()),
        ("WHAT DOES IT SAY ABOUT FISH?", ()),
        ("Do I have to read it?", ()),
        ("What is the Ministry of Economy, Trade and Industry?", ("Ministry of Economy", "Trade and Industry")),
    ],
)
def test_names_of_a_question(text, found):
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Is BAE Systems or Mitsubishi leading the work on the jet?", ("BAE Systems", "Mitsubishi")),
        ("How big is Moscow's budget for Ukraine in 2024?", ("2024",)),
        ("When will London and Tokyo meet?", ()),
        ("How did the Chinese foreign ministry respond?", ()),
        ("Name the British Prime Minister who signed the Accord.", ()),
        ("What does Pyongyang get out of it?", ()),
        ("What about Brexit?", ("Brexit",)),
        ("What does the Hiroshima Accord say on Fujitsu?", ()),
        ("Is the White House involved?", ("White House",)),
        ("What does the UNSC have to do with the RAA?", ()),
        ("Will the UK-Japan Cyber Partnership work with Interpol?", ("Interpol",)),
        ("What does the Paris Agreement change?", ("Paris Agreement",)),
        ("How large are the rice imports?", ()),
    ],
)
def test_absent_names(accord, text, found):
    assert sought(text, accord, EVERYTHING).absent == found


def test_absence_is_of_the_allowed_texts(accord, baltic):
    assert sought("What about Fujitsu?", accord, Filters(kinds=("primary",))).absent == ("Fujitsu",)
    assert sought("What about Fujitsu and Nordlink?", baltic, EVERYTHING).absent == ("Fujitsu and Nordlink",)
    assert sought("Does Nordlink lay cables to Kotka?", baltic, EVERYTHING).absent == ()
