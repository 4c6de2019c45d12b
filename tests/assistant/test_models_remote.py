"""Language models that are asked over HTTP: by the public class, against a real server that can be told to fail."""

import itertools
import logging
import re
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from openai_server import Manner, running
from pydantic import SecretStr

from assistant.models.breaker import Breaker
from assistant.models.gate import Gate
from assistant.models.model import Message, ModelBusy, ModelCancelled, ModelFailed, ModelTimeout
from assistant.models.remote import RemoteModel
from assistant.models.sources import find_source

pytest.importorskip("langchain_openai", reason="needs the extra `openai`")

QUESTION = (Message("system", "You say Yes or No."), Message("user", "Is it?"))
KEY = "sk-made-up-0123456789"
AT_ONCE = 0.5
"""Seconds within which a provider sees that nobody wants its reply any more."""
FIRSTS = (("Yes", -0.3), (" yes", -2.5), ("No", -3.0), ("YES", -5.0), ("The", -6.0))


@pytest.fixture
def provider():
    with running() as server:
        yield server


@pytest.fixture
def model_of():
    """Models of a source, or of a server; closed after the test."""
    made = []

    def make(of, key=None, **parts):
        given = of if hasattr(of, "provider") else find_source(f"{of.url}#made-up", key and SecretStr(key), {})
        made.append(RemoteModel(given, **parts))
        return made[-1]

    yield make
    for model in made:
        model.close()


@pytest.fixture
def model(provider, model_of):
    return model_of(provider)


@pytest.fixture
def pool():
    with ThreadPoolExecutor(24) as pool:
        yield pool


def write(model, *, most=50, timeout=10.0, stop=None, asker=None, messages=QUESTION):
    return model.write(messages, most=most, timeout=timeout, stop=stop or threading.Event(), asker=asker)


def ask(model, choices=("Yes", "No"), *, timeout=10.0, stop=None, **more):
    return model.choose(QUESTION, choices, timeout=timeout, stop=stop or threading.Event(), **more)


class TestWriting:
    def test_a_reply_comes_in_pieces_and_whole(self, model, provider):
        provider.says("It is so – and “it” is well. ✓")
        pieces = list(write(model, most=30))
        assert len(pieces) > 3
        assert "".join(pieces) == "It is so – and “it” is well. ✓"
        (asked,) = provider.asked
        assert asked.body["messages"] == [
            {"role": "system", "content": "You say Yes or No."},
            {"role": "user", "content": "Is it?"},
        ]
        assert (asked.body["model"], asked.body["temperature"]) == ("made-up", 0)
        assert asked.body["max_tokens"] == 30
        assert not asked.body.keys() & {"logprobs", "tools", "n"}

    def test_pieces_come_while_the_rest_is_written(self, model, provider):
        provider.says("One two three.", stalls=30, after=1)
        reply = write(model)
        assert next(reply) == "One "
        reply.close()

    def test_a_server_may_be_scripted_by_what_it_is_asked(self, model, provider):
        provider.says(lambda messages: f"You asked: {messages[-1]['content']}")
        assert "".join(write(model)) == "You asked: Is it?"

    def test_nothing_is_asked_before_the_first_piece_is(self, model, provider):
        write(model)
        assert provider.seen == []
        assert model.waiting == 0

    def test_without_a_name_the_first_model_listed_is_asked_and_looked_up_once(self, provider, model_of):
        model = model_of(find_source(provider.url, None, {}))
        model.start()
        model.wait()
        assert provider.seen == []
        for _ in range(2):
            assert list(write(model))
        assert [each.path for each in provider.seen] == ["/v1/models", *["/v1/chat/completions"] * 2]
        assert provider.asked[0].body["model"] == "made-up-1"
        assert model.name == provider.url

    def test_a_model_that_is_gone_is_looked_up_again(self, provider, model_of):
        model = model_of(find_source(provider.url, None, {}))
        provider.does(Manner(status=404))
        with pytest.raises(ModelFailed, match=r"has no 'http.*ends in /v1"):
            list(write(model))
        provider.models = ["another"]
        assert list(write(model))
        assert provider.asked[-1].body["model"] == "another"

    def test_a_server_without_models_is_told(self, provider, model_of):
        provider.models = []
        with pytest.raises(ModelFailed, match="cannot be read"):
            list(write(model_of(find_source(provider.url, None, {}))))

    @pytest.mark.parametrize("text", ["", "  "])
    def test_an_empty_reply_is_a_failure(self, model, provider, text):
        provider.says(text)
        with pytest.raises(ModelFailed, match="wrote nothing"):
            list(write(model))
        with pytest.raises(ModelFailed, match="wrote nothing"):
            ask(model)

    def test_an_endless_reply_is_cut_and_the_connection_closed(self, model, provider):
        provider.says("for ever and ever ", endless=True)
        text = "".join(write(model, most=20))
        assert 250 < len(text) <= 20 * 16
        provider.until(lambda: provider.left, AT_ONCE)

    def test_one_huge_piece_is_cut(self, model, provider):
        provider.says("a" * 5_000_000)
        assert 150 < len("".join(write(model, most=10))) <= 160

    def test_pieces_without_end_and_without_text_are_cut(self, model, provider):
        provider.says(" ".join([""] * 1000), endless=True)
        with pytest.raises(ModelFailed, match="wrote nothing"):
            list(write(model, most=10))

    @pytest.mark.parametrize("arguments", [{"messages": ()}, {"most": 0}], ids=["nothing", "no tokens"])
    def test_what_cannot_be_asked_is_refused(self, model, arguments):
        with pytest.raises(ValueError, match="needs messages"):
            write(model, **arguments)


