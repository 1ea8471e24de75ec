"""One who sends orders and works on them over HTTP."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

MONDAY = "2026-06-01"
DOOR = {"lat": 60.169, "lon": 24.939, "address": "Mannerheimintie 5"}


def order_body(reference: str = "A-1", **shipment: Any) -> dict[str, Any]:
    """Return an order of one shipment on Monday."""
    one = {"service_on": MONDAY, "recipient": {"name": "Aino"}, **DOOR, **shipment}
    return {"reference": reference, "shipments": [one]}


@dataclass
class Office:
    """A dispatcher's or an integrator's view of the server."""

    client: TestClient
    _keys: Any = field(default_factory=count)

    def key(self) -> dict[str, str]:
        """Return the header with a new key."""
        return {"Idempotency-Key": f"key-{next(self._keys)}"}

    def post_order(self, body: dict[str, Any], key: str | None = None) -> Response:
        """Send an order, under a new key unless one is given."""
        headers = self.key() if key is None else {"Idempotency-Key": key}
        return self.client.post("orders", json=body, headers=headers)

    def create(self, reference: str = "A-1", **shipment: Any) -> dict[str, Any]:
        """Take an order in and return its only shipment."""
        answer = self.post_order(order_body(reference, **shipment))
        assert answer.status_code == 201, answer.text
        one: dict[str, Any] = answer.json()["shipments"][0]
        return one

    def get(self, path: str, **query: Any) -> Any:
        """Return what an address says."""
        answer = self.client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def act(
        self, shipment: dict[str, Any], action: str, body: dict[str, Any] | None = None
    ) -> Response:
        """Do something with a shipment in the version that was seen."""
        headers = {"If-Match": f'"{shipment["version"]}"'}
        path = f"shipments/{shipment['id']}"
        if action == "change":
            return self.client.patch(path, json=body, headers=headers)
        return self.client.post(f"{path}/{action}", json=body or {}, headers=headers)

    def seen(self, shipment: dict[str, Any]) -> dict[str, Any]:
        """Return the shipment as it is now."""
        one: dict[str, Any] = self.get(f"shipments/{shipment['id']}")
        return one
