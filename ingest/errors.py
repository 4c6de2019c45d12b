"""What can go wrong with one file or one record. Each carries a stable code and a plain sentence.

IngestError
├── LoadError       the file cannot be read as a document: one of the codes below
├── WebError        an address of the web cannot be read: url_off, url_form, url_host, url_address, url_redirects ...
└── ManifestError   the records beside the files are not right
"""

import re
from typing import Literal

LoadCode = Literal[
    "empty",  # nothing is in it
    "no_text",  # something is in it, but no text
    "binary",  # said to be text and is not
    "encoding",  # text, but not in UTF-8
    "unsupported",  # a format that is not read
    "wrong_type",  # its ending says one format, its content is another
    "encrypted",  # it opens with a password only
    "macros",  # it carries a program
    "corrupt",  # damaged, cut off, or never right
    "bomb",  # made to unfold into far more than it is
    "too_large",  # more bytes, pages or text than a document may have
    "too_complex",  # reading it took more memory than it may
    "timeout",  # reading it took longer than it may
    "crashed",  # the process that read it ended without an answer
    "not_a_file",  # a device, a pipe, or a link that leads out of the folder
    "duplicate_id",  # its document id is taken
    "facts",  # what is stated of it is not right
]
"""Codes of what is wrong with a file; they are stable."""


class IngestError(Exception):
    """Something about one source; other sources are not concerned."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class LoadError(IngestError):
    """A file cannot be turned into blocks."""

    code: LoadCode

    def __init__(self, code: LoadCode, message: str) -> None:
        super().__init__(code, message)


class Stopped(Exception):
    """Whoever wanted a file read wants it no more."""


class WebError(IngestError):
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
