import os
from pathlib import Path

import pytest

from evals.server import ServerError, command, memory, seconds_of_help, serving


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system has no /proc")
def test_memory_of_a_process():
    used = memory(os.getpid())
    assert 10 < used.now <= used.peak


def test_a_process_that_is_gone_has_no_memory():
    assert memory(2**30) is None


def test_the_command_is_found_and_answers():
    assert Path(command()).name.startswith("accord")
    assert 0 < seconds_of_help() < 30


def test_a_server_that_cannot_start_says_why(tmp_path):
    (tmp_path / "data").mkdir()
    with pytest.raises(ServerError, match="ended with code"), serving(tmp_path / "data", "/no/such/model"):
        pass
