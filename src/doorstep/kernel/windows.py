"""Time windows between two instants."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True, order=True)
class TimeWindow:
    """From ``early_at`` to ``late_at``, aware, both ends included; bounds the start of service.

    Raises
    ------
    ValueError
        An end has no time zone, or the window closes before it opens.
    """

    early_at: datetime
    late_at: datetime

    def __post_init__(self) -> None:
        """Refuse naive and reversed windows, and keep both ends in UTC."""
        if self.early_at.tzinfo is None or self.late_at.tzinfo is None:
            message = "a time window needs a time zone on both ends"
            raise ValueError(message)
        if self.late_at < self.early_at:
            message = "the window closes before it opens"
            raise ValueError(message)
        object.__setattr__(self, "early_at", self.early_at.astimezone(UTC))
        object.__setattr__(self, "late_at", self.late_at.astimezone(UTC))

    def contains(self, instant: datetime) -> bool:
        """Tell whether ``instant`` is in the window, ends included."""
        return self.early_at <= instant <= self.late_at
