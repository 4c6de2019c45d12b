"""A server with people of every role, and what its staff do with answers."""

from contextlib import contextmanager
from html import unescape

from guarded import Server, admit_all

NOTE = """# Ferry note

Steel is not carried on any ship that calls at Hull.

The Zebulon ferry runs twice a day between Kobe and Hull.

## Promises

On dogs we will:

- carry every dog on the Zebulon ferry for nine pounds.
- muzzle none.
"""


class Office(Server):
    """A server with what its staff do."""

    def page(self, who, path):
        status, _, html = self.send(who, "GET", path)
        assert status == 200, html
        return html

    def give(self, who, answer, verdict="down", **more):
        return self.send(who, "POST", "/v1/feedback", {"answer_id": answer["id"], "verdict": verdict, **more})

    def clear(self, answer, who="sam"):
        """Clears an answer as the page's form does."""
        return self.send(who, "POST", f"/review/{answer['id']}/clear", "", Origin=f"http://127.0.0.1:{self.port}")

    def withdraw(self, answer, who="sam"):
        return self.send(who, "POST", f"/review/{answer['id']}/withdraw", "", Origin=f"http://127.0.0.1:{self.port}")

    def ingest(self, file, text):
        """Stores a note, as the machine's own command line does."""
        file.write_text(text, encoding="utf-8")
        machine = f"Bearer {self.serving.lock.token}"
        status, _, report = self.send("", "POST", "/v1/ingest", {"paths": [str(file)]}, Authorization=machine)
        assert status == 200, report
        assert [each["status"] for each in report["entries"]] != ["failed"], report


def dressed(port, service):
    """A server whose people have signed in."""
    office = Office(port, service)
    admit_all(office)
    return office


@contextmanager
def cleared(office, question, who="mia", **more):
    """An answer to a question, cleared meanwhile."""
    answer = office.ask(who, question, **more)
    assert answer["cleared"] is None
    status, headers, page = office.clear(answer)
    assert (status, headers["Location"]) == (303, f"/review/{answer['id']}"), page
    try:
        yield answer
    finally:
        office.withdraw(answer)


def reviewed(office, answer):
    return " ".join(unescape(office.page("sam", f"/review/{answer['id']}")).split())
