"""Briefings over HTTP: the files, who may have them, and what is refused; and the page that staff make them on."""

import re
import shutil
from html import unescape
from http.client import HTTPConnection
from io import BytesIO
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest
from guarded import admit_all
from office import Office
from served import serving

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
def office(corpus_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("briefings") / "data"
    shutil.copytree(corpus_folder, folder)
    with serving(folder) as (port, service):
        made = Office(port, service)
        admit_all(made)
        yield made


def brief(office, who="draft key", **body):
    return office.send(who, "POST", "/v1/briefings", body)


def raw(office, path, who="sam"):
    """A file's status, headers and bytes."""
    connection = HTTPConnection("127.0.0.1", office.port, timeout=60)
    connection.request("GET", path, headers=office.headers[who])
    response = connection.getresponse()
    data = response.read()
    connection.close()
    return response.status, response.headers, data


def page(office, who="sam", **typed):
    status, headers, html = office.send(who, "GET", f"/briefing?{urlencode(typed)}")
    return status, headers, unescape(html)


def test_only_a_topic_is_needed_and_word_is_what_comes(office):
    connection = HTTPConnection("127.0.0.1", office.port, timeout=60)
    headers = {"Content-Type": "application/json", **office.headers["draft key"]}
    connection.request("POST", "/v1/briefings", '{"topic": "semiconductors"}', headers)
    response = connection.getresponse()
    data = response.read()
    connection.close()
    assert (response.status, response.headers["Content-Type"]) == (200, DOCX)
    assert re.fullmatch(
        r'attachment; filename="\d{4}-\d\d-\d\d-briefing-semiconductors\.docx"', response.headers["Content-Disposition"]
    )
    with ZipFile(BytesIO(data)) as file:
        assert "explore ambitious joint research" in file.read("word/footnotes.xml").decode()


def test_markdown_and_json_say_the_same(office):
    status, headers, text = brief(office, topic="cyber", template="qa", format="markdown")
    assert (status, headers["Content-Type"]) == (200, "text/markdown; charset=utf-8")
    _, _, values = brief(office, topic="cyber", template="qa", format="json")
    assert [each["heading"] for each in values["sections"]] == [each[3:] for each in re.findall("^## .*", text, re.M)]
    assert [each["quote"] for each in values["notes"]] == [each["quote"] for each in values["citations"]]
    assert values["notes"][0]["link"].startswith(f"http://127.0.0.1:{office.port}/documents/hiroshima-accord/1/7?")


def test_a_list_of_questions_is_answered(office):
    asked = ["What is the deadline for the RISE partnership?", "What is said about Brexit?"]
    status, _, values = brief(office, questions=asked, format="json")
    assert (status, values["questions"], values["template"]) == (200, asked, "qa")
    assert "by the end of the year at the latest" in values["citations"][0]["quote"]


def test_filters_are_kept_to(office):
    _, _, values = brief(office, topic="cyber", kinds=["coverage"], format="json")
    assert {each["document_id"] for each in values["citations"]} == {"techuk-coverage"}
    assert brief(office, topic="cyber", documents=["nothing"])[2]["error"]["code"] == "unknown_document"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"topic": "fisheries"}, 422, "topic_not_covered"),
        ({"topic": "  "}, 422, "empty"),
        ({"topic": "半導体"}, 422, "language"),
        ({"topic": "x" * 200}, 422, "topic_too_long"),
        ({}, 422, "topic_or_questions"),
        ({"topic": "trade", "questions": ["Why?"]}, 422, "topic_or_questions"),
        ({"questions": ["What is RISE?"] * 50}, 422, "too_many_questions"),
        ({"questions": []}, 422, "empty"),
        ({"topic": "trade", "composer": "generate"}, 422, "model_unsupported"),
        ({"topic": "trade", "template": "novel"}, 422, "invalid_request"),
        ({"topic": "trade", "format": "pdf"}, 422, "invalid_request"),
        ({"topic": 7}, 422, "invalid_request"),
        ({"topic": "tra\x00de"}, 422, "control_character"),
    ],
)
def test_what_is_refused_says_why(office, body, status, code):
    answered = brief(office, **body)
    assert (answered[0], answered[2]["error"]["code"]) == (status, code)


