"""What can go wrong with one file or one record. Each carries a stable code and a plain sentence.

IngestError
├── LoadError       the file cannot be read as text: empty, binary, encoding, too_large, unsupported ...
│   └── WebError    an address of the web cannot be read: url_off, url_form, url_host, url_address, url_redirects ...
└── ManifestError   the records beside the files are not right
"""

import re


class IngestError(Exception):
    """Something about one source; other sources are not concerned."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class LoadError(IngestError):
    """A file cannot be turned into blocks."""


class WebError(LoadError):
    """What lies at an address of the web cannot be had, or may not be."""


class ManifestError(IngestError):
    """A manifest of records cannot be used."""


def shown(value: str, limit: int = 100) -> str:
    """A value that somebody gave, as a message may repeat it: escaped, in quotes, cut, without a name and password."""
    safe = without_user(value)
    return ascii(safe if len(safe) <= limit else safe[:limit] + "...")


def without_user(address: str) -> str:
    """An address without the name and password that it may have before its host."""
    return re.sub(r"(?<=//)[^/]*@", "***@", address)
