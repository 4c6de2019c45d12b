"""The command that measures how the judge reads: `accord eval readings`."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.questions import Judge
from evals.commands.options import JsonOption
from evals.terminal import dumped, fail, failures_named, progress, show


def readings(
    ctx: typer.Context,
    items: Annotated[Path | None, typer.Option("--items", help="Passages and questions; default: the bundled.")] = None,
    judge: Annotated[Judge, typer.Option("--judge", help="Which judge; auto: the model where there is one.")] = "auto",
    as_json: JsonOption = False,
) -> None:
    """Ask questions whose form does not tell whether the passages answer them, and see how the judge tells.

    Half of the 600 are stated in a passage, half only come near; with the local model it takes a quarter of an hour.

    Example: [bold]accord eval readings --judge quick[/bold]
    """
    # Loads chromadb and scikit-learn: see the top of this package.
    from evals.asking import Manner
    from evals.cases import CasesError
    from evals.json_lines import json_lines
    from evals.readings import BUNDLED, Group, read, table
    from evals.readings import as_json as readings_json

    try:
        with failures_named(), progress() as bars:
            manner = Manner(composer="quote", judge=judge)
            groups = json_lines(items or BUNDLED, Group)
            reads = read(groups, ctx.obj, manner, lambda done, total: bars("questions", done, total))
    except CasesError as error:
        fail(str(error))
    if as_json:
        typer.echo(dumped(readings_json(reads)))
    else:
        show([table(reads)])
