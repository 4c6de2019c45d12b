"""A crowd that uses one server at the same time: each member does what they may, and tries what they may not.

Every question carries a word that only its asker knows. So whatever the server mixes up is found by looking for the
words of others, and for the ids of what is theirs, in all that a member ever receives.
"""

import json
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from random import Random

from kept import WORD, Given, Kept, Member, words, wrong_conversation, wrong_list
from visits import VISITS
from wire import Leaving, Wire

from assistant.api.keeping import LISTED
from evals.tab import form

THREADS = 8
BUSY, PAUSE = 503, 0.1
LEAVE = 0.3
"""The share of requests whose client does not wait for the whole answer."""
_ID = re.compile(r'"([\w-]{22})"')
_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Step:
    """What one member does next; `seed` decides what is left to chance in it."""

    member: Member
    visit: str
    seed: int = 0
    leaves: bool = False


class Crowd:
    """Members at one server, what they do there, and what was wrong with what they got."""

    def __init__(self, port, members, seed):
        self.port = port
        self.members = members
        self.nobody = Member(99, "nobody", None, {})
        self.sent = []
        """Requests, by who sent them, method and status (null: the client had left)."""
        self.leaks = []
        self.wrong = []
        self._random = Random(seed)
        self._numbers, self._clock = count(), count()
        self._owners = {}
        self._threads = threading.local()

    def run(self, requests):
        """Everybody does everything once, and for the rest what comes to their mind; in no order, several at a time."""
        self.form = form(json.loads(self.send(self.members[0], "GET", "/config").text))
        for member in self.members:
            self._do(Step(member, "ask"))
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(self._do, self._plan(requests)))
        for member in self.members:
            self._check(member)

    def _plan(self, requests):
        every = [(member, visit, False) for member in self.members for visit in VISITS]
        rest = requests - len(every)
        members = self._random.choices(self.members, k=rest)
        visits = self._random.choices(list(VISITS), [often for _, often in VISITS.values()], k=rest)
        leaving = [number < LEAVE * requests for number in range(rest)]
        steps = [*every, *zip(members, visits, leaving, strict=True)]
        self._random.shuffle(steps)
        return [Step(member, visit, self._random.getrandbits(32), leaves) for member, visit, leaves in steps]

    def _do(self, step):
        chance = Random(step.seed)
        leaving = Leaving(chance.choice([0, 0, 0.01, 0.05]), chance.choice([0, 1, 100, 1000]), chance.random() < 0.5)
        visit, _ = VISITS[step.visit]
        try:
            visit(self, step.member, chance, leaving if step.leaves else None)
        except Exception as error:  # a visit that fails must not hide what the others find
            self.wrong.append(f"{step.member.kind}, {step.visit}: {error!r}")

    def send(self, member, method, path, body=None, leaving=None, expected=lambda: {200}):
        """Sends a request, looks for what is somebody else's in what comes back, and gives that back."""
        if not hasattr(self._threads, "wire"):
            self._threads.wire = Wire(self.port)
        data = None if body is None else json.dumps(body).encode()
        headers = {**_JSON, **member.headers}
        reply = self._threads.wire.send(method, path, data, headers, leaving)
        while reply.status == BUSY:  # those who left wait in the line, too
            time.sleep(PAUSE)
            reply = self._threads.wire.send(method, path, data, headers, leaving)
        self.sent.append((member.kind, method, reply.status))
        about, text = f"{member.kind}: {method} {path} {body}", reply.headers + reply.text
        self.leaks += [f"{about} got {each[0]}" for each in WORD.finditer(text) if int(each[1]) != member.number]
        foreign = [each for each in _ID.findall(text) if self._owners.get(each, member) is not member]
        self.leaks += [f"{about} got {each}" for each in foreign]
        if leaving is None and reply.status not in expected():
            self.wrong.append(f"{about}: {reply.status} and not {expected()}, {reply.text[:300]}")
        return reply

    def word(self, member):
        """A new word of this member."""
        return f"zq{member.number:02}n{next(self._numbers):05}z"

    def tick(self):
        """A moment that comes after all ticks before it."""
        return next(self._clock)

    def kept_by_others(self, member, chance):
        """A conversation that is not this member's."""
        return chance.choice([each for other in self.members if other is not member for each in other.kept])

    def given(self, member, kept, answer, asked):
        """The member has received an answer, of a conversation of which nothing was known where `kept` is null."""
        new = Given(answer, asked, self.tick())
        self._owners[answer["id"]] = self._owners[answer["conversation_id"]] = member
        if kept is None:
            member.kept.append(Kept(answer["conversation_id"], [new]))
        else:
            kept.given.append(new)

    def _check(self, member):
        """At the end the member's list holds what is theirs and nothing else, each conversation whole."""
        listed = json.loads(self.send(member, "GET", "/v1/conversations").text)["conversations"]
        ids = {each["id"] for each in listed}
        perhaps = [each for each in member.kept if each.doomed and not each.gone and each.id in ids]
        there = {each.id: each for each in (*member.standing, *perhaps)}
        wrong = wrong_list(listed, there.values(), member.gone, member.unseen)
        if len(listed) >= LISTED:
            wrong.append("has more conversations than a list holds")
        if lost := member.on_page - {word for each in listed for word in words(each["title"])}:
            wrong.append(f"asked on the page and does not find {lost}")
        for each in ids:
            kept = there.get(each) or Kept(each, words=member.unseen)
            found = json.loads(self.send(member, "GET", f"/v1/conversations/{each}").text)
            wrong += wrong_conversation(kept, found, kept.given)
        self.wrong += [f"{member.kind} at the end: {each}" for each in wrong]
