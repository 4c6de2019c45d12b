"""Many people at one server at the same time: nobody ever sees what is somebody else's, and everybody keeps theirs."""

from collections import Counter

import pytest
from crowd import LEAVE, Crowd
from guarded import PASSWORD, Server, cookie
from kept import Member
from served import Serving, running

from assistant.access.who import SCOPE_OF

SEED = 20230518


@pytest.fixture
def crowded(assistant, tmp_path):
    """A server with six people who have signed in, two of each role, and four keys; none has limits."""
    limits = {"questions_per_minute": 1_000_000, "questions_at_once": 1000, "most_at_once": 256}
    serving = Serving(assistant, tmp_path, **limits)
    with running(serving) as port:
        server, members = Server(port, serving), []
        for name, role in zip("abcdef", [*SCOPE_OF] * 2, strict=True):
            serving.admission.people.add(f"crowd {name}", role, PASSWORD, "test")
            headers = {"Cookie": cookie(server.sign_in(f"crowd {name}")[1])}
            members.append(Member(len(members), f"{role} {name}", SCOPE_OF[role], headers))
        for name, scope in enumerate(("ask", "ask", "draft", "admin")):
            key, _ = serving.admission.keys.create(f"crowd {name}", scope, None, "test")
            members.append(Member(len(members), f"key {name}", scope, {"Authorization": f"Bearer {key}"}))
        yield port, members


@pytest.mark.parametrize("requests", [300, pytest.param(5000, marks=pytest.mark.soak)])
def test_nobody_gets_what_is_somebody_elses_and_everybody_finds_their_own(crowded, requests):
    port, members = crowded
    crowd = Crowd(port, members, SEED)
    crowd.run(requests)
    statuses = Counter(status for _, _, status in crowd.sent)
    print(f"{len(crowd.sent)} requests, {len(crowd.leaks)} leaks, statuses {dict(statuses)}")
    assert statuses[None] >= LEAVE * requests
    assert crowd.leaks == []
    assert crowd.wrong == []