class TestChoosing:
    def test_probabilities_of_first_tokens_count_whatever_their_blanks_and_case(self, model, provider):
        provider.says("Yes", first=FIRSTS)
        values = ask(model)
        assert values == pytest.approx({"Yes": 0.7408 + 0.0821 + 0.0067, "No": 0.0498}, abs=1e-3)
        (asked,) = provider.asked
        assert asked.body["logprobs"] is True
        assert asked.body["max_tokens"] == 1

    def test_of_one_probability_the_other_choice_gets_the_rest(self, model, provider):
        provider.says("No", first=(("No", -0.2231436),))
        assert ask(model) == pytest.approx({"Yes": 0.2, "No": 0.8})

    def test_other_first_tokens_are_no_choice(self, model, provider):
        provider.says("Well", first=(("Well", -0.1), ("So", -2.4)))
        assert ask(model) == {"Yes": 0.0, "No": 0.0}

    def test_probabilities_are_never_more_than_one(self, model, provider):
        provider.says("Yes", first=(("Yes", 0.0), ("yes", 0.0), ("No", -3.0)))
        values = ask(model)
        assert sum(values.values()) == pytest.approx(1.0)

    def test_where_none_are_told_the_written_word_counts_and_that_is_remembered(self, model, provider):
        provider.says("**Yes**, it is.")
        assert ask(model) == pytest.approx({"Yes": 0.9, "No": 0.1})
        provider.says("No.")
        assert ask(model) == pytest.approx({"Yes": 0.1, "No": 0.9})
        assert ["logprobs" in each.body for each in provider.asked] == [True, False, False]
        assert provider.asked[-1].body["max_tokens"] == 8

    @pytest.mark.parametrize("named", [None, ""], ids=["says which", "says nothing"])
    def test_a_provider_that_refuses_to_tell_is_not_asked_again(self, model, provider, named):
        provider.says("Yes.", refuses=("logprobs",), param=named)
        assert ask(model)["Yes"] == ask(model)["Yes"] == 0.9
        assert [("logprobs" in each.body, "temperature" in each.body) for each in provider.asked] == [
            (True, True),
            *[(False, True)] * 3,
        ]

    def test_a_temperature_that_is_refused_is_left_out_from_then_on(self, model, provider):
        provider.says("Yes.", refuses=("temperature",), first=FIRSTS)
        assert list(write(model))
        assert ask(model)["Yes"] > 0.8  # it still tells how sure it is
        assert ["temperature" in each.body for each in provider.asked] == [True, False, False]

    def test_a_question_that_is_refused_for_another_reason_changes_nothing(self, model, provider):
        provider.does(Manner(status=400, param="messages", error="context_length_exceeded"))
        with pytest.raises(ModelFailed, match="too long"):
            ask(model)
        provider.says("Yes", first=FIRSTS)
        assert ask(model)["Yes"] > 0.8
        assert len(provider.asked) == 2

    @pytest.mark.parametrize(
        ("reply", "yes"),
        [("yes", 0.9), ("No, it is not.", 0.1), (" \n**No**", 0.1), ("Yes-and-no", 0.9), ("Yesterday", 0), ("…", 0)],
    )
    def test_the_first_word_decides(self, model, provider, reply, yes):
        provider.says(reply)
        assert ask(model)["Yes"] == pytest.approx(yes)

    @pytest.mark.parametrize("choices", [("Yes", "yes"), ("No", "No, it"), (), ("", "No")])
    def test_choices_that_begin_alike_are_refused(self, model, provider, choices):
        with pytest.raises(ValueError, match="first words"):
            ask(model, choices)
        assert provider.seen == []


