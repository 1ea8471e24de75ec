"""The files of roads: OpenStreetMap extracts in; caches, matrices and map tiles out."""

from doorstep.roads.sources.errors import RoadFileError
from doorstep.roads.sources.pbf import read_graph
from doorstep.roads.sources.profiles import PROFILE_NAMES, read_profiles

__all__ = ["PROFILE_NAMES", "RoadFileError", "read_graph", "read_profiles"]
