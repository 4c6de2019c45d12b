"""Documents are given, looked at, published, set right, replaced and withdrawn over HTTP, in a whole server."""

import shutil

import pytest
from cases import send_cases
from giving import NEWER, NOTE, Client
from guarded import Server
from served import serving
from websites import HOST, SITE

from assistant.access.who import MACHINE

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", SITE])


@pytest.fixture(scope="module")
def place(corpus_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("given") / "data"
    shutil.copytree(corpus_folder, folder)
    return folder


@pytest.fixture(scope="module")
def client(place):
    with serving(place) as (port, _):
        yield Client(port)


@pytest.fixture
def note(client):
    """The note, live; gone again afterwards."""
    seen = client.published(title="The Aldmere note", publisher="The Aldmere Gazette")
    assert seen["state"] == "live", seen
    yield seen["document_id"]
    client.http.delete(f"/v1/documents/{seen['document_id']}")


def error(response):
    return response.status_code, response.json()["error"]["code"]


def test_a_document_is_looked_at_before_it_goes_live(client):
    intake_id = client.give(publisher="The Gazette", published="2024-01-31")
    seen = client.until(intake_id, "ready")
    assert [each["text"] for each in seen["clauses"]][-1] == "The keepers meet every Tuesday in the boat house."
    assert seen["clauses"][-1]["label"] == "The Gazette, paragraph 2"
    assert (seen["document"]["publisher"], seen["document"]["published"]) == ("The Gazette", "2024-01-31")
    assert seen["document_id"] == "aldmere" not in client.ids()
    assert "aldmere" not in client.cited()

    assert client.http.post(f"/v1/intakes/{intake_id}/publish").status_code == 202
    live = client.until(intake_id, "live")
    assert (live["clauses"], live["document"]) == ([], None)  # its document says the rest
    assert client.cited()["aldmere"] == "The Aldmere Fund pays for lighthouses on the northern coast."
    assert error(client.http.post(f"/v1/intakes/{intake_id}/publish")) == (409, "not_ready")
    client.http.delete("/v1/documents/aldmere")


def test_other_facts_before_it_goes_live(client):
    intake_id = client.give(publisher="The Gazette")
    client.until(intake_id, "ready")
    seen = client.http.patch(f"/v1/intakes/{intake_id}", json={"publisher": "The Herald", "name": ""}).json()
    assert (seen["document"]["name"], seen["clauses"][-1]["label"]) == ("The Herald", "The Herald, paragraph 2")
    assert error(client.http.patch(f"/v1/intakes/{intake_id}", json={"published": "soon"})) == (422, "facts")
    assert client.http.delete(f"/v1/intakes/{intake_id}").status_code == 204
    assert error(client.http.get(f"/v1/intakes/{intake_id}")) == (404, "unknown_intake")


def test_a_withdrawn_document_is_gone_from_answers_at_once(client, note):
    assert note in client.cited()
    assert client.http.delete(f"/v1/documents/{note}").status_code == 204
    assert note not in client.cited()
    assert note not in client.ids()
    assert error(client.http.delete(f"/v1/documents/{note}")) == (404, "unknown_document")


def test_another_version_takes_the_place_of_a_document_and_tells_what_changes(client, note):
    intake_id = client.give(NEWER, "new name.md", "PUT", f"/v1/documents/{note}")
    seen = client.until(intake_id, "ready")
    assert [(each["what"], each["text"]) for each in seen["changes"]] == [
        ("changed", "The Aldmere Fund pays for harbour walls on the northern coast."),
        ("added", "The note was read out twice."),
    ]
    assert (seen["document_id"], seen["document"]["publisher"]) == (note, "The Aldmere Gazette")
    assert "lighthouses" in client.cited()[note]
    client.http.post(f"/v1/intakes/{intake_id}/publish")
    client.until(intake_id, "live")
    assert "harbour walls" in client.cited()[note]


def test_a_record_is_set_right_and_stays_right_when_the_document_is_read_again(client, note):
    facts = {"publisher": "The Herald", "name": "", "kind": "primary", "licence": "OGL"}
    corrected = client.http.patch(f"/v1/documents/{note}", json=facts)
    assert corrected.status_code == 200
    whole = client.http.get(f"/v1/documents/{note}").json()
    assert (whole["publisher"], whole["name"], whole["kind"], whole["licence"]) == (
        "The Herald",
        "The Herald",
        "primary",
        "OGL",
    )
    assert whole["clauses"][-1]["label"] == "Paragraph 2"
    intake_id = client.give(NEWER, "x.md", "PUT", f"/v1/documents/{note}", publish="true")
    client.until(intake_id, "live")
    again = client.http.get(f"/v1/documents/{note}").json()
    assert {name: again[name] for name in ("publisher", "kind", "licence")} == {
        name: whole[name] for name in ("publisher", "kind", "licence")
    }
    assert error(client.http.patch(f"/v1/documents/{note}", json={"url": "javascript:1"})) == (422, "facts")
    assert error(client.http.patch("/v1/documents/nowhere", json={})) == (404, "unknown_document")


def test_the_same_file_is_not_taken_twice(client, note):
    seen = client.until(client.give(name="again.md"), "failed")
    assert seen["error"]["code"] == "duplicate_content"
    assert note in seen["error"]["message"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.txt", b"", "empty"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj", "corrupt"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"0" * 100, "unsupported"),
        ("../../../etc/passwd", b"\x00\x01\x02" * 50, "binary"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_nothing_is_stored(client, name, data, code):
    before = client.ids()
    seen = client.until(client.give(data, name), "failed")
    assert seen["error"]["code"] == code
    assert seen["error"]["message"].endswith(".")
    assert client.ids() == before


def test_what_is_not_right_is_refused_at_once(client):
    post = client.http.post
    assert error(post("/v1/documents", data={"title": "Nothing"})) == (422, "nothing")
    file = {"file": ("a.txt", b"It is so.")}
    assert error(post("/v1/documents", files=file, data={"published": "May"})) == (422, "facts")
    assert error(post("/v1/documents", files=file, data={"kind": "secret"}))[0] == 422
    assert error(post("/v1/documents", files=file, data={"publish": "perhaps"}))[0] == 422
    assert error(post("/v1/documents", files=file, data={"publsh": "true"})) == (422, "unknown_field")
    put = client.http.put("/v1/documents/nowhere", files={"file": ("a.txt", b"A.")})
    assert error(put) == (404, "unknown_document")
    assert error(post("/v1/documents", files={"file": ("a.txt", b"0" * 51_100_000)}))[0] == 413


def test_an_address_whose_host_is_not_on_the_list_is_not_read(client):
    response = client.http.post("/v1/documents", data={"url": f"http://{HOST}/zeppelins.md"})
    seen = client.until(response.json()["id"], "failed")
    assert seen["error"]["code"] == "url_off"


@pytest.mark.soak
def test_what_fits_or_breaks_the_document_gets_an_answer_that_it_describes(corpus_folder, tmp_path):
    shutil.copytree(corpus_folder, tmp_path / "data")
    with serving(tmp_path / "data") as (port, service):
        server = Server(port, service)
        client = Client(port)
        for number in range(3):
            client.until(client.give(NOTE + str(number).encode(), f"note-{number}.md"), "ready")
        ids = {"documents": ["techuk-coverage"], "intakes": [each.id for each in service.desk.all()]}
        outcome = send_cases(server, "", most=20, ids=ids, gives=True)
    assert outcome.problems == {}, outcome.told()
    wanted = {"POST /v1/documents": 202, "GET /v1/intakes": 200, "PATCH /v1/documents/{document_id}": 200}
    for operation, status in wanted.items():
        assert status in outcome.statuses(operation), operation
    assert sum(outcome.sent.values()) > 100


def test_what_is_on_its_way_goes_on_after_a_restart_and_withdrawn_documents_stay_away(corpus_folder, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(corpus_folder, folder)
    with serving(folder) as (port, _):
        client = Client(port)
        ready = client.give(publisher="The Gazette")
        client.until(ready, "ready")
        assert client.http.delete("/v1/documents/techuk-coverage").status_code == 204
        waiting = client.give(NEWER, "newer.md", publish="true")
    with serving(folder) as (port, service):
        client = Client(port)
        assert client.until(ready, "ready")["document"]["publisher"] == "The Gazette"
        assert client.until(waiting, "live")["document_id"] == "newer"
        assert client.ids() == ["hiroshima-accord", "newer"]
        assert [each.document_id for each in service.desk.withdrawn()] == ["techuk-coverage"]
    with serving(folder) as (port, service):
        service.desk.bring_back("techuk-coverage", MACHINE)
        assert "techuk-coverage" in Client(port).ids()
