"""A briefing as a file: its bytes, its type and its name."""

from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from assistant.briefing.briefing import Briefing
from assistant.briefing.markdown import briefing_markdown
from assistant.briefing.word import briefing_docx
from assistant.carrying.file_name import DOCX, file_name

Format = Literal["docx", "markdown", "json"]
_TYPES: dict[Format, tuple[str, str]] = {
    "docx": (DOCX, "docx"),
    "markdown": ("text/markdown; charset=utf-8", "md"),
    "json": ("application/json", "json"),
}
_JSON = TypeAdapter(Briefing)


@dataclass(frozen=True)
class File:
    """What is sent or saved."""

    data: bytes
    media_type: str
    name: str


def as_file(briefing: Briefing, form: Format) -> File:
    """The briefing in one of its forms.

    Raises:
        BriefingNotWritten: the Word file could not be written.
    """
    media_type, ending = _TYPES[form]
    name = file_name(briefing.created_at, f"briefing {briefing.title}", ending)
    if form == "docx":
        return File(briefing_docx(briefing), media_type, name)
    if form == "markdown":
        return File(briefing_markdown(briefing).encode(), media_type, name)
    return File(_JSON.dump_json(briefing, indent=2), media_type, name)


def from_json(values: object) -> Briefing:
    """A briefing from the plain values that its JSON has."""
    return _JSON.validate_python(values)
