"""Cases that schemathesis makes of the OpenAPI document of a server, sent to it, and what came of them."""

import json
from collections import Counter
from dataclasses import dataclass, field

import schemathesis
from schemathesis.engine import events, from_schema
from schemathesis.openapi.checks import RejectedPositiveData, UnsupportedMethodResponse

SEED = 20230518
GIVING = "giving"
"""The tag of what changes which documents there are: only a server that has no other use is sent such cases."""
_PARAMETERS = {
    "path.answer_id": ("answers", 0.5),
    "path.document_id": ("documents", 0.3),
    "path.intake_id": ("intakes", 0.5),
    "path.conversation_id": ("conversations", 0.5),
    "body.answer_id": ("answers", 0.6),
    "body.conversation_id": ("talks", 0.3),
    "body.documents[*]": ("documents", 0.7),
}
"""Where real ids are tried, of which list, and how often; of documents and clauses the document has examples."""
_NOT_TOLD = ("model_unsupported", '"nothing"', "topic_or_questions", "topic_not_covered", '"language"', '"empty"')
"""Codes of what a document cannot tell: it knows neither the models nor the words of the texts."""


@dataclass
class Outcome:
    sent: Counter = field(default_factory=Counter)
    """Requests that were answered, by operation, method and status."""
    problems: dict[tuple[str, str], str] = field(default_factory=dict)
    """The first of each kind, by operation and kind."""

    def statuses(self, operation):
        """What the operation itself answered, other methods at its path left out."""
        method = operation.split(" ", 1)[0]
        return {status for label, sent, status in self.sent if (label, sent) == (operation, method)}

    def told(self):
        """The problems as one text; empty where there are none."""
        return "\n\n".join(f"{operation}: {kind}\n{what}" for (operation, kind), what in self.problems.items())


def send_cases(server, who, *, most, ids=None, expected=("2xx", "4xx"), gives=False):
    """Sends what is made of the document, with what `who` brings along; `expected` statuses are no fault.

    `gives` is whether to send what gives and withdraws documents and nothing else, or all but that.

    `most` is how many random cases an operation gets, beside its examples and those at the edges of its schema.
    """
    document = server.send(who or "ask key", "GET", "/openapi.json")[2]
    for schema in document["components"]["schemas"].values():
        schema["additionalProperties"] = False  # here, what is not described is a fault
    config = schemathesis.Config.from_dict(_settings(most, ids or {}, expected, _auth(server.headers.get(who, {}))))
    loaded = schemathesis.openapi.from_dict(document, config=config)
    loaded.config.update(base_url=f"http://127.0.0.1:{server.port}")
    loaded.hook(filter_failure)
    loaded = loaded.include(tag=GIVING) if gives else loaded.exclude(tag=GIVING)
    outcome = Outcome()
    for event in from_schema(loaded).execute():
        if isinstance(event, events.FatalError):
            raise event.exception
        if isinstance(event, events.NonFatalError):
            outcome.problems.setdefault((event.label, "error"), repr(event.value))
        if isinstance(event, events.ScenarioFinished):
            _note(outcome, event.recorder)
    return outcome


def filter_failure(context, failure, case, response):
    """Whether a failure is one. The name is that of the hook."""
    if isinstance(failure, RejectedPositiveData) and case.operation.path == "/v1/check":
        in_form = case.media_type == "multipart/form-data"  # what a file is, the document cannot say
        return "model_unsupported" not in response.text and not (in_form and _in_form(response.text))
    if isinstance(failure, RejectedPositiveData):  # the document cannot know which language models there are,
        return not any(code in response.text for code in _NOT_TOLD)  # nor say "one of both"
    # Without a key nothing is told, also not which methods there are.
    return not (isinstance(failure, UnsupportedMethodResponse) and response.status_code == 401)


def _settings(most, ids, expected, auth):
    same_each_time = {"extra-data-sources": {"responses": False}}  # nothing is learnt from answers
    lists = {name: (values, often) for name, (values, often) in _PARAMETERS.items() if values in ids}
    return {
        "seed": SEED,
        "cache": {"enabled": False},
        "analysis": {"constants": {"enabled": False}},  # those of the files that are imported
        "continue-on-failure": True,
        "generation": {"deterministic": True, "database": "none", "max-examples": most},
        "phases": {
            "examples": same_each_time,
            "coverage": same_each_time,
            "fuzzing": {**same_each_time, "error-feedback": {"enabled": False}},
            "stateful": {"enabled": False},
        },
        "checks": {"not_a_server_error": {"expected-statuses": list(expected)}},
        "dictionaries": {name: {"values": values} for name, values in ids.items()},
        "parameters": {name: {"dictionary": of, "probability": often} for name, (of, often) in lists.items()},
        "operations": [
            {
                "include-method": "DELETE",
                "parameters": {"path.conversation_id": {"dictionary": "doomed", "probability": 0.8}},
            }
        ]
        if "doomed" in ids
        else [],
        "auth": auth,
    }


def _auth(headers):
    if "Authorization" in headers:
        return {"openapi": {"key": {"bearer": headers["Authorization"].removeprefix("Bearer ")}}}
    if "Cookie" in headers:
        return {"openapi": {"session": {"api_key": headers["Cookie"].split("=", 1)[1]}}}
    return {}


def _note(outcome, recorder):
    operation = recorder.label
    for case, interaction in recorder.interactions.items():
        request, answer = interaction.request, interaction.response
        if answer is None:
            outcome.problems.setdefault((operation, "no answer"), f"{request.method} {request.uri}")
            continue
        outcome.sent[operation, request.method, answer.status_code] += 1
        not_ready = (operation, answer.status_code) == ("GET /readyz", 503)
        if answer.status_code >= 400 and not not_ready and not _in_form(answer.text):
            what = f"{request.method} {request.uri}: {answer.status_code} {answer.text[:500]}"
            outcome.problems.setdefault((operation, "not in the form of errors"), what)
        for told in (check.failure_info for check in recorder.checks.get(case, ()) if check.failure_info):
            what = f"{told.failure.message}\n{told.code_sample}\n{answer.text[:500]}"
            outcome.problems.setdefault((operation, told.failure.title), what)


def _in_form(text):
    try:
        body = json.loads(text)
    except ValueError:
        return False
    return body.keys() == {"error"} and body["error"].keys() == {"code", "message", "detail"}
