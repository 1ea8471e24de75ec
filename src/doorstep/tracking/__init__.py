"""Where drivers are, when they will be where, and who may know.

Owns positions (in a database file of their own), ETAs and what recipients may see. Does not own
routes or shipments. Publishes the passing news ``position.updated``; it is not journalled.
"""

from doorstep.tracking.eta import Eta, predict
from doorstep.tracking.model import Position, RawPosition
from doorstep.tracking.service import (
    LiveRoute,
    PositionsReport,
    RejectedPosition,
    Tracked,
    find_live_route_of_driver,
    get_live_route,
    list_live_routes,
    purge_positions,
    record_positions,
    track,
)
from doorstep.tracking.store import prepare_positions
from doorstep.tracking.visibility import RecipientView, VisibleDriver, show_to_recipient

__all__ = [
    "Eta",
    "LiveRoute",
    "Position",
    "PositionsReport",
    "RawPosition",
    "RecipientView",
    "RejectedPosition",
    "Tracked",
    "VisibleDriver",
    "find_live_route_of_driver",
    "get_live_route",
    "list_live_routes",
    "predict",
    "prepare_positions",
    "purge_positions",
    "record_positions",
    "show_to_recipient",
    "track",
]