class TestStopping:
    @pytest.fixture(params=[0, 2], ids=["before the first piece", "in the midst"])
    def after(self, request):
        return request.param

    def _taken(self, reply, after):
        return list(itertools.islice(reply, after))

    def test_a_stop_ends_the_reply_and_closes_the_connection(self, model, provider, after):
        provider.says("One two three four.", stalls=30, after=after)
        stop = threading.Event()
        reply = write(model, timeout=60, stop=stop)
        self._taken(reply, after)
        threading.Timer(0.3, stop.set).start()
        with pytest.raises(ModelCancelled, match="stopped"):
            next(reply)
        assert time.monotonic() - provider.asked[0].at < 10
        set_at = time.monotonic()
        provider.until(lambda: provider.left, AT_ONCE)
        assert provider.left[0].at - set_at < AT_ONCE
        assert model.waiting == 0

    def test_the_end_of_the_time_does_so_too(self, model, provider, after):
        list(write(model))  # what is imported at first is not what is measured
        provider.says("One two three four.", stalls=30, after=after)
        start = time.monotonic()
        reply = write(model, timeout=0.6)
        self._taken(reply, after)
        with pytest.raises(ModelTimeout, match="in time"):
            next(reply)
        assert 0.6 <= time.monotonic() - start < 0.6 + AT_ONCE
        provider.until(lambda: provider.left, AT_ONCE)
        assert model.waiting == 0

    def test_whoever_closes_the_iterator_ends_the_writing(self, model, provider):
        provider.says("One two three four.", stalls=30, after=2)
        reply = write(model, timeout=60)
        self._taken(reply, 2)
        start = time.monotonic()
        reply.close()
        provider.until(lambda: provider.left, AT_ONCE)
        assert provider.left[0].at - start < AT_ONCE
        assert model.waiting == 0
        assert list(reply) == []

    def test_whoever_forgets_the_iterator_ends_it_too(self, model, provider):
        provider.says("for ever ", endless=True, pace=0.01)
        for _ in write(model, most=10_000, timeout=60):
            break
        provider.until(lambda: provider.left, AT_ONCE)

    def test_a_choice_is_stopped_as_well(self, model, provider):
        provider.says("Yes", stalls=30)
        stop = threading.Event()
        threading.Timer(0.5, stop.set).start()
        with pytest.raises(ModelCancelled):
            ask(model, timeout=60, stop=stop)
        provider.until(lambda: provider.left, AT_ONCE)
        with pytest.raises(ModelTimeout):
            ask(model, timeout=0.3)

    def test_a_stop_that_is_set_already_asks_nobody(self, model, provider):
        stop = threading.Event()
        stop.set()
        with pytest.raises(ModelCancelled):
            next(write(model, stop=stop))
        assert provider.seen == []

    def test_no_time_left_asks_nobody(self, model, provider):
        with pytest.raises(ModelTimeout):
            ask(model, timeout=0.0)
        assert provider.asked == []

    def test_closing_the_model_ends_all_that_runs_and_waits(self, provider, model_of, pool):
        model = model_of(provider, gate=Gate(at_once=1))
        provider.says("One two.", stalls=30)
        futures = [pool.submit(list, write(model, timeout=60)) for _ in range(3)]
        provider.until(lambda: model.waiting == 3 and provider.asked)
        start = time.monotonic()
        model.close()
        for future in futures:
            with pytest.raises(ModelCancelled, match="closed"):
                future.result(AT_ONCE)
        assert time.monotonic() - start < 2 * AT_ONCE
        provider.until(lambda: len(provider.left) == 1, AT_ONCE)
        with pytest.raises(ModelCancelled):
            ask(model)

    def test_after_one_model_is_closed_another_can_be_asked(self, provider, model_of):
        for _ in range(3):
            model = model_of(provider)
            assert list(write(model))
            model.close()


