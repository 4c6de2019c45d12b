"""What can go wrong with one file or one record. Each carries a stable code and a plain sentence.

IngestError
├── LoadError       the file cannot be read as text: empty, binary, encoding, too_large, unsupported ...
└── ManifestError   the records beside the files are not right
"""


class IngestError(Exception):
    """Something about one source; other sources are not concerned."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class LoadError(IngestError):
    """A file cannot be turned into blocks."""


class ManifestError(IngestError):
    """A manifest of records cannot be used."""
