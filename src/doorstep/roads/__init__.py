"""Streets as numbers: graph, travel times, matrices, lines on a map, addresses.

Numbers in, numbers out; files are read and written in ``doorstep.roads.sources`` only.
"""

from doorstep.roads.address_book import Address, AddressBook, MemoryBook, Street
from doorstep.roads.addresses import AddressIndex, Match, Nearest, Precision
from doorstep.roads.air import Aircraft, Airspace
from doorstep.roads.build import build_graph
from doorstep.roads.cube import HOUR_S, Cube, build_cube
from doorstep.roads.disruptions import (
    Direction,
    Disruption,
    EdgeTimes,
    Meant,
    disrupt,
    edge_lines,
    find_edges,
    streets_named,
)
from doorstep.roads.graph import Graph
from doorstep.roads.ground import Hierarchy, build_hierarchy
from doorstep.roads.instruction_words import LANGUAGES, Turn
from doorstep.roads.instructions import Guide, Instruction
from doorstep.roads.isochrones import Isochrone, find_isochrones
from doorstep.roads.learning import Drive, Lessons, Teacher, street_keys, teach
from doorstep.roads.matching import Driven, MatchedTrace, Position, TraceMatcher, line_of
from doorstep.roads.network import Network
from doorstep.roads.opening_hours import (
    Cover,
    OpeningHours,
    UnreadableHoursError,
    parse_hours,
)
from doorstep.roads.osm import Restriction, Rules, Way
from doorstep.roads.polyline import decode_polyline, encode_polyline
from doorstep.roads.profile import Profile
from doorstep.roads.route import NO_CONNECTION, Matrix, NoRouteError, RoadLeg, RoadRoute, Step
from doorstep.roads.signs import Signs, has_hours, read_signs, times_at, times_under
from doorstep.roads.snapping import MAX_SNAP_M, Side, Snap
from doorstep.roads.speeds import WEEK_HOURS, Traffic, learn, slow_down
from doorstep.roads.timed import TimedRoads
from doorstep.roads.view import ProfileView

__all__ = [
    "HOUR_S",
    "LANGUAGES",
    "MAX_SNAP_M",
    "NO_CONNECTION",
    "WEEK_HOURS",
    "Address",
    "AddressBook",
    "AddressIndex",
    "Aircraft",
    "Airspace",
    "Cover",
    "Cube",
    "Direction",
    "Disruption",
    "Drive",
    "Driven",
    "EdgeTimes",
    "Graph",
    "Guide",
    "Hierarchy",
    "Instruction",
    "Isochrone",
    "Lessons",
    "Match",
    "MatchedTrace",
    "Matrix",
    "Meant",
    "MemoryBook",
    "Nearest",
    "Network",
    "NoRouteError",
    "OpeningHours",
    "Position",
    "Precision",
    "Profile",
    "ProfileView",
    "Restriction",
    "RoadLeg",
    "RoadRoute",
    "Rules",
    "Side",
    "Signs",
    "Snap",
    "Step",
    "Street",
    "Teacher",
    "TimedRoads",
    "TraceMatcher",
    "Traffic",
    "Turn",
    "UnreadableHoursError",
    "Way",
    "build_cube",
    "build_graph",
    "build_hierarchy",
    "decode_polyline",
    "disrupt",
    "edge_lines",
    "encode_polyline",
    "find_edges",
    "find_isochrones",
    "has_hours",
    "learn",
    "line_of",
    "parse_hours",
    "read_signs",
    "slow_down",
    "street_keys",
    "streets_named",
    "teach",
    "times_at",
    "times_under",
]
