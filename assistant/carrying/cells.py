"""Texts of others as cells of a spreadsheet: none is taken for a formula."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of one."""


def cell(value: str) -> str:
    """The same text, with an apostrophe before it where it would be a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value
