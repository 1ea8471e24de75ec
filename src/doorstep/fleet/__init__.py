"""Depots, vehicles, drivers, shifts.

Owns who can drive, in which vehicle, from where and when. Does not own routes. Emits
``fleet.saved``.
"""

from doorstep.fleet.errors import FleetMismatchError, InvalidFleetError, UnknownDriverError
from doorstep.fleet.model import Depot, Fleet, Vehicle
from doorstep.fleet.service import get_driver, list_drivers, load, save
from doorstep.fleet.stored import COLORS, StoredDepot, StoredDriver, StoredFleet, StoredVehicle
from doorstep.fleet.toml_file import DEPOT_KEYS, FLEET_KEYS, VEHICLE_KEYS, Key, read_toml

__all__ = [
    "COLORS",
    "DEPOT_KEYS",
    "FLEET_KEYS",
    "VEHICLE_KEYS",
    "Depot",
    "Fleet",
    "FleetMismatchError",
    "InvalidFleetError",
    "Key",
    "StoredDepot",
    "StoredDriver",
    "StoredFleet",
    "StoredVehicle",
    "UnknownDriverError",
    "Vehicle",
    "get_driver",
    "list_drivers",
    "load",
    "read_toml",
    "save",
]
