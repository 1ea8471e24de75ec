"""A client of Doorstep's API.

::

    from doorstep_client import Doorstep

    with Doorstep("https://doorstep.example", key="...") as doorstep:
        order = doorstep.orders.create_order({"reference": "A-1001", "shipments": [...]})

Each operation is a method of a group: ``doorstep.orders``, ``doorstep.shipments``. What is sent
and answered is plain JSON, with types in ``doorstep_client.models``.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any, Self

import httpx2

from doorstep_client.generated import models
from doorstep_client.generated.client import Groups
from doorstep_client.refused import Refused, Unreachable
from doorstep_client.transport import Event, Transport

__all__ = ["Doorstep", "Event", "Refused", "Unreachable", "each", "models"]
_PATIENCE_S = 30.0


class Doorstep(Groups):
    """A server's API.

    Parameters
    ----------
    url
        Where the server answers: "https://doorstep.example".
    key
        The secret of an API key.
    tries
        How often a request is sent at the most, when no answer comes or the server is busy.
    http
        Sends instead of a client of its own: for proxies, certificates and tests.
    sleep
        Waits between two tries, seconds.
    """

    def __init__(
        self,
        url: str,
        *,
        key: str = "",
        tries: int = 4,
        http: httpx2.Client | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = http or httpx2.Client(base_url=url, timeout=_PATIENCE_S)
        super().__init__(Transport(self._http, key, tries=tries, sleep=sleep))

    def __enter__(self) -> Self:
        """Return itself; leaving the block closes the connections."""
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


def each(pages: Callable[..., Any], **query: Any) -> Iterator[Any]:
    """Yield every item of a list that comes in pages: ``each(doorstep.orders.list_orders)``."""
    cursor: str | None = None
    while True:
        page = pages(**query, cursor=cursor)
        yield from page["items"]
        cursor = page.get("next_cursor")
        if not cursor:
            return
