"""Nobody overwrites what they have not seen: ETag and If-Match on everything that can be edited.

An editable thing has a version, a whole number that grows with each change. Its answer carries
it as a strong ETag (RFC 9110, section 8.8.3); a change names it back in If-Match. A missing one
is refused with 428 (RFC 6585), a stale one with 412, which says the present version.
"""

import re
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Header, Response

from doorstep.plumbing.problem import DoorstepError, InvalidInputError

_ETAG = re.compile(r'"([0-9]{1,18})"')


class VersionMissingError(DoorstepError):
    """A change did not say which version it is meant for."""

    code = "version_missing"
    status = HTTPStatus.PRECONDITION_REQUIRED
    title = "The change does not say which version it is meant for"
    action = "Read it first and send its ETag back in the header If-Match."


class StaleVersionError(DoorstepError):
    """Somebody else has changed it since it was read."""

    code = "version_stale"
    status = HTTPStatus.PRECONDITION_FAILED
    title = "Somebody else has changed it"
    action = "Read it again, look at what changed, and send your change once more."

    def __init__(self, current: int) -> None:
        super().__init__(f"It is at version {current} by now.")
        self.current = current

    def as_problem(self) -> dict[str, Any]:
        """Return the problem document with the version that is there now."""
        return super().as_problem() | {"current_version": self.current}

    def headers(self) -> dict[str, str]:
        """Return the present ETag."""
        return {"ETag": etag(self.current)}


def etag(version: int) -> str:
    """Return the strong ETag of a version."""
    return f'"{version}"'


def set_etag(response: Response, version: int) -> None:
    """Let the answer carry its version."""
    response.headers["ETag"] = etag(version)


def check_version(expected: int, current: int) -> None:
    """Refuse a change of a version that is no longer there.

    Raises
    ------
    StaleVersionError
        ``current`` is another one.
    """
    if expected != current:
        raise StaleVersionError(current)


def _expected_version(
    if_match: Annotated[
        str | None, Header(max_length=100, description="The ETag of what is to be changed.")
    ] = None,
) -> int:
    if if_match is None:
        message = "The header If-Match is missing."
        raise VersionMissingError(message)
    match = _ETAG.fullmatch(if_match.strip())
    if match is None:
        message = f"{if_match[:80]!r} is not an ETag that Doorstep gave."
        raise InvalidInputError(message)
    return int(match[1])


ExpectedVersion = Annotated[int, Depends(_expected_version)]
"""The version a change is meant for, from If-Match; compare it with ``check_version``."""
