"""The notes of copies over HTTP: each span once, and all that is needed to find it again."""

import re

from copies import CYBER, RISE, SEMICONDUCTORS, letters, markdown, note_texts, plain
from made import document
from viewer import viewed


def test_each_quoted_span_is_one_note_with_all_that_is_known_of_it(client, conversation):
    body = plain(client, "conversations", conversation)
    notes, documents = body["notes"], {each["id"]: each for each in client.get("/v1/documents")[2]["documents"]}
    assert [each["number"] for each in notes] == list(range(1, len(notes) + 1))
    spans = [(each["clause_id"], each["start"], each["end"]) for each in notes]
    assert len(set(spans)) == len(spans)
    cited = [
        (answer["id"], each)
        for answer in conversation["answers"]
        for each in (*answer["citations"], *answer["nearest"])
    ]
    by_place = {(each["answer_id"], each["number"]): note for note in notes for each in note["cited_by"]}
    assert len(by_place) == len(cited) > len(notes)
    for answer_id, citation in cited:
        note, record = by_place[answer_id, citation["number"]], documents[citation["document_id"]]
        for name in ("clause_id", "label", "heading", "quote", "start", "end", "document_id", "kind", "changed"):
            assert note[name] == citation[name]
        assert [note[name] for name in ("title", "publisher", "published", "url")] == [
            record[name] for name in ("title", "publisher", "published", "url")
        ]
        assert note["retrieved_at"] == record["ingested_at"]
        assert note["corpus_versions"] == [body["answers"][0]["corpus_version"]]


def test_a_note_says_which_bullet_or_paragraph_to_count_to(client):
    accord = client.get("/v1/documents/hiroshima-accord")[2]
    answers = [client.ask(each) for each in (SEMICONDUCTORS, RISE, CYBER, "Which ministries are named?")]
    places = {each["label"]: each for answer in answers for each in plain(client, "answers", answer)["notes"]}
    assert places["Part 2, commitment 6"]["place"] == "6th bullet under it"
    assert places["techUK, paragraph 3"]["place"] == "3rd paragraph of the text"
    under = [each for each in accord["clauses"] if each["clause_id"].startswith("hiroshima-accord/2/")]
    bullets = [each["clause_id"] for each in under if each["role"] == "commitment"]
    for note in places.values():
        if note["clause_id"] in bullets:
            assert note["place"].startswith(str(bullets.index(note["clause_id"]) + 1))
            assert note["heading"]


def test_a_note_leads_to_its_clause_with_the_quote_marked(client, conversation):
    for note in plain(client, "conversations", conversation)["notes"]:
        place = f"/documents/{note['clause_id']}?start={note['start']}&end={note['end']}"
        assert note["link"] == f"http://127.0.0.1:{client.port}{place}"
        page = client.get(place)[2]
        (marked,) = re.findall(r"<mark>(.*?)</mark>", page, re.DOTALL)
        assert letters(marked.replace("&#39;", "'").replace("&amp;", "&")) == letters(note["quote"])


def test_markdown_has_every_note_whole(client, conversation):
    text, notes = markdown(client, "conversations", conversation), plain(client, "conversations", conversation)["notes"]
    told = note_texts(text)
    assert list(told) == [each["number"] for each in notes]
    for note in notes:
        of_it, seen = told[note["number"]], viewed(told[note["number"]]).text
        assert f"“{note['quote']}”" in seen
        assert note["title"] in seen
        assert f"Publisher: {note['publisher'] or 'not stated'}" in seen
        assert f"Date: {'18 May 2023' if note['published'] else 'not stated'}" in seen
        assert f"<{note['link']}>" in of_it
        assert note["place"] is None or note["place"] in of_it
        assert note["label"] in of_it
        assert all(each in seen for each in note["heading"])
        assert ("Address" in of_it) == (note["url"] is not None)
        assert "Retrieved: " in of_it
        assert "has changed" not in of_it
    assert set(viewed(text).links) == {each for note in notes for each in (note["link"], note["url"]) if each}


