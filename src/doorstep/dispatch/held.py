"""What a phone still holds when its driver's sign-in has died: kept, and released by the office.

Money is never dropped because a login was. A device that had registered its key while its driver
was signed in may hand its reports over without a session: each must carry the device's signature.
They change nothing until somebody of the office releases them; then they count as if the driver
had sent them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from doorstep.dispatch import store
from doorstep.dispatch.driving import apply_command, digest_of
from doorstep.dispatch.errors import (
    CommandReusedError,
    HeldDecidedError,
    HeldNotFoundError,
    ReportNotSignedError,
    TooManyHeldError,
    UnknownDeviceError,
)
from doorstep.dispatch.evidence.device_keys import BadKeyError, is_signed
from doorstep.dispatch.evidence.manifest import Device
from doorstep.dispatch.held_model import HeldReport, HeldState
from doorstep.dispatch.model import Applied, Command
from doorstep.dispatch.store import held as kept
from doorstep.plumbing.unit import Kit, Unit

_MOST_HELD = 2000
"""Reports of one device that wait: more than eight days of work."""
_MOST_SHOWN = 500


class Received(StrEnum):
    """What became of a report that was not refused."""

    HELD = "held"
    ALREADY_APPLIED = "already_applied"


@dataclass(frozen=True, slots=True)
class Holder:
    """A registered device of some company."""

    tenant_id: str
    device: Device


def find_holder(kit: Kit, device_id: str) -> Holder:
    """Return whose a device is.

    Raises
    ------
    UnknownDeviceError
        No company has registered it.
    """
    with kit.database.read(None) as session:
        tenant_id = kept.find_tenant_of_device(session, device_id)
    if tenant_id is not None:
        with kit.read(tenant_id) as unit:
            device = store.find_device(unit.session, device_id)
        if device is not None:
            return Holder(tenant_id, device)
    message = "No company has registered this device."
    raise UnknownDeviceError(message)


def hold(unit: Unit, device: Device, command: Command, body: dict[str, Any]) -> Received:
    """Keep a signed report for the office; the same once more does no harm.

    Parameters
    ----------
    body
        The report as it was sent.

    Raises
    ------
    ReportNotSignedError
        It does not carry the device's own signature.
    CommandReusedError
        The device gave its number to another report.
    TooManyHeldError
        So many wait already that nobody would look at more.
    """
    _require_signed(device, command)
    digest = digest_of(command)
    if store.find_digest(unit.session, device.driver_id, command.id) == digest:
        return Received.ALREADY_APPLIED
    sequence = command.device.sequence if command.device else 0
    known = kept.find_held_of_device(unit.session, device.id, sequence)
    if known is not None:
        if known.digest != digest:
            message = f"Report {sequence} of this device was another one."
            raise CommandReusedError(message)
        return Received.HELD
    if kept.count_held(unit.session, device.id) >= _MOST_HELD:
        message = f"{_MOST_HELD} reports of this device wait already."
        raise TooManyHeldError(message)
    held = _make(unit, device, command, digest, body)
    kept.add_held(unit.session, unit.tenant_id, held)
    told: dict[str, Any] = {"driver_id": held.driver_id, "kind": held.kind}
    if held.cash is not None:
        told["cash"] = {"amount_minor": held.cash.amount_minor, "currency": held.cash.currency}
    unit.emit("report.held", held.id, told, happened_at=command.happened_at)
    return Received.HELD


def expects_file(unit: Unit, device: Device, sha256: str) -> bool:
    """Tell whether a waiting report of the device names this picture."""
    return kept.names_file(unit.session, device.id, sha256)


def list_held(unit: Unit) -> list[HeldReport]:
    """Return the reports that wait, device by device in the order in which they were made."""
    return kept.list_held(unit.session, _MOST_SHOWN)


def list_references(unit: Unit, some: Sequence[HeldReport]) -> dict[str, str]:
    """Return what is delivered at the stops of held reports, by the stops' ids."""
    return kept.list_references(unit.session, [one.stop_id for one in some if one.stop_id])


def release_held(
    unit: Unit, held_id: str, read: Callable[[dict[str, Any]], Command]
) -> HeldReport:
    """Let a held report count as if its driver had sent it.

    Raises
    ------
    HeldNotFoundError, HeldDecidedError
        There is none, it was decided before, or its person was erased.
    DoorstepError
        The report is refused as it would have been from the driver; it stays held.
    """
    held = _get_open(unit, held_id)
    if not held.body:
        message = "What it said was erased with its recipient; only its cash is known."
        raise HeldDecidedError(message)
    applied = apply_command(unit, held.driver_id, read(held.body))
    return _decide(unit, held, HeldState.RELEASED, {"again": applied is Applied.ALREADY_APPLIED})


def set_aside(unit: Unit, held_id: str, note: str) -> HeldReport:
    """Decide that a held report does not count, and say why; that it was there stays.

    Raises
    ------
    HeldNotFoundError, HeldDecidedError
        There is none, or it was decided before.
    """
    held = replace(_get_open(unit, held_id), note=note)
    return _decide(unit, held, HeldState.SET_ASIDE, {})


def _require_signed(device: Device, command: Command) -> None:
    seal = command.device
    try:
        if (
            seal is not None
            and seal.device_id == device.id
            and seal.same
            and is_signed(device.algorithm, device.public_key, seal.signed, seal.signature)
        ):
            return
    except BadKeyError:
        pass
    message = "The report does not carry this device's signature."
    raise ReportNotSignedError(message)


def _make(
    unit: Unit, device: Device, command: Command, digest: str, body: dict[str, Any]
) -> HeldReport:
    route = store.find_route_of_stop(unit.session, command.stop_id) if command.stop_id else None
    stop = route.find_stop(command.stop_id) if route else None
    return HeldReport(
        id=unit.new_id(),
        device_id=device.id,
        sequence=command.device.sequence if command.device else 0,
        driver_id=device.driver_id,
        command_id=command.id,
        digest=digest,
        kind=command.kind.value,
        route_id=command.route_id,
        stop_id=command.stop_id,
        shipment_id=stop.shipment_id if stop else None,
        files=command.files,
        cash=command.cash,
        happened_at=command.happened_at,
        received_at=unit.now(),
        body=body,
    )


def _get_open(unit: Unit, held_id: str) -> HeldReport:
    held = kept.find_held(unit.session, held_id)
    if held is None:
        message = "There is no held report of this id."
        raise HeldNotFoundError(message)
    if held.state is not HeldState.HELD:
        message = "Somebody has decided on this report before."
        raise HeldDecidedError(message)
    return held


def _decide(unit: Unit, held: HeldReport, state: HeldState, more: dict[str, Any]) -> HeldReport:
    decided = replace(held, state=state, decided_at=unit.now(), decided_by=unit.actor, body={})
    kept.decide_held(unit.session, decided)
    unit.emit(f"report.{state.value}", held.id, {"driver_id": held.driver_id, **more})
    return decided
