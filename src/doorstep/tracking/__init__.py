"""Where drivers are, when they will be where, and who may know.

Owns positions (in a database file of their own), ETAs and what recipients may see, and reads from
positions what they teach about streets. Does not own routes, shipments or what was learned.
Publishes the passing news ``position.updated``; it is not journalled.
"""

from doorstep.tracking.eta import Eta, predict
from doorstep.tracking.learning import Learned, enqueue_at_night, enqueue_learning, learn
from doorstep.tracking.learning import install as install_learning
from doorstep.tracking.model import Position, RawPosition
from doorstep.tracking.plain_positions import read_plain_positions
from doorstep.tracking.service import (
    LiveRoute,
    PositionsReport,
    Recorder,
    RejectedPosition,
    SentPositions,
    Tracked,
    find_live_route_of_driver,
    get_live_route,
    list_live_routes,
    purge_positions,
    track,
)
from doorstep.tracking.store import prepare_positions
from doorstep.tracking.visibility import RecipientView, VisibleDriver, show_to_recipient

__all__ = [
    "Eta",
    "Learned",
    "LiveRoute",
    "Position",
    "PositionsReport",
    "RawPosition",
    "RecipientView",
    "Recorder",
    "RejectedPosition",
    "SentPositions",
    "Tracked",
    "VisibleDriver",
    "enqueue_at_night",
    "enqueue_learning",
    "find_live_route_of_driver",
    "get_live_route",
    "install_learning",
    "learn",
    "list_live_routes",
    "predict",
    "prepare_positions",
    "purge_positions",
    "read_plain_positions",
    "show_to_recipient",
    "track",
]
