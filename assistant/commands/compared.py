"""The command `accord compare`."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from assistant.commands.asking import asked
from assistant.commands.console import out, print_json
from assistant.comparing.statement import MARKS, Verdict

_WORDS: Mapping[Verdict, str] = {
    "stated": "stated",
    "differs": "differs",
    "coverage_only": "only in the coverage",
    "no_claim": "no claim",
}


def compare(
    context: typer.Context,
    coverage: Annotated[str | None, typer.Argument(help="Id of the coverage; left out, techUK's article.")] = None,
    against: Annotated[str | None, typer.Option(help="Id of the official text; left out, the Accord.")] = None,
    verdict: Annotated[Verdict | None, typer.Option(help="Only statements with this verdict.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The comparison as JSON.")] = False,
) -> None:
    """Show what coverage says, statement by statement, beside what the official text says.

    Example: [bold]accord compare --verdict differs[/bold]
    """
    query = {"coverage": coverage, "against": against, "verdict": verdict}
    found = asked(context.obj, "/v1/compare", query, reading=True)
    if as_json:
        print_json(found)
        return
    out.print(_table(found))
    checked = (
        f"Checked by hand on {found['checked']}." if found["checked"] else "Proposed by rules, read by nobody yet."
    )
    out.print(f"{checked} {found['numbering']}", style="dim", markup=False)


def _table(found: Mapping[str, Any]) -> Table:
    """What `/v1/compare` answers, one row for each statement."""
    documents = found["documents"]
    table = Table("", "Verdict", show_lines=True)
    for which in ("coverage", "against"):
        table.add_column(Text(documents[which]["name"]))
    table.add_column("Note")
    for each in found["statements"]:
        beside = Text("\n").join(_beside(each))
        verdict = f"{MARKS[each['verdict']]} {_WORDS[each['verdict']]}"
        table.add_row(str(each["number"]), verdict, _quoted(each), beside, Text(each["note"] or ""))
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
