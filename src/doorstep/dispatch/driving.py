"""Take in what drivers report: each command once, whatever the network did to it."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from doorstep import orders
from doorstep.dispatch import store
from doorstep.dispatch.cash.ledger import note_at_the_door
from doorstep.dispatch.decide import Decision, decide, distance_to_address_m
from doorstep.dispatch.doors import Door, find_flags, judge_pin, match_scans, read_doors
from doorstep.dispatch.errors import (
    CommandReusedError,
    DeviceReusedError,
    FileMissingError,
    RouteNotYoursError,
)
from doorstep.dispatch.evidence.manifest import Evidence, KeptFile, seal_of, write_manifest
from doorstep.dispatch.model import (
    Applied,
    Attempt,
    Command,
    DispatchedRoute,
    HandedTo,
    Outcome,
)
from doorstep.dispatch.paying import settle_paid
from doorstep.orders import Holder, HolderKind, ShipmentStatus
from doorstep.plumbing import auth
from doorstep.plumbing.unit import Unit

_SHIPMENT_STATUS = {
    Outcome.DELIVERED: ShipmentStatus.DELIVERED,
    Outcome.FAILED: ShipmentStatus.DELIVERY_FAILED,
}
_OUTCOME_KINDS = frozenset({"stop.delivered", "stop.failed", "stop.disputed"})
_TAKEN_BY = {
    HandedTo.RECIPIENT: Holder(HolderKind.RECIPIENT),
    HandedTo.HOUSEHOLD: Holder(HolderKind.RECIPIENT, place="household"),
    HandedTo.NEIGHBOUR: Holder(HolderKind.NEIGHBOUR),
    HandedTo.SAFE_PLACE: Holder(HolderKind.RECIPIENT, place="safe place"),
}


@dataclass(frozen=True, slots=True)
class _Sealed:
    """An attempt, what was asked at its door, and its evidence."""

    attempt: Attempt
    door: Door
    evidence: str

    def told(self) -> dict[str, Any]:
        """Return what the journal says of it."""
        return {
            "attempt_id": self.attempt.id,
            "evidence_sha256": seal_of(self.evidence),
            "flags": list(find_flags(self.door, self.attempt)),
        }


def apply_command(
    unit: Unit, driver_id: str, command: Command, clock_offset_s: float | None = None
) -> Applied:
    """Apply one report of a driver in this transaction, unless it was applied before.

    An applied command is remembered for ever; a refused one is not, so that it can be sent
    again when its reason is gone.

    Parameters
    ----------
    clock_offset_s
        How far our clock was ahead of the device's when it sent this, or none when unknown.

    Raises
    ------
    DoorstepError
        It is refused; the transaction must be rolled back.
    """
    digest = digest_of(command)
    known = store.find_digest(unit.session, driver_id, command.id)
    if known is not None:
        if known != digest:
            message = "Another report was made under this id."
            raise CommandReusedError(message)
        return Applied.ALREADY_APPLIED
    route = store.find_route_to_change(unit.session, command.route_id, command.stop_id)
    if route is None or route.driver_id != driver_id:
        message = "You have no route of this id."
        raise RouteNotYoursError(message)
    _check_device(unit, command)
    files = _require_files(unit, command)
    decision = decide(route, command, unit.now())
    sealed = None
    if decision.outcome is not None:
        door = _door_of(unit, decision, command)
        attempt = _add_attempt(unit, decision.outcome, command, decision, door)
        evidence = _write_evidence(unit, command, decision, attempt, door, files, clock_offset_s)
        sealed = _Sealed(attempt, door, evidence)
        _note_cash(unit, command, decision, attempt)
    _save(unit, route, command, decision, sealed)
    store.add_command(
        unit.session,
        {
            "tenant_id": unit.tenant_id,
            "id": unit.new_id(),
            "driver_id": driver_id,
            "command_id": command.id,
            "digest": digest,
            "kind": command.kind.value,
            "route_id": route.id,
            "happened_at": command.happened_at,
            "recorded_at": unit.now(),
            "device_id": command.device and command.device.device_id,
            "device_sequence": command.device and command.device.sequence,
        },
    )
    return Applied.APPLIED


def _save(
    unit: Unit,
    before: DispatchedRoute,
    command: Command,
    decision: Decision,
    sealed: _Sealed | None,
) -> None:
    store.save_progress(unit.session, before, decision.route)
    _move_shipments(unit, before, command, decision, sealed)
    told = sealed.told() if sealed is not None else {}
    for fact in decision.facts:
        is_outcome = sealed is not None and fact.kind in _OUTCOME_KINDS
        event = unit.emit(
            fact.kind,
            fact.subject_id,
            fact.data | told if is_outcome else fact.data,
            happened_at=command.happened_at,
        )
        if sealed is not None and is_outcome:
            store.add_seal(
                unit.session,
                {
                    "tenant_id": unit.tenant_id,
                    "attempt_id": sealed.attempt.id,
                    "event_id": event.id,
                    "sha256": told["evidence_sha256"],
                    "manifest": sealed.evidence,
                },
            )


def _note_cash(unit: Unit, command: Command, decision: Decision, attempt: Attempt) -> None:
    stop = decision.route.find_stop(attempt.stop_id)
    if stop is not None:
        note_at_the_door(unit, decision.route, stop, attempt, command.cash)
        settle_paid(unit, stop.shipment_id)


def _write_evidence(
    unit: Unit,
    command: Command,
    decision: Decision,
    attempt: Attempt,
    door: Door,
    files: dict[str, KeptFile],
    clock_offset_s: float | None,
) -> str:
    stop = decision.route.find_stop(attempt.stop_id)
    tenant = auth.find_tenant(unit.session, unit.tenant_id)
    if stop is None or tenant is None:
        message = "an attempt without a stop or a company"
        raise LookupError(message)
    device = None
    if command.device is not None:
        device = store.find_device(unit.session, command.device.device_id)
    if device is not None and device.driver_id != decision.route.driver_id:
        device = None
    return write_manifest(
        Evidence(
            tenant=tenant.name,
            route=decision.route,
            stop=stop,
            attempt=attempt,
            door=door,
            command=command,
            files=files,
            device=device,
            clock_offset_s=clock_offset_s,
        )
    )


def _door_of(unit: Unit, decision: Decision, command: Command) -> Door:
    stop = decision.route.find_stop(command.stop_id)
    if stop is None:
        message = "an attempt without a stop"
        raise LookupError(message)
    return read_doors(unit, [stop])[stop.id]


def _add_attempt(
    unit: Unit, outcome: Outcome, command: Command, decision: Decision, door: Door
) -> Attempt:
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
        pin=judge_pin(door, command, outcome),
    )
    store.add_attempt(unit.session, unit.tenant_id, attempt)
    return attempt


def _move_shipments(
    unit: Unit,
    before: DispatchedRoute,
    command: Command,
    decision: Decision,
    sealed: _Sealed | None,
) -> None:
    """Let shipments follow the facts, as far as their own life allows it."""
    if before.started_at is None and decision.route.started_at is not None:
        ids = [stop.shipment_id for stop in before.stops]
        out = ShipmentStatus.OUT_FOR_DELIVERY
        orders.move_status(unit, ids, ShipmentStatus.PLANNED, out)
        orders.load_parcels(unit, ids, before.vehicle_id, decision.at)
    stop = decision.route.find_stop(command.stop_id)
    if stop is not None and decision.outcome is not None and not decision.disputed:
        status = _SHIPMENT_STATUS[decision.outcome]
        out = ShipmentStatus.OUT_FOR_DELIVERY
        orders.move_status(unit, [stop.shipment_id], out, status)
        if sealed is not None and decision.outcome is Outcome.DELIVERED:
            orders.hand_over(
                unit,
                stop.shipment_id,
                before.vehicle_id,
                decision.at,
                to_holder=_TAKEN_BY[command.proof.handed_to],
                scanned=match_scans(sealed.door.labels, command.proof.scans).found,
            )
    if before.finished_at is None and decision.route.finished_at is not None:
        ids = [stop.shipment_id for stop in before.stops]
        orders.unload_parcels(unit, ids, before.vehicle_id, before.depot.name, decision.at)


def _require_files(unit: Unit, command: Command) -> dict[str, KeptFile]:
    named = {*command.proof.photos}
    if command.proof.signature is not None:
        named.add(command.proof.signature)
    known = store.list_known_files(unit.session, sorted(named)) if named else {}
    missing = named - known.keys()
    if missing:
        message = f"{len(missing)} files of this report have not been sent yet."
        raise FileMissingError(message)
    return known


def _check_device(unit: Unit, command: Command) -> None:
    """Refuse a number that the device gave to another report before."""
    seal = command.device
    if seal is not None and store.has_sequence(unit.session, seal.device_id, seal.sequence):
        message = f"Report {seal.sequence} of this device was another one."
        raise DeviceReusedError(message)


def digest_of(command: Command) -> str:
    """Return what tells a repetition of a report from another report under its id."""
    # A device may sign the same report twice, and no two of its signatures are alike.
    canonical = json.dumps(asdict(replace(command, device=None)), sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
