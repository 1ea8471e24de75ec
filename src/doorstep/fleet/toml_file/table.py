"""One table of the fleet file: values by key, collecting everything that is wrong."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from doorstep.plumbing.problem import Finding

_MAX_TEXT = 200
_MAX_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Table:
    """A table and where it stands; ``findings`` is shared by all tables of the file."""

    path: str
    values: dict[str, Any]
    findings: list[Finding]

    def refuse(self, key: str, reason: str, fix: str) -> None:
        """Note what is wrong with a key."""
        path = f"{self.path}.{key}" if self.path else key
        value = str(self.values[key])[:_MAX_SHOWN] if key in self.values else None
        self.findings.append(Finding(reason, fix, column=path, value=value))

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """Note every key that means nothing; a misspelt one would otherwise be lost."""
        names = list(known)
        for key in self.values:
            if key not in names:
                close = get_close_matches(key, names, n=1)
                fix = f"Write {close[0]}." if close else f"Known keys are {', '.join(names)}."
                self.refuse(key, "This key is not known.", fix)

    def text(self, key: str, *, required: bool = False) -> str:
        """Return a text of one line; empty where it is missing or wrong."""
        value = self.values.get(key, "")
        if not isinstance(value, str):
            self.refuse(key, "A text is needed.", 'Put it in quotation marks: "van".')
            return ""
        text = value.strip()
        if required and not text:
            self.refuse(key, "This key is required.", f'Add {key} = "...".')
        elif len(text) > _MAX_TEXT or not text.isprintable():
            self.refuse(
                key,
                f"The text is longer than {_MAX_TEXT} characters or has control characters.",
                "Shorten it to one line.",
            )
            return ""
        return text

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, without the empty ones."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.refuse(key, "A list of texts is needed.", f'Write {key} = ["one", "two"].')
            return ()
        return tuple(item.strip() for item in value if item.strip())

    def number(self, key: str, low: int, high: int, *, required: bool = False) -> Decimal | None:
        """Return a number, or none where it is missing or wrong."""
        if key not in self.values:
            if required:
                self.refuse(key, "This key is required.", f"Add {key} = and a number.")
            return None
        value = self.values[key]
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.refuse(key, "A number is needed.", "Write digits without quotation marks.")
            return None
        number = Decimal(value)
        if not number.is_finite() or not low <= number <= high:
            self.refuse(key, f"The number is outside {low} to {high}.", "Correct it.")
            return None
        return number

    def whole(self, key: str, low: int, high: int) -> int | None:
        """Return a whole number, or none where it is missing or wrong."""
        number = self.number(key, low, high)
        if number is None:
            return None
        if number != int(number):
            self.refuse(key, "A whole number is needed.", "Write it without decimals.")
            return None
        return int(number)

    def flag(self, key: str) -> bool:
        """Return ``true`` or ``false``, the latter where it is missing or something else."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.refuse(key, "This is neither true nor false.", "Write true or false.")
            return False
        return value

    def matching(self, key: str, pattern: str, example: str, *, required: bool = False) -> str:
        """Return a text of a given form; empty where it is missing or wrong."""
        text = self.text(key, required=required)
        if text and not re.fullmatch(pattern, text):
            self.refuse(key, f"{text!r} does not look like {example}.", f'Write "{example}".')
            return ""
        return text


def list_tables(parent: Table, key: str) -> list[Table]:
    """Return the tables ``[[key]]`` of the file, of which there must be one."""
    value = parent.values.get(key)
    if not isinstance(value, list) or not value or not all(isinstance(v, dict) for v in value):
        found = key in parent.values
        reason = "Tables are needed." if found else f"There are no {key}."
        parent.refuse(key, reason, f"Add a table [[{key}]].")
        return []
    return [
        Table(f"{key}[{index}]", values, parent.findings)
        for index, values in enumerate(value, start=1)
    ]
