"""The travel profiles that vehicles can have."""

from collections.abc import Collection
from typing import Protocol

from doorstep.plumbing.problem import InvalidInputError


class _Region(Protocol):
    @property
    def profiles(self) -> Collection[str]: ...


def require_profile(region: _Region, profile: str) -> None:
    """Refuse a profile that the roads do not have.

    Raises
    ------
    InvalidInputError
        They do not.
    """
    known = region.profiles
    if profile not in known:
        message = f"The roads have no profile {profile!r}."
        raise InvalidInputError(message, action=f"Use one of: {', '.join(known)}.")