def test_the_limit_stands_in_the_message(office):
    message = brief(office, questions=["What is RISE?"] * 50)[2]["error"]["message"]
    assert message.startswith("There are 50 questions; 20 are allowed.")


def test_briefings_are_for_staff(office):
    assert brief(office, who="ask key", topic="trade")[0] == 403
    assert brief(office, who="nobody", topic="trade")[0] == 401
    assert office.send("mia", "GET", "/briefing")[0] == 403
    assert 'href="/briefing"' not in office.page("mia", "/documents")
    assert 'href="/briefing"' in office.page("sam", "/documents")


def test_the_page_shows_a_form_and_then_the_briefing_with_its_notes(office):
    status, headers, html = page(office)
    assert (status, "<article" in html) == (200, False)
    assert "script-src" not in headers["Content-Security-Policy"]
    assert "<script" not in html
    status, _, html = page(office, topic="health", template="one-page", questions="")
    assert status == 200
    assert "Will take advantage of “the health ministerial dialogue" in html
    numbers = re.findall(r'href="#note-(\d+)"', html)
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)] != []
    assert re.findall(r'<li id="note-(\d+)"', html) == numbers
    clause = re.search(r'<a href="(http[^"]*/documents/hiroshima-accord/2/10\?[^"]*)">Open the clause', html)[1]
    assert office.send("sam", "GET", clause.partition(str(office.port))[2])[0] == 200


def test_the_page_gives_what_it_shows_as_files(office):
    _, _, html = page(office, topic="clean energy", template="qa", questions="")
    word, markdown = re.findall(r'href="(/briefing/file[^"]*)"', html)
    status, headers, data = raw(office, word)
    assert (status, headers["Content-Type"]) == (200, DOCX)
    assert ZipFile(BytesIO(data)).testzip() is None
    status, _, data = raw(office, markdown)
    headings = re.findall("<h3>(.*)</h3>", html)
    assert (status, [each[3:] for each in re.findall("^## .*", data.decode(), re.M)]) == (200, headings)


def hidden(html, section):
    """The fields of the form by which a section is made again."""
    form = next(each for each in re.findall(r'<form method="post".*?</form>', html, re.S) if section in each)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    return fields | {"question": re.search(r"<textarea[^>]*>(.*)</textarea>", form)[1]}


def again(office, fields, who="sam"):
    """The status, and the page that the browser is sent on to."""
    origin = {"Origin": f"http://127.0.0.1:{office.port}", "Content_Type": "application/x-www-form-urlencoded"}
    status, headers, html = office.send(who, "POST", "/briefing/section", urlencode(fields), **origin)
    if status != 303:
        return status, unescape(html)
    assert headers["Location"].startswith("/briefing?")
    return status, unescape(office.send(who, "GET", headers["Location"].partition("#")[0])[2])


def test_a_section_is_made_again_with_another_question_and_the_rest_stays(office):
    _, _, before = page(office, topic="", questions="What is RISE?\nWhat about health?", template="qa")
    fields = hidden(before, "What is RISE?")
    assert (fields["section"], fields["question"]) == ("1", "What is RISE?")
    status, after = again(office, fields | {"question": "What is the Semiconductors Partnership?"})
    assert status == 303
    headings = ["What is the Semiconductors Partnership?", "What about health?"]
    assert re.findall("<h3>(.*)</h3>", after) == headings
    alone = page(office, topic="", questions="What is RISE?")[2]
    _, alone = again(office, hidden(alone, "What is RISE?") | {"question": headings[1]})
    assert re.search('<h2 id="made">(.*)</h2>', alone)[1] == headings[1]
    assert "ambitious joint research" in after
    numbers = re.findall(r'href="#note-(\d+)"', after)
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert hidden(after, headings[0])["question"] == headings[0]
    _, markdown = re.findall(r'href="(/briefing/file[^"]*)"', after)
    assert [each[3:] for each in re.findall("^## .*", raw(office, markdown)[2].decode(), re.M)] == headings