def test_only_notes_whose_clause_has_changed_say_so(client, storing):
    steel, tea = "The zeppelin levy on steel is forty groats.", "The zeppelin levy on tea is twelve groats."
    storing(document("levies", steel, tea, title="Levies", publisher="Guild", published="2024-02-03"))
    steel_answer, tea_answer = (client.ask(f"What is the zeppelin levy on {each}?") for each in ("steel", "tea"))
    before = plain(client, "answers", steel_answer)["notes"][0]
    assert (before["quote"], before["changed"], before["retrieved_at"] is None) == (steel, False, False)
    storing(document("levies", steel.replace("forty", "fifty"), tea, title="Levies"))
    for answer in (steel_answer, tea_answer):
        notes, text = plain(client, "answers", answer)["notes"], markdown(client, "answers", answer)
        told = note_texts(text)
        for note in notes:
            is_steel = "steel" in note["quote"]
            assert note["changed"] == is_steel
            assert (note["retrieved_at"] is None) == is_steel
            assert ("The text has changed since" in told[note["number"]]) == is_steel
            assert ("?start=" in note["link"]) == (not is_steel)  # other words stand there now
            assert "3 February 2024" in told[note["number"]]  # as it was when the answer was given
        assert any("steel" in note["quote"] for note in notes) or answer is tea_answer


def test_a_note_says_when_its_document_was_read_from_the_web(client, storing):
    levy = "The zeppelin levy on steel is forty groats."
    storing(document("levies", levy, title="Levies", retrieved="2024-02-03T04:05:06+00:00"))
    answer = client.ask("What is the zeppelin levy on steel?")
    (note,) = [each for each in plain(client, "answers", answer)["notes"] if each["document_id"] == "levies"]
    assert note["retrieved_at"] == "2024-02-03T04:05:06+00:00"
    told = note_texts(markdown(client, "answers", answer))[note["number"]]
    assert "Retrieved: 3 February 2024, 04:05 UTC" in told


def test_a_note_of_a_document_that_is_gone_keeps_its_quote(client, storing, service):
    storing(document("levies", "The zeppelin levy on steel is forty groats.", title="Levies"))
    answer = client.ask("What is the zeppelin levy on steel?")
    service.assistant.store.remove("levies")
    (note,) = [each for each in plain(client, "answers", answer)["notes"] if each["document_id"] == "levies"]
    assert (note["changed"], note["link"], note["retrieved_at"], note["place"]) == (True, None, None, None)
    told = note_texts(markdown(client, "answers", answer))[note["number"]]
    assert "The zeppelin levy on steel is forty groats." in told
    assert "no longer there" in told


def test_a_conversation_of_200_answers_is_carried_away_whole(client, kept):
    made = [client.ask(each) for each in (SEMICONDUCTORS, RISE, CYBER, "What does the accord say about Brexit?")]
    conversation = kept([{**made[n % 4], "question": f"{n}. {made[n % 4]['question']}"} for n in range(200)])
    text, body = markdown(client, "conversations", conversation), plain(client, "conversations", conversation)
    assert [each["question"] for each in body["answers"]] == [each["question"] for each in conversation["answers"]]
    parts = re.split(r"^## Question \d+$", text.split("\n## Notes\n")[0], flags=re.MULTILINE)[1:]
    assert len(parts) == 200
    for number, part in enumerate(parts):
        assert f"**Question:** {number}\\. " in part
    spans = {(each["clause_id"], each["start"]) for one in made for each in (*one["citations"], *one["nearest"])}
    assert len(body["notes"]) == len(spans) == len(note_texts(text))
    assert sum(len(each["cited_by"]) for each in body["notes"]) == 50 * sum(
        len(one["citations"]) + len(one["nearest"]) for one in made
    )
    used = {int(each) for each in re.findall(r"\[(\d+)\]", "".join(parts))}
    assert used == {each["number"] for each in body["notes"]}
