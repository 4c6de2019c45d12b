"""A provider that fails is left alone for a while. (Through a model: test_models_remote.py.)"""

import pytest

from assistant.models.breaker import Breaker
from assistant.models.model import ModelFailed


class Clock:
    """Seconds as a test wants them."""

    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return Breaker(most=3, rest=30, clock=clock)


def fail(breaker, times):
    for _ in range(times):
        breaker.enter()
        breaker.failed("It fell over.")


def refused(breaker):
    with pytest.raises(ModelFailed) as told:
        breaker.enter()
    return str(told.value)


def test_it_refuses_after_three_failures_in_a_row_and_says_why_and_for_how_long(breaker, clock):
    fail(breaker, 2)
    breaker.enter()
    breaker.succeeded()
    fail(breaker, 3)
    clock.now += 10
    assert refused(breaker) == "It fell over. It failed so often that it is not asked again for 20 s."


def test_afterwards_one_tries_and_the_others_wait_for_what_it_finds(breaker, clock):
    fail(breaker, 3)
    clock.now += 30
    breaker.enter()
    refused(breaker)
    breaker.succeeded()
    breaker.enter()
    fail(breaker, 2)
    breaker.enter()


def test_a_failure_of_the_one_that_tries_begins_the_rest_anew(breaker, clock):
    fail(breaker, 3)
    clock.now += 30
    fail(breaker, 1)
    clock.now += 29
    refused(breaker)
    clock.now += 1
    breaker.enter()


def test_who_leaves_before_there_is_an_outcome_leaves_the_try_to_the_next(breaker, clock):
    fail(breaker, 3)
    clock.now += 30
    breaker.enter()
    breaker.left()
    breaker.enter()
    refused(breaker)


def test_who_leaves_changes_no_count(breaker):
    fail(breaker, 2)
    breaker.enter()
    breaker.left()
    fail(breaker, 1)
    refused(breaker)
