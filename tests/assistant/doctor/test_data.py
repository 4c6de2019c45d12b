"""`accord doctor` on the data: it says what is wrong and changes nothing."""

import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import chromadb
import pytest
from doctors import contents, doctor, doctor_process, not_ok

from vectorstore.lock import OwnerLock

NAMES = [
    "Python", "packages", "known holes", "data folder", "free disk", "permissions", "server", "records", "documents",
    "index", "who may ask", "embedding model", "local model", "language model", "settings", "public address",
    "retention",
]  # fmt: skip


def test_a_healthy_folder_is_found_to_be_and_is_left_as_it_is(folder):
    before = contents(folder)
    code, checks = doctor(folder)
    assert (code, not_ok(checks)) == (0, {})
    assert list(checks) == NAMES
    assert "2 documents" in checks["documents"]["told"]
    assert "known ones find themselves" in checks["index"]["told"]
    assert all(each["advice"] is None for each in checks.values())
    assert contents(folder) == before


def test_the_table_says_the_same_with_what_to_do(tmp_path):
    done = doctor_process(tmp_path / "nowhere", "--min-free", "0")
    assert done.returncode == 0
    assert all(f" {name} " in done.stdout for name in NAMES)
    assert "-> accord serve makes it" in done.stdout
    assert "problem: 0" in done.stdout
    assert not (tmp_path / "nowhere").exists()


