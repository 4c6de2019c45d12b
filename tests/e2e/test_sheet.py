"""The workbook of the register opens in LibreOffice, with all that is in it."""

import csv
import shutil
import subprocess
from functools import partial

import pytest

from assistant.commitments.checked import checked_promises
from assistant.commitments.register import register
from assistant.commitments.sheet import COLUMNS, xlsx_of
from ingest.read import read
from ingest.sources import bundled
from vectorstore.documents import make_corpus

pytestmark = pytest.mark.e2e


def test_libreoffice_reads_every_promise(tmp_path):
    office = shutil.which("soffice")
    assert office, "LibreOffice is needed"
    readings = [read(each) for each in bundled().sources]
    corpus = make_corpus([each.document for each in readings], [one for each in readings for one in each.clauses])
    found = register(corpus, partial(checked_promises, corpus))
    (tmp_path / "commitments.xlsx").write_bytes(xlsx_of(found, corpus, "https://accord.example"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    # 76: UTF-8; 34 and 44: quotation marks and commas; the first sheet.
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
    command = [office, profile, "--headless", "--convert-to", form, "--outdir", tmp_path, tmp_path / "commitments.xlsx"]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    (made,) = tmp_path.glob("commitments*.csv")
    head, *rows = csv.reader(made.read_text(encoding="utf-8").splitlines())
    assert head == list(COLUMNS)
    quotes = [one.quote for each in found.commitments for one in each.promises]
    assert [row[head.index("Quote")] for row in rows] == quotes
    dates = [row[head.index("Date")] for row in rows if row[head.index("Deadline as stated")]]
    assert dates == ["", "2050", "2050", ""]
