"""What runs in the process that `ingest.apart` starts for one file: it gives up all it can do but think, then loads.

A header (one line of JSON: task, name, memory, cpu) and the file's bytes come over standard input; one object of JSON
goes out: `loaded` or a `file`, or `code` and `message` of what is wrong, and `detail` for the log.
"""

import ctypes
import json
import os
import re
import resource
import signal
import sys
import traceback
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from ingest.archive import check_parts
from ingest.blocks import Loaded
from ingest.docx.noticed import noticed
from ingest.errors import LoadError
from ingest.load import load

_Task = Callable[[dict[str, Any], bytes], dict[str, Any]]

_FILES = 32
_NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
_DIE_WITH_PARENT = 1
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_REFUSED = ("socket.", "subprocess.", "shutil.", "tempfile.", "pty.", "ctypes.")
_REFUSED_OF_OS = re.compile(
    r"os\.(?:chflags|chmod|chown|exec|fork|forkpty|kill|killpg|link|mkdir|posix_spawn|putenv|remove|rename|rmdir"
    r"|setxattr|spawn|startfile|symlink|system|truncate|utime)"
)
_DETAIL = 4_000


def main() -> None:
    """Load the one file that comes over standard input, and end."""
    answers = os.dup(1)
    os.dup2(2, 1)  # what a library prints is no answer: it goes where errors go, to nowhere
    header = json.loads(sys.stdin.buffer.readline())
    confine(header["memory"], header["cpu"])
    answer = _answer(_TASKS[header["task"]], header, sys.stdin.buffer.read())
    data = json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")
    while data:
        data = data[os.write(answers, data) :]
    os._exit(0)  # nothing is left to tidy up, and what a file has set up is not run


def confine(memory: int, cpu: int) -> None:
    """Bytes of memory and seconds of work at most; no network, no written files, no other processes.

    The network is shut off by a namespace of its own where the system lets anybody make one, and by refusing Python's
    own calls everywhere.
    """
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        with suppress(OSError):  # where memory runs out, this is what the system ends first
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
        libc.unshare(_NEW_USER_AND_NETWORK)
    for what, limit in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_AS, memory),
    ):
        hard = limit + 1 if what == resource.RLIMIT_CPU else limit  # at the soft limit a signal says which it was
        try:
            resource.setrlimit(what, (limit, hard))
        except (OSError, ValueError):
            if sys.platform == "linux":  # macOS has no limit on memory
                raise
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        refused = isinstance(arguments[2], int) and bool(arguments[2] & _WRITING)
    else:
        refused = event.startswith(_REFUSED) or _REFUSED_OF_OS.fullmatch(event) is not None
    if refused:
        raise PermissionError(f"{event} is not for a file that is read")


def _load(header: dict[str, Any], data: bytes) -> dict[str, Any]:
    return {"loaded": _plain(load(header["name"], data))}


def _draft(header: dict[str, Any], data: bytes) -> dict[str, Any]:
    """The same, and what else is in the file that whoever wrote it should know of."""
    return {**_load(header, data), "noticed": noticed(data)}


def _comment(header: dict[str, Any], data: bytes) -> dict[str, Any]:
    """A Word file with comments; a new one of paragraphs where there is none."""
    # python-docx is not needed for most files, and takes most of the time of those.
    from ingest.docx.commenting import commented, made

    remarks = [(sentence, comment) for sentence, comment in header["remarks"]]
    if data:
        check_parts(data)
    file = commented(data, remarks) if data else made(header["paragraphs"], remarks)
    return {"file": b64encode(file).decode("ascii")}


_TASKS: dict[str, _Task] = {"load": _load, "draft": _draft, "comment": _comment}


def _answer(task: _Task, header: dict[str, Any], data: bytes) -> dict[str, Any]:
    try:
        return task(header, data)
    except LoadError as error:
        return {"code": error.code, "message": str(error)}
    except (MemoryError, RecursionError) as error:
        how = "memory" if isinstance(error, MemoryError) else "depth"
    except Exception as error:
        told = f"Reading the file failed ({type(error).__name__}): it is damaged, or not made as its format asks."
        detail = traceback.format_exc()[-_DETAIL:]
        return {"code": "corrupt", "message": f"{told} Open it, save it anew, and try again.", "detail": detail}
    # Here what was loaded is gone, and there is memory for an answer.
    told = f"The file asks for more {how} than reading one may take."
    return {"code": "too_complex", "message": f"{told} Split it, or save its text in a simpler form."}


def _plain(loaded: Loaded) -> dict[str, Any]:
    return {
        "blocks": [vars(block) for block in loaded.blocks],
        "stated": vars(loaded.stated),
        "flags": [vars(flag) for flag in loaded.flags],
    }
