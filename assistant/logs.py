"""The log: one event, one line, on standard error; the only door to pythonjsonlogger.

What people ask and are told stands in no line unless that is set on purpose. So only the fields named here are written;
of an error there is its place and its kind, and what it says only where its message is one of ours; and what libraries
print to standard error instead of logging it becomes an event as well.
"""

import io
import logging
import sys
import threading
import warnings
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from datetime import datetime
from json import dumps
from traceback import format_exception, format_tb
from typing import Any, Literal, TextIO, TypeVar

from pythonjsonlogger.json import JsonFormatter

from assistant.answers import Answer

Format = Literal["json", "text"]

REQUEST_ID: ContextVar[str | None] = ContextVar("request_id", default=None)
"""Of the request that is worked on; threads that work for it have it too."""
FIELDS = (
    *("time", "level", "logger", "message", "request_id"),
    *("method", "route", "status", "ms", "complete", "who"),
    *("outcome", "composer", "judge", "fallback", "code", "error"),
)
"""Fields of a line, in order; none else is written."""
TEXTS = ("question", "answer", "printed")
"""Fields that are written only where texts may be logged."""
_OURS = ("assistant", "ingest", "ui", "vectorstore")
_NAMES = {"levelname": "level", "name": "logger", "exc_info": "error"}
_WITHHELD = "(withheld)"

T = TypeVar("T")
log = logging.getLogger(__name__)


@contextmanager
def written(level: str, form: Format | None, *, texts: bool, stream: TextIO | None = None) -> Iterator[None]:
    """Everything that is logged or printed to standard error goes to `stream` (default: standard error) meanwhile.

    Args:
        level: of our own loggers; those of libraries begin at "warning", uvicorn's at "info".
        form: null is "text" where the stream is a terminal, else "json".
        texts: True writes questions, answers and what errors say, too.
    """
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter((_Text if (form or ("text" if stream.isatty() else "json")) == "text" else _Lines)(texts))
    wanted = logging.getLevelNamesMapping()[level.upper()]
    levels = {"": max(wanted, logging.WARNING), "uvicorn": max(wanted, logging.INFO), **dict.fromkeys(_OURS, wanted)}
    # On the handler as well: some libraries set a level of their own.
    handler.addFilter(lambda record: record.levelno >= levels.get(record.name.partition(".")[0], levels[""]))
    before = {name: logging.getLogger(name).level for name in levels}
    stderr, showwarning = sys.stderr, warnings.showwarning
    logging.getLogger().addHandler(handler)
    sys.stderr, warnings.showwarning = _Printed(), _warned
    try:
        for name, each in levels.items():
            logging.getLogger(name).setLevel(each)
        yield
    finally:
        for name, each in before.items():
            logging.getLogger(name).setLevel(each)
        sys.stderr, warnings.showwarning = stderr, showwarning
        logging.getLogger().removeHandler(handler)


def about(question: str | None, answer: Answer | None) -> dict[str, Any]:
    """The fields of a question and of what came of it."""
    fields: dict[str, Any] = {} if question is None else {"question": question}
    if answer is not None:
        fields |= {name: getattr(answer, name) for name in ("outcome", "composer", "judge", "fallback")}
        fields["answer"] = answer.text
    return fields


def asker(state: dict[str, Any]) -> str | None:
    """Who sent a request, by the state that goes with it; null where nobody asked who it is."""
    return getattr(state.get("who"), "label", None)


def of_request(request_id: str | None, events: Generator[T, None, None]) -> Iterator[T]:
    """The same events; what is logged while they are made, and at their end, belongs to this request."""
    context = copy_context()
    context.run(REQUEST_ID.set, request_id)
    try:
        while True:
            try:
                event = context.run(next, events)
            except StopIteration:
                return
            yield event
    finally:
        context.run(events.close)


class _Lines(JsonFormatter):
    """An event as a line of JSON; whatever could end or colour a line is escaped by that."""

    def __init__(self, texts: bool) -> None:
        super().__init__(("levelname", "name", "message"), rename_fields=_NAMES, timestamp="time")
        self._texts = texts
        self._fields = FIELDS + TEXTS if texts else FIELDS

    def formatException(self, ei: Any) -> str:
        return "".join(format_exception(ei[1])).rstrip() if self._texts else "\n".join(_traced(ei[1]))

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        if request_id := REQUEST_ID.get():
            log_data["request_id"] = request_id
        if log_data["logger"] == "asyncio" and not self._texts:  # of a failed task it appends what its error says
            log_data["message"] = log_data["message"].partition("\n")[0]
        log_data["message"] = log_data["message"].strip()
        return {name: log_data[name] for name in self._fields if name in log_data}


class _Text(_Lines):
    """An event as a person reads it: a line, and below it, indented, where an error came from."""

    def serialize_log_record(self, log_data: dict[str, Any]) -> str:
        time: datetime = log_data.pop("time")
        level, logger, message = (log_data.pop(name) for name in ("level", "logger", "message"))
        error = str(log_data.pop("error", ""))
        more = "".join(f" {name}={dumps(value, ensure_ascii=False)}" for name, value in log_data.items())
        line = f"{time:%Y-%m-%d %H:%M:%S}Z {level} {logger}: {message}{more}"
        return "\n    ".join(_escaped(each) for each in (line, *error.splitlines()))


class _Printed(io.TextIOBase):
    """Standard error for everybody but the log itself. An error that is printed while it is handled is logged as other
    errors are, once; of anything else that it was printed.
    """

    def __init__(self) -> None:
        self._local = threading.local()

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not getattr(self._local, "writing", False):  # the log's own trouble is not logged
            self._local.writing = True
            try:
                self._log(text)
            finally:
                self._local.writing = False
        return len(text)

    def _log(self, text: str) -> None:
        if (error := sys.exception()) is not None:
            if not vars(error).setdefault("accord_printed", False):
                vars(error)["accord_printed"] = True
                log.error("an error that a library printed", exc_info=error)
            return
        *lines, self._local.rest = (getattr(self._local, "rest", "") + text).split("\n")
        for line in lines:
            if shown := line.rpartition("\r")[2].strip():  # of a line that was written over, the last state
                log.info("a library printed %d characters", len(shown), extra={"printed": shown})


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    log.warning("%s in %s:%d", category.__name__, filename, lineno, extra={"printed": str(message)})


def _traced(error: BaseException, deep: int = 16) -> list[str]:
    """Where an error came from, causes first, as lines without what it says; so many causes of causes at most."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    causes = [(cause, "From that, or while it was handled:")] if cause is not None else []
    if isinstance(error, BaseExceptionGroup):
        causes += [(each, "One of several:") for each in error.exceptions]
    lines = [line for each, then in causes if deep for line in (*_traced(each, deep - 1), "", then, "")]
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    lines.append("Traceback (most recent call last):")
    return [*lines, *"".join(format_tb(error.__traceback__)).splitlines(), f"{name}: {_said(error)}"]


def _said(error: BaseException) -> str:
    """What an error says, where that cannot be what somebody sent; ours repeat no texts."""
    if type(error).__module__.partition(".")[0] in _OURS:
        return str(error)
    if type(error).__module__ == "builtins" and isinstance(error, OSError) and error.errno is not None:
        return f"[Errno {error.errno}] {error.strerror}"
    return _WITHHELD


def _escaped(line: str) -> str:
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in line)
