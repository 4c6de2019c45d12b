"""Sets that are a file of JSON, one item a line."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from evals.cases import CasesError

_Item = TypeVar("_Item", bound=BaseModel)


def json_lines(path: Path, model: type[_Item]) -> tuple[_Item, ...]:
    """The items of a file.

    Raises:
        CasesError: it cannot be read, or a line is no such item.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CasesError(f"{str(path)!r} cannot be read: {error}") from error
    return tuple(_item(path, number, line, model) for number, line in enumerate(lines, start=1))


def _item(path: Path, number: int, line: str, model: type[_Item]) -> _Item:
    try:
        return model.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise CasesError(f"{path.name}, line {number}: {where or 'the line'}: {first['msg']}.") from error
