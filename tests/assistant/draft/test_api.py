"""`POST /v1/check` and the page `/check` over real HTTP."""

import re

import httpx
import pytest
from bad_files import bad_files
from word_files import FIRST, SECOND, THIRD, TITLE, changed, comments, rewritten, texts, word_file

from assistant.draft.taking import MOST_CHARACTERS, MOST_SENTENCES

TEXT = f"""Dear colleagues,

{FIRST} {SECOND}
{THIRD}
There will be a further £18bn of Japanese investment into the UK. It is “a further £20bn”."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
def http(client):
    with httpx.Client(base_url=f"http://127.0.0.1:{client.port}", timeout=60) as made:
        yield made


def checked(http, **body):
    response = http.post("/v1/check", json=body)
    assert response.status_code == 200, response.text
    return response.json()


def sent(http, name, data, path="/v1/check", **fields):
    return http.post(path, files={"file": (name, data)}, data=fields)


def refused(response, status=422):
    assert response.status_code == status, response.text
    error = response.json()["error"]
    assert error["message"].rstrip().endswith(".")
    return error["code"], error["message"]


def test_a_text_comes_back_sentence_by_sentence(http):
    found = checked(http, text=TEXT)
    assert [each["verdict"] for each in found["sentences"]] == [
        "no_claim",
        "supported",
        "opinion",
        "stronger",
        "coverage_only",
        "misquoted",
    ]
    assert [each["text"] for each in found["sentences"]][:4] == ["Dear colleagues,", FIRST, SECOND, THIRD]
    for each in found["sentences"]:
        assert TEXT[each["start"] : each["end"]] == each["text"]
    assert sum(found["counts"].values()) == 6
    assert found["counts"]["supported"] == 1


def test_a_clause_beside_a_sentence_can_be_opened(http):
    (_, sentence, *_) = checked(http, text=TEXT)["sentences"]
    (clause,) = sentence["clauses"]
    assert (clause["clause_id"], clause["relation"]) == ("hiroshima-accord/1/7", "carries")
    document = http.get(f"/v1/documents/{clause['document_id']}").json()
    assert document["text"][clause["start"] : clause["end"]] == clause["quote"]
    assert sentence["suggestion"].startswith("According to the Accord, the two countries will establish “a Japan-UK")


def test_a_word_file_comes_back_with_comments_and_its_own_text(http):
    data = word_file()
    response = sent(http, "draft.docx", data, "/v1/check?format=docx")
    assert response.status_code == 200
    assert response.headers["content-type"] == WORD
    assert texts(response.content) == texts(data)
    found = comments(response.content)
    assert set(found) == {FIRST, SECOND, THIRD}
    assert found[FIRST].startswith("Supported")
    assert "Part 1, commitment 7" in found[FIRST]
    assert found[THIRD].startswith("Stronger than the text")
    assert [each["verdict"] for each in sent(http, "draft.docx", data).json()["sentences"]] == [
        "no_claim",
        "supported",
        "opinion",
        "stronger",
    ]


def test_what_is_written_is_bold_where_it_was(http):
    made = sent(http, "draft.docx", word_file(), "/v1/check?format=docx").content
    xml = rewritten_text(made)
    assert re.search(r"<w:b/></w:rPr><w:t[^>]*>establish</w:t>", xml)


def rewritten_text(data):
    seen = []
    changed(data, lambda text: seen.append(text) or text)
    return seen[0]


def test_a_typed_text_comes_as_a_new_word_file(http):
    response = http.post("/v1/check?format=docx", json={"text": TEXT})
    assert response.status_code == 200
    assert texts(response.content)[1] == f"{FIRST} {SECOND}"
    assert set(comments(response.content)) > {FIRST, SECOND, THIRD}


def test_tables_and_lists_are_checked_too(http):
    def write(document):
        row = document.add_table(1, 2)
        row.cell(0, 0).text, row.cell(0, 1).text = FIRST, THIRD
        document.add_paragraph(FIRST, style="List Number")

    data = word_file(write)
    found = [each["text"] for each in sent(http, "draft.docx", data).json()["sentences"]]
    assert found.count(FIRST) == 3
    made = sent(http, "draft.docx", data, "/v1/check?format=docx").content
    assert texts(made) == texts(data)
    assert len(re.findall("<w:commentReference ", rewritten_text(made))) == 6


def test_markdown_and_text_files(http):
    for name in ("draft.md", "draft.txt"):
        found = sent(http, name, f"# Note\n\n{FIRST}\n".encode()).json()["sentences"]
        assert found[-1]["verdict"] == "supported", name
    assert refused(sent(http, "draft.md", f"{FIRST}\n".encode(), "/v1/check?format=docx"))[0] == "not_docx"


def test_tracked_changes_pictures_and_comments_are_told(http):
    data = word_file(lambda document: document.add_comment(document.paragraphs[0].runs, "Mind the gap."))
    tracked = changed(
        data,
        lambda text: (
            text.replace("<w:r><w:t>The two", "<w:ins w:id='90' w:author='a'><w:r><w:t>The two", 1)
            .replace("AI jointly.</w:t></w:r>", "AI jointly.</w:t></w:r></w:ins>", 1)
            .replace(
                "</w:p><w:sectPr",
                "<w:del w:id='91' w:author='a'><w:r><w:delText>Gone.</w:delText></w:r></w:del></w:p><w:sectPr",
                1,
            )
        ),
    )
    pictured = rewritten(tracked, added={"word/media/image1.png": b"\x89PNG"})
    found = sent(http, "draft.docx", pictured).json()
    assert [each["text"] for each in found["sentences"]] == [TITLE, FIRST, SECOND, THIRD]
    told = {each["code"]: each["message"] for each in found["notes"]}
    assert set(told) == {"insertions", "deletions", "pictures", "comments"}
    assert "inserted was checked" in told["insertions"]
    assert "deleted was not checked" in told["deletions"]
    assert set(comments(sent(http, "draft.docx", tracked, "/v1/check?format=docx").content)) >= {FIRST, THIRD}


def macros():
    return rewritten(word_file(), added={"word/vbaProject.bin": b"Sub"})


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("draft.docx", b"These are only words.", "wrong_type"),
        ("draft.docx", b"PK\x03\x04" + b"\0" * 40, "corrupt"),
        ("password.docx", bad_files()["password.docx"][0], "encrypted"),
        ("draft.docx", macros(), "macros"),
        ("empty.docx", b"", "empty"),
        ("draft.png", b"\x89PNG\r\n\x1a\n", "unsupported"),
    ],
)
def test_files_that_cannot_be_checked(http, name, data, code):
    assert refused(sent(http, name, data))[0] == code


@pytest.mark.parametrize(
    "text",
    ["Die Länder gründen eine Partnerschaft und arbeiten mit der Wirtschaft.", "日本と英国は設立する。約束する。"],
)
def test_a_draft_in_another_language_is_said_to_be_in_one(http, text):
    for found in (checked(http, text=text), sent(http, "draft.txt", text.encode()).json()):
        assert {each["verdict"] for each in found["sentences"]} == {"no_claim"}
        assert [each["code"] for each in found["notes"]] == ["language"]
        assert "English" in found["notes"][0]["message"]


def test_nothing_to_check_is_said(http):
    found = checked(http, text="12.")
    assert (found["sentences"], [each["code"] for each in found["notes"]]) == ([], ["nothing"])
    assert http.post("/v1/check?format=docx", json={"text": "\uffff 12 \u0b85"}).status_code == 200


def test_japanese_beside_english_is_not_checked_and_not_lost(http):
    found = checked(http, text=f"{FIRST}\n日本と英国はサイバー・パートナーシップを設立する。")["sentences"]
    assert [each["verdict"] for each in found] == ["supported", "no_claim"]
    assert "not in English" in found[1]["reasons"][0]


@pytest.mark.parametrize(
    "text",
    [f"{FIRST} " * 3000, "We will. " * (MOST_SENTENCES + 1), "x" * (MOST_CHARACTERS + 1)],
    ids=["a hundred pages", "sentences", "characters"],
)
def test_drafts_that_are_too_long_are_told_how_long_one_may_be(http, text):
    code, message = refused(http.post("/v1/check", json={"text": text}))
    assert code == "too_long"
    assert f"{MOST_CHARACTERS:,} characters" in message
    assert f"{MOST_SENTENCES:,} sentences" in message


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"text": " \n "}, 422, "empty"),
        ({"text": "a\x00b"}, 422, "control_character"),
        ({"text": 5}, 422, "invalid_request"),
        ({}, 422, "invalid_request"),
        ({"text": FIRST, "judge": "model"}, 422, "model_unsupported"),
        ({"text": FIRST, "tone": "kind"}, 422, "invalid_request"),
    ],
)
def test_bodies_that_cannot_be_taken(http, body, status, code):
    assert refused(http.post("/v1/check", json=body), status)[0] == code


def test_forms_and_bytes_that_cannot_be_taken(http):
    assert refused(http.post("/v1/check", content=b"{", headers={"Content-Type": "application/json"}), 400)[0] == (
        "malformed_json"
    )
    assert refused(http.post("/v1/check", files={"text": (None, "")}))[0] == "empty"
    assert refused(http.post("/v1/check", files={"text": (None, FIRST), "tone": (None, "kind")}))[0] == "unknown_field"
    assert refused(http.post("/v1/check?format=pdf", json={"text": FIRST}))[0] == "invalid_request"


def test_the_page_shows_what_was_found_without_scripts(http):
    form = http.get("/check")
    assert form.status_code == 200
    assert 'href="/check" aria-current="page"' in form.text
    found = http.post("/check", files={"text": (None, TEXT + " <script>alert(1)</script>")})
    assert found.status_code == 200
    assert "<script" not in found.text
    assert "default-src 'none'" in found.headers["content-security-policy"]
    for label in ("Supported", "Stronger than the text", "Only in the coverage", "Misquoted", "Opinion", "No claim"):
        assert f">{label}</span>" in found.text
    assert 'href="/documents/hiroshima-accord/1/7?start=' in found.text
    assert "Suggested wording" in found.text


def test_the_page_says_what_is_wrong_and_keeps_what_was_typed(http):
    again = http.post("/check", files={"text": (None, f"{FIRST} " * 3000)})
    assert again.status_code == 422
    assert 'role="alert"' in again.text
    assert FIRST in again.text


def test_the_page_gives_the_word_file(http):
    data = word_file()
    made = http.post("/check?format=docx", files={"file": ("draft.docx", data), "text": (None, "")})
    assert made.headers["content-type"] == WORD
    assert "attachment" in made.headers["content-disposition"]
    assert texts(made.content) == texts(data)
