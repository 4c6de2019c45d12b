"""The OpenAPI document says the truth, and nothing that fits or breaks it gets an answer that it does not describe."""

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache

import pytest
from cases import GIVING, send_cases
from guarded import PASSWORD, Server, cookie
from served import Serving, running

from assistant.access.who import SCOPES
from assistant.api.routes import route_of
from assistant.service import Service
from assistant.settings import load_settings
from vectorstore.lock import OwnerLock
from vectorstore.roles import Scope


@dataclass(frozen=True)
class State:
    server: str
    who: str
    most: int
    """How many random cases an operation gets."""
    scope: Scope | None = None
    expected: tuple[str, ...] = ("2xx", "4xx")


ASKERS = {
    "open": State("open", "", 20, "admin"),
    "ask key": State("guarded", "ask key", 4, "ask"),
    "draft key": State("guarded", "draft key", 4, "draft"),
    "admin key": State("guarded", "admin key", 4, "admin"),
    "member": State("guarded", "member", 4, "ask"),
}
STATES = ASKERS | {
    "nobody": State("guarded", "", 5),
    "limited": State("limited", "draft key", 5),
    "loading": State("loading", "", 5, expected=("2xx", "4xx", "503")),
}


@pytest.fixture(scope="module")
def servers(client, service, tmp_path_factory):
    """One open, one guarded, one still loading, and one where more than a question a minute is too much."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("loading")
        lock = OwnerLock(folder)
        lock.acquire()
        loading = Service(load_settings().model_copy(update={"data": folder}), lock)
        stack.callback(loading.close)
        guarded = Serving(
            service.assistant, tmp_path_factory.mktemp("guarded"), questions_per_minute=100_000, questions_at_once=100
        )
        limited = Serving(service.assistant, tmp_path_factory.mktemp("limited"), questions_per_minute=1)
        made = {
            "open": Server(client.port, service),
            "guarded": Server(stack.enter_context(running(guarded)), guarded),
            "loading": Server(stack.enter_context(running(loading)), loading),
            "limited": Server(stack.enter_context(running(limited)), limited),
        }
        for server in (made["guarded"], made["limited"]):
            for scope in ("ask", "draft", "admin"):
                key, _ = server.serving.admission.keys.create(f"{scope}s", scope, None, "test")
                server.headers[f"{scope} key"] = {"Authorization": f"Bearer {key}"}
        guarded.admission.people.add("member", "member", PASSWORD, "test")
        made["guarded"].headers["member"] = {"Cookie": cookie(made["guarded"].sign_in("member")[1])}
        yield made


@pytest.fixture(scope="module")
def outcome(servers):
    """What came of the cases in a state, which are sent once."""

    def sent(name):
        state = STATES[name]
        server = servers[state.server]
        ids = real_ids(server, state.who) if name in ASKERS else {}
        return send_cases(server, state.who, most=state.most, ids=ids, expected=state.expected)

    return cache(sent)


def real_ids(server, who):
    """What is stored, with an answer and conversations of who asks."""
    documents = [each["id"] for each in server.send(who, "GET", "/v1/documents")[2]["documents"]]
    answers = [server.ask(who) for _ in range(14)]
    conversations = [each["conversation_id"] for each in answers]
    return {
        "documents": documents,
        "answers": [each["id"] for each in answers[:2]],
        "conversations": conversations[:2],
        "talks": conversations[2:4],
        "doomed": conversations[4:],
    }


def operations(outcome):
    return {operation for operation, _, _ in outcome.sent}


def can_be_wrong(operation):
    """True of what takes a body or a parameter of some form."""
    takes_body = operation.startswith(("POST", "PATCH")) and not operation.endswith("/link")
    return takes_body or operation.endswith("/export")


def route(operation):
    return route_of(*operation.split(" ", 1))


def test_the_document_says_who_may_ask_as_it_is_now(servers):
    signed_in = [{"key": []}, {"session": []}]
    guarded = servers["guarded"].send("ask key", "GET", "/openapi.json")[2]
    assert guarded["security"] == signed_in
    assert servers["open"].send("", "GET", "/openapi.json")[2]["security"] == [{}, *signed_in]
    schemes = guarded["components"]["securitySchemes"]
    assert (schemes["key"]["scheme"], schemes["session"]["name"]) == ("bearer", "accord_session")
    assert [guarded["paths"][path]["get"]["security"] for path in ("/healthz", "/readyz")] == [[], []]


def test_the_document_names_the_errors_that_no_case_is_large_or_foreign_enough_for(servers):
    paths = servers["open"].send("", "GET", "/openapi.json")[2]["paths"]
    for path in ("/v1/ask", "/v1/ask/stream", "/v1/search"):
        for status in ("403", "413"):
            told = paths[path]["post"]["responses"][status]["content"]["application/json"]
            assert told == {"schema": {"$ref": "#/components/schemas/ErrorBody"}}


@pytest.mark.parametrize("state", STATES)
def test_every_answer_is_as_documented(outcome, state):
    assert outcome(state).problems == {}, outcome(state).told()


@pytest.mark.parametrize("state", ASKERS)
def test_every_operation_was_answered_and_what_is_not_there_was_tried(outcome, state):
    has = SCOPES.index(STATES[state].scope)
    for operation in operations(outcome(state)):
        expected = {200} | ({404} if "{" in operation else set()) | ({422} if can_be_wrong(operation) else set())
        if SCOPES.index(route(operation).scope or "ask") > has:
            expected = {403}
        assert outcome(state).statuses(operation) >= expected, operation


def test_without_a_key_there_is_nothing_but_401(outcome):
    open_ones = {operation for operation in operations(outcome("nobody")) if route(operation).scope is None}
    assert open_ones == {"GET /healthz", "GET /readyz"}
    assert {status for operation, _, status in outcome("nobody").sent if operation not in open_ones} == {401}


def test_what_is_too_much_and_what_is_too_early_is_documented_too(outcome):
    for operation in operations(outcome("open")):
        if route(operation).counts != "nothing":
            assert 429 in outcome("limited").statuses(operation), operation
            assert 503 in outcome("loading").statuses(operation), operation


def test_a_thousand_cases_were_sent(servers, outcome, capsys):
    sent, answered = Counter(), Counter()
    for state in STATES:
        for (operation, _, status), times in outcome(state).sent.items():
            sent[operation] += times
            answered[operation] += times if status == 200 else 0
    with capsys.disabled():
        print()
        for operation, times in sorted(sent.items()):
            print(f"{times:6,} cases, {answered[operation]:3} of them answered with 200: {operation}")
        print(f"{sent.total():6,} in all")
    paths = servers["open"].send("", "GET", "/openapi.json")[2]["paths"]
    every = ((f"{method.upper()} {path}", each) for path, methods in paths.items() for method, each in methods.items())
    assert set(sent) == {operation for operation, each in every if GIVING not in each["tags"]}
    assert min(answered.values()) >= 10
    assert sum(outcome(state).sent.total() for state in ASKERS) >= 1000
