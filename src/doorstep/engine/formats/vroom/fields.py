"""One JSON object being read: what is wrong is collected, and no key goes by unread."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from doorstep.engine.parts import Window
from doorstep.engine.validation import LARGEST_TIME_S

LARGEST_WHOLE = 2**32 - 1
"""VROOM's numbers are unsigned and have 32 bits, but for ids."""

LARGEST_ID = 2**64 - 1

_MOST_SENTENCES = 50


@dataclass(slots=True)
class Findings:
    """What is wrong with a document.

    Parameters
    ----------
    sentences
        Values that are not what they should be.
    unsupported, unknown
        Where keys are that the engine cannot honour yet, and keys that the format does not have.
    """

    sentences: list[str] = field(default_factory=list)
    unsupported: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def list_sentences(self) -> list[str]:
        """Return everything in sentences; the same key of many objects is named once."""
        listed = []
        if self.unsupported:
            listed.append(f"Not supported yet: {_fold(self.unsupported)}.")
        if self.unknown:
            listed.append(f"Not a key of this format: {_fold(self.unknown)}.")
        listed += self.sentences[:_MOST_SENTENCES]
        if len(self.sentences) > _MOST_SENTENCES:
            listed.append(f"And {len(self.sentences) - _MOST_SENTENCES} more like these.")
        return listed


def _fold(places: list[str]) -> str:
    """Return places in words, as in "jobs[3].pickup (and 2 more), shipments"."""
    alike: dict[str, list[str]] = {}
    for place in places:
        alike.setdefault(re.sub(r"\[\d+\]", "[]", place), []).append(place)
    return ", ".join(
        same[0] + (f" (and {len(same) - 1} more)" if len(same) > 1 else "")
        for same in alike.values()
    )


class Fields:
    """The keys of one object, each asked for once.

    Parameters
    ----------
    found
        What stands in the object; anything but an object is a finding.
    where
        As in "jobs[0]"; empty for the document.
    """

    def __init__(self, found: object, where: str, findings: Findings) -> None:
        self._findings = findings
        self._where = where
        self._left: dict[str, object] = {}
        if isinstance(found, Mapping):
            self._left = {str(key): value for key, value in found.items()}
        else:
            findings.sentences.append(f"{where or 'The document'} is not an object.")

    def place(self, key: str) -> str:
        """Return where a key is, as in "jobs[0].skills"."""
        return f"{self._where}.{key}" if self._where else key

    def take(self, key: str) -> object:
        """Return a value as it is, none when it is not there."""
        return self._left.pop(key, None)

    def has(self, key: str) -> bool:
        """Tell whether a key is there and was not asked for yet."""
        return key in self._left

    def say(self, key: str, what: str) -> None:
        """Add a finding about a key."""
        self._findings.sentences.append(f"{self.place(key)} {what}.")

    def whole(self, key: str, default: int | None = 0, most: int = LARGEST_WHOLE) -> int | None:
        """Return a whole number from 0 to ``most``."""
        if key not in self._left:
            return default
        value = self.take(key)
        if is_whole(value, most):
            return int(str(value))
        self.say(key, f"is not a whole number from 0 to {most}")
        return default

    def count(self, key: str, default: int = 0, most: int = LARGEST_WHOLE) -> int:
        """Return a whole number that is always there, if only by default."""
        return self.whole(key, default, most) or 0

    def identity(self) -> int:
        """Return the id, which must be there."""
        if "id" not in self._left:
            self.say("id", "is missing")
        return self.count("id", 0, LARGEST_ID)

    def text(self, key: str) -> str:
        """Return a text, empty when it is not there."""
        value = self.take(key)
        if value is None or isinstance(value, str):
            return value or ""
        self.say(key, "is not a text")
        return ""

    def wholes(self, key: str) -> tuple[int, ...] | None:
        """Return whole numbers, none when they are not there."""
        if key not in self._left:
            return None
        values = self.take(key)
        if isinstance(values, list) and all(is_whole(value, LARGEST_WHOLE) for value in values):
            return tuple(values)
        self.say(key, "is not a list of whole numbers")
        return ()

    def point(self, key: str) -> tuple[float, float] | None:
        """Return longitude and latitude, none when they are not there."""
        if key not in self._left:
            return None
        values = self.take(key)
        if isinstance(values, list) and len(values) == 2 and all(map(is_number, values)):  # noqa: PLR2004, lon and lat
            return float(values[0]), float(values[1])
        self.say(key, "is not [longitude, latitude]")
        return None

    def window(self, key: str) -> Window | None:
        """Return a time window, none when it is not there."""
        return self._window(key, self.take(key)) if key in self._left else None

    def windows(self, key: str) -> tuple[Window, ...]:
        """Return time windows in order, none when they are not there."""
        if key not in self._left:
            return ()
        values = self.take(key)
        if not isinstance(values, list) or not values:
            self.say(key, "is not a list of one time window or more")
            return ()
        read = (self._window(f"{key}[{at}]", value) for at, value in enumerate(values))
        return tuple(sorted(window for window in read if window is not None))

    def items(self, key: str) -> list[object]:
        """Return a list, empty when it is not there."""
        values = self.take(key)
        if values is None or isinstance(values, list):
            return values or []
        self.say(key, "is not a list")
        return []

    def refuse(self, key: str, *harmless: object) -> None:
        """Refuse a key unless its value is one that changes nothing."""
        if key in self._left and self.take(key) not in harmless:
            self.cannot(key)

    def cannot(self, key: str) -> None:
        """Say that what stands under a key cannot be done yet."""
        self._findings.unsupported.append(self.place(key))

    def end(self) -> None:
        """Refuse every key that was not asked for."""
        self._findings.unknown.extend(self.place(key) for key in self._left)
        self._left = {}

    def _window(self, key: str, value: object) -> Window | None:
        if (
            not isinstance(value, list)
            or len(value) != 2  # noqa: PLR2004, from and to
            or not all(is_whole(end, LARGEST_WHOLE) for end in value)
        ):
            self.say(key, "is not [start, end] in whole seconds")
            return None
        early, late = value
        if late < early:
            self.say(key, "ends before it starts")
            return None
        if early > LARGEST_TIME_S:
            self.say(key, f"starts after second {LARGEST_TIME_S}")
            return None
        return Window(early, min(late, LARGEST_TIME_S))


def is_whole(value: object, most: int) -> bool:
    """Tell whether a value of JSON is a whole number from 0 to ``most``."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def is_number(value: object) -> bool:
    """Tell whether a value of JSON is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)
