"""The small day with money due at a door, a payment provider, and somebody who counts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from starlette.testclient import TestClient

from doorstep import orders
from doorstep.kernel import Money
from doorstep.payments import Stripe
from doorstep.plumbing.auth import Principal, Role, issue_code
from worlds.day_on_server import API, Served, report, serve_day
from worlds.stripe_server import KEY, SECRET, FakeStripe

NEWS = f"{API}/payments/news"


@dataclass(frozen=True, slots=True)
class Till:
    """The small day with 24.95 EUR due at A, a provider, and somebody who counts money."""

    served: Served
    stripe: FakeStripe
    finance: TestClient
    stop: dict[str, Any]

    @property
    def path(self) -> str:
        return f"{API}/driver/stops/{self.stop['id']}/payment"

    def ask(self) -> dict[str, Any]:
        answer = self.served.ada.post(self.path)
        assert answer.status_code == 200, answer.text
        payment: dict[str, Any] = answer.json()
        return payment

    def session(self) -> str:
        """Return the id of the provider's last page."""
        return list(self.stripe.sessions)[-1]

    def at_the_door(self) -> dict[str, Any] | None:
        """Return the payment as the driver's and the dispatcher's screens show it."""
        stops = self.served.route_of(self.served.ada)["stops"]
        shown: dict[str, Any] | None = next(
            one["payment"] for one in stops if one["reference"] == "A"
        )
        return shown

    def listed(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.finance.get(f"{API}/payments").json()["items"]
        return items

    def differences(self) -> list[str]:
        shown = self.finance.get(f"{API}/cash").json()["exceptions"]
        return [one["difference"] for one in shown]

    def deliver(self, cash_minor: int | None) -> None:
        self.served.day.clock.advance(timedelta(minutes=1))
        route = self.served.route_of(self.served.ada)
        cash = (
            {} if cash_minor is None else {"cash": {"amount_minor": cash_minor, "currency": "EUR"}}
        )
        told = report("deliver", route, "06:12", stop="A", recipient_name="Aino", **cash)
        (result,) = self.served.report(self.served.ada, told)
        assert result["outcome"] == "applied", result


@contextmanager
def open_till(
    folder: Path, stripe: FakeStripe, pays_by: orders.PaysBy = orders.PaysBy.ANY
) -> Iterator[Till]:
    """Serve the day released, with 24.95 EUR due at A."""
    with serve_day(folder) as served:
        served.app.state.payments = Stripe(KEY, SECRET, stripe.url)
        served.app.state.settings = SimpleNamespace(public_url="https://own.example")
        with served.day.write() as unit:
            before = orders.get_shipment(unit, served.day.shipments["A"])
            due = replace(before.shipment, cod=Money(2495, "EUR"), pays_by=pays_by)
            orders.change_shipment(unit, before.id, before.version, due)
            who = Principal("account", unit.new_id(), "Fia", Role.FINANCE, unit.tenant_id)
            code = issue_code(unit, who)
        served.release()
        served.day.clock.advance(timedelta(minutes=75))  # 06:15
        finance = TestClient(served.app)
        assert finance.post(f"{API}/session/link", json={"code": code}).status_code == 200
        stripe.now_s = int(served.day.kit.wall.now().timestamp())
        provider = TestClient(served.app)

        def tell(body: bytes, signature: str) -> Any:
            headers = {"Stripe-Signature": signature, "Content-Type": "application/json"}
            return provider.post(NEWS, content=body, headers=headers)

        stripe.tell = tell
        stops = served.route_of(served.ada)["stops"]
        stop = next(one for one in stops if one["reference"] == "A")
        yield Till(served, stripe, finance, stop)
