"""How fast quoting answers are served, how long a start takes and how much memory it needs."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from evals.about import About, about_now
from evals.load import Load, is_ready, measure_load
from evals.server import Memory, ServerError, memory, seconds_of_help, serving
from evals.tables import Table, spread_cell

QUESTIONS, CLIENTS, HELPS, WARMING = 200, 8, 5, 10


@dataclass(frozen=True, kw_only=True)
class Bench:
    """The figures. What only the own server can tell is None where another one was measured."""

    about: About
    own_server: bool
    stored: bool
    """Whether the server kept the conversations, as it does by default."""
    one_client: Load
    many_clients: Load
    first_start_seconds: float | None
    """From the start of the process until ready, with the index still to be made."""
    start_seconds: float | None
    """The same with the index made."""
    help_seconds: float
    """Median of several."""
    memory_mb: Memory | None


Progress = Callable[[str, int, int], None]
"""Called with what is being measured, how much of it is done, and how much there is."""


def bench_server(url: str, questions: Sequence[str], progress: Progress) -> Bench:
    """Measure a server that runs already. It is asked to keep nothing.

    Raises:
        ServerError: it is not ready.
        ValueError: that is no URL.
    """
    about = about_now()
    if not is_ready(url):
        raise ServerError(f"No server that is ready answers at {url!r}. Start one with: accord serve")
    one, many = _loads(url, questions, store=False, progress=progress)
    return Bench(
        about=about,
        own_server=False,
        stored=False,
        one_client=one,
        many_clients=many,
        first_start_seconds=None,
        start_seconds=None,
        help_seconds=_help(),
        memory_mb=None,
    )


def bench_own(embedding_model: str, questions: Sequence[str], progress: Progress) -> Bench:
    """Start a server with data of its own, twice, and measure the second.

    Raises:
        ServerError: it could not be started.
    """
    about = about_now()
    with TemporaryDirectory(prefix="accord-bench-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        progress("first start", 0, 2)
        with serving(data, embedding_model) as server:
            first_start = server.seconds_to_ready
        progress("second start", 1, 2)
        with serving(data, embedding_model) as server:
            progress("second start", 2, 2)
            one, many = _loads(server.url, questions, store=True, progress=progress)
            used = memory(server.pid)
            start = server.seconds_to_ready
    return Bench(
        about=about,
        own_server=True,
        stored=True,
        one_client=one,
        many_clients=many,
        first_start_seconds=first_start,
        start_seconds=start,
        help_seconds=_help(),
        memory_mb=used,
    )


def bench_table(bench: Bench) -> Table:
    """One row per figure."""
    rows = [["load of the machine before", "-" if bench.about.load is None else f"{bench.about.load:.2f}"]]
    for load in (bench.one_client, bench.many_clients):
        who = f"{load.clients} client{'s' if load.clients > 1 else ''}, {load.questions} questions"
        rows.append([f"{who}: time, p50 / p95", spread_cell(load.latency_ms, "ms")])
        rows.append([f"{who}: answers per second", f"{load.per_second:.1f}"])
        rows.append([f"{who}: errors", str(load.errors) + (f" ({load.first_error})" if load.first_error else "")])
    rows.append(["start until ready, index still to be made", _seconds(bench.first_start_seconds)])
    rows.append(["start until ready, index made", _seconds(bench.start_seconds)])
    rows.append(["accord --help", _seconds(bench.help_seconds)])
    used = bench.memory_mb
    rows.append(["memory of the server, now / peak", f"{used.now:.0f} / {used.peak:.0f} MB" if used else "-"])
    about = bench.about
    return Table(
        heading=f"Serving quoting answers ({about.cores} cores, Python {about.python}, version {about.version})",
        columns=("figure", "value"),
        rows=rows,
    )


def bench_json(bench: Bench) -> dict[str, Any]:
    """The figures as plain values."""
    return asdict(bench)


def _loads(url: str, questions: Sequence[str], *, store: bool, progress: Progress) -> tuple[Load, Load]:
    asked = list(islice(cycle(questions), QUESTIONS))
    measure_load(url, asked[:WARMING], 1, store=store)
    one = _load(url, asked, 1, store=store, progress=progress)
    return one, _load(url, asked, CLIENTS, store=store, progress=progress)


def _load(url: str, asked: Sequence[str], clients: int, *, store: bool, progress: Progress) -> Load:
    numbers = iter(range(1, len(asked) + 1))
    what = "1 client" if clients == 1 else f"{clients} clients"
    return measure_load(url, asked, clients, store=store, progress=lambda: progress(what, next(numbers), len(asked)))


def _help() -> float:
    return median(seconds_of_help() for _ in range(HELPS))


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f} s"
