"""The command `accord brief`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.briefing.briefing import Template
from assistant.commands.asking import asked
from assistant.commands.console import out, stop
from assistant.errors import AssistantError
from assistant.questions import Composer, Judge

_ENDINGS = {".docx": "docx", ".md": "markdown", ".json": "json"}


def brief(
    context: typer.Context,
    topic: Annotated[str | None, typer.Argument(help="A few words; left out where questions are given.")] = None,
    template: Annotated[Template, typer.Option(help="One page on the topic, or questions and answers.")] = "one-page",
    to: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help=".docx, .md or .json; left out: shown here.")
    ] = None,
    questions: Annotated[list[str] | None, typer.Option("--question", help="A question (repeatable).")] = None,
    only: Annotated[list[str] | None, typer.Option("--document", help="Only this document (repeatable).")] = None,
    judge: Annotated[Judge, typer.Option(help="Who judges answers: quick, model, or auto.")] = "auto",
    composer: Annotated[Composer, typer.Option(help="How answers are made: quoted, or generated.")] = "auto",
) -> None:
    """Make a briefing of a topic, or of questions: every sentence with its source, as Word file or Markdown.

    Example: [bold]accord brief "semiconductors" --template one-page -o brief.docx[/bold]

    Example: [bold]accord brief --question "What is RISE?" --question "Is there a budget?" -o answers.md[/bold]
    """
    # Pydantic's models of a briefing take a quarter of a second to make.
    from assistant.briefing.files import as_file, from_json

    form = "markdown" if to is None else _ENDINGS.get(to.suffix.lower())
    if form is None:
        stop(f"The file {str(to)!r} ends in none of {', '.join(_ENDINGS)}, which say what it is to be.", code=2)
    body: dict[str, Any] = {
        "topic": topic,
        "questions": questions or None,
        "template": template,
        "format": "json",
        "documents": only,
        "judge": judge,
        "composer": composer,
    }
    values = asked(context.obj, "/v1/briefings", body)
    try:
        file = as_file(from_json(values), form)  # type: ignore[arg-type]  # one of the values above
        if to is None:
            out.print(file.data.decode(), markup=False, highlight=False, soft_wrap=True)
        else:
            to.write_bytes(file.data)
            out.print(f"Written to {to}: {len(values['citations'])} quotes, each with its note.", markup=False)
    except AssistantError as error:
        stop(str(error))
    except OSError as error:
        stop(f"The file {str(to)!r} cannot be written: {error.strerror}.")
