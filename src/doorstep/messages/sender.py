"""Send one message to one judged address, within 15 seconds, whatever comes back."""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from doorstep.messages.guard import Target

PATIENCE_S = 15.0
"""From the first packet to the last byte that is read."""
MOST_BYTES = 64 * 1024
"""So much of an answer is read, no more."""

_LATEST_S = 24 * 3600


class SendError(Exception):
    """No answer came; the text says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver said; redirects are an answer like any other and are not followed."""

    status: int
    retry_after_s: int | None = None


def send(
    target: Target,
    address: str,
    headers: Mapping[str, str],
    body: bytes,
    now_at: datetime,
    *,
    patience_s: float = PATIENCE_S,
) -> Answer:
    """Post ``body`` to ``target`` at ``address``, and nowhere else.

    Raises
    ------
    SendError
        There was no answer that can be read, or none in time.
    """
    connection = _Pinned(target, address, patience_s)
    cut = threading.Timer(patience_s, connection.cut)
    cut.daemon = True
    cut.start()
    try:
        connection.request("POST", target.path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        answer.read(MOST_BYTES)
        if connection.was_cut:
            # What was cut off looks like an answer that ended.
            raise TimeoutError
        return Answer(answer.status, _retry_after(answer.getheader("Retry-After"), now_at))
    except ssl.SSLError as error:
        message = f"The secure connection failed: {error.reason or 'no certificate that fits'}."
        raise SendError(message) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        if connection.was_cut or isinstance(error, TimeoutError):
            message = f"No full answer within {patience_s:.0f} seconds."
        else:
            message = f"The connection failed: {type(error).__name__}."
        raise SendError(message) from error
    finally:
        cut.cancel()
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection that goes to a given address, whatever the name would lead to now."""

    def __init__(self, target: Target, address: str, patience_s: float) -> None:
        super().__init__(target.host, target.port, timeout=patience_s)
        self._target = target
        self._address = address
        self.was_cut = False

    def connect(self) -> None:
        """Connect to the judged address; the certificate must be that of the name."""
        plain = socket.create_connection((self._address, self._target.port), self.timeout)
        self.sock = plain
        if self._target.secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self._target.host)

    def cut(self) -> None:
        """Break off from another thread: a receiver may send one byte each second for ever."""
        self.was_cut = True
        sock = self.sock
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


def _retry_after(text: str | None, now_at: datetime) -> int | None:
    """Return the seconds that the receiver asks for, at most a day's, or none."""
    if text is None:
        return None
    if text.strip().isdecimal():
        # Not made a number before it is known to be short.
        return min(int(text.strip()[:9]), _LATEST_S) if len(text) < 1000 else _LATEST_S  # noqa: PLR2004
    try:
        asked_at = parsedate_to_datetime(text)
    except ValueError:
        return None
    if asked_at.tzinfo is None:
        return None
    return min(max(round((asked_at - now_at).total_seconds()), 0), _LATEST_S)