class TestFailing:
    @pytest.mark.parametrize(
        ("cut", "told"),
        [("end", "broke off"), ("break", "broke off"), ("rubbish", "cannot be read"), ("error", "cannot be read")],
    )
    def test_a_reply_that_is_cut_gives_what_was_written_and_then_fails_once(self, model, provider, cut, told):
        provider.says("One two three four.", cut=cut, after=2)
        reply = write(model)
        assert [next(reply), next(reply)] == ["One ", "two "]
        with pytest.raises(ModelFailed, match=told) as failed:
            list(reply)
        assert "secret" not in str(failed.value)
        assert len(provider.asked) == 1

    @pytest.mark.parametrize("status", [429, 500, 503])
    def test_what_may_pass_is_tried_again(self, model, provider, status):
        provider.does(Manner(status=status), Manner(status=status))
        assert list(write(model))
        assert len(provider.asked) == 3

    @pytest.mark.parametrize(
        ("status", "error", "told", "tries"),
        [
            (401, ModelFailed, "The key in ACCORD_MODEL_KEY was refused", 1),
            (403, ModelFailed, "The key in ACCORD_MODEL_KEY was refused", 1),
            (404, ModelFailed, "See that the name in ACCORD_MODEL is right", 1),
            (429, ModelBusy, "Try again in a minute", 3),
            (500, ModelFailed, "HTTP status 500", 3),
            (529, ModelFailed, "HTTP status 529", 3),
            (418, ModelFailed, "HTTP status 418", 1),
        ],
    )
    def test_what_went_wrong_is_told_in_our_words_with_what_to_do(
        self, provider, model_of, caplog, status, error, told, tries
    ):
        caplog.set_level(logging.DEBUG)
        model = model_of(provider, KEY)
        provider.says("", status=status, error=f"No: {KEY}, and you asked 'Is it?'")
        for asking in (lambda: list(write(model)), lambda: ask(model)):
            with pytest.raises(error, match=re.escape(told)) as failed:
                asking()
            assert failed.value.__cause__ is None
            assert failed.value.__context__ is None
            assert KEY not in str(failed.value)
        assert len(provider.asked) == 2 * tries
        assert f"HTTP status {status}" in caplog.text
        for kept in (KEY, "Is it?", "No:"):
            assert kept not in caplog.text

    def test_a_server_that_wants_a_key_says_so(self, provider, model_of):
        provider.key = KEY
        with pytest.raises(ModelFailed, match=r"wants a key\. Set ACCORD_MODEL_KEY"):
            ask(model_of(provider))
        assert ask(model_of(provider, KEY))

    def test_a_server_that_does_not_run_is_tried_again_and_told(self, model_of):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        model = model_of(find_source(f"http://127.0.0.1:{port}/v1", None, {}))
        with pytest.raises(ModelFailed, match=f"Cannot connect to 127.0.0.1:{port}"):
            ask(model)
        with running(port) as late:
            assert ask(model)
            assert len(late.asked) > 0

    def test_a_server_that_comes_back_meanwhile_answers(self, provider, model):
        list(write(model))
        port = provider.port
        provider.does(Manner(cut="break"))
        reply = write(model)
        next(reply)
        with pytest.raises(ModelFailed, match="broke off"):
            next(reply)
        assert provider.port == port
        assert list(write(model))

    def test_tries_are_within_the_time(self, model, provider):
        list(write(model))
        provider.says("", status=500)
        start = time.monotonic()
        with pytest.raises(ModelTimeout):
            ask(model, timeout=0.2)
        assert time.monotonic() - start < 0.2 + AT_ONCE

    def test_after_three_failures_in_a_row_nobody_asks_for_a_while_and_then_one_tries(self, provider, model_of):
        now = [0.0]
        model = model_of(provider, breaker=Breaker(rest=30, clock=lambda: now[0]))
        provider.says("", status=404)
        for _ in range(3):
            with pytest.raises(ModelFailed, match="has no"):
                ask(model)
        start = time.monotonic()
        with pytest.raises(ModelFailed, match=r"has no .* not asked again for 30 s"):
            ask(model)
        assert time.monotonic() - start < AT_ONCE
        assert len(provider.asked) == 3
        now[0] += 30
        with pytest.raises(ModelFailed, match="has no"):
            ask(model)
        assert len(provider.asked) == 4
        with pytest.raises(ModelFailed, match="not asked again"):
            ask(model)
        provider.says("Yes")
        now[0] += 30
        assert ask(model)
        assert ask(model)

    def test_who_waits_for_a_place_meanwhile_does_not_ask_either(self, provider, model_of, pool):
        model = model_of(provider, gate=Gate(at_once=1), breaker=Breaker(most=1))
        provider.says("It is.", stalls=30)
        first = pool.submit(list, write(model, timeout=3))
        provider.until(lambda: len(provider.asked) == 1)
        waiting = pool.submit(list, write(model, timeout=60))
        with pytest.raises(ModelTimeout):
            first.result(5)
        with pytest.raises(ModelFailed, match=r"did not answer in time.*not asked again"):
            waiting.result(AT_ONCE)
        assert len(provider.asked) == 1

    def test_who_leaves_and_what_is_too_long_or_too_much_is_no_failure(self, provider, model_of):
        model = model_of(provider)
        provider.says("", status=400)
        for _ in range(4):
            with pytest.raises(ModelFailed, match="too long"):
                list(write(model))
        provider.says("Yes", stalls=30)
        for _ in range(4):
            stop = threading.Event()
            threading.Timer(0.1, stop.set).start()
            with pytest.raises(ModelCancelled):
                ask(model, stop=stop)
        provider.says("Yes")
        assert ask(model)

    def test_three_time_outs_in_a_row_are_failures(self, provider, model_of):
        model = model_of(provider)
        list(write(model))
        provider.says("Yes", stalls=30)
        for _ in range(3):
            with pytest.raises(ModelTimeout):
                ask(model, timeout=0.2)
        with pytest.raises(ModelFailed, match="did not answer in time"):
            ask(model)


