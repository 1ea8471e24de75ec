"""What a server says when it does not do what was asked."""

from dataclasses import dataclass, field
from typing import Any, Self

import httpx2


class Unreachable(Exception):  # noqa: N818 -- it is a state, and reads as one
    """No answer came from the server."""


@dataclass(eq=False)
class Refused(Exception):  # noqa: N818 -- it is an answer, and reads as one
    """The server's no: a problem document (RFC 9457).

    Parameters
    ----------
    status, code
        The HTTP status, and the stable name of what is the matter: "version_stale".
    title, detail, action
        The kind of refusal, what happened here, and what to do about it, for people.
    findings
        Everything that is wrong with the input; each has ``reason`` and ``fix``.
    current_version
        With ``version_stale``: the version that is there now.
    retry_after_s
        When it is worth coming again, seconds; 0 where that is not said.
    """

    status: int
    code: str
    title: str = ""
    detail: str = ""
    action: str = ""
    findings: list[dict[str, Any]] = field(default_factory=list)
    current_version: int | None = None
    retry_after_s: float = 0.0

    @classmethod
    def of(cls, response: httpx2.Response) -> Self:
        """Return the refusal in an answer; whatever stands between may answer in other words."""
        try:
            said = response.json()
        except ValueError:
            said = {}
        if not isinstance(said, dict):
            said = {}
        status = response.status_code
        return cls(
            status=status,
            code=str(said.get("code", f"http_{status}")),
            title=str(said.get("title", response.reason_phrase)),
            detail=str(said.get("detail", "")),
            action=str(said.get("action", "")),
            findings=list(said.get("findings", [])),
            current_version=said.get("current_version"),
            retry_after_s=_seconds(response.headers.get("retry-after", "")),
        )

    def __str__(self) -> str:
        """Return the refusal in a line, with every finding below it."""
        found = "".join(f"\n- {one.get('reason')} {one.get('fix')}" for one in self.findings)
        return f"{self.title}: {self.detail} {self.action} ({self.code}){found}"


def _seconds(text: str) -> float:
    return float(text) if text.isdecimal() else 0.0
