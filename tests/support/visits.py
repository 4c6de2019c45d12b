"""What a member of a crowd does: one function for each thing, which knows what the server must say to it.

Each takes the crowd, the member, what decides whatever is left to chance, and how the client leaves, or null.
"""

import json
import re
from contextlib import closing, contextmanager
from http.client import HTTPConnection

from kept import words, wrong_conversation, wrong_list

from evals.tab import filled

QUESTIONS = (
    "What will the Semiconductor Partnership cover, {}?",
    "What is the deadline for the RISE partnership ({})?",
    "Does the Accord mention {}?",
    "What do the sources say about {} and AI?",
    "How many commitments are in Part 2, {}?",
    "Thanks, {}!",
    "{}",
)
FOLLOW_UPS = ("And the skills, {}?", "What about {}?", "Does it say when, {}?", "Who pays for that, {}?", "And {}?")
_EVENT = re.compile(r"event: (\w+)\ndata: (.*)\n\n")


def ask(crowd, member, chance, leaving, path="/v1/ask"):
    """A question that opens a conversation."""
    word, asked = crowd.word(member), crowd.tick()
    member.begun.add(word)
    if leaving is not None:
        member.unseen.add(word)
    body = {"question": chance.choice(QUESTIONS).format(word), "judge": "quick"}
    reply = crowd.send(member, "POST", path, body, leaving)
    if reply.status == 200:
        crowd.given(member, None, _answer(reply, path, word), asked)


def stream(crowd, member, chance, leaving):
    """The same as a stream."""
    ask(crowd, member, chance, leaving, "/v1/ask/stream")


def follow_up(crowd, member, chance, leaving, path="/v1/ask"):
    """Another question in a conversation of their own."""
    kept = _own(crowd, member, chance)
    word, asked, expected = crowd.word(member), crowd.tick(), kept.expects()
    kept.words.add(word)
    body = {"question": chance.choice(FOLLOW_UPS).format(word), "conversation_id": kept.id, "judge": "quick"}
    reply = crowd.send(member, "POST", path, body, leaving, expected)
    if reply.status == 200:
        crowd.given(member, kept, _answer(reply, path, word, kept.id), asked)


def follow_up_stream(crowd, member, chance, leaving):
    """The same as a stream."""
    follow_up(crowd, member, chance, leaving, "/v1/ask/stream")


def follow_others(crowd, member, chance, leaving):
    """A question in somebody else's conversation."""
    kept, path = crowd.kept_by_others(member, chance), chance.choice(["/v1/ask", "/v1/ask/stream"])
    body = {"question": f"And {crowd.word(member)}?", "conversation_id": kept.id, "store": chance.random() < 0.5}
    crowd.send(member, "POST", path, body, leaving, lambda: {404})


def read(crowd, member, chance, leaving):
    """One of their own conversations, or an answer in it; also what they have deleted."""
    kept = chance.choice(member.kept)
    expected, given = kept.expects(), list(kept.given)
    if chance.random() < 0.5:
        reply = crowd.send(member, "GET", f"/v1/conversations/{kept.id}", None, leaving, expected)
        if reply.status == 200:
            crowd.wrong += wrong_conversation(kept, json.loads(reply.text), given)
    else:
        answer = chance.choice(given).answer
        reply = crowd.send(member, "GET", f"/v1/answers/{answer['id']}", None, leaving, expected)
        assert reply.status != 200 or json.loads(reply.text) == answer


def read_others(crowd, member, chance, leaving):
    """Somebody else's conversation, or an answer in it."""
    kept = crowd.kept_by_others(member, chance)
    answer = chance.choice(kept.given).answer
    path = chance.choice([f"/v1/conversations/{kept.id}", f"/v1/answers/{answer['id']}"])
    crowd.send(member, "GET", path + chance.choice(["", "/export"]), None, leaving, lambda: {404})


def delete(crowd, member, chance, leaving):
    """One of their own conversations is to go."""
    kept = _own(crowd, member, chance)
    kept.doomed.append(crowd.tick())
    path = f"/v1/conversations/{kept.id}"
    reply = crowd.send(member, "DELETE", path, None, leaving, lambda: {200} if len(kept.doomed) == 1 else {200, 404})
    kept.gone = kept.gone or reply.status in (200, 404)


def carry_away(crowd, member, chance, leaving):
    """A copy of one of their own conversations, or of an answer in it; also of what they have deleted."""
    kept = chance.choice(member.kept)
    expected = kept.expects()
    answer = chance.choice(kept.given).answer
    path = chance.choice([f"/v1/conversations/{kept.id}", f"/v1/answers/{answer['id']}"])
    crowd.send(member, "GET", f"{path}/export?format={chance.choice(['markdown', 'json'])}", None, leaving, expected)


def rename_others(crowd, member, chance, leaving):
    """Another title for somebody else's conversation, or a link to an answer in it."""
    kept = crowd.kept_by_others(member, chance)
    answer = chance.choice(kept.given).answer
    method, path, body = chance.choice(
        [
            ("PATCH", f"/v1/conversations/{kept.id}", {"title": f"Mine, {crowd.word(member)}"}),
            ("POST", f"/v1/answers/{answer['id']}/link", None),
            ("DELETE", f"/v1/answers/{answer['id']}/link", None),
        ]
    )
    crowd.send(member, method, path, body, leaving, lambda: {404})


def delete_others(crowd, member, chance, leaving):
    """Somebody else's conversation is to go."""
    kept = crowd.kept_by_others(member, chance)
    crowd.send(member, "DELETE", f"/v1/conversations/{kept.id}", None, leaving, lambda: {404})


