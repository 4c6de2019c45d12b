import json

import pytest

from evals.bench import CLIENTS, QUESTIONS, WARMING, bench_json, bench_server, bench_table
from evals.server import ServerError


def test_a_running_server_is_measured_and_keeps_nothing(server):
    url, asked = server
    done = []
    bench = bench_server(url, ["one", "two"], lambda *progress: done.append(progress))
    assert len(asked) == WARMING + 2 * QUESTIONS
    assert not any(each["store"] for each in asked)
    assert (bench.one_client.clients, bench.many_clients.clients) == (1, CLIENTS)
    assert (bench.one_client.errors, bench.many_clients.errors) == (0, 0)
    assert (bench.start_seconds, bench.memory_mb) == (None, None)
    assert sorted(done) == sorted((what, n, 200) for what in ("1 client", "8 clients") for n in range(1, 201))
    assert json.loads(json.dumps(bench_json(bench)))["about"]["cores"] == bench.about.cores
    assert f"{bench.about.cores} cores" in bench_table(bench).heading
    assert all(len(row) == 2 for row in bench_table(bench).rows)


def test_without_a_server_there_is_nothing_to_measure(unused_url):
    with pytest.raises(ServerError, match="accord serve"):
        bench_server(unused_url, ["one"], lambda *progress: None)
