"""The command `accord doctor`."""

from dataclasses import asdict
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Column, Table
from rich.text import Text

from assistant.commands.console import err, out, print_json
from assistant.settings import read_settings

_STYLES = {"ok": "green", "warning": "yellow", "problem": "red"}


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="The checks as JSON.")] = False,
    min_free: Annotated[float, typer.Option(min=0, help="GB on the disk below which to warn.")] = 1.0,
) -> None:
    """Look whether everything is as it should be: packages, data, models, settings. Changes nothing.

    Works while a server runs, and where the settings are wrong. Exit code 1 where there is a problem.
    """
    # The database's libraries take half a second to import.
    from assistant.doctor.examine import examine

    settings, faults = read_settings()
    columns = SpinnerColumn(), TextColumn("{task.description}")
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as shown:
        task = shown.add_task("", total=None)
        checks = list(examine(settings, faults, min_free, lambda what: shown.update(task, description=what)))
    counted = {status: sum(each.status == status for each in checks) for status in _STYLES}
    if as_json:
        print_json({"checks": [asdict(each) for each in checks], **counted})
    else:
        table = Table("Check", "", Column("What was found", overflow="fold"), show_lines=True)
        for each in checks:
            told = Text(each.told)
            if each.advice:
                told.append(f"\n-> {each.advice}", style="bold")
            table.add_row(each.name, Text(each.status, style=_STYLES[each.status]), told)
        out.print(table)
        out.print(", ".join(f"{status}: {number}" for status, number in counted.items()))
    if counted["problem"]:
        raise typer.Exit(1)
