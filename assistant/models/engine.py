"""A language model in a process of its own; the only door to openvino_genai.

A step of the model holds Python's global lock for as long as it takes, 0.4 s and more: in the server's own process
every other reader would stand still meanwhile. So `assistant.models.child` starts this module as a program and speaks
with it in lines of JSON. It has one request at a time:

    {"messages": [[role, text], ...], "choices": [word, ...]}   ->  {"values": {word: probability}}
    {"messages": [[role, text], ...], "choices": []}            ->  {"values": {}}, read into the cache
    {"messages": [[role, text], ...], "most": tokens}           ->  {"piece": text}, any number of them; {"values": {}}
    {"stop": true}, at any time                                 ->  {"stopped": true} for the request that is read

or `{"failed": message}`; and before all, `{"ready": true}` once the model is loaded. It ends when its input ends.

What is written repeats what was read, so the engine guesses ahead from the prompt (prompt lookup decoding): that makes
it about twice as fast, and leaves it one likeliest token at a time, of which alone the probability is known.
"""

import json
import os
import re
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from math import exp
from queue import SimpleQueue
from typing import Any, TextIO

STEP = 48
"""Prompt tokens that are read between two looks at whether to stop: 0.4 s on two quiet cores."""
GUESSED, GUESSED_FROM = 12, 8
"""Tokens that are guessed at a time, and the longest run of tokens that they are guessed from."""
_BLOCK = 32
_BLOCKS = 256
"""The cache, in blocks of tokens: 8,192 of them."""
MAX_TOKENS = _BLOCKS * _BLOCK * 3 // 4
_POLITE = 5
"""How far this process stands back for others, so that quoting answers stay quick meanwhile."""


class Unusable(Exception):
    """This request cannot be done."""


class Engine:
    """One model, one request at a time."""

    def __init__(self, path: str) -> None:
        # As if it were not installed: when openvino is imported, it reports that to its makers by this package.
        sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
        # It takes a second, and only this process needs it.
        import openvino_genai

        self._genai = openvino_genai
        scheduler = openvino_genai.SchedulerConfig()
        scheduler.max_num_batched_tokens = STEP
        scheduler.num_kv_blocks = _BLOCKS
        scheduler.enable_prefix_caching = True
        scheduler.dynamic_split_fuse = True
        # Precision is the library's choice: where a processor has bfloat16 it is a third faster than float32, and
        # probabilities come in steps of up to 0.03.
        properties = {"INFERENCE_NUM_THREADS": _cores(), "prompt_lookup": True}
        self._pipeline = openvino_genai.ContinuousBatchingPipeline(path, scheduler, "CPU", properties)
        self._tokenizer = self._pipeline.get_tokenizer()
        self._number = 0
        self.read([("user", "Hello")], [], threading.Event())  # the first reading takes 4 s more than others

    def read(
        self, messages: Sequence[tuple[str, str]], choices: Sequence[str], stop: threading.Event
    ) -> dict[str, float] | None:
        """How likely each choice is to begin the reply. None where it was stopped.

        Raises:
            Unusable: the text is too long.
            ValueError: two choices share their first token.
        """
        firsts = {self._ids(word)[0]: word for word in choices}
        if len(firsts) < len(choices):
            raise ValueError(f"The choices {list(choices)!r} cannot be told apart by their first tokens.")
        first, probability = None, 0.0
        for output in self._generated(self._prompt(messages, reply=bool(choices)), 1, stop):
            first, probability = output.generated_ids[0], min(exp(output.generated_log_probs[0]), 1.0)
        if first is None:
            return None
        others = (1 - probability) / (len(choices) - 1) if first in firsts and len(choices) > 1 else 0.0
        return {word: probability if token == first else others for token, word in firsts.items()}

    def write(self, messages: Sequence[tuple[str, str]], most: int, stop: threading.Event) -> Iterator[str]:
        """The reply in pieces; ends early where it is stopped.

        Raises:
            Unusable: the text is too long.
        """
        ids: list[int] = []
        told = ""
        for output in self._generated(self._prompt(messages, reply=True), most, stop):
            ids += output.generated_ids
            text = self._tokenizer.decode(ids)
            if len(text) > len(told) and not text.endswith("\N{REPLACEMENT CHARACTER}"):  # half a character
                yield text[len(told) :]
                told = text

    def _prompt(self, messages: Sequence[tuple[str, str]], *, reply: bool) -> str:
        plain = [{"role": role, "content": without_marks(text)} for role, text in messages]
        prompt: str = self._tokenizer.apply_chat_template(plain, add_generation_prompt=reply)
        if len(self._ids(prompt)) > MAX_TOKENS:
            raise Unusable(f"it can read {MAX_TOKENS:,} tokens at once, and this is more.")
        return prompt

    def _generated(self, prompt: str, most: int, stop: threading.Event) -> Iterator[Any]:
        """What the model makes of a prompt, step by step; nothing more once it is stopped."""
        config = self._genai.GenerationConfig()
        config.max_new_tokens = most
        config.logprobs = 1
        config.num_assistant_tokens, config.max_ngram_size = GUESSED, GUESSED_FROM
        self._number += 1
        handle = self._pipeline.add_request(self._number, prompt, config)
        while self._pipeline.has_non_finished_requests():
            if stop.is_set():
                handle.cancel()
                self._pipeline.step()  # lets go of the request, without reading on; what was read stays cached
                return
            self._pipeline.step()
            while handle.can_read():
                yield from handle.read().values()

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).input_ids.data[0].tolist()
        return ids


def without_marks(text: str) -> str:
    """The text with nothing in it that a model would take for a mark of its own, such as the end of a turn."""
    return re.sub(r"<(?=\S)", "< ", text)


def main() -> None:
    """Load the model that the first argument names and serve it over standard input and output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # typed for the parent, which ends us by itself
    if hasattr(os, "nice"):
        os.nice(_POLITE)
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is not for the parent
    requests: SimpleQueue[dict[str, Any]] = SimpleQueue()
    stop = threading.Event()
    threading.Thread(target=_listen, args=(sys.stdin, requests, stop), daemon=True).start()
    try:
        engine = Engine(sys.argv[1])
    except Exception as error:  # whatever a file that is no such model makes of it
        _tell(told, {"failed": str(error).strip().splitlines()[-1][:300]})
        return
    _tell(told, {"ready": True})
    while True:
        for message in _answer(engine, requests.get(), stop):
            _tell(told, message)


def _answer(engine: Engine, request: dict[str, Any], stop: threading.Event) -> Iterator[dict[str, Any]]:
    try:
        values: dict[str, float] | None = {}
        if "most" in request:
            for piece in engine.write(request["messages"], request["most"], stop):
                yield {"piece": piece}
        else:
            values = engine.read(request["messages"], request["choices"], stop)
    except ValueError as error:
        yield {"invalid": str(error)}
    except (Unusable, RuntimeError) as error:  # told to the parent, which raises it
        yield {"failed": str(error)[:300]}
    except Exception as error:  # what it says may repeat the text
        yield {"failed": type(error).__name__}
    else:
        yield {"stopped": True} if values is None or stop.is_set() else {"values": values}


def _listen(lines: TextIO, requests: "SimpleQueue[dict[str, Any]]", stop: threading.Event) -> None:
    for line in lines:
        message = json.loads(line)
        if "stop" in message:
            stop.set()
        else:
            stop.clear()
            requests.put(message)
    os._exit(0)  # the parent has ended: at once, even in the midst of loading


def _tell(told: TextIO, message: dict[str, Any]) -> None:
    told.write(json.dumps(message) + "\n")
    told.flush()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if __name__ == "__main__":
    main()
