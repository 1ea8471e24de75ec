"""Take in what drivers report: each command once, whatever the network did to it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from doorstep.dispatch.decide import Decision, decide, distance_to_address_m
from doorstep.dispatch.doors import Door, find_flags, judge_pin, make_door, match_scans
from doorstep.dispatch.errors import (
    CommandReusedError,
    DeviceReusedError,
    FileMissingError,
    RouteNotYoursError,
)
from doorstep.dispatch.evidence.manifest import Evidence, seal_of, write_manifest
from doorstep.dispatch.known import Known, read_known
from doorstep.dispatch.model import (
    Applied,
    Attempt,
    Command,
    DispatchedRoute,
    DispatchedStop,
    HandedTo,
    Outcome,
    Report,
)
from doorstep.dispatch.noted import Noted
from doorstep.dispatch.paying import settle_paid
from doorstep.orders import Holder, HolderKind, ShipmentStatus
from doorstep.plumbing.problem import DoorstepError
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
class _Decided:
    """What is to become of a report that nothing speaks against.

    Parameters
    ----------
    before
        The route until then.
    stop, door
        Where an attempt was made and what is asked there, or none.
    """

    before: DispatchedRoute
    decision: Decision
    stop: DispatchedStop | None = None
    door: Door | None = None


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

    Parameters
    ----------
    clock_offset_s
        How far our clock was ahead of the device's when it sent this, or none when unknown.

    Raises
    ------
    DoorstepError
        It is refused; the transaction must be rolled back.
    """
    report = make_report(unit.actor, driver_id, command, clock_offset_s)
    (outcome,) = apply_reports(unit, [report])
    if isinstance(outcome, DoorstepError):
        raise outcome
    return outcome


def make_report(
    actor: str, driver_id: str, command: Command, clock_offset_s: float | None = None
) -> Report:
    """Return the report of a command; whatever of it needs no database is done here."""
    return Report(driver_id, actor, command, digest_of(command), clock_offset_s)


def apply_reports(unit: Unit, reports: Sequence[Report]) -> list[Applied | DoorstepError]:
    """Apply reports of any drivers in their order, each unless it was applied before.

    What they are about is read once for all of them, and what they change is written once; in
    between, each finds what the ones before it have changed. One that is refused has changed
    nothing. An applied command is remembered for ever; a refused one is not, so that it can be
    sent again when its reason is gone.
    """
    gathering = unit.gathering()
    known = read_known(gathering, reports)
    noted = Noted(known)
    outcomes: list[Applied | DoorstepError] = []
    for one in reports:
        try:
            decided = _decide(gathering, known, one)
        except DoorstepError as error:
            outcomes.append(error)
            continue
        # From here on nothing may be refused: what is noted cannot be taken back.
        if decided is not None:
            _note(gathering.acting(one.actor), noted, one, decided)
        outcomes.append(Applied.ALREADY_APPLIED if decided is None else Applied.APPLIED)
    noted.write(gathering)
    return outcomes


def _decide(unit: Unit, known: Known, report: Report) -> _Decided | None:
    """Return what becomes of a report, or none when it was applied before.

    Raises
    ------
    DoorstepError
        It is refused.
    """
    command = report.command
    digest = known.digests.get((report.driver_id, command.id))
    if digest is not None:
        if digest != report.digest:
            message = "Another report was made under this id."
            raise CommandReusedError(message)
        return None
    route = known.routes.get(command.route_id)
    if route is None or route.driver_id != report.driver_id:
        message = "You have no route of this id."
        raise RouteNotYoursError(message)
    _check_device(known, command)
    _check_files(known, command)
    decision = decide(route, command, unit.now())
    if decision.outcome is None:
        return _Decided(route, decision)
    stop = decision.route.find_stop(command.stop_id)
    if stop is None:
        message = "an attempt without a stop"
        raise LookupError(message)
    stored, parcels = known.handling.get_at_door(stop.shipment_id)
    return _Decided(route, decision, stop, make_door(stop.id, stored, parcels))


def _note(unit: Unit, noted: Noted, report: Report, decided: _Decided) -> None:
    """Note what a report changes, in memory and for writing."""
    command, known = report.command, noted.known
    sealed = None
    if decided.stop is not None and decided.door is not None:
        sealed = _seal(unit, noted, report, decided, decided.stop, decided.door)
    noted.progress.note(decided.before, decided.decision.route)
    known.routes[decided.before.id] = decided.decision.route
    _move_shipments(unit, known, command, decided, sealed)
    _tell(unit, noted, command, decided.decision, sealed)
    known.digests[report.driver_id, command.id] = report.digest
    if command.device is not None:
        known.sequences.add((command.device.device_id, command.device.sequence))
    noted.commands.append(
        {
            "tenant_id": unit.tenant_id,
            "id": unit.new_id(),
            "driver_id": report.driver_id,
            "command_id": command.id,
            "digest": report.digest,
            "kind": command.kind.value,
            "route_id": decided.before.id,
            "happened_at": command.happened_at,
            "recorded_at": unit.now(),
            "device_id": command.device and command.device.device_id,
            "device_sequence": command.device and command.device.sequence,
        }
    )


