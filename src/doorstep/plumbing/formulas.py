"""Texts of strangers in files that spreadsheets open.

A spreadsheet takes a cell that begins like a formula for one and runs it. Such a text gets an
apostrophe in front. So does a text that begins with an apostrophe: taking away one apostrophe
then always gives back what was there.
"""

import re

_TRIGGER = re.compile(r"\s*['=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_DIGITS = re.compile(r"[-+]?[0-9][0-9 .,]*")


def defuse(text: str) -> str:
    """Return a text that no spreadsheet runs."""
    return f"'{text}" if _TRIGGER.match(text) else text


def restore(text: str) -> str:
    """Return what ``defuse`` was given."""
    return text.removeprefix("'")


def defuse_unless_number(text: str) -> str:
    """Return a text that no spreadsheet runs, leaving signed numbers as they stand."""
    return text if _DIGITS.fullmatch(text) else defuse(text)
