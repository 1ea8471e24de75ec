"""What somebody shows when they change how they sign in."""

from typing import Any

from fastapi import Request
from pydantic import Field

from doorstep.api.entering import site_of
from doorstep.plumbing.auth.presence import Presence
from doorstep.plumbing.web import Body


class PresenceBody(Body):
    """One's present password; or a passkey's ``answer`` to a question, with its ``ticket``.

    The question is that of ``POST /session/passkey/question``.
    """

    password: str = Field("", max_length=1000)
    ticket: str = Field("", max_length=64)
    answer: dict[str, Any] = Field(default={})

    def shown(self, request: Request) -> Presence:
        """Return what was shown, at the address that the browser knows us by."""
        return Presence(site_of(request), self.password, self.ticket, self.answer)
