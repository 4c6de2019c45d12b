"""The command `accord commitments`."""

from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from assistant.commands.asking import asked
from assistant.commands.console import out, print_json
from assistant.commitments.promise import STRENGTHS, Strength


def commitments(
    context: typer.Context,
    strength: Annotated[Strength | None, typer.Option(help="Only promises of this strength.")] = None,
    deadline: Annotated[bool | None, typer.Option(help="Only promises with a deadline, or without.")] = None,
    words: Annotated[str, typer.Option(help="Only promises with these words.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The register as JSON.")] = False,
) -> None:
    """List what the official texts promise, and how strongly.

    Example: [bold]accord commitments --deadline[/bold]

    Example: [bold]accord commitments --strength explore --words AI[/bold]
    """
    query = {"strength": [strength] if strength else [], "deadline": deadline, "q": words}
    found = asked(context.obj, "/v1/commitments", query, reading=True)
    if as_json:
        print_json(found)
        return
    out.print(_table(found))
    counts = found["counts"]
    told = f"{counts['commitments']} commitments, {counts['promises']} promises, {counts['deadlines']} deadlines."
    out.print(f"{told} The numbers of the clauses are ours.", style="dim", markup=False)


def _table(found: dict[str, Any]) -> Table:
    table = Table("Clause", "Who", "How strongly", "Promise", "Deadline", show_lines=True)
    for entry in found["commitments"]:
        for number, each in enumerate(entry["promises"]):
            by = each["deadline"]["stated"] if each["deadline"] else ""
            words = Text(each["quote"], style="dim" if each["status"] == "proposed" else "")
            table.add_row(
                Text(entry["label"] if number == 0 else ""),
                Text(each["actor"]),
                STRENGTHS[each["strength"]],
                words,
                Text(by),
            )
    return table
