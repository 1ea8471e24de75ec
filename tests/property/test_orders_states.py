"""Whatever people do to a shipment in whatever order, it is only ever what it may become."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from doorstep import orders
from doorstep.kernel import Point
from doorstep.orders import NewOrder, NewShipment, Recipient, Shipment, ShipmentStatus
from doorstep.orders import store as orders_store
from doorstep.orders.errors import ShipmentStatusError
from doorstep.plumbing.unit import Unit
from doorstep.plumbing.versions import StaleVersionError
from worlds.helsinki import MONDAY
from worlds.server import add_tenant, open_kit

EDITABLE = {"pending", "held", "unlocated"}
# By hand: what each act makes of each status; where nothing stands it is refused.
ACTS = {
    "hold": {"pending": "held"},
    "resume": {"held": "pending"},
    "cancel": {"pending": "cancelled", "held": "cancelled"},
    "reinstate": {"cancelled": "pending"},
    "plan": {"pending": "planned"},
    "recall": {"planned": "pending"},
    "leave": {"planned": "out_for_delivery"},
    "deliver": {"out_for_delivery": "delivered"},
    "fail": {"out_for_delivery": "delivery_failed"},
}
BY_STATUS = {
    "plan": ShipmentStatus.PLANNED,
    "leave": ShipmentStatus.OUT_FOR_DELIVERY,
    "deliver": ShipmentStatus.DELIVERED,
    "fail": ShipmentStatus.DELIVERY_FAILED,
}


class ShipmentLife(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.opened = open_kit(Path(self.folder.name))
        self.kit = self.opened.__enter__()
        self.tenant_id = add_tenant(self.kit)

    @initialize()
    def take_in(self) -> None:
        shipment = Shipment("A-1", Recipient("Ada"), "Street 1", Point(60.17, 24.94))
        with self.kit.write(self.tenant_id, "a") as unit:
            new = NewOrder("A-1", (NewShipment(MONDAY, shipment),))
            (stored,) = orders.add_order(unit, new).shipments
        self.id, self.status, self.version, self.note = stored.id, "pending", 1, ""

    @rule(act=st.sampled_from(sorted(ACTS)))
    def act(self, act: str) -> None:
        after = ACTS[act].get(self.status)
        try:
            with self.kit.write(self.tenant_id, "a") as unit:
                self.do(unit, act)
        except ShipmentStatusError:
            assert after is None, f"{act} was refused while {self.status}"
        else:
            assert after is not None, f"{act} was done while {self.status}"
            self.status, self.version = after, self.version + 1

    def do(self, unit: Unit, act: str) -> None:
        if act in BY_STATUS:
            orders.change_status(unit, [self.id], BY_STATUS[act])
        elif act == "recall":
            if self.status != "planned":  # other ways to pending have acts of their own
                raise ShipmentStatusError(act)
            orders.change_status(unit, [self.id], ShipmentStatus.PENDING)
        elif act == "hold":
            orders.hold_shipment(unit, self.id, self.version, "why")
        elif act == "cancel":
            orders.cancel_shipment(unit, self.id, self.version)
        elif act == "resume":
            orders.resume_shipment(unit, self.id, self.version)
        else:
            orders.reinstate_shipment(unit, self.id, self.version)

    @rule(note=st.text("ab", max_size=2), stale=st.booleans())
    def change(self, note: str, *, stale: bool) -> None:
        try:
            with self.kit.write(self.tenant_id, "a") as unit:
                before = orders.get_shipment(unit, self.id).shipment
                changed = Shipment(
                    before.reference, before.recipient, before.address, before.location, note=note
                )
                version = self.version - stale
                orders.change_shipment(unit, self.id, version, changed)
        except StaleVersionError:
            assert stale
        except ShipmentStatusError:
            assert self.status not in EDITABLE
        else:
            assert not stale
            assert self.status in EDITABLE
            self.version += note != self.note
            self.note = note

    @invariant()
    def is_what_it_should_be(self) -> None:
        if not hasattr(self, "id"):
            return
        with self.kit.read(self.tenant_id) as unit:
            stored = orders.get_shipment(unit, self.id)
            parcels = orders_store.list_parcels(unit.session, [self.id])
        assert (stored.status.value, stored.version) == (self.status, self.version)
        assert stored.shipment.note == self.note
        assert len(parcels) == 1

    def teardown(self) -> None:
        self.opened.__exit__(None, None, None)
        self.folder.cleanup()


TestShipmentLife = ShipmentLife.TestCase
TestShipmentLife.settings = settings(max_examples=8, stateful_step_count=20, deadline=None)
