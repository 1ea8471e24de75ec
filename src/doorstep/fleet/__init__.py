"""Depots, vehicles, drivers, shifts."""

from doorstep.fleet.errors import InvalidFleetError
from doorstep.fleet.model import Depot, Fleet, Vehicle
from doorstep.fleet.toml_file import DEPOT_KEYS, FLEET_KEYS, VEHICLE_KEYS, Key, read_toml

__all__ = [
    "DEPOT_KEYS",
    "FLEET_KEYS",
    "VEHICLE_KEYS",
    "Depot",
    "Fleet",
    "InvalidFleetError",
    "Key",
    "Vehicle",
    "read_toml",
]