class TestManyAskers:
    def test_four_are_served_at_once_and_the_others_wait(self, model, provider, pool):
        list(write(model))
        provider.says("It is.", stalls=0.3)
        start = time.monotonic()
        futures = [pool.submit(list, write(model, asker=str(number))) for number in range(8)]
        provider.until(lambda: model.waiting == 8)
        assert [future.result(10) for future in futures] == [["It ", "is."]] * 8
        assert provider.busiest == 4
        assert 0.6 <= time.monotonic() - start < 3
        assert model.waiting == 0

    def test_what_is_expected_goes_by_the_last_replies_once_all_places_are_taken(self, model, provider, pool):
        ask(model)
        provider.says("Yes", stalls=0.4)
        for _ in range(3):
            ask(model)
        provider.says("Yes", stalls=30)
        stop = threading.Event()
        futures = [pool.submit(ask, model, stop=stop, asker=str(number)) for number in range(3)]
        provider.until(lambda: model.waiting == 3)
        assert model.expected == 0  # one more would be served at once
        futures += [pool.submit(ask, model, stop=stop, asker=str(number)) for number in range(3, 8)]
        provider.until(lambda: model.waiting == 8)
        assert 3 * 0.4 <= model.expected < 3 * (0.4 + AT_ONCE)
        stop.set()
        for future in futures:
            with pytest.raises(ModelCancelled):
                future.result(10)

    def test_who_has_waited_enough_ends_the_request(self, model, provider):
        ask(model)
        provider.says("Yes", stalls=30)
        start = time.monotonic()
        with pytest.raises(ModelTimeout):
            ask(model, enough=lambda: time.monotonic() > start + 0.3)
        assert time.monotonic() - start < 0.3 + 2 * AT_ONCE
        provider.until(lambda: provider.left)
        provider.says("Yes")
        assert ask(model)

    def test_no_more_than_sixteen_wait(self, model, provider, pool):
        provider.says("It is.", stalls=30)
        futures = [pool.submit(list, write(model, timeout=60, asker=str(number))) for number in range(20)]
        provider.until(lambda: model.waiting == 20)
        with pytest.raises(ModelBusy, match="20 questions wait"):
            ask(model)
        model.close()
        for future in futures:
            with pytest.raises(ModelCancelled):
                future.result(5)

    def test_no_asker_takes_all_places_and_askers_take_turns(self, provider, model_of, pool):
        model = model_of(provider, gate=Gate(at_once=1, each=3))
        provider.says("It is.", stalls=0.1)
        futures = []
        for number, (asker, text) in enumerate([("a", "a1"), ("a", "a2"), ("a", "a3"), ("b", "b1")], start=1):
            reply = write(model, asker=asker, messages=[Message("user", text)])
            futures.append(pool.submit(list, reply))
            provider.until(lambda count=number: model.waiting == count)
        with pytest.raises(ModelBusy):
            list(write(model, asker="a"))
        for future in futures:
            future.result(10)
        assert [each.messages[0]["content"] for each in provider.asked] == ["a1", "b1", "a2", "a3"]

    def test_waiting_counts_against_the_time_and_who_stops_leaves_the_queue(self, provider, model_of, pool):
        model = model_of(provider, gate=Gate(at_once=1))
        provider.says("It is.", stalls=30)
        stop_first, stop = threading.Event(), threading.Event()
        first = pool.submit(list, write(model, timeout=60, stop=stop_first))
        provider.until(lambda: len(provider.asked) == 1)
        with pytest.raises(ModelTimeout):
            ask(model, timeout=0.3)
        waiting = pool.submit(list, write(model, timeout=60, stop=stop))
        provider.until(lambda: model.waiting == 2)
        stop.set()
        with pytest.raises(ModelCancelled):
            waiting.result(AT_ONCE)
        assert model.waiting == 1
        assert len(provider.asked) == 1
        stop_first.set()
        with pytest.raises(ModelCancelled):
            first.result(AT_ONCE)
        provider.says("It is.")
        assert list(write(model))


