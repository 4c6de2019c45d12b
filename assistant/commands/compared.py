"""A comparison as a table for the terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

_WORDS = {
    "stated": "● stated",
    "differs": "◐ differs",
    "coverage_only": "○ only in the coverage",
    "no_claim": "– no claim",
}


def compared_table(found: Mapping[str, Any]) -> Table:
    """What `/v1/compare` answers, one row for each statement."""
    documents = found["documents"]
    table = Table("", "Verdict", show_lines=True)
    for which in ("coverage", "against"):
        table.add_column(Text(documents[which]["name"]))
    table.add_column("Note")
    for each in found["statements"]:
        beside = Text("\n").join(_beside(each))
        table.add_row(str(each["number"]), _WORDS[each["verdict"]], _quoted(each), beside, Text(each["note"] or ""))
    return table


def _beside(statement: Mapping[str, Any]) -> Iterator[Text]:
    """What the official text has to it."""
    if statement["nearest"]:
        yield Text("Nearest:")
    for quoted in (*statement["clauses"], *statement["nearest"]):
        yield _quoted(quoted)
    if record := statement["record"]:
        yield Text(f"Its record here, {record['fact']}: {record['value']}")


def _quoted(quoted: Mapping[str, Any]) -> Text:
    return Text(f"“{quoted['quote']}”\n").append(quoted["label"], style="dim")
