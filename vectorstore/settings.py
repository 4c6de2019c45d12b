"""Where a store lives and which model embeds for it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class StoreSettings:
    """URLs, where given, take the place of what would lie in the folder."""

    folder: Path
    embedding_model: str
    database_url: str | None = None
    chroma_url: str | None = None

    @property
    def records_url(self) -> str:
        """The SQLAlchemy URL of the records."""
        return self.database_url or f"sqlite:///{self.folder / 'records.db'}"
