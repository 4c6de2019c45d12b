"""Tables, once as Markdown for the report and once for the terminal."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table as TerminalTable

from evals.summary import Share, Spread

_WHOLE = 13
"""Characters of a word that the terminal's table does not break."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A heading, the columns' names and rows of plain text."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def as_markdown(table: Table) -> str:
    """The table under its heading; a table without rows says so."""
    if not table.rows:
        return f"## {table.heading}\n\nNone.\n"
    lines = [
        f"## {table.heading}\n",
        _row(table.columns),
        _row(["---"] * len(table.columns)),
        *(_row(row) for row in table.rows),
    ]
    return "\n".join(lines) + "\n"


def as_terminal(table: Table) -> TerminalTable:
    """The table for Rich to print. Words are kept whole up to a length; longer ones are folded, never cut."""
    shown = TerminalTable(title=table.heading, title_justify="left")
    for at, name in enumerate(table.columns):
        words = " ".join([name, *(row[at] for row in table.rows)]).split()
        shown.add_column(name, overflow="fold", min_width=min(_WHOLE, max(map(len, words))))
    for row in table.rows:
        shown.add_row(*row)
    return shown


def share_cell(share: Share | None) -> str:
    """A share with its interval and on how many it stands: "0.89 [0.80, 0.96] of 45"."""
    return "-" if share is None else f"{share.value:.2f} [{share.low:.2f}, {share.high:.2f}] of {share.n}"


def short_share(share: Share | None) -> str:
    """A share alone."""
    return "-" if share is None else f"{share.value:.2f}"


def spread_cell(spread: Spread | None, unit: str) -> str:
    """Median and 95th percentile: "12 / 19 ms"."""
    return "-" if spread is None else f"{spread.p50:.0f} / {spread.p95:.0f} {unit}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;').replace(chr(10), ' ') for cell in cells)} |"
