"""The command that measures the draft checker: `accord eval drafts`."""

from typing import Annotated

import typer

from evals.commands.options import JsonOption
from evals.terminal import dumped, fail, failures_named, progress, show


def drafts(
    ctx: typer.Context,
    items: Annotated[
        list[str] | None,
        typer.Option("--items", metavar="drafts|more|free|FILE", help="Set (repeatable); default: all three."),
    ] = None,
    model: Annotated[
        bool, typer.Option("--model", help="Ask the language model too, where the rules cannot tell.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Check the sentences of drafts and compare the verdicts with those expected.

    Example: [bold]accord eval drafts --items drafts[/bold]
    """
    # Loads chromadb: see the top of this package.
    from evals.cases import CasesError
    from evals.drafts import as_json as drafts_json
    from evals.drafts import check_drafted, load_drafted, matrix, summary

    for name in items or ["drafts", "more", "free"]:
        try:
            with failures_named(), progress() as bars:
                sentences = load_drafted(name)
                checked = check_drafted(
                    sentences, ctx.obj, model=model, progress=lambda done, total: bars("sentences", done, total)
                )
        except CasesError as error:
            fail(str(error))
        if as_json:
            typer.echo(dumped(drafts_json(checked)))
        else:
            show([matrix(name, checked), *summary(checked)])
