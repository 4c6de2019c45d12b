"""What rules take for promises, in texts that nobody has read for it."""

import pytest

from assistant.commitments.propose import proposed_promises
from ingest.read import read
from ingest.sources import from_path
from vectorstore.documents import make_corpus


@pytest.fixture
def proposed(tmp_path):
    def propose(text):
        (tmp_path / "a.md").write_text(f"# The Pact\n\n{text}\n", encoding="utf-8")
        (source,) = from_path(tmp_path / "a.md", kind="primary").sources
        reading = read(source)
        corpus = make_corpus([reading.document], reading.clauses)
        found = [each for clause in corpus.of(reading.document.id) for each in proposed_promises(corpus, clause)]
        assert all(corpus.quote(reading.document.id, each.span) == each.quote for each in found)
        assert all(each.status == "proposed" for each in found)
        return found

    return propose


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We will build ten piers.", [("We", "do", "build ten piers")]),
        ("The Parties shall exchange tide tables.", [("The Parties", "do", "exchange tide tables")]),
        (
            "Norway commits to nothing here but we commit to safe harbours.",
            [("we", "commit", "commit to safe harbours")],
        ),
        ("We reaffirm our commitment to open seas.", [("We", "commit", "reaffirm our commitment to open seas")]),
        ("We recognise the value of lighthouses.", [("We", "state", "recognise the value of lighthouses")]),
        ("We will explore options for a canal.", [("We", "explore", "explore options for a canal")]),
        ("We will consider a levy.", [("We", "explore", "consider a levy")]),
        (
            "We will build piers, repair locks, and work together on tides.",
            [("We", "do", "build piers, repair locks"), ("We", "do", "work together on tides")],
        ),
        ("We will work to build piers and train pilots.", [("We", "do", "work to build piers and train pilots")]),
        ("The sea will not be closed.", []),
        ("Lighthouses are old.", []),
    ],
)
def test_sentences(proposed, text, expected):
    assert [
        (each.actor, each.strength, each.quote.removeprefix("will ").removeprefix("shall ")) for each in proposed(text)
    ] == expected


def test_items_complete_what_opens_them(proposed):
    found = proposed("To this end we will:\n\n(a) share grids;\n\n(b) discuss ships; and\n\n(c) train pilots.")
    assert [(each.actor, each.strength, each.quote) for each in found] == [
        ("we", "do", "share grids"),
        ("we", "explore", "discuss ships"),
        ("we", "do", "train pilots"),
    ]


@pytest.mark.parametrize(
    ("stated", "date"),
    [
        ("by the end of the year", None),
        ("by 2030", "2030"),
        ("no later than 1 March 2026", "2026-03-01"),
        ("before the end of June 2027", "2027-06"),
        ("by the end of 2028 at the latest", "2028"),
        ("within two years", None),
    ],
)
def test_deadlines_are_as_exact_as_they_are_stated(proposed, stated, date):
    (found,) = proposed(f"We will build ten piers {stated}.")
    assert (found.deadline.stated, found.deadline.date) == (stated, date)


@pytest.mark.parametrize("text", ["", "日本は約束する。", "will will will, and will", "We will " * 300, "and " * 2000])
def test_odd_texts_end(proposed, text):
    proposed(f"A pier is here.\n\n{text}")
