"""A document under another record has the labels that it would have if it were read anew with that record."""

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.read import read
from ingest.restate import restated
from ingest.sources import bundled, from_path

TREATIES = sorted((Path(__file__).parent / "treaties").glob("*.md"))
SOURCES = [source for batch in (bundled(), *map(from_path, TREATIES)) for source in batch.sources]


@pytest.mark.parametrize("kind", ["primary", "coverage"])
@pytest.mark.parametrize("source", SOURCES, ids=[each.record.id for each in SOURCES])
def test_clauses_are_called_as_if_the_text_were_read_anew(source, kind):
    facts = {"kind": kind, "name": "The Herald"}
    before = read(source)
    anew = read(replace(source, record=source.record.model_copy(update=facts)))
    _, clauses = restated(before.document, before.clauses, facts)
    assert clauses == list(anew.clauses)
