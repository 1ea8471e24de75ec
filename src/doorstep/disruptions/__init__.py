"""Disruptions: closed streets, slow zones, weather, events, school zones, border queues.

Owns what is different on the roads for a time, and when. Does not own the roads themselves, nor
what plans make of it. Emits ``disruption.created``, ``disruption.changed``,
``disruption.ended`` and ``disruption.deleted``.
"""

from doorstep.disruptions.errors import (
    DisruptionNotFoundError,
    DisruptionOverError,
    InvalidDisruptionError,
    UnreadableGeoJsonError,
)
from doorstep.disruptions.geojson import read_features, read_geometry, to_feature_collection
from doorstep.disruptions.model import Disruption, DisruptionKind, StoredDisruption
from doorstep.disruptions.service import (
    change,
    create,
    delete,
    end,
    get,
    import_geojson,
    list_between,
    read_file,
)

__all__ = [
    "Disruption",
    "DisruptionKind",
    "DisruptionNotFoundError",
    "DisruptionOverError",
    "InvalidDisruptionError",
    "StoredDisruption",
    "UnreadableGeoJsonError",
    "change",
    "create",
    "delete",
    "end",
    "get",
    "import_geojson",
    "list_between",
    "read_features",
    "read_file",
    "read_geometry",
    "to_feature_collection",
]
