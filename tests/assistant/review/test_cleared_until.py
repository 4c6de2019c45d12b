"""Cleared answers, over HTTP: until when they are given."""

import pytest
from office import NOTE, cleared, reviewed

from vectorstore.forgetting import Which, forget
from vectorstore.records import Records

RISE = "What is the deadline for the RISE partnership?"
FERRY = "How often does the Zebulon ferry run between Kobe and Hull?"
DOGS = "What does every dog pay on the Zebulon ferry?"
BREXIT = "Does the Accord mention Brexit?"


def test_it_stays_when_its_conversation_goes_and_when_all_are_forgotten(office):
    with cleared(office, RISE) as first:
        assert office.send("mia", "DELETE", f"/v1/conversations/{first['conversation_id']}")[0] == 200
        assert office.ask("max", RISE)["cleared"]
        assert "This is the copy that was cleared." in reviewed(office, first)
        assert first["statements"][0]["text"] in reviewed(office, first)
        assert office.clear(first)[0] == 404  # there is nothing to be cleared anew
        records = Records(office.serving.settings.store.records_url)
        assert forget(records, Which()).conversations == 1
        records.close()
        assert office.ask("max", RISE)["cleared"]
        assert f'href="/review/{first["id"]}"' in office.page("sam", "/review/cleared")
        status, headers, _ = office.withdraw(first)
        assert (status, headers["Location"]) == (303, "/review/cleared")
        assert office.send("sam", "GET", f"/review/{first['id']}")[0] == 404
    assert office.ask("max", RISE)["cleared"] is None


def test_what_is_withdrawn_is_gone_from_the_files_too(office):
    answer = office.ask("mia", f"{RISE} (zanzibar-77)")
    assert office.clear(answer)[0] == 303
    office.send("mia", "DELETE", f"/v1/conversations/{answer['conversation_id']}")

    def files():
        folder = office.serving.settings.data
        return [each.name for each in folder.rglob("*") if each.is_file() and b"zanzibar-77" in each.read_bytes()]

    assert files()
    office.withdraw(answer)
    assert files() == []


@pytest.mark.parametrize(
    ("question", "old", "new", "label"),
    [
        (FERRY, "twice a day", "once a week", "paragraph 2"),
        (FERRY, "The Zebulon ferry runs twice a day between Kobe and Hull.\n\n", "", "paragraph 2"),
        (DOGS, "nine pounds", "ten pounds", "commitment 1"),
        (DOGS, "On dogs we will:", "On dogs, if all agree, we will:", "opening"),
    ],
    ids=["changed", "gone", "commitment", "opening"],
)
def test_it_is_given_no_more_once_a_text_that_it_stands_on_is_another_until_it_is_cleared_anew(
    office, note, question, old, new, label
):
    with cleared(office, question) as first:
        assert first["outcome"] == "answered"
        assert {each["document_id"] for each in first["citations"]} == {"ferry"}
        assert office.ask("max", question)["cleared"]
        office.ingest(note, NOTE.replace(old, new))
        after = office.ask("max", question)
        assert after["cleared"] is None
        assert "No longer valid: the text" in reviewed(office, first)
        assert label in reviewed(office, first).split("No longer valid:")[1].split("changed.")[0]
        assert "No longer valid: the text" in office.page("sam", "/review/cleared")
        if label != "opening":
            status, _, page = office.clear(first)
            assert (status, "since this answer was given" in page) == (409, True)
        office.ingest(note, NOTE)  # the text is again what it was, but nobody has looked at it
        assert office.ask("max", question)["cleared"] is None
        assert "No longer valid: the text" in reviewed(office, first)
        assert office.clear(first)[0] == 303
        assert office.ask("max", question)["cleared"]
        assert "No longer valid" not in reviewed(office, first)


def test_it_stays_when_other_texts_change_and_its_quotes_are_where_they_stand_by_then(office, note):
    with cleared(office, FERRY) as first, cleared(office, RISE):
        assert "ferry/0/0" not in {each["clause_id"] for each in first["citations"]}
        office.ingest(note, NOTE.replace("# Ferry note", "# A note on dogs, steel and the ferry"))
        given = office.ask("max", FERRY)
        assert given["cleared"]
        assert given["corpus_version"] != first["corpus_version"]
        text = office.send("max", "GET", "/v1/documents/ferry")[2]["text"]
        for was, now in zip(first["citations"], given["citations"], strict=True):
            assert text[now["start"] : now["end"]] == now["quote"] == was["quote"]
            assert now["start"] > was["start"]
        assert office.ask("max", RISE)["cleared"]


def test_what_speaks_of_the_texts_as_a_whole_is_given_no_more_once_any_of_them_is_another(office, note):
    with cleared(office, BREXIT) as first:
        assert office.ask("max", BREXIT)["cleared"]
        office.ingest(note, f"{NOTE}\nBrexit was discussed on board.\n")
        assert office.ask("max", BREXIT)["cleared"] is None
        told = "No longer valid: it speaks of the texts as a whole, which have changed."
        assert told in reviewed(office, first)
        assert office.clear(first)[0] == 409
        office.ingest(note, NOTE)
        assert office.ask("max", BREXIT)["cleared"] is None
        assert told in reviewed(office, first)
