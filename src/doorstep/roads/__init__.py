"""Streets as numbers: graph, travel times, matrices, lines on a map, addresses.

Numbers in, numbers out; files are read and written in ``doorstep.roads.sources`` only.
"""

from doorstep.roads.addresses import Address, AddressIndex, Match, Street
from doorstep.roads.build import Way, build_graph
from doorstep.roads.graph import Graph
from doorstep.roads.network import Network, build_hierarchy
from doorstep.roads.polyline import decode_polyline, encode_polyline
from doorstep.roads.profile import Profile
from doorstep.roads.route import NO_CONNECTION, Matrix, NoRouteError, RoadLeg, RoadRoute
from doorstep.roads.snapping import MAX_SNAP_M, Snap

__all__ = [
    "MAX_SNAP_M",
    "NO_CONNECTION",
    "Address",
    "AddressIndex",
    "Graph",
    "Match",
    "Matrix",
    "Network",
    "NoRouteError",
    "Profile",
    "RoadLeg",
    "RoadRoute",
    "Snap",
    "Street",
    "Way",
    "build_graph",
    "build_hierarchy",
    "decode_polyline",
    "encode_polyline",
]
