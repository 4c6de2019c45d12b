"""A reply as it comes in, to sentences with the passages they cite."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.writing.sentences import Written, sentences


def read(text, most=10_000):
    return list(sentences([text], most))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They will build it. [1]", [("They will build it.", (1,))]),
        ("They will build it [1].", [("They will build it.", (1,))]),
        ("They will build it. [1][2]", [("They will build it.", (1, 2))]),
        ("They will build it. [1, 2] It is new. [3]", [("They will build it.", (1, 2)), ("It is new.", (3,))]),
        ("They will build it. [1] [1]\nIt is new.", [("They will build it.", (1,)), ("It is new.", ())]),
        ("- They will build it. [1]\n- It is new. [2]", [("They will build it.", (1,)), ("It is new.", (2,))]),
        ("1. They will build it. [1]\n2) It is new.", [("They will build it.", (1,)), ("It is new.", ())]),
        ("The U.S. will join. [1]", [("The U.S. will join.", (1,))]),
        ("Mr. Sunak and the G.7 agreed. [2]", [("Mr. Sunak and the G.7 agreed.", (2,))]),
        ("It pays £1.5bn by 2030. [1]", [("It pays £1.5bn by 2030.", (1,))]),
        ("The Accord states that it is new. [1]", [("It is new.", (1,))]),
        ("According to the passages, it is new. [1]", [("It is new.", (1,))]),
        ("Yes, the two countries will meet. [1]", [("The two countries will meet.", (1,))]),
        ("He said “It is new.” They agreed. [1]", [("He said “It is new.”", ()), ("They agreed.", (1,))]),
        ("[7777777777777]", []),
        ("It is new. [99999999999]", [("It is new.", (9999,))]),
        ("It is cut off in the", []),
        ("It is new. [1] It is cut off", [("It is new.", (1,))]),
        ("Sources:\n[1] The Accord\nIt is new.", [("Sources:", ()), ("The Accord", (1,)), ("It is new.", ())]),
        ("", []),
        ("\n\n \n", []),
        ("...", []),
    ],
)
def test_what_is_written_is_read(text, expected):
    assert [(each.text, each.cites) for each in read(text)] == expected


@given(text=st.text(alphabet="ab. [1]\n", max_size=60), data=st.data())
def test_it_does_not_matter_how_it_is_cut_into_pieces(text, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    pieces = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert "".join(each.text for each in sentences(pieces, 1000)) == "".join(each.text for each in read(text))


def test_a_sentence_is_there_once_the_next_one_begins():
    came = []

    def pieces():
        for piece in ("They will", " build it.", " [1]", " It", " is new. [2]"):
            came.append(piece)
            yield piece

    first = next(sentences(pieces(), 1000))
    assert first == Written("They will build it.", (1,))
    assert came[-1] == " It"


def test_an_endless_reply_is_read_so_far():
    def endless():
        while True:
            yield "It is new. [1] "

    found = list(sentences(endless(), 100))
    assert 0 < len(found) <= 10


@given(text=st.text(max_size=300))
def test_any_text_can_be_read(text):
    for each in read(text):
        assert each.text.strip()
        assert all(0 <= number < 10_000 for number in each.cites)


@pytest.mark.parametrize("word", ["and ", "a.a", ". ", "[1]", "\n", "  "])
def test_a_reply_without_sentences_is_read_quickly(word):
    start = time.monotonic()
    assert len(list(sentences([word] * 3000, 3000))) < 3000
    assert time.monotonic() - start < 2
