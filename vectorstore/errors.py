"""What can go wrong with the store, named by what a caller can do about it. Codes are stable.

StoreError
├── StoreBusy         another process owns the data folder; carries that server's URL where it has one
├── IndexMismatch     stored vectors were made by another embedding model; rebuild on request
├── EmbeddingError    the embedding model cannot be loaded or used
├── RecordsError      the database cannot be opened, read or written
│   └── NoRoom        its disk is full
├── IndexUnavailable  the vector index cannot be opened or asked
├── StoreClosed       the process is ending; nothing more is stored
└── FolderError       the data folder cannot be used
"""


class StoreError(Exception):
    """The store cannot do what was asked."""

    code = "store"


class StoreBusy(StoreError):
    """Another process owns the data folder."""

    code = "store_busy"

    def __init__(self, message: str, url: str | None, token: str | None) -> None:
        super().__init__(message)
        self.url = url
        self.token = token


class IndexMismatch(StoreError):
    """The vectors in the records do not fit the embedding model that is set."""

    code = "embedding_mismatch"


class EmbeddingError(StoreError):
    """The embedding model cannot be loaded or used."""

    code = "embedding"


class RecordsError(StoreError):
    """The database of records cannot be used."""

    code = "records"


class NoRoom(RecordsError):
    """The disk of the records is full; nothing was written."""

    code = "no_room"


class IndexUnavailable(StoreError):
    """The vector index cannot be opened or asked."""

    code = "index"


class StoreClosed(StoreError):
    """The process is ending; nothing more is stored."""

    code = "closed"


class FolderError(StoreError):
    """The data folder cannot be made or written."""

    code = "folder"
