"""Pages of the web through a whole server and the command line: with a site on loopback, and without the seam."""

import json
import os
import subprocess
from functools import partial
from http.client import HTTPConnection

import pytest
from process import ACCORD
from served import serving
from websites import HOST, SITE, Canary, reading, site

from ingest.live import ingest

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", SITE])
URL = f"http://{HOST}/zeppelins.md"
ID = "docs-example-zeppelins-md"


def accord(folder, *arguments, **more):
    environment = {**os.environ, "ACCORD_DATA": str(folder / "data"), "NO_COLOR": "1", "COLUMNS": "200", **more}
    return subprocess.run(
        [ACCORD, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )


def get(port, path):
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    text = connection.getresponse().read().decode()
    connection.close()
    return text


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("web")


def test_the_server_reads_pages_for_the_command_line_with_its_own_list(folder):
    with site() as shown:
        shown.gives("/zeppelins.md", b"# Zeppelins\n\nThe zeppelin subsidy is set at forty groats.\n")
        reads = partial(ingest, web=lambda hosts: reading(shown, *hosts))
        with serving(folder / "data", ingest=lambda: reads, url_hosts=HOST) as (port, service):
            service.lock.announce(f"http://127.0.0.1:{port}")
            ran = accord(folder, "ingest", URL, "--json", ACCORD_URL_HOSTS="other.example")
            assert ran.returncode == 0, ran.stderr
            (entry,) = json.loads(ran.stdout)["entries"]
            assert (entry["status"], entry["document_id"]) == ("added", ID)
            record = json.loads(get(port, f"/v1/documents/{ID}"))
            assert (record["url"], record["retrieved"][:2], record["sha256"]) == (
                URL, "20", service.assistant.store.corpus.documents[ID].sha256,
            )  # fmt: skip
            accord_record = json.loads(get(port, "/v1/documents/hiroshima-accord"))
            assert accord_record["retrieved"] is None
            page = get(port, f"/documents/{ID}")
            assert "<dt>Retrieved</dt>" in page
            assert record["retrieved"][:16].replace("T", " ") + " UTC" in page
            assert "Retrieved" not in get(port, "/documents/hiroshima-accord")

            shown.gives("/zeppelins.md", b"# Zeppelins\n\nThe zeppelin subsidy is set at fifty groats.\n")
            told = accord(folder, "ingest", "--refresh").stdout
            assert "Changed in http://docs.example/zeppelins.md" in told
            assert "The zeppelin subsidy is set at fifty groats." in told
            assert "(was: The zeppelin subsidy is set at forty groats.)" in told
            shown.gives("/zeppelins.md", status=410)
            gone = accord(folder, "ingest", "--refresh", "--json")
            (entry,) = json.loads(gone.stdout)["entries"]
            assert (gone.returncode, entry["status"], entry["code"]) == (1, "failed", "url_gone")
            assert "fifty groats" in json.loads(get(port, f"/v1/documents/{ID}"))["text"]


def test_no_setting_opens_what_is_inside(folder):
    canary = Canary()
    proxy = f"http://127.0.0.1:{canary.port}"
    environment = {"ACCORD_URL_HOSTS": "localhost.localdomain", "LANGCHAIN_ENV": "local_test", "ALL_PROXY": proxy}
    hosts = {
        "127.0.0.1": "url_address",
        "localhost": "url_host",
        "www.gov.uk": "url_host",
        f"localhost.localdomain:{canary.port}": "url_form",
    }
    urls = [f"http://{host}/" for host in hosts]
    ran = accord(folder, "ingest", *urls, f"http://127.0.0.1:{canary.port}/", "--json", HTTP_PROXY=proxy, **environment)
    entries = json.loads(ran.stdout)["entries"]
    assert [each["code"] for each in entries] == [*hosts.values(), "url_form"]
    assert (ran.returncode, {each["status"] for each in entries}) == (1, {"failed"})
    assert canary.visits == 0
    canary.close()


def test_a_server_reads_nothing_from_the_web_by_default(client, service):
    body = {"paths": ["https://www.gov.uk/"]}
    status, _, report = client.post("/v1/ingest", body, {"Authorization": f"Bearer {service.lock.token}"})
    assert (status, [each["code"] for each in report["entries"]]) == (200, ["url_off"])
    assert client.post("/v1/ingest", body)[0] == 401
    assert client.post("/v1/ingest", body | {"refresh": "yes"})[0] == 422


def test_paths_do_not_go_with_reading_again(folder):
    ran = accord(folder, "ingest", "--refresh", URL)
    assert (ran.returncode, "--refresh" in ran.stderr) == (2, True)
    assert "http" in accord(folder, "ingest", "--help").stdout
