"""Types of what comes in from outside, narrowed to what arithmetic and databases can hold."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, Field

_FIRST_YEAR, _LAST_YEAR = 1900, 2999
"""Far enough from the ends of Python's calendar for any time zone and any sum of days; a device
whose clock has never been set says 1970 or 1980, and is still heard."""


def _require_year(value: date) -> date:
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        message = f"the year must be {_FIRST_YEAR} to {_LAST_YEAR}"
        raise ValueError(message)
    return value


def _to_utc(value: datetime) -> datetime:
    _require_year(value)
    return value.astimezone(UTC)


CalendarDate = Annotated[date, Field(strict=False), AfterValidator(_require_year)]
"""A local date."""

Instant = Annotated[AwareDatetime, Field(strict=False), AfterValidator(_to_utc)]
"""An instant with its time zone, turned into UTC."""


UtcInstant = Annotated[AwareDatetime, Field(strict=False)]
"""An instant as we wrote it ourselves."""


def refuse_zero_bytes(value: Any) -> Any:  # noqa: ANN401 -- whatever JSON can hold
    """Refuse members of a JSON object that hold a zero byte, which PostgreSQL cannot keep.

    Raises
    ------
    ValueError
        A text, or one in a list, holds a zero byte.
    """
    if isinstance(value, dict):
        for name, member in value.items():
            texts = member if isinstance(member, list) else [member]
            if any(isinstance(text, str) and "\0" in text for text in texts):
                message = f"{name} holds a zero byte"
                raise ValueError(message)
    return value
