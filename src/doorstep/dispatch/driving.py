"""Take in what drivers report: each command once, whatever the network did to it."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from doorstep import orders
from doorstep.dispatch import store
from doorstep.dispatch.decide import Decision, decide, distance_to_address_m
from doorstep.dispatch.errors import CommandReusedError, FileMissingError, RouteNotYoursError
from doorstep.dispatch.model import (
    Applied,
    Attempt,
    Command,
    DispatchedRoute,
    Outcome,
)
from doorstep.dispatch.store.tables import CommandRow
from doorstep.orders import ShipmentStatus
from doorstep.plumbing.unit import Unit

_SHIPMENT_STATUS = {
    Outcome.DELIVERED: ShipmentStatus.DELIVERED,
    Outcome.FAILED: ShipmentStatus.DELIVERY_FAILED,
}


def apply_command(unit: Unit, driver_id: str, command: Command) -> Applied:
    """Apply one report of a driver in this transaction, unless it was applied before.

    An applied command is remembered for ever; a refused one is not, so that it can be sent
    again when its reason is gone.

    Raises
    ------
    DoorstepError
        It is refused; the transaction must be rolled back.
    """
    digest = _digest(command)
    known = store.find_digest(unit.session, driver_id, command.id)
    if known is not None:
        if known != digest:
            message = "Another report was made under this id."
            raise CommandReusedError(message)
        return Applied.ALREADY_APPLIED
    route = store.find_route(unit.session, command.route_id, to_change=True)
    if route is None or route.driver_id != driver_id:
        message = "You have no route of this id."
        raise RouteNotYoursError(message)
    _check_files(unit, command)
    decision = decide(route, command, unit.now())
    _save(unit, route, command, decision)
    store.add_command(
        unit.session,
        CommandRow(
            tenant_id=unit.tenant_id,
            id=unit.new_id(),
            driver_id=driver_id,
            command_id=command.id,
            digest=digest,
            kind=command.kind.value,
            route_id=route.id,
            happened_at=command.happened_at,
            recorded_at=unit.now(),
        ),
    )
    return Applied.APPLIED


def _save(unit: Unit, before: DispatchedRoute, command: Command, decision: Decision) -> None:
    store.save_progress(unit.session, decision.route)
    data: dict[str, Any] = {}
    if decision.outcome is not None:
        data = {"attempt_id": _add_attempt(unit, decision.outcome, command, decision)}
    _move_shipments(unit, before, command, decision)
    for fact in decision.facts:
        more = data if fact.subject_id == command.stop_id else {}
        unit.emit(fact.kind, fact.subject_id, fact.data | more, happened_at=command.happened_at)


def _add_attempt(unit: Unit, outcome: Outcome, command: Command, decision: Decision) -> str:
    stop = decision.route.find_stop(command.stop_id)
    if stop is None:
        message = "an attempt without a stop"
        raise LookupError(message)
    attempt = Attempt(
        id=unit.new_id(),
        route_id=decision.route.id,
        stop_id=stop.id,
        shipment_id=stop.shipment_id,
        command_id=command.id,
        outcome=outcome,
        happened_at=command.happened_at,
        completed_at=decision.at,
        recorded_at=unit.now(),
        proof=command.proof,
        reason=command.reason,
        note=command.note,
        position=command.position,
        distance_m=distance_to_address_m(stop, command),
        disputed=decision.disputed,
    )
    store.add_attempt(unit.session, unit.tenant_id, attempt)
    return attempt.id


def _move_shipments(
    unit: Unit, before: DispatchedRoute, command: Command, decision: Decision
) -> None:
    """Let shipments follow the facts, as far as their own life allows it."""
    if before.started_at is None and decision.route.started_at is not None:
        ids = [stop.shipment_id for stop in before.stops]
        _change(unit, ids, ShipmentStatus.PLANNED, ShipmentStatus.OUT_FOR_DELIVERY)
    stop = decision.route.find_stop(command.stop_id)
    if stop is not None and decision.outcome is not None and not decision.disputed:
        status = _SHIPMENT_STATUS[decision.outcome]
        _change(unit, [stop.shipment_id], ShipmentStatus.OUT_FOR_DELIVERY, status)


def _change(unit: Unit, ids: list[str], old: ShipmentStatus, new: ShipmentStatus) -> None:
    movable = [one.id for one in orders.get_shipments(unit, ids) if one.status is old]
    if movable:
        orders.change_status(unit, movable, new)


def _check_files(unit: Unit, command: Command) -> None:
    named = {*command.proof.photos}
    if command.proof.signature is not None:
        named.add(command.proof.signature)
    missing = named - store.list_known_files(unit.session, sorted(named)) if named else set()
    if missing:
        message = f"{len(missing)} files of this report have not been sent yet."
        raise FileMissingError(message)


def _digest(command: Command) -> str:
    canonical = json.dumps(asdict(command), sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
