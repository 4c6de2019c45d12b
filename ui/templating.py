"""Pages that need no script, from templates; the only door to Jinja in the pages."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

_HERE = Path(__file__).parent


def page(template: str, /, **values: Any) -> str:
    """A template filled in; all values are escaped."""
    return _environment().get_template(template).render(**values)


@cache
def stylesheet() -> str:
    """What these pages look like, in the colours and letters of the chat."""
    palette = (_HERE / "style.css").read_text(encoding="utf-8").split("body, gradio-app", 1)[0]
    return palette + (_HERE / "pages.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("ui"), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