def listing(crowd, member, chance, leaving):
    """The list of their conversations."""
    standing, gone = member.standing, member.gone
    reply = crowd.send(member, "GET", "/v1/conversations", None, leaving)
    if reply.status == 200:
        there = [each for each in standing if not each.doomed]
        crowd.wrong += wrong_list(json.loads(reply.text)["conversations"], there, gone, member.begun)


def keep_nothing(crowd, member, chance, leaving):
    """A question of which nothing is to be kept."""
    body = {"question": chance.choice(QUESTIONS).format(crowd.word(member)), "store": False}
    reply = crowd.send(member, "POST", "/v1/ask", body, leaving)
    if reply.status == 200:
        crowd.send(member, "GET", f"/v1/answers/{json.loads(reply.text)['id']}", expected=lambda: {404})


def search(crowd, member, chance, leaving):
    """A search, and one of the texts."""
    crowd.send(member, "POST", "/v1/search", {"query": f"AI {crowd.word(member)}"}, leaving)
    paths = ["/v1/documents", "/v1/documents/techuk-coverage", "/v1/clauses/hiroshima-accord/2/6"]
    crowd.send(member, "GET", chance.choice(paths))


def reach_too_far(crowd, member, chance, leaving):
    """What asks for more than most of them may; ingesting is for this machine's own command line."""
    may = member.scope == "admin"
    crowd.send(member, "GET", "/metrics", None, leaving, lambda: {200 if may else 403})
    crowd.send(member, "POST", "/v1/ingest", {"paths": ["/nowhere"]}, None, lambda: {401 if may else 403})


def come_as_nobody(crowd, member, chance, leaving):
    """Without key or session, though with ids that they should not know."""
    kept = crowd.kept_by_others(crowd.nobody, chance)
    answer = chance.choice(kept.given).answer
    method, path, body = chance.choice(
        [
            ("POST", "/v1/ask", {"question": "And?", "conversation_id": kept.id}),
            ("POST", "/v1/ask/stream", {"question": "And?", "conversation_id": kept.id}),
            ("GET", "/v1/conversations", None),
            ("GET", f"/v1/conversations/{kept.id}", None),
            ("DELETE", f"/v1/conversations/{kept.id}", None),
            ("GET", f"/v1/answers/{answer['id']}", None),
            ("GET", "/metrics", None),
        ]
    )
    crowd.send(crowd.nobody, method, path, body, leaving, lambda: {401})


def ask_on_page(crowd, member, chance, leaving):
    """A question on the page, in a tab of its own."""
    word = crowd.word(member)
    with _asking_tab(crowd, member, word, chance) as path:
        reply = crowd.send(member, "GET", path, None, leaving)
    if reply.status == 200:
        assert '"process_completed"' in reply.text
        assert word in reply.text
        member.on_page.add(word)


def overhear(crowd, member, chance, leaving):
    """Somebody else's tab, while it waits for its answer."""
    other = chance.choice([each for each in crowd.members if each is not member])
    word = crowd.word(other)
    with _asking_tab(crowd, other, word, chance) as path:
        crowd.send(member, "GET", path, None, leaving, lambda: {404})
        crowd.send(member, "GET", f"/gradio_api/heartbeat/{path.rpartition('=')[2]}", None, leaving, lambda: {404})
        reply = crowd.send(other, "GET", path)
    assert word in reply.text
    other.on_page.add(word)


VISITS = {
    "ask": (ask, 14),
    "stream": (stream, 10),
    "follow_up": (follow_up, 10),
    "follow_up_stream": (follow_up_stream, 8),
    "follow_others": (follow_others, 10),
    "read": (read, 10),
    "read_others": (read_others, 10),
    "delete": (delete, 8),
    "carry_away": (carry_away, 5),
    "rename_others": (rename_others, 5),
    "delete_others": (delete_others, 5),
    "listing": (listing, 6),
    "keep_nothing": (keep_nothing, 4),
    "search": (search, 3),
    "reach_too_far": (reach_too_far, 2),
    "come_as_nobody": (come_as_nobody, 4),
    "ask_on_page": (ask_on_page, 2),
    "overhear": (overhear, 2),
}
"""Each with how often it is done."""


def _own(crowd, member, chance):
    if not member.standing:
        ask(crowd, member, chance, None)
    return chance.choice(member.standing)


def _answer(reply, path, word, conversation_id=None):
    """The answer in a reply, which must be to this question and, where that is known, of this conversation."""
    if path.endswith("stream"):
        events = _EVENT.findall(reply.text)
        assert [name for name, _ in events][-1] == "answer", reply.text
        answer = json.loads(events[-1][1])
    else:
        answer = json.loads(reply.text)
    assert words(answer["question"]) == {word}
    assert conversation_id in (None, answer["conversation_id"])
    return answer


@contextmanager
def _asking_tab(crowd, member, word, chance):
    """A tab in which a question was asked, as the page does it; gives the path at which its answer comes."""
    tab = f"{chance.getrandbits(52):x}"
    member.begun.add(word)
    member.unseen.add(word)
    beating = HTTPConnection("127.0.0.1", crowd.port, timeout=60)
    with closing(beating):
        beating.request("GET", f"/gradio_api/heartbeat/{tab}", headers=member.headers)
        assert beating.getresponse().status == 200
        asked = filled(crowd.form, chance.choice(QUESTIONS).format(word), tab)
        crowd.send(member, "POST", "/gradio_api/queue/join", asked)
        yield f"/gradio_api/queue/data?session_hash={tab}"
