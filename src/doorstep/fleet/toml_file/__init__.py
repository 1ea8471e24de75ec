"""A fleet as a TOML file: what its keys are, and what it says or does wrong."""

from doorstep.fleet.toml_file.keys import DEPOT_KEYS, FLEET_KEYS, VEHICLE_KEYS, Key
from doorstep.fleet.toml_file.reader import read_toml
from doorstep.fleet.toml_file.writer import write_toml

__all__ = ["DEPOT_KEYS", "FLEET_KEYS", "VEHICLE_KEYS", "Key", "read_toml", "write_toml"]