class TestWhereItGoes:
    """Questions and keys go where the setting says, and nowhere else."""

    @pytest.fixture
    def trap(self, monkeypatch):
        """A server that everything in the environment points to."""
        with running() as server:
            for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "OPENAI_PROXY", "OLLAMA_HOST", "LANGSMITH_ENDPOINT"):
                monkeypatch.setenv(name, server.root)
            for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "LANGSMITH_GATEWAY", "LANGCHAIN_ENDPOINT"):
                monkeypatch.setenv(name, server.url)
            for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2"):
                monkeypatch.setenv(name, "true")
            for name in ("LANGSMITH_API_KEY", "OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OLLAMA_API_KEY"):
                monkeypatch.setenv(name, KEY)
            monkeypatch.setenv("OPENAI_ORG_ID", "org-secret")
            monkeypatch.setenv("OPENAI_PROJECT_ID", "project-secret")
            monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", f"X-Gateway: {KEY}")
            yield server
        assert server.seen == []

    def test_a_server_by_its_url_gets_nothing_that_is_meant_for_another(self, trap, provider, model_of):
        model = model_of(provider)
        assert list(write(model))
        assert ask(model)
        time.sleep(0.3)
        for each in provider.seen:
            told = str(each.headers)
            assert KEY not in told
            assert "secret" not in told
            assert "Authorization" not in each.headers
            assert "Is it?" in str(each.body)

    def test_its_own_key_goes_along(self, trap, provider, model_of):
        provider.key = "mine"
        assert ask(model_of(provider, "mine"))
        assert KEY not in "".join(str(each.headers) for each in provider.seen)

    def test_ollama_on_this_machine_is_asked_directly(self, trap, provider, model_of):
        pytest.importorskip("langchain_ollama", reason="needs the extra `ollama`")
        assert find_source("ollama:made-up:1b", None, {}).url == "http://127.0.0.1:11434"
        model = model_of(replace(find_source("ollama:made-up:1b", None, {}), url=provider.root))
        assert list(write(model))

    def test_anthropic_is_asked_where_it_is(self, trap, provider, model_of, monkeypatch):
        pytest.importorskip("langchain_anthropic", reason="needs the extra `anthropic`")
        for name in ("ANTHROPIC_BASE_URL", "ANTHROPIC_API_URL"):
            monkeypatch.setenv(name, trap.root)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")  # as to any other host, it is asked through a proxy otherwise
        of = find_source("anthropic:claude-made-up", None, {"ANTHROPIC_API_KEY": "mine"})
        assert list(write(model_of(replace(of, url=provider.root))))
        assert KEY not in str(provider.seen[0].headers)

    @pytest.mark.parametrize("status", [302, 307, 308])
    def test_a_redirection_is_not_followed(self, provider, model_of, status):
        with running() as other:
            provider.says("", status=status, headers=(("Location", f"{other.url}/chat/completions"),))
            with pytest.raises(ModelFailed, match=f"HTTP status {status}"):
                ask(model_of(provider, KEY))
            assert other.seen == []

    def test_keys_are_shown_nowhere(self, provider, model_of, caplog):
        caplog.set_level(logging.DEBUG)
        provider.key = KEY
        model = model_of(provider, KEY)
        model.start()
        model.wait()
        list(write(model))
        ask(model)
        assert provider.seen[0].headers["Authorization"] == f"Bearer {KEY}"
        assert KEY not in repr(model) + repr(vars(model)) + model.name + caplog.text
        assert "Is it?" not in caplog.text


