"""Depots, vehicles, drivers, shifts.

Owns who can drive, in which vehicle, from where and when. Does not own routes. Emits
``fleet.saved``, and ``added``, ``changed``, ``retired`` and ``restored`` of ``depot``, ``driver``
and ``vehicle``.
"""

from doorstep.fleet.edit import (
    add_depot,
    add_driver,
    add_vehicle,
    change_depot,
    change_driver,
    change_vehicle,
    find_driver,
    get_depot,
    get_vehicle,
    restore_depot,
    restore_driver,
    restore_vehicle,
    retire_depot,
    retire_driver,
    retire_vehicle,
)
from doorstep.fleet.errors import (
    FleetMismatchError,
    InvalidFleetError,
    NameTakenError,
    UnknownDepotError,
    UnknownDriverError,
    UnknownVehicleError,
)
from doorstep.fleet.model import (
    ALWAYS,
    EVERY_DAY,
    Availability,
    Break,
    Depot,
    Driver,
    Fleet,
    Vehicle,
)
from doorstep.fleet.service import get_driver, list_drivers, list_retired, load, load_for, save
from doorstep.fleet.stored import COLORS, StoredDepot, StoredDriver, StoredFleet, StoredVehicle
from doorstep.fleet.toml_file import (
    DEPOT_KEYS,
    FLEET_KEYS,
    VEHICLE_KEYS,
    Key,
    read_toml,
    write_toml,
)

__all__ = [
    "ALWAYS",
    "COLORS",
    "DEPOT_KEYS",
    "EVERY_DAY",
    "FLEET_KEYS",
    "VEHICLE_KEYS",
    "Availability",
    "Break",
    "Depot",
    "Driver",
    "Fleet",
    "FleetMismatchError",
    "InvalidFleetError",
    "Key",
    "NameTakenError",
    "StoredDepot",
    "StoredDriver",
    "StoredFleet",
    "StoredVehicle",
    "UnknownDepotError",
    "UnknownDriverError",
    "UnknownVehicleError",
    "Vehicle",
    "add_depot",
    "add_driver",
    "add_vehicle",
    "change_depot",
    "change_driver",
    "change_vehicle",
    "find_driver",
    "get_depot",
    "get_driver",
    "get_vehicle",
    "list_drivers",
    "list_retired",
    "load",
    "load_for",
    "read_toml",
    "restore_depot",
    "restore_driver",
    "restore_vehicle",
    "retire_depot",
    "retire_driver",
    "retire_vehicle",
    "save",
    "write_toml",
]
