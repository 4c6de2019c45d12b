import os
import time
from pathlib import Path

import pytest

from evals.growth import Sample, growth, sampled


def straight(*, seconds, mb_per_minute, start=100.0):
    """Samples every two seconds of a process that grows evenly."""
    return [Sample(each, start + each / 60 * mb_per_minute) for each in range(0, seconds + 1, 2)]


@pytest.mark.parametrize("slope", [3.0, 0.0, -1.5])
def test_an_even_growth_is_its_slope(slope):
    grown = growth(straight(seconds=300, mb_per_minute=slope))
    assert grown.mb_per_minute == pytest.approx(slope, abs=1e-9)
    assert (grown.first, grown.samples) == (100.0, 151)
    assert grown.last == pytest.approx(100 + 5 * slope)


def test_what_grows_while_it_warms_up_does_not_count():
    samples = straight(seconds=300, mb_per_minute=1.0)
    warming = [Sample(each.seconds, each.mb - 50) if each.seconds < 60 else each for each in samples]
    assert growth(warming).mb_per_minute == pytest.approx(1.0)
    assert growth(warming).first == 50.0


def test_noise_around_a_slope_hides_it_little():
    noisy = [
        Sample(each.seconds, each.mb + (-1) ** at) for at, each in enumerate(straight(seconds=600, mb_per_minute=2))
    ]
    assert growth(noisy).mb_per_minute == pytest.approx(2.0, abs=0.1)


def test_too_few_samples_have_no_slope():
    assert growth([]) is None
    assert growth([Sample(0.0, 5.0), Sample(2.0, 9.0)]).mb_per_minute is None


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system has no /proc")
def test_a_process_is_sampled_until_the_end():
    with sampled(os.getpid(), every=0.02) as samples:
        held = bytearray(64 * 2**20)
        held[::4096] = b"x" * len(held[::4096])  # memory counts once it is written to
        time.sleep(0.3)
    number = len(samples)
    assert number >= 3
    assert samples[-1].mb > 60
    time.sleep(0.1)
    assert len(samples) == number


def test_a_process_that_is_not_known_has_no_samples():
    with sampled(None, every=0.01) as samples:
        time.sleep(0.05)
    assert samples == []
