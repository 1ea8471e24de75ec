"""The files of roads: OpenStreetMap extracts in; caches, matrices and map tiles out."""

from doorstep.roads.sources.address_server import AddressServer
from doorstep.roads.sources.addresses import read_addresses
from doorstep.roads.sources.aircraft import read_aircraft, read_no_fly
from doorstep.roads.sources.basemap import BASEMAP_ATTRIBUTION, write_basemap
from doorstep.roads.sources.cubes import cached_cube
from doorstep.roads.sources.errors import RoadFileError
from doorstep.roads.sources.intake import Watcher, Wish, bring_region
from doorstep.roads.sources.matrices import cached_matrix
from doorstep.roads.sources.pbf import OnProgress, read_graph
from doorstep.roads.sources.profiles import PROFILE_NAMES, read_profiles
from doorstep.roads.sources.region import ATTRIBUTION, Region, load_region
from doorstep.roads.sources.regions import (
    OpenRegion,
    RegionVersion,
    find_region,
    get_region,
    list_regions,
    open_region,
    prepare_region,
    remove_version,
)
from doorstep.roads.sources.road_server import (
    RoadServer,
    measure_reachable,
    open_road_server,
)
from doorstep.roads.sources.traffic import parse_traffic, read_traffic

__all__ = [
    "ATTRIBUTION",
    "BASEMAP_ATTRIBUTION",
    "PROFILE_NAMES",
    "AddressServer",
    "OnProgress",
    "OpenRegion",
    "Region",
    "RegionVersion",
    "RoadFileError",
    "RoadServer",
    "Watcher",
    "Wish",
    "bring_region",
    "cached_cube",
    "cached_matrix",
    "find_region",
    "get_region",
    "list_regions",
    "load_region",
    "measure_reachable",
    "open_region",
    "open_road_server",
    "parse_traffic",
    "prepare_region",
    "read_addresses",
    "read_aircraft",
    "read_graph",
    "read_no_fly",
    "read_profiles",
    "read_traffic",
    "remove_version",
    "write_basemap",
]
