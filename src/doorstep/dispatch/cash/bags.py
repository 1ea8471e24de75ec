"""Cash that drivers take at doors: into whose bag, what does not fit; written at once."""

from collections.abc import Collection

from doorstep.dispatch.cash_model import (
    CashEntry,
    CashException,
    CashShift,
    Difference,
    EntryKind,
    find_difference,
)
from doorstep.dispatch.model import Attempt, DispatchedRoute, DispatchedStop, Outcome
from doorstep.dispatch.store import cash as store
from doorstep.kernel import Money
from doorstep.plumbing.unit import Unit


class Bags:
    """The bags of some drivers inside one transaction; not in the database before ``write``."""

    def __init__(self, unit: Unit, driver_ids: Collection[str]) -> None:
        self._open = store.list_open_shifts(unit.session, driver_ids)
        self._shifts: list[CashShift] = []
        self._entries: list[CashEntry] = []
        self._exceptions: list[CashException] = []

    def note_at_the_door(
        self,
        unit: Unit,
        route: DispatchedRoute,
        stop: DispatchedStop,
        attempt: Attempt,
        got: Money | None,
    ) -> None:
        """Enter what was collected in an attempt, and keep what does not fit to be seen."""
        difference = find_difference(
            stop.cod,
            got,
            delivered=attempt.outcome is Outcome.DELIVERED,
            counted=not attempt.disputed,
        )
        late = False
        if got is not None and got.amount_minor:
            shift_id = self._open.get(route.driver_id)
            if shift_id is None:
                # Money of a route whose bag was handed in goes into the next one; the old stays.
                late = store.has_closed_since(unit.session, route.driver_id, attempt.completed_at)
                shift_id = self._open_bag(unit, route)
            self._entries.append(
                CashEntry(
                    unit.new_id(),
                    shift_id,
                    EntryKind.COLLECTED,
                    got,
                    attempt.id,
                    unit.now(),
                    unit.actor,
                )
            )
            about = {
                "driver_id": route.driver_id,
                "attempt_id": attempt.id,
                "shipment_id": stop.shipment_id,
                "amount_minor": got.amount_minor,
                "currency": got.currency,
            }
            unit.emit("cash.collected", shift_id, about)
        if difference is not None:
            self._note_difference(unit, route, stop, attempt, difference, got)
        if late:
            self._note_difference(unit, route, stop, attempt, Difference.AFTER_HAND_IN, got)

    def write(self, unit: Unit) -> None:
        """Write what has been noted since the last time."""
        store.add_shifts(unit.session, unit.tenant_id, self._shifts)
        store.add_entries(unit.session, unit.tenant_id, self._entries)
        store.add_exceptions(unit.session, unit.tenant_id, self._exceptions)
        for noted in (self._shifts, self._entries, self._exceptions):
            noted.clear()

    def _open_bag(self, unit: Unit, route: DispatchedRoute) -> str:
        shift = CashShift(unit.new_id(), route.driver_id, route.driver, unit.now(), closed_at=None)
        self._shifts.append(shift)
        self._open[route.driver_id] = shift.id
        return shift.id

    def _note_difference(
        self,
        unit: Unit,
        route: DispatchedRoute,
        stop: DispatchedStop,
        attempt: Attempt,
        difference: Difference,
        got: Money | None,
    ) -> None:
        one = CashException(
            id=unit.new_id(),
            attempt_id=attempt.id,
            stop_id=stop.id,
            driver_id=route.driver_id,
            reference=stop.reference,
            difference=difference,
            due=stop.cod,
            got=got,
            opened_at=unit.now(),
        )
        self._exceptions.append(one)
        about = {"attempt_id": attempt.id, "difference": difference.value}
        unit.emit("cash.exception_opened", one.id, about)
