"""How many large files one company may have written at a time."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from doorstep.plumbing.problem import DoorstepError

_RETRY_AFTER_S = 5


class TooManyExportsError(DoorstepError):
    """A company has as many exports under way as it may."""

    code = "too_many_exports"
    status = HTTPStatus.TOO_MANY_REQUESTS
    title = "Other exports are under way"
    action = "Wait until one of them has ended, then try again."

    def headers(self) -> dict[str, str]:
        """Return when to try again."""
        return {"Retry-After": str(_RETRY_AFTER_S)}


class Exports:
    """Counts exports under way: each holds a snapshot, which keeps the database from tidying up.

    Parameters
    ----------
    most
        Of one company at a time.
    """

    def __init__(self, most: int = 2) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._under_way: Counter[str] = Counter()

    @contextmanager
    def one(self, tenant_id: str) -> Iterator[None]:
        """Count one for as long as the block runs.

        Raises
        ------
        TooManyExportsError
            The company has enough of them.
        """
        with self._lock:
            if self._under_way[tenant_id] >= self._most:
                message = f"{self._most} exports of your company are under way."
                raise TooManyExportsError(message)
            self._under_way[tenant_id] += 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way[tenant_id] -= 1
                self._under_way += Counter()  # forget who has none
