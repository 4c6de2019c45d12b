"""What staff confirm counts wherever promises do: in the chat, in briefings, in the check of a draft."""

import pytest

FERRIES = """# The Ferry Pact

## Ferries

To keep the strait open, we will:

- Run two ferries a day.
- Open a line for night ferries by 2031.
"""


@pytest.fixture(scope="module")
def pact(office, tmp_path_factory):
    """The office with a text whose first bullet staff have read as an exploration, and whose second as nothing."""
    file = tmp_path_factory.mktemp("pact") / "ferry-pact.md"
    file.write_text(FERRIES, encoding="utf-8")
    machine = f"Bearer {office.serving.lock.token}"
    body = {"paths": [str(file)], "kind": "primary"}
    assert office.send("", "POST", "/v1/ingest", body, Authorization=machine)[0] == 200
    yield office
    office.send("sam", "DELETE", "/v1/documents/ferry-pact")


@pytest.fixture
def read(pact):
    found = pact.send("sam", "GET", "/v1/commitments?document=ferry-pact")[2]["commitments"]
    ferries, night = [(each["clause_id"], each["clause_hash"]) for each in found]
    explored = {"quote": "Run two ferries a day", "verb": "Run", "strength": "explore"}
    for (clause, seen), promises in ((ferries, [explored]), (night, [])):
        body = {"clause_hash": seen, "promises": promises}
        assert pact.send("sam", "PUT", f"/v1/commitments/{clause}", body)[0] == 200
    yield pact
    for clause, _ in (ferries, night):
        pact.send("sam", "DELETE", f"/v1/commitments/{clause}")


def asked(office, question):
    answer = office.ask("mia", question, documents=["ferry-pact"])
    return answer["text"], [each["clause_id"] for each in answer["citations"]]


def briefed(office):
    body = {"topic": "ferries", "documents": ["ferry-pact"], "format": "json"}
    sections = office.send("sam", "POST", "/v1/briefings", body)[2]["sections"]
    return {
        section["heading"]: [each["text"] for one in section["paragraphs"] for each in one["sentences"]]
        for section in sections
    }


def checked(office, text):
    return office.send("mia", "POST", "/v1/check", {"text": text})[2]["sentences"][0]["verdict"]


def test_the_chat_lists_what_was_read(read):
    text, clauses = asked(read, "Which commitments only explore?")
    assert "every commitment was read for it" in text
    assert clauses == ["ferry-pact/1/1"]
    text, clauses = asked(read, "List all commitments with a deadline.")
    assert "every commitment was read for it" in text
    assert clauses == []


def test_the_chat_searches_where_nobody_has_read(pact):
    text, clauses = asked(pact, "List all commitments with a deadline.")
    assert "Searched for" in text
    assert clauses == ["ferry-pact/1/2"]


def test_a_briefing_says_no_more_than_was_read(read):
    sections = briefed(read)
    assert [each for each in sections["Lines to take"] if "nothing firmer" in each]
    assert sections["Deadlines"][0].startswith("None")


def test_a_briefing_takes_what_rules_propose_where_nobody_has_read(pact):
    sections = briefed(pact)
    assert not [each for each in sections["Lines to take"] if "nothing firmer" in each]
    assert any("by 2031" in each for each in sections["Deadlines"])


def test_a_draft_is_held_against_what_was_read(read):
    assert checked(read, "The Ferry Pact says that the parties will run two ferries a day.") == "stronger"


def test_a_draft_is_held_against_what_rules_propose_where_nobody_has_read(pact):
    assert checked(pact, "The Ferry Pact says that the parties will run two ferries a day.") != "stronger"
