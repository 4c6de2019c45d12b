"""Somebody who gives documents to a server over HTTP, and what they give."""

import time

import httpx

NOTE = b"""# The Aldmere note

The Aldmere Fund pays for lighthouses on the northern coast.

The keepers meet every Tuesday in the boat house.
"""
NEWER = NOTE.replace(b"lighthouses", b"harbour walls") + b"\nThe note was read out twice.\n"
ASKS = "What does the Aldmere Fund pay for?"


class Client:
    """Speaks to one server."""

    def __init__(self, port):
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)

    def give(self, data=NOTE, name="aldmere.md", method="POST", path="/v1/documents", **facts):
        response = self.http.request(method, path, files={"file": (name, data)}, data=facts)
        assert response.status_code == 202, response.text
        return response.json()["id"]

    def until(self, intake_id, *states):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            seen = self.http.get(f"/v1/intakes/{intake_id}").json()
            if seen["state"] in states:
                return seen
            time.sleep(0.05)
        raise AssertionError(f"still {seen['state']}")

    def published(self, *given, **facts):
        intake_id = self.give(*given, publish="true", **facts)
        return self.until(intake_id, "live", "failed")

    def ids(self):
        return [each["id"] for each in self.http.get("/v1/documents").json()["documents"]]

    def cited(self, question=ASKS):
        answer = self.http.post("/v1/ask", json={"question": question, "judge": "quick", "store": False}).json()
        return {each["document_id"]: each["quote"] for each in answer["citations"]}
