"""Parts of other packages that this one works with but may not import: named in pyproject.toml, found at run time."""

from collections.abc import Callable, Sequence
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Protocol, cast

from vectorstore.documents import Kind

if TYPE_CHECKING:  # importing it would cost the command line its quick start
    from vectorstore.store import Store

COMMANDS = "accord.commands"
_PARTS = "accord.parts"


class Ingest(Protocol):
    """Brings documents into a store and reports in plain values for JSON."""

    def __call__(
        self, store: "Store", paths: Sequence[str] | None, kind: Kind, progress: Callable[[str, int, int], None]
    ) -> dict[str, Any]:
        """Store what lies at these paths; null: the documents that come with the project."""


def ingest() -> Ingest:
    """The part that reads documents."""
    return cast(Ingest, part("ingest"))


def part(name: str) -> Any:
    """What an entry point of this name stands for."""
    return entry_points(group=_PARTS)[name].load()