class TestProviders:
    def test_openai_is_asked_as_its_own_servers_want_it_and_a_refused_key_is_named(self, provider, model_of):
        of = find_source("openai:gpt-made-up", SecretStr("not this one"), {"OPENAI_API_KEY": KEY})
        assert of.url == "https://api.openai.com/v1"
        model = model_of(replace(of, url=provider.url))
        provider.says("Yes", first=FIRSTS)
        assert list(write(model, most=40))
        assert ask(model)["Yes"] > 0.8
        assert provider.asked[0].body["max_completion_tokens"] == 40
        assert provider.seen[0].headers["Authorization"] == f"Bearer {KEY}"
        provider.key = "another"
        with pytest.raises(ModelFailed, match="The key in OPENAI_API_KEY was refused") as failed:
            ask(model)
        assert KEY not in str(failed.value)

    def test_anthropic_writes_and_says_its_verdict(self, provider, model_of):
        pytest.importorskip("langchain_anthropic", reason="needs the extra `anthropic`")
        of = find_source("anthropic:claude-made-up", None, {"ANTHROPIC_API_KEY": KEY})
        assert of.url == "https://api.anthropic.com"
        model = model_of(replace(of, url=provider.root))
        provider.says("Yes, it is.")
        assert list(write(model, most=40)) == ["Yes, ", "it ", "is."]
        assert ask(model) == pytest.approx({"Yes": 0.9, "No": 0.1})
        assert [each.body["max_tokens"] for each in provider.asked] == [40, 8]
        assert provider.asked[0].body["temperature"] == 0
        provider.says("One two three.", stalls=30, after=1)
        reply = write(model, timeout=60)
        next(reply)
        reply.close()
        provider.until(lambda: provider.left, AT_ONCE)
        provider.key = "another"
        with pytest.raises(ModelFailed, match="The key in ANTHROPIC_API_KEY was refused"):
            ask(model)

    def test_ollama_writes_and_tells_how_sure_it_is(self, provider, model_of):
        pytest.importorskip("langchain_ollama", reason="needs the extra `ollama`")
        model = model_of(replace(find_source("ollama:made-up:1b", None, {}), url=provider.root))
        provider.says("Yes, it is.", first=FIRSTS)
        assert list(write(model, most=40)) == ["Yes, ", "it ", "is."]
        assert ask(model)["Yes"] > 0.8
        assert provider.asked[0].body["options"] == {"num_predict": 40, "num_ctx": 8192, "temperature": 0}
        assert provider.asked[0].body["model"] == "made-up:1b"
        provider.says("One two three.", stalls=30, after=1)
        reply = write(model, timeout=60)
        next(reply)
        reply.close()
        provider.until(lambda: provider.left, AT_ONCE)
        provider.says("", status=404)
        with pytest.raises(ModelFailed, match="ollama pull made-up:1b"):
            ask(model)

    def test_a_provider_that_langchain_does_not_know_fails_at_the_start(self, model_of, caplog):
        model = model_of(find_source("nobody:made-up", None, {}))
        assert (model.state, model.problem) == ("ready", None)
        model.start()
        model.wait()
        assert model.state == "failed"
        assert "'nobody:made-up' cannot be used (ValueError)" in model.problem
        assert model.problem in caplog.text
        with pytest.raises(ModelFailed, match="cannot be used"):
            ask(model)
