"""Every refusal has a code, a sentence and what to do.

The tree::

    DoorstepError
    +-- NotFoundError            404  what was asked for is not there
    +-- ConflictError            409  it cannot be done in the present state
    +-- InvalidInputError        422  the input is malformed; carries all findings
    +-- NotSignedInError         401  nobody is signed in
    +-- NotAllowedError          403  signed in, but this is not theirs to do
    +-- TooManyGuessesError     429  too many wrong passwords, codes or links from one address
    +-- OurError                 500  Doorstep itself is wrong; never says how

Each service derives its own coded errors in its ``errors.py``. ``docs/errors.md`` lists them
all; a test compares the two.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with an input.

    Parameters
    ----------
    reason
        What is wrong, a sentence.
    fix
        What to do about it, a sentence.
    line, column, value
        Where it stands and what stood there, where that makes sense. Lines count from 1.
    """

    reason: str
    fix: str
    line: int | None = None
    column: str | None = None
    value: str | None = None


class DoorstepError(Exception):
    """The base of every expected refusal.

    Parameters
    ----------
    sentence
        What happened, for the person who asked.
    action
        What to do about it; the class's own ``action`` where none is given.
    findings
        Everything wrong with the input, all at once.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[HTTPStatus] = HTTPStatus.BAD_REQUEST
    title: ClassVar[str] = "This cannot be done"
    action: ClassVar[str] = "Check the request and try again."

    def __init__(
        self, sentence: str, *, action: str | None = None, findings: Sequence[Finding] = ()
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.what_to_do = action or self.action
        self.findings = tuple(findings)

    def as_problem(self) -> dict[str, Any]:
        """Return the RFC 9457 problem document, with the members code, action and findings."""
        problem: dict[str, Any] = {
            "type": f"urn:doorstep:problem:{self.code}",
            "title": self.title,
            "status": int(self.status),
            "detail": self.sentence,
            "code": self.code,
            "action": self.what_to_do,
        }
        if self.findings:
            problem["findings"] = [
                {key: value for key, value in asdict(finding).items() if value is not None}
                for finding in self.findings
            ]
        return problem

    def headers(self) -> dict[str, str]:
        """Return what the refusal says in headers."""
        return {}


class NotFoundError(DoorstepError):
    """What was asked for is not there, or belongs to somebody else."""

    code = "not_found"
    status = HTTPStatus.NOT_FOUND
    title = "Not found"
    action = "Check the address; it may have been removed."


class ConflictError(DoorstepError):
    """The present state does not allow it."""

    code = "conflict"
    status = HTTPStatus.CONFLICT
    title = "Not possible now"
    action = "Load the present state and try again."


class InvalidInputError(DoorstepError):
    """The input is malformed; carries all findings."""

    code = "invalid_input"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    title = "The input is not valid"
    action = "Correct what is listed and send it again."


class NotSignedInError(DoorstepError):
    """Nobody is signed in, or the session has ended."""

    code = "not_signed_in"
    status = HTTPStatus.UNAUTHORIZED
    title = "Not signed in"
    action = "Sign in and try again."


class NotAllowedError(DoorstepError):
    """Signed in, but this is not theirs to do."""

    code = "not_allowed"
    status = HTTPStatus.FORBIDDEN
    title = "Not allowed"
    action = "Ask an administrator for the right to do this."


class TooManyGuessesError(DoorstepError):
    """Too many wrong passwords, codes or links came from one network address."""

    code = "too_many_guesses"
    status = HTTPStatus.TOO_MANY_REQUESTS
    title = "Too many wrong guesses"
    action = "Wait a moment, then try again."

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"The next guess from this address counts in {retry_after_s} s.")
        self.retry_after_s = retry_after_s

    def headers(self) -> dict[str, str]:
        """Return when to try again."""
        return {"Retry-After": str(self.retry_after_s)}


class TooBusyError(DoorstepError):
    """More comes in than can be written; what is turned away has left nothing behind."""

    code = "too_busy"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    title = "Too busy just now"
    action = "Wait a second and send it again; nothing of it was done."

    def headers(self) -> dict[str, str]:
        """Return when to try again."""
        return {"Retry-After": "1"}


class OurError(DoorstepError):
    """Doorstep itself failed; its log says how, the answer does not."""

    code = "internal_error"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    title = "Doorstep failed"
    action = "Try again; if it fails again, report it with the time at which it happened."
