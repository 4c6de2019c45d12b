"""`accord eval`: measure answers, retrieval and speed. Its commands are in `evals.commands`."""

from typing import Any

import typer
from typer.core import TyperGroup

from evals.commands.drafts import drafts
from evals.commands.marks import calibrate, gate
from evals.commands.questions import run, unchecked
from evals.commands.readings import readings
from evals.commands.results import compare, report
from evals.commands.speed import bench, crowd, load, size


class _RunByDefault(TyperGroup):
    """`accord eval --limit 3` is `accord eval run --limit 3`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        names_command = bool(args) and (not args[0].startswith("-") or args[0] == "--help")
        return super().parse_args(ctx, args if names_command else ["run", *args])


app = typer.Typer(cls=_RunByDefault, rich_markup_mode="rich")


@app.callback()
def evaluate() -> None:
    """Measure answers, retrieval and speed.

    Without a command it is the same as: [bold]accord eval run[/bold]
    """


for command in (run, unchecked, drafts, readings, report, compare, gate, calibrate, bench, load, crowd, size):
    app.command()(command)
