import pytest

from evals.load import connect, is_ready, measure_load


def test_every_question_is_asked_once_by_one_of_the_clients(server):
    url, asked = server
    done = []
    load = measure_load(url, [f"q{n}" for n in range(10)], 3, store=False, progress=lambda: done.append(1))
    assert sorted(each["question"] for each in asked) == sorted(f"q{n}" for n in range(10))
    assert asked[0] | {"question": "q"} == {"question": "q", "composer": "quote", "judge": "quick", "store": False}
    assert (load.clients, load.questions, load.errors, load.first_error) == (3, 10, 0, None)
    assert load.latency_ms.n == len(done) == 10


def test_errors_are_counted_and_not_timed(server):
    url, _ = server
    load = measure_load(url, ["good", "bad", "good"], 1, store=True)
    assert (load.questions, load.errors, load.latency_ms.n) == (3, 1, 2)
    assert load.first_error.startswith("HTTP 500")


def test_a_server_that_is_not_there(server, unused_url):
    assert is_ready(server[0])
    assert not is_ready(unused_url)
    load = measure_load(unused_url, ["one"], 1, store=False)
    assert (load.errors, load.latency_ms) == (1, None)


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "ftp://x", "http://", ""])
def test_what_is_no_url_is_refused(url):
    with pytest.raises(ValueError, match="is not a URL"):
        connect(url)
