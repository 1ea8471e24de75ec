"""Reports of phones whose driver is not signed in any more; pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from doorstep.kernel import Money


class HeldState(StrEnum):
    """What became of a held report."""

    HELD = "held"
    RELEASED = "released"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class HeldReport:
    """A report that a registered device has signed, waiting for somebody to vouch for it.

    Parameters
    ----------
    driver_id
        Whose device it is.
    digest
        Tells a repetition from another report under the same number.
    files
        Names of the pictures it needs.
    cash
        What it says was collected, or none; stays when the body goes.
    body
        The report as it was sent; empty once it is decided or its person was erased.
    note
        Why it was set aside.
    """

    id: str
    device_id: str
    sequence: int
    driver_id: str
    command_id: str
    digest: str
    kind: str
    route_id: str
    stop_id: str | None
    shipment_id: str | None
    files: tuple[str, ...]
    cash: Money | None
    happened_at: datetime
    received_at: datetime
    body: dict[str, Any]
    state: HeldState = HeldState.HELD
    decided_at: datetime | None = None
    decided_by: str = ""
    note: str = ""
