"""Floors, below which the gate fails, and targets, which the report shows: one TOML file, checked when it is read."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.figures import FIGURES
from evals.summary import Summary

BUNDLED_FLOORS = Path(__file__).parent / "floors.toml"

WORDS = {"words_p50": "words, median", "words_p95": "words, 95th percentile"}
"""Figures that are no shares; less is better."""

Group = Literal["all", "first_turns", "follow_ups"]
Marks = dict[str, Annotated[float, Field(ge=0)]]
"""Values by the name of a figure. Where less is better, the value is the most that is allowed."""


class FloorsError(Exception):
    """A file of floors cannot be used; the message names file and value."""


class Floors(BaseModel):
    """Targets by group; floors by question set, then by group."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    targets: dict[Group, Marks] = {}
    floors: dict[str, dict[Group, Marks]] = {}


def read_floors(path: Path) -> Floors:
    """The floors and targets of a file.

    Raises:
        FloorsError: it cannot be read, or names a group or figure that there is not.
    """
    try:
        floors = Floors.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise FloorsError(f"{path}: the file cannot be opened: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FloorsError(f"{path}: that is not TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise FloorsError(f"{path}: {where} cannot be {str(first['input'])[:60]!r}: {first['msg']}.") from error
    for marks in _marks(floors):
        for name in marks:
            if name not in FIGURES and name not in WORDS:
                known = ", ".join([*FIGURES, *WORDS])
                raise FloorsError(f"{path}: there is no figure {name!r}. Known are: {known}.")
    return floors


def title(name: str) -> str:
    """What a figure is called."""
    return FIGURES[name].title if name in FIGURES else WORDS[name]


def more_is_better(name: str) -> bool:
    """Whether a floor is the least (True) or the most that is allowed."""
    return name in FIGURES and FIGURES[name].more_is_better


def value_of(summary: Summary, name: str) -> float | None:
    """A figure of a summary; None where it applies to no turn."""
    if name in FIGURES:
        share = summary.shares.get(name)
        return share.value if share else None
    return getattr(summary.words, name.removeprefix("words_")) if summary.words else None


def meets(name: str, value: float, mark: float) -> bool:
    """Whether a value is as good as its mark."""
    return value >= mark - 1e-9 if more_is_better(name) else value <= mark + 1e-9


def _marks(floors: Floors) -> list[Mapping[str, float]]:
    by_set = [marks for each in floors.floors.values() for marks in each.values()]
    return [*floors.targets.values(), *by_set]
