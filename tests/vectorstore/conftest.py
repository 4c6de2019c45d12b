"""Fresh records, for tests of what is kept in them."""

import pytest

from vectorstore.records import Records


@pytest.fixture
def records(tmp_path):
    records = Records(f"sqlite:///{tmp_path / 'records.db'}")
    yield records
    records.close()
