"""An assistant over the bundled corpus whose language model says what a test tells it to."""

import pytest
from chat_models import ToldModel

from assistant.ask import Assistant


@pytest.fixture(scope="module")
def with_model(assistant):
    return Assistant(assistant.store, ToldModel(), timeout=30)


@pytest.fixture
def told(with_model):
    """The model of that assistant, as it is before anybody tells it anything."""
    return with_model.model.be()
