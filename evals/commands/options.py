"""Options that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.questions import Composer, Judge

OutOption = Annotated[
    Path, typer.Option("--out", file_okay=False, help="Folder that gets a folder with the results of each run.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the whole result as JSON instead of tables.")]
ItemsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--items",
        "--questions",
        metavar="given|measured|calibrate|FILE",
        help="Question set, by name or as a file with one JSON object a line (repeatable); default: given, all three "
        "for the gate, calibrate for calibrating.",
    ),
]
ComposerOption = Annotated[Composer, typer.Option("--composer", help="How answers are put together.")]
JudgeOption = Annotated[Judge, typer.Option("--judge", help="Who decides whether the passages answer.")]
LimitOption = Annotated[int | None, typer.Option("--limit", min=1, help="Only the first N cases or queries of a set.")]
FloorsOption = Annotated[
    Path | None, typer.Option("--floors", dir_okay=False, help="Floors and targets, TOML; default: the bundled.")
]
DEFAULT_OUT = Path("results")
