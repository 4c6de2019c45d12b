"""Language models that fail in every way that we know while they judge or write, and what a reader is told of each."""

import threading
from contextlib import contextmanager

from attacks import obeys
from openai_server import Manner
from pydantic import SecretStr

from assistant.models.gate import Gate
from assistant.models.loading import LoadingModel
from assistant.models.remote import RemoteModel
from assistant.models.sources import find_source

QUESTION = "What will the Cyber Partnership do?"
BEGUN = "The two countries will establish a Japan-UK Cyber Partnership that will strengthen and strengthen"
LONG = 60.0
FAULTS = {
    "down": ("error", None),
    "slow to the first byte": ("timeout", Manner(stalls=LONG)),
    "stalls in the midst": ("timeout", Manner(text=BEGUN, stalls=LONG, after=5)),
    "cut as if it had ended": ("error", Manner(text=BEGUN, cut="end", after=5)),
    "cut in the midst of a frame": ("error", Manner(text=BEGUN, cut="break", after=5)),
    "a malformed frame": ("error", Manner(text=BEGUN, cut="rubbish", after=5)),
    "an error in a frame": ("error", Manner(text=BEGUN, cut="error", after=5)),
    "empty": ("error", Manner(text="")),
    "endless": ("unsupported", Manner(text="and so on and on ", endless=True)),
    "endless and slow": ("timeout", Manner(text="and so on and on ", endless=True, pace=0.2)),
    "garbage": ("unsupported", Manner(text="\x00\x01 %$§ {{{ ]]] <<< \u202e. " * 20)),
    "echo": ("unsupported", Manner(text=lambda messages: messages[0]["content"])),
    "obeying": ("unsupported", Manner(text=obeys)),
    "no key": ("error", Manner(status=401)),
    "no such model": ("error", Manner(status=404)),
    "too many requests": ("busy", Manner(status=429)),
    "broken": ("error", Manner(status=500)),
    "loading": ("loading", None),
    "busy": ("busy", Manner()),
}
"""Each with its `fallback` where the model is to write, and with how the server behaves."""
_NO_NUMBER = float("nan")
NO_VERDICT = {
    "probabilities of other words": ("error", Manner(text="The", first=(("The", -0.1), ("A", -2.5)))),
    "probabilities that are no numbers": ("error", Manner(text="Yes", first=(("Yes", _NO_NUMBER), ("No", -3.0)))),
    "no probabilities where they should be": ("error", Manner(text="Yes", first=(("Yes", None), ("No", None)))),
    **{name: ("error" if told == "unsupported" else told, manner) for name, (told, manner) in FAULTS.items()},
}
"""The same where the model is to judge: what is neither Yes nor No is no verdict."""
VERDICTS = {
    "Yes without end": ("answered", Manner(text="Yes and so on ", endless=True)),
    "Yes and then nothing": (
        "answered",
        Manner(text="Yes, it is said " * 9, first=(("Yes", -0.05),), stalls=LONG, after=5),
    ),
    "Yes under marks": ("answered", Manner(text="**Yes**")),
    "No without end": ("not_in_sources", Manner(text="No and so on ", endless=True)),
}
"""Models that fail and have told their verdict by then, each with the outcome."""


@contextmanager
def failing(name, server):
    """The model that fails in this way; the scripted server is told what to do."""
    _, manner = {**NO_VERDICT, **VERDICTS}[name]
    if manner is not None:
        server.manner = manner
    url = "http://127.0.0.1:9/v1" if name == "down" else server.url  # nobody listens at the port for discarding
    if name == "loading":
        gone = threading.Event()
        model = LoadingModel(lambda closing: closing.wait() or gone.wait())
    else:
        gate = Gate(at_once=0, waiting=0) if name == "busy" else None
        model = RemoteModel(find_source(f"{url}#made-up", SecretStr("sk-faults"), {}), gate=gate)
    model.start()
    if name != "loading":
        model.wait()
    try:
        yield model
    finally:
        model.close()


REMOTE, LOCAL = "http://127.0.0.1:1/v1#made-up", "local:made-up"
"""Names of a model: one that writes by itself, and one that only judges."""


class Switched:
    """A model that is another one from time to time: to write, and where it `judges`, to judge."""

    state, problem, waiting, expected = "ready", None, 0, 0.0

    def __init__(self):
        self.now = None
        self.be()

    def be(self, name=REMOTE, judges=False):
        """What it is called, and whether it is the other one that judges; else the verdict is Yes."""
        self.name, self.judges = name, judges

    def choose(self, messages, choices, **how):
        if self.judges:
            return self.now.choose(messages, choices, **how)
        return {each: float(each == "Yes") for each in choices}

    def write(self, messages, **how):
        return self.now.write(messages, **how)

    def start(self):
        pass

    def wait(self):
        pass

    def close(self):
        pass
