"""Devices of drivers: the public halves of their keys, and which of their reports are missing."""

from dataclasses import dataclass

from doorstep.dispatch import store
from doorstep.dispatch.errors import BadDeviceKeyError, DeviceReusedError
from doorstep.dispatch.evidence.device_keys import Algorithm, BadKeyError, check_key
from doorstep.dispatch.evidence.manifest import Device
from doorstep.plumbing.unit import Unit


@dataclass(frozen=True, slots=True)
class DeviceGap:
    """Reports that a device has numbered and that never arrived, or were refused.

    Parameters
    ----------
    missing
        Their numbers, the first few of them.
    count
        How many there are.
    """

    device_id: str
    driver_id: str
    last_sequence: int
    count: int
    missing: tuple[int, ...]


def register_device(
    unit: Unit, driver_id: str, device_id: str, algorithm: Algorithm, public_key: str
) -> Device:
    """Remember a device's public key; the same once more does no harm.

    Raises
    ------
    BadDeviceKeyError
        It is no public key of the algorithm.
    DeviceReusedError
        The device is another driver's or has another key.
    """
    try:
        check_key(algorithm, public_key)
    except BadKeyError as error:
        message = f"What was sent is {error}."
        raise BadDeviceKeyError(message) from error
    device = Device(device_id, driver_id, algorithm, public_key, unit.now())
    known = store.find_device(unit.session, device_id)
    if known is None:
        store.add_device(unit.session, unit.tenant_id, device)
        unit.emit("device.registered", device_id, {"driver_id": driver_id})
        return device
    if (known.driver_id, known.public_key) != (driver_id, public_key):
        message = "This device was registered with another key or by another driver."
        raise DeviceReusedError(message)
    return known


def list_gaps(unit: Unit) -> list[DeviceGap]:
    """Return the devices of which some reports are missing.

    A device numbers its reports from 1 without a gap, so what is not there was lost with the
    device's storage, was refused and given up, or is still on its way behind a later one.
    """
    return [
        DeviceGap(device_id, driver_id, last, last - count, _missing(unit, device_id, last))
        for device_id, driver_id, last, count in store.count_reports(unit.session)
        if count < last
    ]


_MOST_NAMED = 20


def _missing(unit: Unit, device_id: str, last: int) -> tuple[int, ...]:
    there = set(store.list_sequences(unit.session, device_id))
    missing = (number for number in range(1, last + 1) if number not in there)
    return tuple(number for number, _ in zip(missing, range(_MOST_NAMED), strict=False))