def _tell(
    unit: Unit, noted: Noted, command: Command, decision: Decision, sealed: _Sealed | None
) -> None:
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
            noted.seals.append(
                {
                    "tenant_id": unit.tenant_id,
                    "attempt_id": sealed.attempt.id,
                    "event_id": event.id,
                    "sha256": told["evidence_sha256"],
                    "manifest": sealed.evidence,
                }
            )


def _seal(
    unit: Unit, noted: Noted, report: Report, decided: _Decided, stop: DispatchedStop, door: Door
) -> _Sealed:
    """Note an attempt with its evidence and its cash."""
    known, route = noted.known, decided.decision.route
    attempt = _make_attempt(unit, report.command, decided.decision, stop, door)
    noted.attempts.append(attempt)
    seal = report.command.device
    device = known.devices.get(seal.device_id) if seal is not None else None
    evidence = write_manifest(
        Evidence(
            tenant=known.company,
            route=route,
            stop=stop,
            attempt=attempt,
            door=door,
            command=report.command,
            files=known.files,
            device=device if device and device.driver_id == route.driver_id else None,
            clock_offset_s=report.clock_offset_s,
        )
    )
    known.bags.note_at_the_door(unit, route, stop, attempt, report.command.cash)
    if stop.shipment_id in known.paid:
        # Rare, so that it reads and writes by itself; it must find what was noted so far.
        noted.write(unit)
        settle_paid(unit, stop.shipment_id)
    return _Sealed(attempt, door, evidence)


def _make_attempt(
    unit: Unit, command: Command, decision: Decision, stop: DispatchedStop, door: Door
) -> Attempt:
    if decision.outcome is None:
        message = "an attempt without an outcome"
        raise LookupError(message)
    return Attempt(
        id=unit.new_id(),
        route_id=decision.route.id,
        stop_id=stop.id,
        shipment_id=stop.shipment_id,
        command_id=command.id,
        outcome=decision.outcome,
        happened_at=command.happened_at,
        completed_at=decision.at,
        recorded_at=unit.now(),
        proof=command.proof,
        reason=command.reason,
        note=command.note,
        position=command.position,
        distance_m=distance_to_address_m(stop, command),
        disputed=decision.disputed,
        pin=judge_pin(door, command, decision.outcome),
    )


def _move_shipments(
    unit: Unit, known: Known, command: Command, decided: _Decided, sealed: _Sealed | None
) -> None:
    """Let shipments follow the facts, as far as their own life allows it."""
    before, decision = decided.before, decided.decision
    handling, out = known.handling, ShipmentStatus.OUT_FOR_DELIVERY
    ids = [stop.shipment_id for stop in before.stops]
    if before.started_at is None and decision.route.started_at is not None:
        handling.move_status(ids, ShipmentStatus.PLANNED, out)
        handling.load(unit, ids, before.vehicle_id, decision.at)
    if sealed is not None and decision.outcome is not None and not decision.disputed:
        shipment_id = sealed.attempt.shipment_id
        handling.move_status([shipment_id], out, _SHIPMENT_STATUS[decision.outcome])
        if decision.outcome is Outcome.DELIVERED:
            handling.hand_over(
                unit,
                shipment_id,
                before.vehicle_id,
                decision.at,
                to_holder=_TAKEN_BY[command.proof.handed_to],
                scanned=match_scans(sealed.door.labels, command.proof.scans).found,
            )
    if before.finished_at is None and decision.route.finished_at is not None:
        handling.unload(unit, ids, before.vehicle_id, before.depot.name, decision.at)


def _check_files(known: Known, command: Command) -> None:
    missing = {*command.files} - known.files.keys()
    if missing:
        message = f"{len(missing)} files of this report have not been sent yet."
        raise FileMissingError(message)


def _check_device(known: Known, command: Command) -> None:
    """Refuse a number that the device gave to another report before."""
    seal = command.device
    if seal is not None and (seal.device_id, seal.sequence) in known.sequences:
        message = f"Report {seal.sequence} of this device was another one."
        raise DeviceReusedError(message)


def digest_of(command: Command) -> str:
    """Return what tells a repetition of a report from another report under its id."""
    # A device may sign the same report twice, and no two of its signatures are alike.
    canonical = json.dumps(asdict(replace(command, device=None)), sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
