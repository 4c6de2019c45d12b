import json
from pathlib import Path

import pytest

from vectorstore.words import WordIndex, foreign_language, share, stems, words

TEXTS = {
    "steel": "Steel and cars were discussed, and 1.5 degrees.",
    "money": "A further £18bn of investment was announced; investors met.",
    "tea": "Tea was served and steel was not.",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Commitments committing", ["commit", "commit"]),
        ("keeping 1.5 degrees", ["keep", "1.5", "degre"]),
        ("£18bn, or 2,000.50 pounds", ["18bn", "2,000.50", "pound"]),
        ("the G7 and the UK's CPTPP", ["g7", "uk", "cptpp"]),
        ("people-to-people", ["peopl", "peopl"]),
        ("What is it of the and?", []),
        ("in 5 of x", ["5"]),
        ("", []),
        ("?!", []),
    ],
    ids=["stems", "decimal", "money", "names", "hyphens", "function-words", "digit", "empty", "signs"],
)
def test_stems(text, expected):
    assert stems(text) == expected


def test_words_are_all_words():
    assert words("The UK’s £1.5 bn — 日本") == ["the", "uk", "s", "1.5", "bn", "日本"]


def test_texts_are_found_by_the_stems_they_share():
    index = WordIndex(TEXTS)
    assert set(index.query("steel")) == {"steel", "tea"}
    assert set(index.query("investing")) == {"money"}
    assert set(index.query("How many degrees: 1.5?")) == {"steel"}
    assert set(index.query("£18bn")) == {"money"}
    assert all(score > 0 for score in index.query("steel tea").values())


def test_rare_words_count_for_more():
    scores = WordIndex(TEXTS).query("steel tea")
    assert scores["tea"] > scores["steel"]


@pytest.mark.parametrize("query", ["", "?!", "the of and", "quantum", "日本"])
def test_queries_that_share_nothing_find_nothing(query):
    assert WordIndex(TEXTS).query(query) == {}


@pytest.mark.parametrize("texts", [{}, {"a": ""}, {"a": "the of", "b": "?!"}], ids=["none", "empty", "function-words"])
def test_an_index_without_words_finds_nothing(texts):
    index = WordIndex(texts)
    assert index.query("steel") == {}
    assert set(index.rarity("steel")) == {"steel"}


def test_rarity_grows_as_words_get_rarer():
    rarity = WordIndex(TEXTS).rarity("Steel, tea or quantum?")
    assert rarity["quantum"] > rarity["tea"] > rarity["steel"] > 0


def test_share_is_how_much_of_the_query_a_text_has():
    asked = WordIndex(TEXTS).rarity("steel and quantum computing")
    assert share(asked, "Steel, quantum and computers: computing") == pytest.approx(1)
    assert 0 < share(asked, "steel") < share(asked, "quantum") < 1
    assert share(asked, "tea") == share({}, "steel") == 0


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Que dit l'accord sur les semi-conducteurs ?", "French"),
        ("Quels sont les engagements pour la défense ?", "French"),
        ("Was sagt das Abkommen über die Ukraine?", "German"),
        ("¿Qué dice el acuerdo sobre la energía nuclear?", "Spanish"),
        ("日本は何を約束しましたか", "another script"),
        ("Что говорится о полупроводниках?", "another script"),
    ],
)
def test_other_languages_are_told(text, language):
    assert foreign_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "What does the Accord say about semiconductors?",
        "semiconductor supply chain resilience",
        "METI DBT",
        "CEPA",
        "Book me a table in Tokyo.",
        "Tell me about 日本 and the UK",
        "Die casting exports",
        "AI?",
        "2050",
        "?!",
        "",
    ],
)
def test_what_may_be_english_is_left_alone(text):
    assert foreign_language(text) is None


LANGUAGES = [
    json.loads(line) for line in Path(__file__).with_name("languages.jsonl").read_text(encoding="utf-8").splitlines()
]


def test_short_english_questions_and_keywords_are_never_taken_for_another_language():
    english = [each["text"] for each in LANGUAGES if each["language"] == "English"]
    assert len(english) > 100
    assert [text for text in english if foreign_language(text) is not None] == []


@pytest.mark.parametrize(("of", "least"), [("tuned", 0.95), ("later", 0.7)])
def test_questions_in_many_languages_are_told(of, least):
    """`later` was written when the lists of words stood."""
    foreign = [each["text"] for each in LANGUAGES if each["language"] != "English" and each["set"] == of]
    assert sum(foreign_language(text) is not None for text in foreign) >= least * len(foreign)


def test_a_changed_index_is_as_one_made_anew():
    before = WordIndex({**TEXTS, "gone": "Steel, quantum and tea."})
    after = before.changed(["gone"], {"tea": "Tea was poured over quantum steel.", "new": "Nothing but tea."})
    fresh = WordIndex({**TEXTS, "tea": "Tea was poured over quantum steel.", "new": "Nothing but tea."})
    for query in ("steel", "quantum tea", "nothing poured", "gone"):
        assert after.query(query) == pytest.approx(fresh.query(query))
        assert after.rarity(query) == pytest.approx(fresh.rarity(query))
    assert set(before.query("quantum")) == {"gone"}


def test_the_best_come_first_with_those_as_good_as_the_last_of_them():
    index = WordIndex({"a": "steel", "b": "tea steel", "c": "tea", "d": "tea", "e": "tea and cars and much more"})
    every = index.query("steel tea")
    assert list(every.values()) == sorted(every.values(), reverse=True)
    assert set(index.best("tea", 1)) == {"c", "d"}
    assert set(index.best("tea", 1, allowed=lambda each: each not in "cd")) == {"b"}
    assert set(index.best("tea", 9, among=["a", "b", "e", "unknown"])) == {"b", "e"}
    assert set(index.best("tea", 1, also=["e", "a", "unknown"])) == {"c", "d", "e"}
