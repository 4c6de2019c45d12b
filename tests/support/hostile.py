"""Real servers of ours whose language model is the scripted server, and who asks them and checks every answer."""

import json
import re
import shutil
from contextlib import contextmanager
from http.client import HTTPConnection

from attacks import DOCUMENTS, KEY, saying_yes
from openai_server import running as scripted
from oracle import Oracle
from pydantic import SecretStr
from served import serving

OUTCOMES = {"answered", "partial", "uncertain", "not_in_sources", "out_of_scope", "needs_clarification", "refused"}
ECHOED = ("question", "standalone_question", "model")
"""Fields that hold what the asker sent, and the model's name as whoever runs the server set it."""


@contextmanager
def hostile_model():
    """The scripted server, which wants our key."""
    with scripted() as model:
        model.key = KEY
        yield model


@contextmanager
def attacked(folder, model):
    """A server of ours over this data folder, whose model is the scripted one; gives who asks it, and its service."""
    named = {"model": f"{model.url}#made-up", "model_key": SecretStr(KEY), "model_timeout": 10.0}
    with serving(folder, **named) as (port, service):
        yield Asked(port, model, folder), service


@contextmanager
def poisoned(corpus_folder, root, model):
    """The same over the bundled corpus, with a document for each order in documents.toml."""
    shutil.copytree(corpus_folder, root / "data")
    (root / "drop").mkdir()
    for name, text in DOCUMENTS:
        (root / "drop" / name).write_text(text, encoding="utf-8")
    with attacked(root / "data", model) as (asked, service):
        report = service.ingest([str(root / "drop")], "coverage")
        assert all(each["status"] == "added" for each in report["entries"])
        yield asked


class Asked:
    """Asks a server of ours and checks every answer."""

    def __init__(self, port, model, folder):
        self.port, self.model = port, model
        self.oracle = Oracle(port, model, folder)
        self.attacks = 0
        self._quoted = {}

    def says(self, text):
        """What the language model says where it is to write; asked to judge, it says Yes."""
        self.model.says(saying_yes(text))

    def attack(self, question, **more):
        """The answer by `/v1/ask`, checked; counted."""
        self.attacks += 1
        answer = self._post("/v1/ask", question, **more)
        self.check(answer)
        return answer

    def streamed(self, question, **more):
        """The same by `/v1/ask/stream`; what was shown on the way is checked too."""
        events = self._post("/v1/ask/stream", question, **more)
        assert [name for name, _ in events][-1] == "answer"
        answer = events[-1][1]
        shown = [data for name, data in events if name == "statement"]
        final = [(each["text"], each["support"]) for each in answer["statements"]]
        assert all((each["text"], each["support"]) in final for each in shown)
        self.check(answer)
        return answer

    def quoted(self, question, **more):
        """The quoting answer to the same question."""
        at = json.dumps([question, more])
        if at not in self._quoted:
            self._quoted[at] = self._post("/v1/ask", question, **{**more, "composer": "quote"})
        return self._quoted[at]

    def is_quoted(self, answer, question, **more):
        """True where an answer says what the quoting answer says, and nothing else."""
        other = self.quoted(question, **more)
        same = ("outcome", "text", "statements", "citations", "nearest", "rests_on")
        return all(answer[each] == other[each] for each in same)

    def check(self, answer):
        """Everything that must be true of every answer, whatever the model wrote."""
        assert answer["outcome"] in OUTCOMES
        self.oracle.check(answer["statements"], [*answer["citations"], *answer["nearest"]], answer["text"])
        plain = {key: value for key, value in answer.items() if key not in ECHOED}
        self.oracle.check_nothing_leaks(json.dumps(answer), json.dumps(plain, ensure_ascii=False))

    def _post(self, path, question, **more):
        body = json.dumps({"question": question, "composer": "generate", "judge": "quick", "store": False, **more})
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        assert response.status == 200, text
        if path.endswith("/stream"):
            frames = re.findall(r"event: (\w+)\ndata: (.*)\n\n", text)
            return [(name, json.loads(data)) for name, data in frames]
        return json.loads(text)
