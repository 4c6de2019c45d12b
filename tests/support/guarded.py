"""A server of ours where people and programs have to say who they are."""

import json
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode

from served import Serving

PASSWORD = "several words are good"
ROLES = {"mia": "member", "max": "member", "sam": "staff", "ada": "admin"}


@dataclass
class Server:
    port: int
    serving: Serving
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    """By who asks: what their requests bring with them."""

    def send(self, who, method, path, body=None, **headers):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {**self.headers.get(who, {}), **{name.replace("_", "-"): value for name, value in headers.items()}}
        if isinstance(body, dict):
            body, sent = json.dumps(body), {"Content-Type": "application/json", **sent}
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        is_json = response.headers.get("Content-Type", "").startswith("application/json")
        return response.status, response.headers, json.loads(text) if is_json and text else text

    def ask(self, who, question="What will the Semiconductor Partnership cover?", **more):
        status, _, answer = self.send(who, "POST", "/v1/ask", {"question": question, "judge": "quick", **more})
        assert status == 200, answer
        return answer

    def sign_in(self, name, password=PASSWORD, to="/"):
        form = urlencode({"name": name, "password": password, "next": to})
        return self.send("", "POST", "/sign-in", form, Content_Type="application/x-www-form-urlencoded")


def admit_all(server):
    """People and keys of every kind, who are signed in."""
    admission = server.serving.admission
    for name, role in ROLES.items():
        admission.people.add(name, role, PASSWORD, "test")
        server.headers[name] = {"Cookie": cookie(server.sign_in(name)[1])}
    for scope in ("ask", "draft", "admin"):
        key, _ = admission.keys.create(f"{scope}s", scope, None, "test")
        server.headers[f"{scope} key"] = {"Authorization": f"Bearer {key}"}


def cookie(headers):
    """What a Set-Cookie header sets, as a browser sends it back."""
    return headers["Set-Cookie"].split(";", 1)[0]
