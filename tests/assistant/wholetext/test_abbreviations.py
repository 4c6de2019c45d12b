"""Abbreviations that a text writes out, found by rule."""

import pytest

from assistant.wholetext.abbreviations import known_abbreviations, written_out
from assistant.wholetext.variants import known_names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Baltic Water Council (BWC) meets", ("BWC", "Baltic Water Council")),
        ("by the Ministry of Economy, Trade and Industry (METI)–", ("METI", "Ministry of Economy, Trade and Industry")),
        ("of SALT (Shared Aquifer Levels Toolkit).", ("SALT", "Shared Aquifer Levels Toolkit")),
        ("net zero greenhouse gas (GHG) emissions", ("GHG", "greenhouse gas")),
        ("(DBT)Department", None),
        ("they met again (UK) and left", None),
        ("a long sentence (see above) goes on", None),
        ("our colleagues (from London) came", None),
        ("in the year (2030) it ends", None),
    ],
)
def test_long_form_and_short_form(text, found):
    assert [(each.short, each.long) for each in written_out(text)] == ([found] if found else [])
    assert all(each.short in text[slice(*each.span)] for each in written_out(text))


def test_those_of_the_bundled_texts(accord):
    texts = (document.text for document in accord.documents.values())
    assert sorted(each.short for text in texts for each in written_out(text)) == [
        "CEPA", "CPTPP", "DBT", "DESNZ", "DFFT", "DSIT", "GHG", "METI", "MOC", "RISE",
    ]  # fmt: skip


def test_the_reviewed_lists_hold_each_name_once():
    shorts = [each.short for each in known_abbreviations()]
    assert len(shorts) == len(set(shorts)) > 50
    names = [each for name in known_names() for each in name.same]
    assert len(names) == len(set(names))
