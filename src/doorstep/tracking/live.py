"""What each listener hears of the company's news; pure."""

from dataclasses import replace

from doorstep.plumbing.bus import Message

_OFFICE = frozenset(
    {"shipment", "shipments", "plan", "route", "stop", "position", "clock", "disruption"}
)
# The driver's app only needs to know that it must look again.
_FOR_ALL_DRIVERS = frozenset({"plan.released", "plan.recalled", "clock.changed"})


def heard_by_dispatcher(message: Message) -> Message | None:
    """Return news of the day's work; who signs in or changes accounts is no news for screens."""
    if message.kind == "shipments.imported":
        # Up to a thousand shipments, which a screen reads anew anyway.
        data = {name: message.data[name] for name in message.data if name != "shipments"}
        return replace(message, data=data)
    return message if message.kind.split(".", maxsplit=1)[0] in _OFFICE else None


class DriverEar:
    """Hears a driver's own route, and without details that something changed for all."""

    def __init__(self, driver_id: str) -> None:
        self._driver_id = driver_id

    def __call__(self, message: Message) -> Message | None:
        """Return the message as this driver may hear it, or none."""
        if message.kind in _FOR_ALL_DRIVERS:
            return Message(message.kind, message.subject_id, {}, message.sequence, message.mark)
        return message if message.data.get("driver_id") == self._driver_id else None


class RecipientEar:
    """Hears that something about one delivery has changed, never what.

    Follows the shipment from route to route.
    """

    def __init__(self, shipment_id: str, route_id: str | None) -> None:
        self._shipment_id = shipment_id
        self._route_id = route_id

    def __call__(self, message: Message) -> Message | None:
        """Return a message without content when the recipient should look again, or none."""
        return Message("changed", "", {}) if self._concerns(message) else None

    def _concerns(self, message: Message) -> bool:
        data = message.data
        if message.kind == "route.released":
            mine = any(one["shipment_id"] == self._shipment_id for one in data["stops"])
            if mine:
                self._route_id = data["route_id"]
            return mine
        if message.kind == "position.updated":
            return self._shipment_id in data["near"]
        if self._route_id is None:
            return False
        return data.get("route_id") == self._route_id
