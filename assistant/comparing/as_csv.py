"""A comparison as a table for other programs."""

import csv
import io
from collections.abc import Iterator, Sequence

from assistant.carrying.cells import cell
from assistant.carrying.places import NUMBERED_BY_US
from assistant.comparing.statement import Comparison, Quoted, Statement

COLUMNS = (
    "number",
    "verdict",
    "status",
    "coverage_clause",
    "coverage_label",
    "coverage_quote",
    "relation",
    "official_clause",
    "official_label",
    "official_quote",
    "absent",
    "note",
    "numbering",
)


def as_csv(comparison: Comparison, numbered: Sequence[tuple[int, Statement]]) -> str:
    """One row for each statement and each quote beside it, or one where nothing stands beside it.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for number, statement in numbered:
        for relation, clause, label, quote in _beside(comparison, statement):
            said = statement.said
            row = (
                str(number),
                statement.verdict,
                statement.status,
                said.clause.id,
                said.clause.label,
                said.quote,
                relation,
                clause,
                label,
                quote,
                "; ".join(statement.absent),
                statement.note or "",
                NUMBERED_BY_US,
            )
            table.writerow(map(cell, row))
    return written.getvalue()


def _beside(comparison: Comparison, statement: Statement) -> Iterator[tuple[str, str, str, str]]:
    """How each quote stands to the statement, its clause, its label, and the quote."""
    relation = "carries" if statement.verdict == "stated" else "differs"
    rows = [_row(relation, each) for each in statement.clauses]
    rows += [_row("nearest", each) for each in statement.nearest]
    if (record := statement.record) is not None:
        rows.append((relation, comparison.against.id, f"record: {record.fact}", record.value))
    yield from rows or [("", "", "", "")]


def _row(relation: str, quoted: Quoted) -> tuple[str, str, str, str]:
    return relation, quoted.clause.id, quoted.clause.label, quoted.quote
