"""Questions that need no language model are worked on one at a time, in their order, and the line has an end."""

import threading
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest

from assistant.access.limits import Overloaded
from assistant.api.line import Line

QUESTION = {"question": "Is AI mentioned?", "judge": "quick", "store": False}
CROWD = 40


class Work:
    """Notes what is worked on, and lasts until it is let go."""

    def __init__(self):
        self.done, self.at_once, self.most = [], 0, 0
        self.let_go = threading.Event()

    def __call__(self, number):
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        self.let_go.wait(10)
        self.done.append(number)
        self.at_once -= 1
        return number


async def _in_line(line, work, numbers, *, in_line):
    """Begins them one after the other, lets them go and gives what became of them."""
    became = {}

    async def ask(number):
        try:
            became[number] = await line.run(work, number, in_line=in_line)
        except Overloaded:
            became[number] = None

    async with anyio.create_task_group() as tasks:
        for number in numbers:
            tasks.start_soon(ask, number)
            await anyio.wait_all_tasks_blocked()
        work.let_go.set()
    return became


def test_one_at_a_time_in_their_order_and_no_more_than_the_line_holds():
    work = Work()
    became = anyio.run(lambda: _in_line(Line(longest=3), work, range(6), in_line=True))
    assert work.most == 1
    assert work.done == [0, 1, 2, 3]
    assert became == {0: 0, 1: 1, 2: 2, 3: 3, 4: None, 5: None}


def test_what_waits_for_a_model_stands_in_no_line():
    work = Work()
    became = anyio.run(lambda: _in_line(Line(longest=1), work, range(6), in_line=False))
    assert work.most == 6
    assert all(became[number] == number for number in range(6))


def test_events_of_two_questions_take_turns():
    async def both():
        line, seen = Line(longest=1), []

        async def ask(name):
            seen.extend([(name, number) async for number in line.each(iter(range(3)), in_line=True)])

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask, "a")
            tasks.start_soon(ask, "b")
        return seen

    seen = anyio.run(both)
    assert [number for name, number in seen if name == "a"] == [0, 1, 2]
    assert [number for name, number in seen if name == "b"] == [0, 1, 2]


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/ask/stream"])
def test_a_crowd_is_answered_or_told_to_come_back_and_then_all_is_as_before(serve, path):
    server = serve()
    with ThreadPoolExecutor(CROWD) as crowd:
        told = list(crowd.map(lambda _: server.send("", "POST", path, QUESTION), range(CROWD)))
    assert {status for status, _, _ in told} == {200, 503}
    assert {headers["Retry-After"] for status, headers, _ in told if status == 503} == {"1"}
    assert {body["error"]["code"] for status, _, body in told if status == 503} == {"busy"}
    assert server.send("", "POST", path, QUESTION)[0] == 200