def test_nothing_heavy_is_loaded_where_there_is_no_index(tmp_path):
    code = (
        "import sys; sys.argv = ['accord', 'doctor']\nfrom assistant.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'chromadb', 'gradio', 'fastapi', 'langchain_core', 'uvicorn', 'openvino_genai'}\n"
        "sys.exit(' '.join(sorted(heavy & sys.modules.keys())) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_missing_folder_is_told_and_not_made(tmp_path):
    code, checks = doctor(tmp_path / "nowhere")
    assert code == 0
    assert not_ok(checks) == dict.fromkeys(["data folder", "records", "documents", "index"], "warning")
    assert str(tmp_path / "nowhere") in checks["data folder"]["told"]
    assert not (tmp_path / "nowhere").exists()


def test_a_file_in_the_folders_place(tmp_path):
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    code, checks = doctor(tmp_path / "file")
    assert (code, checks["data folder"]["status"]) == (1, "problem")
    assert "not a folder" in checks["data folder"]["told"]


def test_a_folder_that_cannot_be_written_is_told_and_still_read(folder):
    without_rights = []
    if os.geteuid() == 0:  # root may write everything, unless this is taken from it
        if shutil.which("setpriv") is None:
            pytest.skip("root may write everything")
        without_rights = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    for each in (folder, *folder.rglob("*")):
        each.chmod(0o500 if each.is_dir() else 0o400)
    before = contents(folder)
    done = doctor_process(folder, "--json", "--min-free", "0", before=without_rights)
    for each in (folder, *folder.rglob("*")):
        each.chmod(0o700)
    checks = {each["name"]: each for each in json.loads(done.stdout)["checks"]}
    assert (done.returncode, not_ok(checks)) == (1, {"data folder": "problem"})
    assert "cannot be read and written" in checks["data folder"]["told"]
    assert contents(folder) == before


@pytest.fixture
def open_folder():
    """A folder that everybody can reach; those of pytest are closed to others."""
    with tempfile.TemporaryDirectory(prefix="accord-test-") as made:
        Path(made).chmod(0o755)
        folder = Path(made) / "data"
        folder.mkdir(0o755)
        yield folder


def test_a_folder_that_everybody_may_read(open_folder):
    if any(not each.stat().st_mode & 0o001 for each in open_folder.parents):
        pytest.skip("the folder for temporary files is closed to others")
    told = doctor(open_folder)[1]["permissions"]
    assert (told["status"], "mode 755" in told["told"]) == ("warning", True)
    open_folder.chmod(0o750)
    assert doctor(open_folder)[1]["permissions"]["status"] == "ok"


def test_little_room(tmp_path):
    checks = doctor(tmp_path, "--min-free", "1e9")[1]
    assert checks["free disk"]["status"] == "warning"
    assert "less than 1e+09 GB" in checks["free disk"]["told"]


def test_a_database_of_garbage(folder):
    (folder / "records.db").write_bytes(b"Anything but a database. " * 100)
    before = contents(folder)
    code, checks = doctor(folder)
    assert code == 1
    assert not_ok(checks) == {
        "records": "problem",
        "documents": "warning",
        "index": "warning",
        "who may ask": "warning",
    }
    assert "not a database" in checks["records"]["told"]
    assert contents(folder) == before


def test_a_database_that_is_damaged_inside(folder):
    file = folder / "records.db"
    data = bytearray(file.read_bytes())
    data[4096 * 3 : 4096 * 30] = os.urandom(4096 * 27)
    file.write_bytes(data)
    code, checks = doctor(folder)
    assert (code, checks["records"]["status"]) == (1, "problem")


@pytest.mark.parametrize(("stored", "status"), [("0001", "warning"), ("9999", "problem")])
def test_tables_of_another_version(folder, stored, status):
    with closing(sqlite3.connect(folder / "records.db")) as connection, connection:
        connection.execute("update alembic_version set version_num = ?", [stored])
    code, checks = doctor(folder)
    assert code == (status == "problem")
    assert not_ok(checks) == {"records": status}
    assert stored in checks["records"]["told"]


def test_what_a_killed_process_left_is_read_too(folder):
    code = (
        "import os, sqlite3, sys\nconnection = sqlite3.connect(sys.argv[1])\n"
        "connection.execute('delete from vectors where clause_id = ?', ['hiroshima-accord/2/6'])\n"
        "connection.commit()\nos._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(folder / "records.db")], check=True)
    (folder / "owner.json").write_text(json.dumps({"pid": 1, "url": "http://127.0.0.1:1", "token": "t"}), "utf-8")
    assert (folder / "records.db-wal").stat().st_size > 0
    before = contents(folder)
    checks = doctor(folder)[1]
    assert "hiroshima-accord/2/6" in checks["documents"]["told"]
    assert checks["server"]["status"] == "ok"
    after = contents(folder)
    shared = str(folder / "records.db-shm")  # notes of those who read, made anew by each
    assert {**after, shared: b""} == {**before, shared: b""}


def test_vectors_that_are_missing(folder):
    with closing(sqlite3.connect(folder / "records.db")) as connection, connection:
        connection.execute("delete from vectors where clause_id = 'hiroshima-accord/2/6' and ordinal = 0")
        connection.execute("delete from vectors where clause_id = 'techuk-coverage/3' and ordinal = 1")
    code, checks = doctor(folder)
    assert code == 1
    assert not_ok(checks) == {"documents": "problem", "index": "warning"}
    assert "hiroshima-accord/2/6, techuk-coverage/3" in checks["documents"]["told"]
    assert "accord ingest --rebuild" in checks["documents"]["advice"]
    assert "2 too many" in checks["index"]["told"]


def test_an_index_that_is_missing_or_damaged(folder):
    file = folder / "chroma" / "chroma.sqlite3"
    file.write_bytes(file.read_bytes()[:5000])
    before = contents(folder)
    code, checks = doctor(folder)
    assert (code, not_ok(checks)) == (1, {"index": "problem"})
    assert contents(folder) == before
    shutil.rmtree(folder / "chroma")
    code, checks = doctor(folder)
    assert (code, not_ok(checks)) == (0, {"index": "warning"})
    assert not (folder / "chroma").exists()


def test_an_owner_that_does_not_answer_and_a_command_that_is_at_work(tmp_path):
    lock = OwnerLock(tmp_path / "data")
    lock.acquire()
    checks = doctor(tmp_path / "data")[1]
    assert checks["server"]["status"] == "ok"
    assert f"in use by process {os.getpid()}" in checks["server"]["told"]
    assert checks["index"]["status"] == "warning"
    lock.announce("http://127.0.0.1:1")
    code, checks = doctor(tmp_path / "data")
    lock.release()
    assert (code, checks["server"]["status"]) == (1, "problem")
    assert "http://127.0.0.1:1" in checks["server"]["told"]
    assert "only one process may open" in checks["index"]["told"]


@pytest.fixture
def chroma_server(tmp_path):
    """The address of a real Chroma server that holds nothing."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [Path(sys.executable).parent / "chroma", "run", "--path", tmp_path / "chroma-server"]
    with subprocess.Popen([*command, "--host", "127.0.0.1", "--port", str(port)], stdout=subprocess.DEVNULL) as process:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def test_a_chroma_server_is_asked_and_nothing_is_made_on_it(folder, chroma_server):
    told = doctor(folder, ACCORD_CHROMA_URL=chroma_server)[1]["index"]
    assert told["status"] == "warning"
    assert re.search(r"lacks [1-9]\d\d vectors of the records and has 0 too many", told["told"])
    assert chromadb.HttpClient("127.0.0.1", urlsplit(chroma_server).port).list_collections() == []
