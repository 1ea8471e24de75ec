"""From the text of one cell to a value, or to what is wrong with it."""

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal

from doorstep.orders.card_numbers import has_card_number
from doorstep.plumbing.problem import Finding

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_COMMA_NUMBER = re.compile(r"[+-]?[0-9]+,[0-9]+")
_MAX_SHOWN = 80
_DAMAGED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+", re.IGNORECASE)
_NAMES = ("reference", "phone")

TEXT_LIMITS = {
    "reference": 100,
    "name": 200,
    "address": 300,
    "phone": 50,
    "email": 254,
    "note": 1000,
    "skills": 500,
    "kind": 20,
    "cod_currency": 3,
    "pays_by": 4,
    "temperature": 20,
    "dangerous_goods": 20,
    "pin_check": 3,
    "gate_code": 50,
    "safe_place": 200,
    "neighbour": 200,
}
"""Most characters a cell of text may have."""


@dataclass(slots=True)
class RowCells:
    """The cells of one row by column name, collecting what is wrong with them.

    Parameters
    ----------
    line
        Where the row begins, counted from 1.
    cells
        Text by column name.
    decimal_comma
        Whether ``1,5`` is one and a half.
    is_located
        Whether anybody can be sure of where the row's address is.
    """

    line: int
    cells: dict[str, str]
    decimal_comma: bool
    findings: list[Finding] = field(default_factory=list)
    is_located: bool = True

    def text(self, column: str) -> str:
        """Return the cell without blanks around it; empty where the file has no such column."""
        return self.cells.get(column, "").strip().strip("\ufeff\u00a0").strip()

    def refuse(self, column: str | None, reason: str, fix: str) -> None:
        """Note what is wrong with a cell, or with the row when ``column`` is none."""
        value = None if column is None else shorten(self.text(column))
        self.findings.append(Finding(reason, fix, line=self.line, column=column, value=value))

    def plain_text(self, column: str) -> str:
        """Return the cell as text that fits and can be printed."""
        text = self.text(column)
        if any(_is_control(char) for char in text):
            self.refuse(
                column,
                "The text has control characters, such as a zero byte.",
                "Delete them; typing the text again is the quickest way.",
            )
            return ""
        if "\ufffd" in text:
            self.refuse(
                column,
                "Some characters could not be read.",
                "Save the file as CSV UTF-8 and send it again.",
            )
            return ""
        if column in _NAMES and _DAMAGED.fullmatch(text):
            self.refuse(
                column,
                "A spreadsheet has turned this number into a power of ten.",
                "Format the column as text, type it again, and save the file once more.",
            )
            return ""
        if has_card_number(text) and column not in _NAMES:
            self.refuse(
                column,
                "This looks like the number of a payment card.",
                "Delete it; card numbers must not be sent here.",
            )
            return ""
        limit = TEXT_LIMITS[column]
        if len(text) > limit:
            self.refuse(
                column,
                f"The text has {len(text)} characters; {limit} is the most.",
                "Shorten it. Is a quotation mark not closed?",
            )
            return ""
        return unicodedata.normalize("NFC", text)

    def choice(self, column: str, *allowed: str) -> str:
        """Return one of some words, the first where the cell is empty or wrong."""
        text = self.plain_text(column).casefold()
        if text and text not in allowed:
            self.refuse(
                column, f"{text!r} is not known here.", f"Write {', '.join(allowed)} or nothing."
            )
        return text if text in allowed else allowed[0]

    def decimal(self, column: str) -> Decimal | None:
        """Return the number in the cell, however large, or none where it is empty or none."""
        text = self.text(column)
        plain = self._plain_number(column, text) if text else None
        return None if plain is None else Decimal(plain)

    def number(self, column: str, low: int, high: int) -> Decimal | None:
        """Return the number in the cell, or none where it is empty or wrong."""
        value = self.decimal(column)
        if value is None:
            return None
        if not low <= value <= high:
            self.refuse(
                column,
                f"The number is outside {low} to {high}.",
                f"Write a number from {low} to {high}, in the unit of the column's name.",
            )
            return None
        return value

    def whole(self, column: str, low: int, high: int) -> int | None:
        """Return the whole number in the cell, or none where it is empty or wrong."""
        value = self.number(column, low, high)
        if value is None:
            return None
        if value != value.to_integral_value():
            self.refuse(column, "A whole number is needed.", "Write it without decimals.")
            return None
        return int(value)

    def _plain_number(self, column: str, text: str) -> str | None:
        if _NUMBER.fullmatch(text):
            return text
        if _COMMA_NUMBER.fullmatch(text):
            if self.decimal_comma:
                return text.replace(",", ".")
            self.refuse(
                column,
                "The comma can mean a decimal or thousands.",
                f"Write {text.replace(',', '.')} or {text.replace(',', '')}.",
            )
            return None
        self.refuse(column, "This is not a number.", "Write digits only, such as 12 or 3.5.")
        return None


def shorten(text: str) -> str:
    """Return text short enough to show in a message, without control characters."""
    shown = "".join(" " if _is_control(char) or char in "\r\n\t" else char for char in text)
    return shown if len(shown) <= _MAX_SHOWN else shown[: _MAX_SHOWN - 1] + "…"


def _is_control(char: str) -> bool:
    return (char < " " and char not in "\r\n\t") or "\x7f" <= char <= "\x9f"