def test_what_searches_settle_is_not_made_again(office):
    _, _, html = page(office, topic="clean energy", template="qa")
    asked = re.findall(r"<textarea[^>]*required>(.*)</textarea>", html)
    assert asked
    assert not [each for each in asked if "money" in each or "binding" in each]
    fields = hidden(html, asked[0])
    status, html = again(office, fields | {"section": "99"})
    assert (status, "there is none of this number" in html) == (422, True)


def test_a_question_that_cannot_be_taken_leaves_the_briefing_as_it_was(office):
    _, _, html = page(office, topic="", questions="What is RISE?")
    status, refused = again(office, hidden(html, "What is RISE?") | {"question": "  "})
    assert (status, "is empty" in refused) == (422, True)
    assert re.findall("<h3>(.*)</h3>", refused) == ["What is RISE?"]
    status, refused = again(office, hidden(html, "What is RISE?") | {"composed": "generate"})
    assert (status, "No language model is set up" in refused) == (422, True)


def test_what_is_held_goes_with_the_texts_that_it_was_made_of(office, tmp_path):
    (tmp_path / "pact.md").write_text("# The Gull Pact\n\nWe will count the gulls of Bressay.\n", encoding="utf-8")
    body = {"paths": [str(tmp_path / "pact.md")], "kind": "primary"}
    assert office.send("", "POST", "/v1/ingest", body, Authorization=f"Bearer {office.serving.lock.token}")[0] == 200
    _, _, html = page(office, topic="", questions="What about the gulls of Bressay?")
    assert "count the gulls" in html
    _, markdown = re.findall(r'href="(/briefing/file[^"]*)"', html)
    assert b"count the gulls" in raw(office, markdown)[2]
    office.send("sam", "DELETE", "/v1/documents/pact")
    assert b"count the gulls" not in raw(office, markdown)[2]
    assert "count the gulls" not in office.send("sam", "GET", markdown.replace("/briefing/file", "/briefing"))[2]


def test_what_is_not_held_any_longer_is_made_anew_and_belongs_to_whoever_made_it(office):
    _, _, html = page(office, topic="", questions="What is RISE?")
    fields = hidden(html, "What is RISE?")
    status, html = again(office, fields | {"made": "long-gone", "question": "What about health?"})
    assert (status, re.findall("<h3>(.*)</h3>", html)) == (303, ["What is RISE?"])
    office.send("ada", "GET", "/documents")
    status, html = again(office, fields | {"question": "What about health?"}, who="ada")
    assert (status, re.findall("<h3>(.*)</h3>", html)) == (303, ["What is RISE?"])


def test_questions_are_taken_from_the_page_line_by_line(office):
    _, _, html = page(office, topic="", questions="What is RISE?\r\n\r\n Is Fujitsu mentioned? \r\n")
    assert re.findall("<h3>(.*)</h3>", html) == ["What is RISE?", "Is Fujitsu mentioned?"]


def test_the_page_says_what_is_wrong_and_keeps_what_was_typed(office):
    status, _, html = page(office, topic="fish & ferries", template="qa")
    assert status == 422
    assert "Neither text mentions 'fish & ferries'" in html
    assert 'value="fish & ferries"' in html
    assert '<option value="qa" selected>' in html
    assert page(office, topic=" ")[0] == 200
    assert page(office, topic="trade", questions="And why?")[0] == 422
    assert raw(office, "/briefing/file?topic=")[0] == 422
    assert page(office, topic="trade", template="novel")[0] == 422


def test_typed_text_is_shown_and_not_run(office):
    html = office.send("sam", "GET", f"/briefing?{urlencode({'topic': '<script>alert(1)</script>'})}")[2]
    assert "<script" not in html
