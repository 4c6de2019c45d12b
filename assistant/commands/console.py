"""What commands write to: results to `out`, everything else to `err`."""

import json
import sys
from typing import Any, NoReturn

import typer
from rich.console import Console

out = Console()
err = Console(stderr=True)


def print_json(value: Any) -> None:
    """Write a value as JSON for other programs."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def stop(message: str, code: int = 1) -> NoReturn:
    """End the command with a sentence that says why."""
    err.print(message, style="red", markup=False, highlight=False)
    raise typer.Exit(code)
